"""Families' words: what people type, and what it means. Read from the YAML files beside this one. Plain Python.

Each file is a list of entries; each entry says what is typed (`say`) and what that means: codes of kinds of help, needs
and the like, and words that services use for it. See docs/guides/what-families-search-for.md.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from localoffer.duties.yaml_lines import NotYamlError, compose, line_of
from localoffer.duties.yaml_lines import read_text as text_of

from ..words import STOP_WORDS, split, stem, stems

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
#: What an entry may mean, and the filter whose codes each holds
MEANINGS = {
    "kinds": "kind",
    "needs": "need",
    "strands": "strand",
    "stages": "stage",
    "delivery": "delivery",
    "communication": "communication",
    "languages": "language",
}
MOST_PHRASES = 60
# Before “refused” these say that it was done to somebody
_DONE_TO = re.compile(r"\b(?:was|were|been|being|is|are|be|get|got) [a-z]+ed\b")
SMALL_STEMS = frozenset(map(stem, STOP_WORDS))
LONGEST_PHRASE = 8  # words


@dataclass(frozen=True)
class Meaning:
    """One entry: phrases people type, the tokens they stand for ("kind:sport"), and words of services for it.

    A phrase is a tuple of stems; of `words`, each with how it was written. `name` is the first phrase as it was
    written; `where` says the file and line, or who added it.
    """

    name: str
    phrases: tuple[tuple[str, ...], ...]
    tokens: tuple[str, ...] = ()
    words: tuple[tuple[tuple[str, ...], str], ...] = ()
    where: str = ""
    spellings: frozenset[str] = frozenset()  # every word of it as it was written, folded
    # Phrases of what was done to somebody: “was refused” is neither “was refusing” nor just “refused”
    done_to: frozenset[tuple[str, ...]] = frozenset()


class VocabularyError(ValueError):
    """What is wrong in vocabulary files: `faults` is a list of sentences that begin "file, line N: "."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass
class Vocabulary:
    """Meanings, ready to be found in a question. Those given later come first where two say the same."""

    meanings: tuple[Meaning, ...] = ()
    # By the first stem of each phrase: (the stems, the meaning), the longest first
    _starting: dict[str, list[tuple[tuple[str, ...], Meaning]]] = field(default_factory=dict)
    spellings: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for meaning in self.meanings:
            for phrase in meaning.phrases:
                self._starting.setdefault(phrase[0], []).insert(0, (phrase, meaning))
                if len(phrase) == 2 and phrase[0] != phrase[1] and not SMALL_STEMS & set(phrase):
                    # "school deaf" is what somebody may type who means a deaf school
                    self._starting.setdefault(phrase[1], []).insert(0, (phrase[::-1], meaning))
        for found in self._starting.values():
            found.sort(key=lambda pair: -len(pair[0]))
        self.spellings = frozenset(word for meaning in self.meanings for word in meaning.spellings)
        self.stems = frozenset(map(stem, self.spellings))

    def starting_with(self, first: str) -> list[tuple[tuple[str, ...], Meaning]]:
        """Phrases that begin with a stem, the longest first, each with its meaning."""
        return self._starting.get(first, [])

    def __add__(self, other: "Vocabulary") -> "Vocabulary":
        return Vocabulary(self.meanings + other.meanings) if other.meanings else self


@cache
def shipped() -> Vocabulary:
    """The vocabulary that comes with the project. An entry that cannot be read is left out, and said in the log:
    families search on."""
    meanings, faults = _read(sorted(HERE.glob("*.yaml")))
    for fault in faults:
        logger.error("In the vocabulary: %s", fault)
    return Vocabulary(tuple(meanings))


def read(files: Iterable[Path]) -> Vocabulary:
    """Read vocabulary files. Raises VocabularyError with every fault there is, not only the first."""
    meanings, faults = _read(files)
    if faults:
        raise VocabularyError(faults)
    return Vocabulary(tuple(meanings))


def _read(files: Iterable[Path]) -> tuple[list[Meaning], list[str]]:
    meanings: list[Meaning] = []
    faults: list[str] = []
    said: dict[tuple[str, ...], str] = {}
    for file in files:
        try:
            text = text_of(file)
        except NotYamlError as error:
            faults.append(f"{file.name}, {error}")
            continue
        meanings += _entries(text, file.name, faults, said)
    return meanings, faults


