"""What became of every record of an import, row by row. Plain Python."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

# A spreadsheet takes a cell that begins with one of these for a formula, and would run what somebody's feed says
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REVIEW = "for review"  # somebody changed it here: it waits for an officer
    MISSING = "missing"  # was in this source before, is not now; left as it is
    REFUSED = "refused"
    BINNED = "in the bin"  # deleted or merged here: it stays so
    WARNING = "warning"  # imported, but something in it was left out


@dataclass(frozen=True, slots=True)
class Line:
    """One record: its row or id in the source, its name (of a warning: the field), what became of it, and why."""

    row: str
    name: str
    outcome: Outcome
    why: str = ""


def counts_in_words(counts: Mapping[str, int]) -> str:
    """How many records had each outcome, in words."""
    always = (Outcome.ADDED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED)
    said = [f"{counts.get(each, 0):,} {each}" for each in Outcome if each in always or counts.get(each)]
    return ", ".join(said) + ("s" if counts.get(Outcome.WARNING, 0) > 1 else "")


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)

    def add(self, row: object, name: str, outcome: Outcome, why: str = "") -> None:
        self.lines.append(Line(str(row), name, outcome, why))

    @property
    def counts(self) -> Counter:
        """How many records had each outcome: {Outcome.ADDED: 3, …}."""
        return Counter(line.outcome for line in self.lines)

    def of(self, *outcomes: Outcome) -> Iterable[Line]:
        return (line for line in self.lines if line.outcome in outcomes)

    def in_one_line(self) -> str:
        """The counts in words: "3 added, 1 changed, 96 unchanged, 0 refused, 2 warnings"."""
        return counts_in_words(self.counts)

    def as_rows(self) -> list[list[str]]:
        """The lines as plain lists, for JSON or CSV; unchanged records are left out."""
        return [
            [line.row, line.name, str(line.outcome), line.why]
            for line in self.lines
            if line.outcome is not Outcome.UNCHANGED
        ]

    def write_csv(self, path: Path) -> None:
        """The lines as a sheet that Excel opens with every letter right, and in which nothing is a formula."""
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(["row or id", "name or column", "outcome", "why"])
            writer.writerows([as_text(cell) for cell in row] for row in self.as_rows())


def as_text(cell: str) -> str:
    """The cell such that no spreadsheet calculates it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
