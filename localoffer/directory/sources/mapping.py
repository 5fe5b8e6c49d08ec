"""A mapping: which column of somebody else's sheet is which of ours, and which of its words are which of our terms.

It is written as YAML that an officer can read and change. `parse` answers every mistake with its line, its column,
what is wrong and what may stand there.

>>> parse("columns:\\n  Ref: id\\n  Title: name\\n  Need:\\n    field: needs\\n    values: {Autistic: ASD}").fields
('id', 'name', 'needs')
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from dataclasses import field as holding
from importlib.resources import files
from typing import Any

import yaml

from localoffer.duties.yaml_lines import NotYamlError, compose

from . import sheet, values
from .records import Terms
from .rich_text import clean
from .sheet_columns import BY_NAME, COLUMNS, spelled
from .terms import FIELD, Matcher

LONGEST_MAPPING = 200_000
MOST_RULES = 500
MOST_VALUES = 5_000
EVERYTHING_ELSE = "*"

DATES = ("day-first", "month-first", "year-first")
DATE_FIELDS = frozenset({"checked_on", "wait_said_on", "dtstart", "until", "valid_from", "valid_to"})
TERM_FIELDS = {name: code for code, name in FIELD.items()}
"""Column of our sheet that holds terms → its taxonomy."""

# What a second column for the same field does: it is added to a list or a text; for what a service may have more
# than one of it makes a further row; anything else is used only where the first column says nothing.
LISTS = frozenset({*TERM_FIELDS, "times", "languages", "service_areas", "funding"}) - {"tier"}
TEXTS = frozenset({"description", "organisation_description", *sheet.PARAGRAPHS})

_TOP = ("name", "columns", "constants", "dates", "not_stated", "continues", "shown")
_RULE = ("field", "question", "split", "values", "when")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with a mapping. ``column`` and ``field`` are empty where they do not apply."""

    line: int
    column: str
    field: str
    message: str

    def __str__(self) -> str:
        about = ", ".join(
            part
            for part in (
                f"line {self.line}" if self.line else "",
                f"column “{self.column}”" if self.column else "",
                f"field “{self.field}”" if self.field else "",
            )
            if part
        )
        return f"{about[:1].upper()}{about[1:]}: {self.message}" if about else self.message


