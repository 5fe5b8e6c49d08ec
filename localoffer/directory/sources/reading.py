"""What every reader does with a value that cannot be read: note it against its row, leave it out, go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from . import values
from .records import LONGEST, Problem
from .rich_text import clean, line, plain, rich

T = TypeVar("T")

# A report longer than this helps nobody, and a hostile source must not fill the memory with it
MOST_PROBLEMS = 50_000


class Reading:
    """One source being read: the row under the eye, the problems so far, and whether all of it could be
    read.
    """

    def __init__(self) -> None:
        self.row: int | str = 0
        self.problems: list[Problem] = []
        self.is_complete = True

    def warn(self, field: str, message: str) -> None:
        """Note a value that was left out or changed."""
        self._note(Problem(self.row, field, message, "warning"))

    def refuse(self, field: str, message: str) -> None:
        """Note that this row is not read."""
        self._note(Problem(self.row, field, message, "refused"))

    def take(self, field: str, value: str, parse: Callable[[str], T], default: T) -> T:
        """The value as ``parse`` reads it; ``default`` when it is empty or unclear, which is noted."""
        value = clean(value)
        if not value:
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

    def _cut(self, field: str, value: str, longest: int) -> str:
        if len(value) <= longest:
            return value
        self.warn(field, f"This is longer than {longest:,} characters, and the rest is left out. Shorten it.")
        return f"{value[: longest - 1].rstrip()}…"

    def _note(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
