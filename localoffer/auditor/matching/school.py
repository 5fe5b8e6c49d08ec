"""A school's SEN information report, held against what it has to tell (localoffer.duties' `school_report`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from localoffer.duties.law import SchoolItem

from ..values import CANNOT_TELL, MET, NOT_FOUND, PARTLY, CriterionFound, Evidence, Page, Value, quoted
from . import classifying
from .matcher import Matcher
from .notes import Note, Topical
from .words import simple

#: The item that a date decides.
YEARLY: Final = "school-annual-update"
#: Without the name, a page that tells so many of the items is a report all the same.
ENOUGH_UNNAMED: Final = 8
_NAMED = re.compile(
    r"\bsend? (?:information )?report\b|\bsend? information\b|\bsend? (?:school |local )?offer\b"
)
_YEARS = re.compile(r"\b(20[0-4]\d)\s?(?:/|-|–|to|and)\s?((?:20)?\d\d)\b")
_DATED = re.compile(
    r"(?:report|reviewed|updated|approved|agreed|academic year|school year|date|published|written)\b"
    r".{0,60}?\b(20[0-4]\d)\b",
    re.IGNORECASE,
)
#: A report of last school year is not late before the new year: schools write theirs in the autumn term.
FIRST_MONTH, LAST_OF_GRACE = 9, 12
YEAR_OF_DAYS: Final = 366


class SchoolReport(Value, frozen=True):
    """What a school publishes about SEND, judged."""

    is_report: bool
    why: str
    year: str = ""  # "2026 to 2027", or "2026" where it names no school year; "" where it names none
    is_current: bool | None = None  # this school year's; None: nobody can tell
    url: str = ""
    items: tuple[CriterionFound, ...] = ()


def of_pages(pages: Iterable[Page], items: Sequence[SchoolItem], today: date) -> SchoolReport:
    """Judge a school's report: its page, and its PDF if it is one."""
    matcher = _matcher(tuple(items))
    topics = [Topical() for _ in matcher.topics]
    best: tuple[int, Page] | None = None
    for page in pages:
        if not page.is_read:
            continue
        seen = matcher.looker.look(page)
        told = 0
        for topic, note, part in matcher.notes(page, seen, classifying.FULL):
            topics[topic].add(note, part, topic, matcher.lexicon)
            told += note.is_enough
        told += 100 * bool(_NAMED.search(simple(page.title + " " + seen.names)))
        if best is None or told > best[0]:
            best = told, page
    if best is None:
        return SchoolReport(False, "No page of it could be read.")
    weight, page = best
    year, is_current = _year(page, today)
    found = [_item(topic.slug, kept) for topic, kept in zip(matcher.topics, topics, strict=True)]
    count = sum(each.status in (MET, PARTLY) for each in found)
    is_report = weight >= 100 and count >= 3 or count >= ENOUGH_UNNAMED
    yearly = _yearly(page, year, is_current)
    order = {item.slug: number for number, item in enumerate(items)}
    return SchoolReport(
        is_report,
        f"It tells {count} of the {len(found)} things that such a report has to tell."
        if is_report
        else "It is not a SEN information report: it neither calls itself one nor tells enough of what one has to.",
        year,
        is_current,
        page.url,
        tuple(sorted([*found, yearly], key=lambda each: order[each.slug])),
    )


@lru_cache(maxsize=2)
def _matcher(items: tuple[SchoolItem, ...]) -> Matcher:
    return Matcher({item.slug: item for item in items if item.slug != YEARLY}, "school-topics.yaml")


def _item(slug: str, kept: Topical) -> CriterionFound:
    notes = kept.strongest
    evidence = tuple(note.evidence for note in notes[:2])
    if any(_tells(note) for note in notes):
        return CriterionFound(slug, MET, "The report tells it.", evidence)
    if any(note.points for note in notes):
        return CriterionFound(
            slug, PARTLY, "The report says something of it, but little of this school.", evidence
        )
    return CriterionFound(slug, NOT_FOUND, "We did not find it in the report.", near=evidence)


def _tells(note: Note) -> bool:
    return note.is_enough and note.is_local


def _yearly(page: Page, year: str, is_current: bool | None) -> CriterionFound:
    shown = (Evidence(page.url, quoted(page.title or page.text[:80]), 1.0, page.title),)
    if is_current:
        return CriterionFound(YEARLY, MET, f"It is dated {year}.", shown)
    if is_current is None:
        why = (
            f"It is dated {year}; this year's may still come." if year else "It has no date that we can read."
        )
        return CriterionFound(YEARLY, CANNOT_TELL, why, near=shown)
    return CriterionFound(YEARLY, NOT_FOUND, f"It is dated {year}.", near=shown)


def _year(page: Page, today: date) -> tuple[str, bool | None]:
    """The year of a report, and whether that is this school year's."""
    began = today.year if today.month >= FIRST_MONTH else today.year - 1
    named = _school_year(page.title) or _school_year(" ".join(page.lines[:12]))
    days = [
        said.on
        for said in page.dates
        if said.kind in ("reviewed", "updated", "published") and said.on <= today
    ]
    latest = max(days, default=None)
    if named:
        label = f"{named} to {named + 1}"
        if named >= began or (latest and (today - latest).days <= YEAR_OF_DAYS and named == began - 1):
            return label, True
        in_grace = named == began - 1 and FIRST_MONTH <= today.month <= LAST_OF_GRACE
        return label, None if in_grace else False
    if latest:
        return str(latest.year), (today - latest).days <= YEAR_OF_DAYS
    years = [
        int(year)
        for year in _DATED.findall(page.title + "\n" + "\n".join([*page.lines[:12], *page.lines[-12:]]))
    ]
    if not (year := max((year for year in years if year <= today.year), default=0)):
        return "", None
    # A year alone: this year's is in time; last year's may be of last autumn
    return str(year), True if year == today.year else None if year == today.year - 1 else False


def _school_year(text: str) -> int:
    """The first year of the latest school year that a text names, or 0."""
    found = [
        int(first) for first, second in _YEARS.findall(text) if int(second) % 100 == (int(first) + 1) % 100
    ]
    return max(found, default=0)
