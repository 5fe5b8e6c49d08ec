"""Days of the demonstration that are said from the day of loading, so that it is as fresh in a year as it is today.

In the YAML a day may be written `{days_ago: 12}` or `{days_ahead: 30}`, and with `weekday: MO` it is the first Monday
from there on (or the last one before); `{next: 05-31}` is the next 31 May. Texts may hold `[day -40]` ("1 February
2027"), `[month +70]` ("February 2027"), `[month alone +70]` ("February") and `[year -40]`. Plain Python.
"""

import datetime as dt
import re
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_IN_TEXT = re.compile(r"\[(day|month alone|month|year) ([+-]\d+)\]")
_AS = {"day": "%-d %B %Y", "month": "%B %Y", "month alone": "%B", "year": "%Y"}


def settled(value: Any, *, today: dt.date) -> Any:
    """The same value with every such day worked out.

    >>> settled({"on": {"days_ago": 3}, "reason": "Open again in [month +40]."}, today=dt.date(2026, 11, 22))
    {'on': datetime.date(2026, 11, 19), 'reason': 'Open again in January 2027.'}
    """
    if isinstance(value, str):
        return _IN_TEXT.sub(lambda said: _in_words(said[1], int(said[2]), today), value)
    if isinstance(value, list):
        return [settled(part, today=today) for part in value]
    if isinstance(value, dict):
        if "days_ago" in value or "days_ahead" in value:
            return _day(**value, today=today)
        if value.keys() == {"next"}:
            return _next(value["next"], today)
        return {key: settled(part, today=today) for key, part in value.items()}
    return value


def _next(said: str, today: dt.date) -> dt.date:
    month, day = map(int, said.split("-"))
    this_year = today.replace(month=month, day=day)
    return this_year if this_year >= today else this_year.replace(year=today.year + 1)


def _in_words(form: str, days: int, today: dt.date) -> str:
    return format(today + dt.timedelta(days=days), _AS[form])


def _day(
    *, today: dt.date, days_ago: int | None = None, days_ahead: int | None = None, weekday: str | None = None
) -> dt.date:
    if (days_ago is None) == (days_ahead is None):
        raise ValueError("Say a day as days_ago or as days_ahead, not both.")
    ahead = days_ago is None
    day = today + dt.timedelta(days=(days_ahead or 0) if ahead else -(days_ago or 0))
    if weekday:
        beyond = WEEKDAYS.index(weekday) - day.weekday()
        day += dt.timedelta(days=beyond % 7 if ahead else -(-beyond % 7))
    return day
