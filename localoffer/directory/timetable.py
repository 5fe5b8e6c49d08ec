"""When something happens, in words. Plain Python: it reads attributes named as HSDS schedules name them."""

import re
from datetime import time

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_ORDER = list(_DAYS)
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_PART = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z")


def in_words(schedule) -> str:
    """A schedule's days and times as a family would say them: "Tuesdays, 10am to 11.30am".

    "" when it says neither day nor time. Parts of an RRULE it cannot read are left out.
    """
    days = _days(schedule)
    hours = _hours(schedule.opens_at, schedule.closes_at)
    return ", ".join(part for part in (days, hours) if part)


def _days(schedule) -> str:
    parts = [_PART.match(part.strip().upper()) for part in (schedule.byday or "").split(",") if part.strip()]
    found = [(int(part[1]) if part[1] else None, part[2]) for part in parts if part]
    if not found:
        return ""
    if schedule.freq == "MONTHLY":
        named = [f"{_NTH[nth]} {_DAYS[day]}" if nth in _NTH else _DAYS[day] for nth, day in found]
        words = f"{_list(named)} of the month"
        return words[0].upper() + words[1:]
    days = sorted({day for _, day in found}, key=_ORDER.index)
    numbers = [_ORDER.index(day) for day in days]
    if len(days) == 7:
        words = "Every day"
    elif len(days) > 2 and numbers == list(range(numbers[0], numbers[0] + len(days))):
        words = f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    else:
        words = _list([f"{_DAYS[day]}s" for day in days])
    return f"{words}, every {schedule.interval} weeks" if (schedule.interval or 1) > 1 else words


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _hours(opens: time | None, closes: time | None) -> str:
    if opens and closes:
        return f"{clock(opens)} to {clock(closes)}"
    if opens:
        return f"from {clock(opens)}"
    return f"until {clock(closes)}" if closes else ""


def clock(moment: time) -> str:
    """A time as people say it: "10am", "11.30am", "noon", "midnight"."""
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    if (moment.hour, moment.minute) == (0, 0):
        return "midnight"
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour % 12) or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
