"""Reads YAML that people write by hand, and says in which line something is wrong. Plain Python.

`compose` gives PyYAML's own nodes, each with its line, for a reader that has words of its own for what is wrong. A
`Page` goes further: it takes texts, lists, days and numbers out of nodes, and gathers every fault of the file, so that
whoever wrote it mends them all at once.
"""

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

# Ten times as fast, where libyaml is there. Both make nothing but plain values.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_LEVELS = 20
LONGEST_TEXT = 1_000_000
LONGEST_SHOWN = 60
ALLOWED_SHOWN = 12


class NotYamlError(ValueError):
    """The text is not YAML that can be read. `line` counts from 1; `what` is a sentence."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.what = what


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file. As text: "sendiass.yaml, line 4, strength: “mst” is not …"."""

    file: str
    line: int
    field: str  # the names that lead to it, such as versions[1].strength; "" for the file as a whole
    what: str  # a sentence, which says what is allowed

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}{f', {self.field}' if self.field else ''}: {self.what}"


def plain_values(text: str) -> Any:
    """The lists, texts, numbers and days of a YAML text of our own, as they stand: a fault in it is PyYAML's error."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - either is a safe one


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, or None if nothing is in it. Raises NotYamlError and nothing else.

    Anchors and aliases (& and *) are refused: with them a short file can be made endless, and none of ours needs one.
    """
    if len(text) > LONGEST_TEXT:
        raise NotYamlError(1, f"the file is longer than {LONGEST_TEXT:,} characters. Make several of it.")
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise NotYamlError(
                    line_of(event), "“&” and “*” names are not used here. Put the words in “quotes”."
                )
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_LEVELS:  # before anything recurses into it
                raise NotYamlError(line_of(event), "there are lists within lists without end.")
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise NotYamlError(*_told(error))
    except yaml.reader.ReaderError as error:  # a character that YAML does not allow
        # It counts characters or, where it read bytes, bytes; both are near enough to find the line
        line = text.count("\n", 0, min(error.position, len(text))) + 1
        raise NotYamlError(line, "there is a character that cannot be read. Type the words round it again.")
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        if isinstance(error, NotYamlError):
            raise
        raise NotYamlError(1, "this is not YAML.")


