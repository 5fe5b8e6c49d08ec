"""When something happens, in words. Plain Python: it reads attributes named as HSDS schedules name them."""

import re
from datetime import date, time

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
_DATE = re.compile(r"-?\d{1,2}\Z")


def in_words(schedule) -> str:
    """A schedule's days and times as a family would say them: "Tuesdays, 10am to 11.30am".

    "" when it says neither day nor time. Parts of an RRULE it cannot read are left out.
    """
    days = _days(schedule)
    hours = _hours(schedule.opens_at, schedule.closes_at)
    return ", ".join(part for part in (days, hours) if part)


def on_a_day(schedule, today: date) -> str:
    """A schedule's words as they are true on a day: "" once it has ended, "… from 5 January 2027" before it begins."""
    if has_ended(schedule, today):
        return ""
    words = in_words(schedule)
    starts = max(
        (start for start in (schedule.dtstart, schedule.valid_from) if start is not None), default=today
    )
    return f"{words}, from {starts.day} {starts:%B %Y}" if words and starts > today else words


def has_ended(schedule, today: date) -> bool:
    """Whether nothing of a schedule is still to come on a day."""
    return any(end is not None and end < today for end in (schedule.until, schedule.valid_to))


def _days(schedule) -> str:
    parts = [_PART.match(part.strip().upper()) for part in (schedule.byday or "").split(",") if part.strip()]
    found = [(int(part[1]) if part[1] else None, part[2]) for part in parts if part]
    interval = schedule.interval or 1
    if schedule.freq == "MONTHLY":
        words = _monthly(found, schedule.bymonthday or "")
        return words and f"{words}{f', every {interval} months' if interval > 1 else ' of the month'}"
    if not found:
        return ""
    days = sorted({day for _, day in found}, key=_ORDER.index)
    numbers = [_ORDER.index(day) for day in days]
    if len(days) == 7:
        words = "Every day"
    elif len(days) > 2 and numbers == list(range(numbers[0], numbers[0] + len(days))):
        words = f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    else:
        words = _list([f"{_DAYS[day]}s" for day in days])
    return f"{words}, every {interval} weeks" if interval > 1 else words


def _monthly(found: list[tuple[int | None, str]], bymonthday: str) -> str:
    """Days within a month: "First and third Monday", "The 1st and 15th"."""
    nths: dict[str, list[str]] = {}
    for nth, day in found:
        # Monday alone, in a month, is every Monday
        nths.setdefault(day, []).append(_NTH.get(nth, "") if nth else "every")
    named = [
        " ".join(part for part in (_list([n for n in said if n]), _DAYS[day]) if part)
        for day, said in nths.items()
    ]
    dates = [int(part) for part in bymonthday.split(",") if _DATE.match(part.strip())]
    if not named and dates:
        named = [f"the {_list([_ordinal(date) for date in dates])}"]
    words = _list(named)
    return words[:1].upper() + words[1:]


def _ordinal(date: int) -> str:
    """A day of the month: 1 is "1st"; -1 is "last day"."""
    if date < 0:
        return "last day" if date == -1 else f"{_ordinal(-date)} day from the end"
    ending = "th" if 10 < date % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(date % 10, "th")
    return f"{date}{ending}"


def _list(words: list[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


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
