"""The checklist by hand: what a person found of each duty, put beside what the machine said.

The report's page has the form, and gives what was filled in as a file of JSON (`Checklist`). All of a file is taken, or
nothing of it and everything that is wrong with it is said.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from .. import scoring
from ..values import STATUSES, CriterionFound, Value
from .making import duties
from .putting import put
from .values import ByHand, Report

SCHEMA: Final = "localoffer-by-hand/1"
LONGEST_NOTE: Final = 1000
LONGEST_NAME: Final = 100
BIGGEST_FILE: Final = 2_000_000


class Mark(Value, frozen=True):
    """What was found of one duty."""

    criterion: str
    status: str
    note: str = ""


class Checklist(Value, frozen=True):
    """A checklist that somebody filled in."""

    schema: str
    site: str  # the address the report is of
    report_made_at: Annotated[datetime, msgspec.Meta(tz=True)]  # of the report it was filled in beside
    by: str
    on: date
    marks: tuple[Mark, ...]


class ChecklistError(ValueError):
    """A file that cannot be taken in. Its message says everything that is wrong with it, a line each."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__("\n".join([f"Nothing of {name} was taken in:", *(f"- {each}" for each in faults)]))


def read(path: Path) -> Checklist:
    """Read a checklist. Raises ChecklistError for a file that is none."""
    try:
        if path.stat().st_size > BIGGEST_FILE:
            raise ChecklistError(path.name, ["it is far too long to be a checklist."])
        told: Any = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise ChecklistError(path.name, [f"it cannot be read ({error.strerror})."]) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ChecklistError(path.name, ["it is not JSON. Save it again from the report's page."]) from error
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise ChecklistError(
            path.name,
            [
                f"it is not a checklist by hand: its “schema” should be {SCHEMA}. Save it from the report's page."
            ],
        )
    try:
        return msgspec.convert(told, Checklist)
    except msgspec.ValidationError as error:
        raise ChecklistError(path.name, [f"{error}."]) from error


def merge(report: Report, checklist: Checklist, name: str) -> Report:
    """The report with a person's marks beside the machine's. Hers count in the bar of coverage.

    Marks of another checklist stay, but for the duties that this one marks.

    :param name: of the file, for messages
    :raises ChecklistError: with all that is wrong; then nothing is merged
    """
    if faults := _faults(report, checklist):
        raise ChecklistError(name, faults)
    by = " ".join(checklist.by.split())
    marks = {
        mark.criterion: ByHand(mark.status, mark.note.strip(), by, checklist.on) for mark in checklist.marks
    }
    return marked(report, marks)


def marked(report: Report, marks: Mapping[str, ByHand]) -> Report:
    """The report with those marks, by duty, beside the machine's; they count in the bar of coverage."""
    criteria = tuple(
        msgspec.structs.replace(each, by_hand=marks.get(each.slug, each.by_hand)) for each in report.criteria
    )
    told = duties(criteria)
    titles = {duty.title for duty in told.values()}
    bars = []
    for bar in report.bars:
        if bar.slug == "coverage":
            bar = scoring.coverage(
                (CriterionFound(each.slug, each.stands, each.why) for each in criteria),
                told,
                [part for part in bar.parts if part.slug not in told],
                [title for title in bar.not_known if title not in titles],
            )
        bars.append(bar)
    return msgspec.structs.replace(report, criteria=criteria, bars=tuple(bars))


# --- Marks belong to the folder: they are taken into each report that is made there ------------------------------


class Kept(Value, frozen=True):
    """The marks of a folder, by duty."""

    site: str
    marks: dict[str, ByHand]


def keep(path: Path, report: Report) -> None:
    """Keep a report's marks, beside those of duties that it does not have."""
    marks = {each.slug: each.by_hand for each in report.criteria if each.by_hand}
    put(
        path,
        msgspec.json.format(msgspec.json.encode(Kept(report.site.url, kept(path, report) | marks)), indent=1),
    )


def kept(path: Path, report: Report) -> dict[str, ByHand]:
    """The marks that were kept for a report of this site; none from a file that is of another or cannot be read."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError):
        return {}
    return found.marks if found.site == report.site.url else {}


def _faults(report: Report, checklist: Checklist) -> list[str]:
    known = [each.slug for each in report.criteria]
    faults = []
    if checklist.site != report.site.url:
        faults.append(f"it is of {checklist.site}, and this report is of {report.site.url}.")
    if checklist.report_made_at > report.made_at:
        faults.append("it was filled in beside a later report than the one in this folder.")
    # A day is local, a moment is not: one day's difference is nobody's fault
    if checklist.on < checklist.report_made_at.date() - timedelta(days=1):
        faults.append(f"“on” is {checklist.on}, and the report was only made after that.")
    if not checklist.by.strip():
        faults.append("“by” is empty: say who looked.")
    elif len(checklist.by) > LONGEST_NAME:
        faults.append(f"“by” is longer than {LONGEST_NAME} characters.")
    if not checklist.marks:
        faults.append("it has no marks.")
    for slug, times in Counter(mark.criterion for mark in checklist.marks).items():
        if times > 1:
            faults.append(f"“{slug}” is marked {times} times.")
    for mark in checklist.marks:
        if mark.criterion not in known:
            near = difflib.get_close_matches(mark.criterion, known, 1)
            hint = f" Is it “{near[0]}”?" if near else ""
            faults.append(f"“{mark.criterion}” is no duty of this report.{hint}")
        if mark.status not in STATUSES:
            faults.append(
                f"“{mark.criterion}” is marked “{mark.status}”; a mark is one of {', '.join(STATUSES)}."
            )
        if len(mark.note) > LONGEST_NOTE:
            faults.append(f"the note on “{mark.criterion}” is longer than {LONGEST_NOTE} characters.")
    return faults
