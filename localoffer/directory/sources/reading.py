"""What every reader does with a value that cannot be read: note it against its row, leave it out, go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from . import values
from .records import LONGEST, Problem, ReadResult, ServiceRecord
from .rich_text import clean, line, plain, rich

T = TypeVar("T")

# A report longer than this helps nobody, and a hostile source must not fill the memory with it
MOST_PROBLEMS = 50_000

_QUOTED = re.compile("“[^”]*”")

# A day, an amount, an address … is no longer than this, and is not looked at when it is
LONGEST_VALUE = 2_000


class Reading:
    """One source being read: the row under the eye, the problems so far, and whether it is all there."""

    def __init__(self) -> None:
        self.row: int | str = 0
        self.problems: list[Problem] = []
        self.is_complete = True
        # While a secret place is read, what stands there is quoted in no message: messages are kept and printed
        self.is_secret = False

    def warn(self, field: str, message: str) -> None:
        """Note a value that was left out or changed."""
        self._note(Problem(self.row, field, message, "warning"))

    def refuse(self, field: str, message: str) -> None:
        """Note that this row is not read: whatever it holds is not known to be gone."""
        self.is_complete = False
        self._note(Problem(self.row, field, message, "refused"))

    def take(self, field: str, value: str, parse: Callable[[str], T], default: T) -> T:
        """The value as ``parse`` reads it; ``default`` when it is empty or unclear, which is noted."""
        value = clean(value)
        if not value:
            return default
        if len(value) > LONGEST_VALUE:
            self.warn(field, f"This is {len(value):,} characters long, which cannot be right. Shorten it.")
            return default
        try:
            return parse(value)
        except values.UnclearError as unclear:
            self.warn(field, str(unclear))
            return default

    def line(self, field: str, value: str, limit: str = "name") -> str:
        """One line of plain text, cut to what the field holds (a key of `records.LONGEST`)."""
        return self._cut(field, line(value[: 2 * LONGEST["text"]]), LONGEST[limit])

    def paragraphs(self, field: str, value: str) -> str:
        """Plain text of several lines."""
        return self._cut(field, plain(value[: 2 * LONGEST["text"]]), LONGEST["text"])

    def rich(self, field: str, value: str) -> str:
        """Simple HTML."""
        return rich(self._cut(field, value, LONGEST["text"]))

    def result(self, records: Iterable[ServiceRecord]) -> ReadResult:
        """What was read. A place that is private in one row is private in all of them."""
        records = tuple(records)
        hidden = {
            venue.location.source_id
            for record in records
            for venue in record.venues
            if venue.location.is_private
        }
        if hidden:
            records = tuple(without_whereabouts(record, hidden) for record in records)
        return ReadResult(records, tuple(self.problems), self.is_complete)

    def _cut(self, field: str, value: str, longest: int) -> str:
        if len(value) <= longest:
            return value
        self.warn(field, f"This is longer than {longest:,} characters, and the rest is left out. Shorten it.")
        return f"{value[: longest - 1].rstrip()}…"

    def _note(self, problem: Problem) -> None:
        if self.is_secret:
            problem = replace(problem, message=_QUOTED.sub("“…”", problem.message))
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def without_whereabouts(record: ServiceRecord, hidden: set[str]) -> ServiceRecord:
    """The record, with the places that have these ids made private."""
    if not any(venue.location.source_id in hidden for venue in record.venues):
        return record
    venues = tuple(
        replace(venue, location=replace(venue.location, is_private=True))
        if venue.location.source_id in hidden
        else venue
        for venue in record.venues
    )
    # Words about the times of a private place may give it away
    schedules = values.once(
        replace(each, description="") if each.venue in hidden else each for each in record.schedules
    )
    return replace(record, venues=venues, schedules=schedules)
