"""Somebody else's sheet, read through a mapping: each of its rows becomes rows of our sheet, and is read as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from . import tables, values
from .csv_rows import LONGEST_CELL, MOST_COLUMNS
from .mapping import DATE_FIELDS, LISTS, TEXTS, Rule, SheetMapping, folded
from .reading import Reading
from .records import Problem, ReadResult, Terms, UnreadableSourceError
from .rich_text import clean, line
from .sheet import Sheet
from .sheet_columns import BY_NAME, spelled
from .terms import Matcher

MOST_ROWS_LOOKED_AT = 2_000
MOST_VALUES_SHOWN = 100
LONGEST_SHOWN = 300

_VENUE = (
    "venue_name venue_id address_1 address_2 city county postcode uprn latitude longitude getting_there venue_note"
).split()
_DAY_IN_NUMBERS = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(.*)", re.DOTALL)
_DAY_WITHOUT_MARKS = re.compile(r"(\d{4})(\d{2})(\d{2})")


def ingest(raw: Path | bytes, *, mapping: SheetMapping, terms: Terms, today: date) -> ReadResult:
    """Every service of a CSV or XLSX sheet as a record; safe to rerun.

    :raises UnreadableSourceError: when there is no table, or none with the mapping's columns
    """
    found = Sheet(Matcher(terms), today)
    with tables.opened(raw, found, _known(mapping)) as table:
        turning = _Turning(mapping, table, found, today)
        for cells in tables.numbered(table, found):
            for row in turning.rows(cells):
                found.take_row(row)
    return found.read()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a sheet, and what the mapping makes of it: rows of ours, and what there is to say."""

    number: int
    given: dict[str, str]
    ours: tuple[dict[str, str], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a sheet through a mapping; ``problems`` are those of the sheet as a whole."""

    heading: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]


def preview(
    mapping: SheetMapping, raw: Path | bytes, *, terms: Terms, today: date, rows: int = 20
) -> Preview:
    """What a mapping makes of the first rows of a sheet. Reads no further.

    :raises UnreadableSourceError: as `ingest` does
    """
    found = Sheet(Matcher(terms), today)
    shown = []
    with tables.opened(raw, found, _known(mapping)) as table:
        turning = _Turning(mapping, table, found, today)
        whole = len(found.problems)
        filled = (cells for cells in tables.numbered(table, found) if any(map(clean, cells)))
        for cells in islice(filled, rows):
            before = len(found.problems)
            made = tuple(turning.rows(cells))
            for row in made:
                found.take_row(row)
            given = dict(zip(turning.heading, map(_shown, cells), strict=False))
            ours = tuple({name: _shown(value) for name, value in row.items() if value} for row in made)
            shown.append(PreviewRow(table.number, given, ours, tuple(found.problems[before:])))
    return Preview(turning.heading, tuple(shown), tuple(found.problems[:whole]))


@dataclass(frozen=True, slots=True)
class Look:
    """The columns of a sheet, and the words that come most often in each: what a mapping is made from."""

    heading: tuple[str, ...]
    values: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    rows: int = 0

    def guess(self, title: str) -> str:
        """The column of ours that a column of theirs is called like; "" for none."""
        known = BY_NAME.get(spelled(title))
        return known.name if known else ""


def look(raw: Path | bytes, *, splits: dict[str, str] | None = None, rows: int = MOST_ROWS_LOOKED_AT) -> Look:
    """What is in a sheet, from its first rows.

    :param splits: column → what its parts stand apart at
    :raises UnreadableSourceError: when there is no table
    """
    reading = Reading()
    splits = splits or {}
    with tables.opened(raw, reading, BY_NAME) as table:
        heading = _heading(table)
        counted: dict[str, Counter[str]] = {title: Counter() for title in heading}
        number = 0
        for cells in islice(tables.numbered(table, reading), rows):
            number += 1
            for title, cell in zip(heading, cells, strict=False):
                parts = cell.split(splits[title]) if splits.get(title) else [cell]
                counted[title].update(_shown(part) for part in parts if part.strip())
    return Look(
        heading, {title: tuple(c.most_common(MOST_VALUES_SHOWN)) for title, c in counted.items()}, number
    )


def _shown(cell: str) -> str:
    text = clean(cell[: 2 * LONGEST_SHOWN])
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _known(mapping: SheetMapping) -> set[str]:
    return {spelled(column) for column in mapping.columns}


def _heading(table: tables.Table) -> tuple[str, ...]:
    """The titles, each once: one that comes again has its number behind it."""
    titles = [line(title)[:200] for title in table.heading()]
    if len(titles) > MOST_COLUMNS:
        raise UnreadableSourceError(
            f"The first row has {len(titles):,} columns; {MOST_COLUMNS} is the most. "
            "Delete the columns that are not needed, also the empty ones on the right."
        )
    seen: Counter[str] = Counter()
    found = []
    for number, title in enumerate(titles, start=1):
        title = title or f"(column {number})"
        seen[title] += 1
        found.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return tuple(found)


class _Turning:
    """Turns rows of their sheet into rows of ours."""

    def __init__(self, mapping: SheetMapping, table: tables.Table, reading: Reading, today: date) -> None:
        self.mapping = mapping
        self.reading = reading
        self.today = today
        self.heading = _heading(table)
        self._places = {spelled(title): place for place, title in reversed(list(enumerate(self.heading)))}
        self._say_what_is_missing(table.number)
        # (place, rule, [(place of a column, the words it must hold)])
        self._rules = [
            (place, rule, [(self._place(name), words) for name, words in rule.when])
            for rule in mapping.rules
            if (place := self._place(rule.column)) is not None
        ]
        self._continues = self._place(mapping.continues)
        self._shown = self._place(mapping.shown_from), self._place(mapping.shown_to)
        key = self._place(mapping.column_of("id"))
        if key is not None and self._continues is None:
            table.fill_down(key)

    def _place(self, column: str) -> int | None:
        return self._places.get(spelled(column) or column) if column else None

    def _say_what_is_missing(self, row: int) -> None:
        self.reading.row = row
        for needed in ("id", "name"):
            column = self.mapping.column_of(needed)
            if self._place(column) is None:
                titles = ", ".join(f"“{title[:40]}”" for title in self.heading[:30])
                raise UnreadableSourceError(
                    f"The mapping takes our “{needed}” from a column “{column}”, which this sheet does not have. "
                    f"Its columns are {titles}. Choose the right file, or change the mapping."
                )
        missing = [column for column in self.mapping.columns if self._place(column) is None]
        secret = [
            rule.column for rule in self.mapping.rules if rule.field == "private" and rule.column in missing
        ]
        if secret:
            raise UnreadableSourceError(
                f"The mapping tells secret addresses by the column “{secret[0]}”, which this sheet does not have. So "
                "that none is published by mistake, nothing was read. Choose the right file, or change the mapping."
            )
        if len(missing) > len(self.mapping.columns) * 3 / 4:
            raise UnreadableSourceError(
                "Most columns of the mapping are not in this sheet. Choose the right file, or another mapping."
            )
        if missing:
            names = ", ".join(f"“{column[:40]}”" for column in missing[:40])
            self.reading.warn("", f"The mapping names columns that the sheet does not have: {names}.")
        known = _known(self.mapping)
        left = [
            title
            for title in self.heading
            if spelled(title) not in known and not title.startswith("(column ")
        ]
        if left:
            names = ", ".join(f"“{title[:40]}”" for title in left[:40])
            self.reading.warn("", f"Columns that are not in the mapping are left out: {names}.")

    def rows(self, cells: list[str]) -> list[dict[str, str]]:
        """What one row of theirs is in our sheet: nothing, one row, or one with further rows below it."""
        if not any(map(clean, cells)):
            return []
        made: list[dict[str, str]] = [{}]
        for place, rule, asked in self._rules:
            if self._holds(asked, cells) and (value := self._value(rule, self._cell(cells, place))):
                self._put(made, rule, value)
        first = made[0]
        if goes_on := self._cell(cells, self._continues):
            first["id"] = line(goes_on)
            first.pop("name", None)
        else:
            for name, value in self.mapping.constants.items():
                first.setdefault(name, value)
            self._withdraw_what_is_not_shown(first, cells)
        key = first.get("id", "")
        for row in made:
            # A place is secret only where there is one
            if not any(row.get(name) for name in _VENUE):
                row.pop("private", None)
            row["id"] = key
        return made

    def _cell(self, cells: list[str], place: int | None) -> str:
        if place is None or place >= len(cells):
            return ""
        cell = cells[place]
        if len(cell) > LONGEST_CELL:
            self.reading.warn(
                self.heading[place][:60],
                f"A cell holds at most {LONGEST_CELL:,} characters. The rest is left out.",
            )
            cell = cell[:LONGEST_CELL]
        return "" if len(cell) < 200 and folded(cell) in self.mapping.not_stated else clean(cell)

    def _holds(self, asked: list[tuple[int | None, frozenset[str]]], cells: list[str]) -> bool:
        return all(folded(self._cell(cells, place)) in words for place, words in asked)

    def _value(self, rule: Rule, cell: str) -> str:
        said = rule.said(cell)
        return self._day(said) if rule.field in DATE_FIELDS else said

    def _day(self, said: str) -> str:
        """A day in an order that our sheet reads."""
        order = self.mapping.dates
        if order == "year-first" and (found := _DAY_WITHOUT_MARKS.fullmatch(said)):
            return "-".join(found.groups())
        found = _DAY_IN_NUMBERS.fullmatch(said)
        if found is None:
            return said
        first, second, third, rest = found.groups()
        if order == "month-first" and len(first) < 3:
            return f"{second}/{first}/{third}{rest}"
        if order == "year-first" and len(first) == 4:
            return f"{first}-{second}-{third}"
        return said

    def _put(self, made: list[dict[str, str]], rule: Rule, value: str) -> None:
        name = rule.field
        first = made[0]
        if rule.question:
            _free_row(made, ("question", "answer")).update(question=rule.question, answer=value)
        elif not first.get(name):
            first[name] = value
        elif name in LISTS:
            first[name] = f"{first[name]}; {value}"
        elif name in TEXTS:
            first[name] = f"{first[name]}\n\n{value}"
        elif BY_NAME[name].repeats and name != "private":
            _free_row(made, (name,))[name] = value

    def _withdraw_what_is_not_shown(self, row: dict[str, str], cells: list[str]) -> None:
        """What their site shows only from a day or until a day is withdrawn before and after."""
        begins, ends = (self._past_or_not(self._cell(cells, place)) for place in self._shown)
        if (begins is not None and begins > self.today) or (ends is not None and ends < self.today):
            row["status"] = "inactive"

    def _past_or_not(self, said: str) -> date | None:
        if not said:
            return None
        try:
            return values.day(self._day(said))
        except values.UnclearError as unclear:
            self.reading.warn(self.mapping.shown_from or self.mapping.shown_to, str(unclear))
            return None


def _free_row(made: list[dict[str, str]], names: Iterable[str]) -> dict[str, str]:
    """The first row in which none of these is said, made if need be."""
    for row in made:
        if not any(row.get(name) for name in names):
            return row
    made.append({})
    return made[-1]