def read_text(text: str, name: str = "vocabulary") -> Vocabulary:
    """Read one vocabulary from a text. Raises VocabularyError."""
    faults: list[str] = []
    meanings = list(_entries(text, name, faults, {}))
    if faults:
        raise VocabularyError(faults)
    return Vocabulary(tuple(meanings))


def phrase_of(text: str) -> tuple[str, ...]:
    """The stems of a phrase as it is looked for. Small words at its ends are kept: "wont go school" needs them."""
    return tuple(stems(text))


def done_to(say: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Those of these phrases that say what was done to somebody: “was refused”."""
    return frozenset(phrase_of(text) for text in say if _DONE_TO.search(text.lower()))


def _entries(text: str, name: str, faults: list[str], said: dict[tuple[str, ...], str]) -> Iterator[Meaning]:
    def fault(node: Any, what: str) -> None:
        faults.append(f"{name}, line {line_of(node)}: {what}")

    try:
        root = compose(text)
    except NotYamlError as error:
        faults.append(f"{name}, {error}")
        return
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        fault(root, "the file should be a list: each entry begins with “- say:”.")
        return
    for node in root.value:
        before = len(faults)
        meaning = _entry(node, name, fault)
        if len(faults) > before or meaning is None:
            continue
        for phrase in meaning.phrases:
            if phrase in said and said[phrase] != meaning.where:
                fault(
                    node, f"“{' '.join(phrase)}” is said at {said[phrase]} already. Say it in one entry only."
                )
            said[phrase] = meaning.where
        yield meaning


def _entry(node: Any, name: str, fault: Any) -> Meaning | None:
    if not isinstance(node, yaml.MappingNode):
        fault(node, "an entry should begin with “say:”, with what it means below.")
        return None
    lists: dict[str, list[str]] = {}
    for key, value in node.value:
        allowed = ("say", "words", *MEANINGS)
        if not isinstance(key, yaml.ScalarNode) or key.value not in allowed:
            fault(key, f"“{getattr(key, 'value', '?')}” is not one of {', '.join(allowed)}.")
        elif key.value in lists:
            fault(key, f"“{key.value}” stands twice in this entry.")
        else:
            lists[key.value] = _texts(key.value, value, fault)
    phrases = _phrases(lists.get("say", []), node, fault)
    if not phrases:
        fault(node, "the entry has no “say”: write what people type, such as say: [bed wetting].")
        return None
    if len(lists) < 2:
        fault(node, f"say what it means: add {', '.join(MEANINGS)} or words.")
    return Meaning(
        name=lists["say"][0],
        phrases=phrases,
        tokens=tuple(
            dict.fromkeys(
                f"{facet}:{code}" for kind, facet in MEANINGS.items() for code in lists.get(kind, ())
            )
        ),
        words=tuple(
            {stems: (stems, text) for text in lists.get("words", ()) if (stems := phrase_of(text))}.values()
        ),
        where=f"{name}, line {line_of(node)}",
        spellings=frozenset(split(" ".join([*lists["say"], *lists.get("words", ())]))),
        done_to=done_to(lists["say"]),
    )


def _texts(key: str, value: Any, fault: Any) -> list[str]:
    nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
    found = []
    for each in nodes:
        if not isinstance(each, yaml.ScalarNode) or not each.value.strip():
            fault(each, f"“{key}” should be a list of words, such as {key}: [one, two].")
        else:
            found.append(each.value.strip())
    if key == "say" and len(found) > MOST_PHRASES:
        fault(value, f"one entry says at most {MOST_PHRASES} phrases: make two of it.")
    return found


def _phrases(texts: list[str], node: Any, fault: Any) -> tuple[tuple[str, ...], ...]:
    found = []
    for text in texts:
        phrase = phrase_of(text)
        if not phrase:
            fault(node, f"“{text}” has no word in it.")
        elif len(phrase) > LONGEST_PHRASE:
            fault(node, f"“{text}” is longer than {LONGEST_PHRASE} words: nobody types just that.")
        elif len(phrase) == 1 and split(text)[0] in STOP_WORDS:
            fault(node, f"“{text}” alone is in every other question: add a word to it.")
        else:
            found.append(phrase)
    return tuple(dict.fromkeys(found))
