"""Facts of a record as a family would say them. Plain Python."""

import re
from datetime import date, timedelta

# How long a check stands. Open Referral UK recommends three months; councils' own promises are mostly six.
CHECK_STANDS = timedelta(days=183)


def ages(low: float | None, high: float | None) -> str:
    """Ages a service is for: "Ages 5 to 16", "Up to age 5", "Age 16 and over", "Age not stated".

    An end that nobody stated is left open: never "all ages".
    """
    if low is None and high is None:
        return "Age not stated"
    if not low and high is not None:
        return f"Up to age {_years(high)}" if low is None else f"From birth to {_age(high)}"
    if high is None or high >= 100:
        return f"{_age(low).capitalize()} and over" if low else "From birth"
    if low == high:
        return f"Age {_years(low)}"
    if low < 1 <= high:
        return f"From {_age(low)} to {_age(high)}"
    return f"Ages {_years(low)} to {_years(high)}"


def _years(age: float) -> str:
    return f"{age:g}"


def _age(age: float) -> str:
    """An age with its unit: months below two years when it is not whole, else "age 5"."""
    if age < 2 and age != int(age):
        return f"{round(age * 12)} months"
    return f"age {_years(age)}"


_NUMBER = (
    r"(?:\d+|an?|half an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several"
    r"|a few|a couple of)"
)
_A_TIME = re.compile(
    r"(?:(?:about|around|roughly|up to|over|under|within|at least|at most|well over|(?:more|less) than) )?"
    rf"{_NUMBER}(?:(?: ?[-–] ?| (?:to|or|and) ){_NUMBER})?(?: (?:or more|working|school|calendar|full))? "
    r"(?:hour|day|week|fortnight|month|term|year)s?\b",
    re.IGNORECASE,
)
_CLEAR_ALONE = re.compile(r"\b(?:wait|waiting|places?|spaces?|full|list|book\w*|no free)\b", re.IGNORECASE)


def waiting(words: str) -> str:
    """What was said of a wait, with a label that fits: “Wait: about 6 weeks”, but “Two places free from May”."""
    if _A_TIME.match(words):
        return f"Wait: {words}"
    return words if _CLEAR_ALONE.search(words) else f"How soon: {words}"


def checked(on: date | None, today: date) -> str:
    """When a record was last checked: "Checked 2 weeks ago", "Checked 11 months ago: ring first"."""
    if on is None:
        return "Not checked yet: ring first"
    words = f"Checked {ago(on, today)}"
    return f"{words}: ring first" if is_overdue(on, today) else words


def is_overdue(on: date | None, today: date) -> bool:
    """Whether the last check is so old (half a year) that a family should ring before they set out."""
    return on is None or today - on > CHECK_STANDS


def ago(on: date, today: date) -> str:
    """How long ago a day was, in the largest unit that says enough: "today", "5 days ago", "3 months ago"."""
    days = max((today - on).days, 0)
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 61:
        return f"{days // 7} weeks ago"
    if days < 730:
        return f"{days // 30.44:.0f} months ago"
    return f"{days // 365.25:.0f} years ago"