def _told(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    mark, began = error.problem_mark or error.context_mark, error.context_mark
    line = mark.line + 1 if mark else 1
    where = f", for what begins in line {began.line + 1}" if began and began.line + 1 != line else ""
    return line, (
        f"this is not YAML ({error.problem or error.context or 'no more is known'}{where}). "
        "Put words that hold a colon, a # or a bracket into quotation marks, and set lines in with spaces."
    )


def read_text(path: Path) -> str:
    """The text of a file. Raises NotYamlError if it cannot be opened, or is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise NotYamlError(1, f"it cannot be opened ({error.strerror or error}).")
    except UnicodeDecodeError:
        raise NotYamlError(1, "it is not UTF-8 text. Save it again as UTF-8.")


def line_of(node: Any) -> int:
    """The line where a node begins, from 1."""
    return node.start_mark.line + 1 if getattr(node, "start_mark", None) else 1


def shown(text: str) -> str:
    """A word as it was written, in quotation marks, and not too long."""
    text = " ".join(text.split())
    return f"“{text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + '…'}”"


def did_you_mean(said: str, allowed: Iterable[str]) -> str:
    """The allowed word that is nearest, or all of them where they are few: a sentence that says what to write."""
    allowed = list(allowed)
    if near := difflib.get_close_matches(said[:100], allowed, 1, 0.6):
        return f"Did you mean “{near[0]}”?"
    if len(allowed) > ALLOWED_SHOWN:
        return f"Write one of {', '.join(allowed[:ALLOWED_SHOWN])} or {len(allowed) - ALLOWED_SHOWN} more."
    return f"Write one of {', '.join(allowed)}."


class Page:
    """One YAML file as it is read. What is wrong goes into `faults`, and reading goes on.

    Each method takes a node (or None, for what is not there) and a field name, and gives what it can. A reader that got
    nothing useful has left at least one fault.
    """

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults

    def wrong(self, node: Any, field: str, what: str) -> None:
        """Write down a fault at a node (or at a line, given as a number)."""
        line = node if isinstance(node, int) else line_of(node)
        self.faults.append(Fault(self.file, line, field, what))

    def top(self, text: str) -> yaml.Node | None:
        """The outermost node of a text."""
        try:
            node = compose(text)
        except NotYamlError as error:
            self.wrong(error.line, "", f"{error.what}")
            return None
        if node is None:
            self.wrong(1, "", "there is nothing in this file.")
        return node

    def fields(
        self, node: yaml.Node | None, field: str, *, needed: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> dict[str, yaml.Node]:
        """What stands under each name. A name that is not allowed, comes twice or is missing is a fault."""
        if node is None:
            return {}
        allowed = (*needed, *optional)
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, field, f"there should be names here, each with a colon: {', '.join(allowed)}.")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name not in allowed:
                self.wrong(
                    key, field, f"there is no field {shown(str(name))}. {did_you_mean(str(name), allowed)}"
                )
            elif name in found:
                self.wrong(
                    key,
                    below(field, name),
                    f"it is there twice; line {line_of(found[name])} has it already. Leave one out.",
                )
            else:
                found[name] = value
        for name in needed:
            if name not in found:
                self.wrong(node, below(field, name), "it is missing. Add it.")
        return found

    def text(self, node: yaml.Node | None, field: str) -> str:
        """One text, with its spaces put right."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(
                node, field, "write one text here. Put it in quotes if it begins with [ or has a colon."
            )
            return ""
        text = " ".join(node.value.split())
        if not text or (not node.style and text in ("~", "null")):
            self.wrong(node, field, "it is empty. Write something, or take the line out.")
            return ""
        return text

    def items(self, node: yaml.Node | None, field: str) -> Iterator[tuple[yaml.Node, str]]:
        """Each item of a list, with its name: versions[1]. A list with nothing in it is a fault."""
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, field, "this should be a list: a line for each, which begins with a dash.")
            return
        if not node.value:
            self.wrong(node, field, "the list is empty. Write at least one, or take the field out.")
        for number, item in enumerate(node.value, 1):
            yield item, f"{field}[{number}]"

    def texts(self, node: yaml.Node | None, field: str) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        return tuple(text for _, _, text in self._texts(node, field))

    def _texts(self, node: yaml.Node | None, field: str) -> Iterator[tuple[yaml.Node, str, str]]:
        found: dict[str, int] = {}
        for item, name in self.items(node, field):
            text = self.text(item, name)
            if text in found:
                self.wrong(
                    item, name, f"{shown(text)} is in line {found[text]} already. Leave one of them out."
                )
            elif text:
                found[text] = line_of(item)
                yield item, name, text

    def one_of(self, node: yaml.Node | None, field: str, allowed: Collection[str]) -> str:
        """One word out of those allowed, or ""."""
        said = self.text(node, field)
        if said and said not in allowed:
            self.wrong(node, field, f"{shown(said)} is not known here. {did_you_mean(said, allowed)}")
            return ""
        return said

    def some_of(self, node: yaml.Node | None, field: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of words out of those allowed, none twice."""
        found = []
        for item, name, text in self._texts(node, field):
            if text in allowed:
                found.append(text)
            else:
                self.wrong(item, name, f"{shown(text)} is not known here. {did_you_mean(text, allowed)}")
        return tuple(found)

    def day(self, node: yaml.Node | None, field: str) -> date | None:
        """A day, written as 2014-09-01."""
        said = self.text(node, field)
        if not said:
            return None
        try:
            if len(said) != 10:  # Python also reads 20140901 and 2014-W36-1
                raise ValueError
            return date.fromisoformat(said)
        except ValueError:
            self.wrong(node, field, f"{shown(said)} is not a day. Write year-month-day, such as 2014-09-01.")
            return None

    def whole_number(self, node: yaml.Node | None, field: str, *, least: int, most: int) -> int | None:
        """A whole number from `least` to `most`."""
        said = self.text(node, field)
        if not said:
            return None
        if said.isascii() and said.isdigit() and len(said) < 10 and least <= int(said) <= most:
            return int(said)
        self.wrong(node, field, f"{shown(said)} is not a whole number from {least} to {most}.")
        return None


def below(field: str, name: str) -> str:
    """The name of a field within another: below("evidence", "pages") is "evidence.pages"."""
    return f"{field}.{name}" if field else name
