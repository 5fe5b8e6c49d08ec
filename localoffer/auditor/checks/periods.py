"""The days, months, terms and years a sentence names, each with the last day it can mean."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final, NamedTuple

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan january/feb february/mar march/apr april/may/jun june/jul july/aug august/sep sept september"
        "/oct october/nov november/dec december".split("/"),
        1,
    )
    for name in names.split()
}
# The last day of a season, as month and day; winter runs into the next year
_SEASONS: Final = {
    "spring": (5, 31),
    "easter": (4, 30),
    "whitsun": (6, 15),
    "summer": (9, 30),
    "autumn": (12, 31),
    "christmas": (12, 31),
    "winter": (12, 31),
}
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
#: Any year of this century, quickly: a line without one names no period.
YEAR: Final = re.compile(r"\b20\d\d|/\d\d\b")
# Of a sentence in small letters
_PERIOD: Final = re.compile(
    rf"""\b(?:
        (?P<iso>20\d\d-\d\d-\d\d)\b
      | (?P<nd>\d{{1,2}})(?P<sep>[/.])(?P<nm>\d{{1,2}})(?P=sep)(?P<ny>20\d\d|\d\d)\b
      | (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?,?\s+
        (?:(?P<usday>\d{{1,2}})(?:st|nd|rd|th)?,\s+)?(?P<year>20\d\d)\b(?!\s*[-–/]\s*\d\d\b)
      | (?P<first>20\d\d)\s*(?:[-/–—]|\s(?:to|and|until)\s)\s*(?P<second>20\d\d|\d\d)\b(?![-/–]?\d)
      | (?P<season>spring|easter|whitsun|summer|autumn|christmas|winter)\s+
        (?:(?:half[\s-]term|term|holidays?|break)\s+)?(?P<seasonyear>20\d\d)\b
      | (?<![\d£.,/–-])(?P<bare>20\d\d)\b(?![-/–]?\d)
    )""",
    re.VERBOSE,
)


class Period(NamedTuple):
    """A time that is named. `kind` is day, month, season, school-year, span (of years) or year."""

    kind: str
    last: date
    start: int  # where it stands in the sentence
    end: int


def periods(sentence: str) -> list[Period]:
    """The times a sentence names, in order. What is no date of the calendar is left out."""
    found = []
    for match in _PERIOD.finditer(sentence.lower()):
        try:
            kind, last = _meant(match)
        except ValueError:
            continue
        if kind:
            found.append(Period(kind, last, match.start(), match.end()))
    return found


def last_day_said(words: str, on: date) -> date:
    """The last day that words can mean, of which somebody read `on`: “March 2026” ends on the 31st."""
    kinds = {period.kind for period in periods(words)}
    if "day" in kinds or not kinds:
        return on
    if "month" in kinds:
        return _month_end(on.year, on.month)
    return date(on.year, 12, 31)


def _meant(match: re.Match[str]) -> tuple[str, date]:
    if match["iso"]:
        return "day", date.fromisoformat(match["iso"])
    if match["nd"]:
        return "day", date(_whole(match["ny"]), int(match["nm"]), int(match["nd"]))
    if match["month"]:
        year, month = int(match["year"]), MONTHS[match["month"]]
        day = match["day"] or match["usday"]
        return ("day", date(year, month, int(day))) if day else ("month", _month_end(year, month))
    if match["first"]:
        first, second = int(match["first"]), _whole(match["second"])
        if second == first + 1:
            return "school-year", date(second, 8, 31)
        return ("span", date(second, 12, 31)) if first < second <= first + 25 else ("", date.min)
    if match["season"]:
        name, year = match["season"], int(match["seasonyear"])
        month, last = _SEASONS[name]
        return "season", date(year, month, last) + timedelta(days=90 if name == "winter" else 0)
    return "year", date(int(match["bare"]), 12, 31)


def _whole(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