class MappingError(ValueError):
    """A mapping that cannot be used; ``mistakes`` says why, each with its line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class Rule:
    """One column of theirs: the field of ours it fills (or the question it answers), and how its words change."""

    column: str
    field: str
    question: str = ""
    split: str = ""
    values: Dict[str, str] = holding(default_factory=dict)
    when: tuple[tuple[str, frozenset[str]], ...] = ()

    def said(self, cell: str) -> str:
        """The cell in our words; parts of a list apart at semicolons."""
        if not self.split:
            return self._in_our_words(cell)
        parts = (self._in_our_words(clean(part)) for part in cell.split(self.split))
        return "; ".join(dict.fromkeys(part for part in parts if part))

    def _in_our_words(self, word: str) -> str:
        if not self.values or not word:
            return word
        return self.values.get(folded(word), self.values.get(EVERYTHING_ELSE, word))


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How the rows of a sheet become rows of ours."""

    rules: tuple[Rule, ...]
    name: str = ""
    constants: Dict[str, str] = holding(default_factory=dict)
    dates: str = "day-first"
    not_stated: frozenset[str] = frozenset()
    continues: str = ""
    shown_from: str = ""
    shown_to: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.field for rule in self.rules))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of theirs that is looked at."""
        beside = (self.continues, self.shown_from, self.shown_to)
        asked = (name for rule in self.rules for name, _ in rule.when)
        return tuple(
            dict.fromkeys(name for name in (*(r.column for r in self.rules), *beside, *asked) if name)
        )

    def column_of(self, name: str) -> str:
        """The column that fills a field."""
        return next((rule.column for rule in self.rules if rule.field == name), "")


def folded(word: str) -> str:
    """A word as it is compared: in small letters, with single spaces."""
    return " ".join(clean(word).casefold().split())


def shipped(name: str) -> str:
    """The text of a mapping that comes with us: "outpost-sheet" or "open-objects"."""
    return files("localoffer.directory").joinpath(f"data/mappings/{name}.yaml").read_text("utf-8")


def parse(text: str, *, terms: Terms | None = None) -> SheetMapping:
    """A mapping from its YAML.

    :param terms: with these, words that stand for terms are checked, too
    :raises MappingError: with every mistake, not only the first
    """
    return _Parsing(Matcher(terms) if terms is not None else None).mapping(text)


class _Parsing:
    def __init__(self, matcher: Matcher | None) -> None:
        self.matcher = matcher
        self.mistakes: list[Mistake] = []

    def mapping(self, text: str) -> SheetMapping:
        top = self._top(text)
        found: dict[str, Any] = {}
        for key, _, node in self._pairs(top, "The mapping", _TOP):
            if key == "columns":
                found["rules"] = tuple(self._rules(node))
            elif key == "constants":
                found["constants"] = dict(self._constants(node))
            elif key == "dates":
                found["dates"] = self._one_of(node, DATES, "dates")
            elif key == "not_stated":
                found["not_stated"] = frozenset(folded(each) for each, _ in self._texts(node))
            elif key == "shown":
                for name, _, column in self._pairs(node, "“shown”", ("from", "to")):
                    found[f"shown_{name}"] = self._text(column)
            else:
                found[key] = self._text(node)
        rules = found.setdefault("rules", ())
        for needed in ("id", "name"):
            if not any(rule.field == needed for rule in rules):
                self._wrong(
                    0, f"No column is said to be our “{needed}”. Write it under “columns”.", name=needed
                )
        if self.mistakes:
            raise MappingError(sorted(self.mistakes, key=lambda mistake: mistake.line))
        return SheetMapping(**found)

    def _top(self, text: str) -> yaml.Node:
        if len(text) > LONGEST_MAPPING:
            raise MappingError([Mistake(0, "", "", f"It is longer than {LONGEST_MAPPING:,} characters.")])
        try:
            found = compose(text)
        except NotYamlError as error:
            raise MappingError([Mistake(error.line, "", "", error.what)]) from error
        if not isinstance(found, yaml.MappingNode):
            raise MappingError(
                [
                    Mistake(
                        1, "", "", "Begin with “columns:” and below it, set in, a line such as “Title: name”."
                    )
                ]
            )
        return found

    # Columns

    def _rules(self, node: yaml.Node) -> Iterator[Rule]:
        for number, (column, line, value) in enumerate(self._pairs(node, "“columns”")):
            if number >= MOST_RULES:
                self._wrong(line, f"More than {MOST_RULES} columns are too many.")
                return
            for one in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                rule = self._rule(column, line, one)
                if rule is not None:
                    yield rule

    def _rule(self, column: str, line: int, node: yaml.Node) -> Rule | None:
        if isinstance(node, yaml.ScalarNode):
            name = self._field(node, column)
            return Rule(column, name) if name else None
        said: dict[str, Any] = {}
        for key, _, value in self._pairs(node, "A column", _RULE, column):
            if key == "field":
                said["field"] = self._field(value, column)
            elif key == "values":
                said["values"] = {folded(word): (to, at) for word, at, to in self._words(value, column)}
            elif key == "when":
                said["when"] = tuple(
                    (name, frozenset(folded(each) for each, _ in self._texts(asked)))
                    for name, _, asked in self._pairs(value, "“when”", column=column)
                )
            else:
                said[key] = self._text(value)
        if said.get("question"):
            said["field"] = "answer"
        if "field" not in said:
            self._wrong(line, f"Say which field it is: “field:” and one of {_some(_NAMES)}.", column)
        if not said.get("field"):
            return None
        words = said.pop("values", {})
        for to, at in words.values():
            self._check(said["field"], to, at, column)
        return Rule(column, values={word: to for word, (to, _) in words.items()}, **said)

    def _field(self, node: yaml.Node, column: str) -> str:
        said = self._text(node)
        known = BY_NAME.get(spelled(said))
        if known is not None:
            return known.name
        near = difflib.get_close_matches(spelled(said)[:60], BY_NAME, 1, 0.6)
        hint = f"Did you mean “{BY_NAME[near[0]].name}”?" if near else f"Write one of {_some(_NAMES)}."
        self._wrong(node.start_mark.line + 1, f"“{said[:60]}” is no column of our sheet. {hint}", column)
        return ""

    def _words(self, node: yaml.Node, column: str) -> Iterator[tuple[str, int, str]]:
        for number, (word, line, to) in enumerate(self._pairs(node, "“values”", column=column)):
            if number >= MOST_VALUES:
                self._wrong(line, f"More than {MOST_VALUES:,} values are too many.", column)
                return
            words = self._texts(to)
            yield word, line, "; ".join(each for each, _ in words if each)

    def _constants(self, node: yaml.Node) -> Iterator[tuple[str, str]]:
        for said, line, value in self._pairs(node, "“constants”"):
            known = BY_NAME.get(spelled(said))
            if known is None or known.name in ("id", "name") or known.repeats:
                allowed = _some(c.name for c in COLUMNS if not c.repeats and c.name not in ("id", "name"))
                self._wrong(
                    line, f"“{said[:60]}” cannot be the same for every service. Write one of {allowed}."
                )
                continue
            text = "; ".join(each for each, _ in self._texts(value))
            self._check(known.name, text, line, "")
            yield known.name, text

    def _check(self, name: str, value: str, line: int, column: str) -> None:
        """Make sure that a word of ours in a mapping is one that the reader of our sheet takes."""
        if not value:
            return
        taxonomy = TERM_FIELDS.get(name)
        if taxonomy is not None:
            for word in values.several(value) if self.matcher else ():
                match = self.matcher.find(word, taxonomy=taxonomy) if self.matcher else None
                if match is None or match[0] != taxonomy:
                    near = self.matcher.suggest(word, taxonomy) if self.matcher else ""
                    hint = f"Did you mean “{near}”?" if near else "The vocabulary lists those there are."
                    self._wrong(line, f"“{word[:60]}” is none of our words for this. {hint}", column, name)
            return
        parse = sheet.VALUES[name][0] if name in sheet.VALUES else None
        try:
            if parse is not None:
                parse(value)
            elif name == "private":
                values.yes_no(value)
        except values.UnclearError as unclear:
            self._wrong(line, str(unclear), column, name)

    # Nodes

    def _pairs(
        self, node: yaml.Node, what: str, allowed: tuple[str, ...] = (), column: str = ""
    ) -> Iterator[tuple[str, int, yaml.Node]]:
        """Key, line and value of each line below; what is not allowed there, or comes twice, is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            self._wrong(
                node.start_mark.line + 1, f"{what} needs lines below it, such as “Title: name”.", column
            )
            return
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = clean(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if not name:
                self._wrong(line, "This line has no name before its colon.", column)
            elif allowed and name not in allowed:
                near = difflib.get_close_matches(name, allowed, 1, 0.6)
                hint = f"Did you mean “{near[0]}”?" if near else f"Write one of {', '.join(allowed)}."
                self._wrong(line, f"{what} has no “{name[:60]}”. {hint}", column)
            elif folded(name) in seen:
                self._wrong(line, f"“{name[:60]}” comes twice. Leave out one of them.", column)
            else:
                seen.add(folded(name))
                yield name, line, value

    def _text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.value.strip() == "" else clean(node.value)
        self._wrong(node.start_mark.line + 1, "Write one word or name here, not several lines.")
        return ""

    def _texts(self, node: yaml.Node) -> list[tuple[str, int]]:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return [(clean(self._text(each)), each.start_mark.line + 1) for each in nodes]

    def _one_of(self, node: yaml.Node, allowed: tuple[str, ...], name: str) -> str:
        said = self._text(node)
        if said not in allowed:
            self._wrong(node.start_mark.line + 1, f"“{name}” is one of {', '.join(allowed)}.")
        return said

    def _wrong(self, line: int, message: str, column: str = "", name: str = "") -> None:
        if len(self.mistakes) < 100:
            self.mistakes.append(Mistake(line, column, name, message))


_NAMES = tuple(column.name for column in COLUMNS)


def _some(names: Iterable[str]) -> str:
    return ", ".join(names)


def as_yaml(mapping: SheetMapping) -> str:
    """The text of a mapping, such that `parse` gives the same again."""
    found: dict[str, Any] = {}
    if mapping.name:
        found["name"] = mapping.name
    found["dates"] = mapping.dates
    if mapping.not_stated:
        found["not_stated"] = sorted(mapping.not_stated)
    columns: dict[str, Any] = {}
    for rule in mapping.rules:
        said = _rule_as_plain(rule)
        if rule.column in columns:
            before = columns[rule.column]
            columns[rule.column] = [*(before if isinstance(before, list) else [before]), said]
        else:
            columns[rule.column] = said
    found["columns"] = columns
    if mapping.constants:
        found["constants"] = dict(mapping.constants)
    if mapping.continues:
        found["continues"] = mapping.continues
    if mapping.shown_from or mapping.shown_to:
        shown = {"from": mapping.shown_from, "to": mapping.shown_to}
        found["shown"] = {name: column for name, column in shown.items() if column}
    text: str = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=110)
    return text


def _rule_as_plain(rule: Rule) -> Any:
    said: dict[str, Any] = {"question": rule.question} if rule.question else {"field": rule.field}
    if rule.split:
        said["split"] = rule.split
    if rule.values:
        said["values"] = dict(rule.values)
    if rule.when:
        said["when"] = {name: sorted(words) for name, words in rule.when}
    return said["field"] if said.keys() == {"field"} else said
