"""Counting days as the law does, each time with the sentence that says how it was counted. Plain Python.

General principles, which hold unless a regulation says otherwise:

* "Within 6 weeks of" a day, or "after" it: that day itself is not counted. A period of months ends on the day with
  the same number, or on the last day of a month that is too short for it (Dodds v Walker [1981] 1 WLR 1027, HL).
* "Beginning with" or "starting with" a day: that day is the first one (Trow v Ind Coope [1967] 2 QB 899, CA).
* A last day on a weekend or a holiday stays where it is. Only the Tribunal's own rules move it.
"""

import calendar
from datetime import date, timedelta

from ..working_days import add_working_days, is_published, next_working_day, published_until

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
NOT_COUNTED = "The day itself is not counted."
FIRST_DAY_COUNTS = "That day is the first day."


def said(day: date) -> str:
    """A day in words, whatever the machine's language: "3 March 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def said_with_weekday(day: date) -> str:
    """A day in words with its weekday: "Wednesday 3 March 2027"."""
    return f"{WEEKDAYS[day.weekday()]} {said(day)}"


def days_after(day: date, number: int) -> date:
    """So many calendar days after a day, which is not counted. Negative numbers count back."""
    return day + timedelta(days=number)


def weeks_after(day: date, number: int) -> date:
    """So many calendar weeks after a day, which is not counted: always the same weekday."""
    return day + timedelta(weeks=number)


def months_after(day: date, number: int) -> date:
    """The same date so many months on (or back), or the last day of a month that is too short for it.

    General principle: the corresponding date rule, Dodds v Walker [1981] 1 WLR 1027 (HL).
    Raises OverflowError outside the calendar's years.
    """
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_months_beginning_with(day: date, number: int) -> date:
    """The last day of a period of months whose first day is this one: the day before the same date.

    Twelve months that begin with 5 May 2026 end on 4 May 2027; with 29 February 2028, on 28 February 2029, because
    the thirteenth month would begin on the first day that comes after.
    """
    end = months_after(day, number)
    # The corresponding date is missing: the period has run to the end of its last month.
    return end if end.day < day.day else end - timedelta(days=1)


def last_of_days_beginning_with(day: date, number: int) -> date:
    """The last of so many calendar days of which this one is the first."""
    return day + timedelta(days=number - 1)


def last_of_working_days_beginning_with(day: date, number: int) -> date:
    """The last of so many working days; this one is the first, if it is a working day."""
    return add_working_days(next_working_day(day), number - 1)


def expected_only(day: date) -> str:
    """What to add where a day was counted with bank holidays that are not published yet, or ""."""
    if is_published(day):
        return ""
    return f" Bank holidays after {said(published_until())} are expected, but not yet published."
