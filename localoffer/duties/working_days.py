"""Working days in England: Monday to Friday, without bank holidays. Plain Python.

Bank holidays come from the package "holidays", which knows the moved and the extra ones of past years and works later
ones out by rule. GOV.UK publishes them about two years ahead: after `published_until()` a day is expected, but one
may still be moved or added, as for a coronation. `is_published` tells the two apart.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

from .loading import DutiesError
from .yaml_lines import Fault, NotYamlError, Page, read_text

FILE = Path(__file__).parent / "bank-holidays.yaml"
ONE_DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England and Wales in a year, each with its name. One of a weekend may be in it, too.

    Each year is made by itself and once: the package's own dictionary fills itself as it is asked, and of two threads
    that ask at once the second may find it empty.
    """
    days = holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False)
    return {day: str(name) for day, name in sorted(days.items()) if day.year == year}


@cache
def published() -> tuple[date, Mapping[date, str]]:
    """What GOV.UK has published: until which day, and the bank holidays from 2025 on.

    Raises DutiesError with every fault if the file beside this one was damaged.
    """
    faults: list[Fault] = []
    try:
        text = read_text(FILE)
    except NotYamlError as error:
        raise DutiesError([Fault(FILE.name, error.line, "", error.what)])
    page = Page(FILE.name, faults)
    top = page.fields(page.top(text), "", needed=("published_until", "days"))
    until = page.day(top.get("published_until"), "published_until")
    days = {}
    for node, field in page.items(top.get("days"), "days"):
        entry = page.fields(node, field, needed=("day", "name"))
        if day := page.day(entry.get("day"), f"{field}.day"):
            days[day] = page.text(entry.get("name"), f"{field}.name")
    if faults or until is None:
        raise DutiesError(faults)
    return until, days


def published_until() -> date:
    """The last day whose bank holidays are published."""
    return published()[0]


def is_published(day: date) -> bool:
    """Whether it is settled if this is a bank holiday; otherwise it is only expected."""
    return day <= published_until()


def is_working_day(day: date) -> bool:
    """Whether this is a Monday to Friday that is no bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """This day, if it is a working day; otherwise the first one after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(day: date, number: int) -> date:
    """The last of so many working days after a day, which is not itself counted. 0 gives the day itself.

    A negative number counts back: -1 is the working day before. Raises OverflowError at the ends of the calendar.
    """
    step = ONE_DAY if number > 0 else -ONE_DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day
