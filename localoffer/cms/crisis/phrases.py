"""Reads `phrases.yaml`, and says in which line of it something cannot be read. Plain Python.

How a phrase is written is told at the head of that file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import permutations
from pathlib import Path
from typing import Any

import yaml

from localoffer.duties.yaml_lines import NotYamlError, compose, line_of, read_text

from . import reading

PHRASES = Path(__file__).with_name("phrases.yaml")

_PART = re.compile(
    r"\s*(?:(?P<gap>\.{2,})|(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|<(?P<list>[a-z_]+)>|(?P<word>[^\s()\[\]|<>.]+))"
)
# What may stand round a phrase that must be the whole text
POLITE = r"(?:please|pls|plz|now|lol|urgent|urgently|today|tonight|asap|quick|quickly|help|i|im|and|so|someone|oh|god)"
_LAST = rf"(?: {POLITE})*\Z"
END = "$"
WORDS_BETWEEN = 8  # of what is joined by &
_GAPS = {"..": 3, "...": 6, "....": 10}


class UnreadablePhrasesError(ValueError):
    """The file of phrases cannot be used. Its message names file, line, and what to do."""


@cache
def known() -> "Phrases":
    """The phrases that come with us."""
    return read()


def kinds() -> list[tuple[str, str]]:
    """Code and name of each kind of danger, the most urgent first."""
    return list(known().kinds.items())


@dataclass
class Phrase:
    """One phrase: where it may begin, and the pattern that reads on from there."""

    kind: str  # "" for what is not danger
    line: int
    source: str
    pattern: str
    begins: frozenset[str]  # first words; "suicid*" for a stem
    is_whole: bool = False  # nothing else may be in the text
    is_last: bool = False  # nothing may follow

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        after = _LAST if self.is_whole or self.is_last else r"(?= |\Z)"
        return re.compile(self.pattern + after)


@dataclass
class Phrases:
    """Everything in the file: phrases of every kind, what is not danger, and how words are spelt."""

    kinds: dict[str, str] = field(default_factory=dict)  # code → name, the most urgent first
    phrases: list[Phrase] = field(default_factory=list)
    meaning: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    misspelt: list[str] = field(default_factory=list)
    well_spelt: set[str] = field(default_factory=set)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.meaning), default=1)


def read(path: Path = PHRASES) -> Phrases:
    """Read a file of phrases. Raises UnreadablePhrasesError naming file and line."""
    try:
        root = compose(read_text(path))
    except NotYamlError as error:
        raise UnreadablePhrasesError(f"{path.name}, {error}")
    return _Reader(path).read(root)


class _Reader:
    SECTIONS = ("same", "misspelt", "well_spelt", "lists", "kinds", "not_danger")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lists: dict[str, list[list[str]]] = {"number": [["#"]]}
        self.found = Phrases()

    def read(self, root: yaml.Node | None) -> Phrases:
        sections = self.pairs(root, "the file")
        for name, node in sections.items():
            if name not in self.SECTIONS:
                raise self.problem(
                    node, f"there is no section {name!r}; there are {', '.join(self.SECTIONS)}."
                )
        for name in self.SECTIONS:
            if name not in sections:
                raise self.problem(root, f"the section {name!r} is missing.")
        for words, node in self.pairs(sections["same"], "same").items():
            for other in self.texts(node):
                self.found.meaning[tuple(reading.plain(other.value))] = reading.plain(words)
        self.found.misspelt = [text.value for text in self.texts(sections["misspelt"])]
        self.found.well_spelt = {text.value for text in self.texts(sections["well_spelt"])}
        for name, node in self.pairs(sections["lists"], "lists").items():
            self.lists[name] = [self.words(text.value) for text in self.texts(node)]
        seen: dict[str, int] = {}
        for code, node in self.pairs(sections["kinds"], "kinds").items():
            parts = self.pairs(node, code)
            if set(parts) != {"name", "phrases"}:
                raise self.problem(node, f"{code} needs a name and phrases, and nothing else.")
            self.found.kinds[code] = str(parts["name"].value)
            for text in self.texts(parts["phrases"]):
                self.add(text, code, seen)
        for text in self.texts(sections["not_danger"]):
            self.add(text, "", seen)
        return self.found

    def add(self, text: yaml.Node, kind: str, seen: dict[str, int]) -> None:
        if text.value in seen:
            raise self.problem(
                text, f"{text.value!r} is in line {seen[text.value]} already; take one of them out."
            )
        seen[text.value] = text.start_mark.line + 1
        source = text.value
        is_whole, is_last = source.startswith("="), source.endswith("$")
        source = source.removeprefix("=").removesuffix("$").strip()
        together = [self.parse(part, text) for part in source.split("&")]
        if any(not parts or not isinstance(parts[0], (str, list)) for parts in together):
            raise self.problem(text, f"{text.value!r} must begin with a word, not with a gap or with [ ].")
        begins = frozenset(word for parts in together for word in _begins(parts[0]))
        pattern = "|".join(_pattern(_apart(order)) for order in permutations(together))
        pattern = f"(?:{pattern})" if len(together) > 1 else pattern
        self.found.phrases.append(
            Phrase(kind, text.start_mark.line + 1, text.value, pattern, begins, is_whole, is_last)
        )

    def parse(self, source: str, node: yaml.Node) -> list[Any]:
        """Parts of a phrase: a word is a str, alternatives a list of lists of parts, a gap an int, [ ] a tuple."""
        parts, rest = self.sequence(source, node, closing="")
        if rest:
            raise self.problem(node, f"{node.value!r} has {rest[0]!r} without the bracket that opens it.")
        return parts

    def sequence(self, source: str, node: yaml.Node, closing: str) -> tuple[list[Any], str]:
        choices: list[list[Any]] = [[]]
        run: list[str] = []

        def flush() -> None:
            choices[-1].extend(self.canonical(run))
            run.clear()

        while source.strip():
            found = _PART.match(source)
            if not found:
                raise self.problem(node, f"{node.value!r} cannot be read from {source.strip()!r} on.")
            if found["close"]:
                if found["close"] != closing:
                    return choices[0], source.strip()
                flush()
                if any(not choice for choice in choices):
                    raise self.problem(node, f"{node.value!r} has an empty place between | or brackets.")
                if any(not isinstance(choice[0], (str, list)) for choice in choices):
                    raise self.problem(
                        node, f"{node.value!r}: what stands in brackets must begin with a word."
                    )
                return choices, source[found.end() :]
            source = source[found.end() :]
            if found["word"]:
                run.append(found["word"].casefold())
                continue
            flush()
            if found["gap"]:
                if found["gap"] not in _GAPS:
                    raise self.problem(node, f"{node.value!r}: a gap is two, three or four dots.")
                choices[-1].append(_GAPS[found["gap"]])
            elif found["list"]:
                if found["list"] not in self.lists:
                    raise self.problem(node, f"there is no list <{found['list']}>; add it under `lists`.")
                choices[-1].append([list(words) for words in self.lists[found["list"]]])
            elif found["bar"]:
                if not closing:
                    raise self.problem(node, f"{node.value!r} has | outside brackets.")
                choices.append([])
            else:
                close = ")" if found["open"] == "(" else "]"
                inner, source = self.sequence(source, node, close)
                choices[-1].append(inner if close == ")" else tuple(inner))
        if closing:
            raise self.problem(node, f"{node.value!r} lacks a {closing}.")
        flush()
        return choices[0], ""

    def words(self, text: str) -> list[str]:
        return self.canonical(text.casefold().split())

    def canonical(self, run: list[str]) -> list[str]:
        """The words as texts have them after reading; a stem (suicid*) and the end ($) stay as they are."""
        plain: list[str] = []
        for word in run:
            if word == END:
                plain.append(word)
            elif made := reading.plain(word.removesuffix("*")):
                plain += [*made[:-1], made[-1] + ("*" if word.endswith("*") else "")]
        return reading.same(plain, self.found.meaning, self.found.longest)

    def pairs(self, node: yaml.Node | None, what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.problem(node, f"{what} should be names, each with a colon.")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in found:
                raise self.problem(key, f"{key.value!r} is there twice.")
            found[key.value] = value
        return found

    def texts(self, node: yaml.Node) -> Iterator[yaml.ScalarNode]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.problem(
                node, "this should be a list: a line for each, beginning with a dash, or [a, b]."
            )
        for item in node.value:
            if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
                raise self.problem(
                    item, "this should be one text. Put it in quotes if it begins with [ or has a colon."
                )
            yield item

    def problem(self, node: yaml.Node | None, what: str) -> UnreadablePhrasesError:
        return UnreadablePhrasesError(f"{self.path.name}, line {line_of(node)}: {what}")


def _apart(together: Iterable[list[Any]]) -> list[Any]:
    """One phrase after another, with up to eight words between."""
    parts: list[Any] = []
    for each in together:
        parts += [WORDS_BETWEEN, *each] if parts else each
    return parts


def _begins(part: str | list[Any]) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for choice in part:
            yield from _begins(choice[0])


def _pattern(parts: list[Any]) -> str:
    """A regular expression for words with one space between them."""
    made = ""
    for place, part in enumerate(parts):
        space = " " if place else ""
        if isinstance(part, str):
            made += space + _word(part)
        elif isinstance(part, int):
            made += rf"(?: \S+){{0,{part}}}?"
        else:
            choices = [_pattern(choice) for choice in part if choice != [END]]
            either = f"{space}(?:{'|'.join(choices)})" if choices else ""
            if [END] in part:
                either += f"|{_LAST}"
            made += f"(?:{either})" + ("?" if isinstance(part, tuple) else "")
    return made


def _word(word: str) -> str:
    if word == "#":
        return r"\d+"
    return re.escape(word.removesuffix("*")) + (r"\S*" if word.endswith("*") else "")
