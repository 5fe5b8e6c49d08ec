"""What became of every record of an import, row by row. Plain Python."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REVIEW = "for review"  # somebody has edited it here: the source's version waits as a draft
    MISSING = "missing"  # was in this source before, is not now; left as it is
    REFUSED = "refused"
    WARNING = "warning"  # imported, but something in it was left out


@dataclass(frozen=True, slots=True)
class Line:
    """One record: its row or id in the source, its name, what became of it, and why."""

    row: str
    name: str
    outcome: Outcome
    why: str = ""


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
        """The counts in words: "3 added, 1 changed, 96 unchanged, 0 refused"."""
        counts = self.counts
        always = (Outcome.ADDED, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED)
        return ", ".join(f"{counts[each]} {each}" for each in Outcome if each in always or counts[each])

    def as_rows(self) -> list[list[str]]:
        """The lines as plain lists, for JSON or CSV; unchanged records are left out."""
        return [
            [line.row, line.name, str(line.outcome), line.why]
            for line in self.lines
            if line.outcome is not Outcome.UNCHANGED
        ]
