"""What people write, as values: days, times, ages, money, yes and no, telephone numbers.

Each function takes the text of one cell or JSON field and gives the value, or raises ``UnclearError`` with
words for the person importing that say what to write instead. Empty text is the caller's affair.

>>> age("18 months"), day("3/9/2026"), clock("1.30pm"), amount("£4.50")
(1.5, datetime.date(2026, 9, 3), datetime.time(13, 30), Decimal('4.50'))
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar
from urllib.parse import urlsplit

from .records import FREQUENCIES, LONGEST, PhoneRecord, ScheduleRecord
from .rich_text import line

T = TypeVar("T")

OLDEST = 130
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class UnclearError(ValueError):
    """A value that cannot be read. The message says what to write instead."""


def derived_id(*parts: str) -> str:
    """A stable id of 24 hex digits for something whose source gives it none."""
    return hashlib.sha256(
        "\x1f".join(part.casefold() for part in parts).encode("utf-8", "replace")
    ).hexdigest()[:24]


def short(value: str, field: str = "name") -> str:
    """The text if the field holds it.

    :raises UnclearError: when it is longer
    """
    longest = LONGEST.get(field, LONGEST["name"])
    if len(value) > longest:
        raise UnclearError(f"This is {len(value):,} characters long. Shorten it to {longest:,}.")
    return value


# --- yes, no and other choices


_YES = {"yes", "y", "true", "t", "1", "on", "x", "✓", "✔", "required", "needed", "always"}
_NO = {"no", "n", "false", "f", "0", "off", "none", "not required", "not needed", "never", "-"}
_NOT_STATED = {"", "not stated", "not known", "unknown", "n/a", "na", "?", "tbc", "don't know"}


def yes_no(value: str) -> str:
    """ "yes", "no", or "" for "not stated" and the like."""
    word = value.strip().casefold().rstrip(".")
    if word in _NOT_STATED:
        return ""
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise UnclearError(f"Write yes or no, not “{_quoted(value)}”, or leave it empty if nobody has said.")


def choice(value: str, allowed: tuple[str, ...], also: dict[str, str] | None = None) -> str:
    """One of the allowed words, however it is spelled; ``also`` gives other words for them."""
    word = " ".join(value.casefold().replace("_", " ").replace("-", " ").split())
    if word in _NOT_STATED:
        return ""
    for each in allowed:
        if each and word == each.casefold().replace("-", " "):
            return each
    if also and word in also:
        return also[word]
    names = ", ".join(each for each in allowed if each)
    raise UnclearError(f"Write one of: {names}; not “{_quoted(value)}”.")


# --- numbers


def number(value: object) -> float | None:
    """A finite number from JSON, which may hold it as text; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(value: str, *, most: int) -> int:
    """A whole number from 0 to ``most``."""
    found = number(value.replace(",", ""))
    if found is None or found != int(found) or not 0 <= found <= most:
        raise UnclearError(f"Write a whole number from 0 to {most:,}, not “{_quoted(value)}”.")
    return int(found)


_AGE = re.compile(
    r"(?:age[ds]?\s*)?(\d{1,4}(?:\.\d+)?)\s*(years?|yrs?|y|months?|mths?|m|weeks?|wks?|w)?(?:\s*old)?\+?"
)
_PER_YEAR = {"y": 1, "m": 12, "w": 52}


def age(value: str) -> float | None:
    """An age in years: "5", "0.5", "18 months", "birth"; None for "any".

    :raises UnclearError: for anything else, or above 130
    """
    word = value.strip().casefold()
    if word in _NOT_STATED or word in ("any", "any age", "all", "all ages", "no limit"):
        return None
    if word in ("birth", "newborn", "from birth"):
        return 0.0
    found = _AGE.fullmatch(word)
    if found:
        years = round(float(found[1]) / _PER_YEAR[(found[2] or "y")[0]], 2)
        if years <= OLDEST:
            return years
    raise UnclearError(f"Write an age in years, such as 5, 0.5 or 18 months, not “{_quoted(value)}”.")


def ages(youngest: float | None, oldest: float | None) -> tuple[float | None, float | None]:
    """The two in order.

    :raises UnclearError: when the youngest is above the oldest
    """
    if youngest is not None and oldest is not None and youngest > oldest:
        raise UnclearError(
            f"The youngest age ({youngest:g}) is above the oldest ({oldest:g}), so both are left out."
        )
    return youngest, oldest


def amount(value: str) -> Decimal:
    """Pounds to the penny: "4.50", "£4.50", "1,200", "50p", "free" is 0."""
    word = value.strip().casefold().replace(",", "").replace(" ", "").removeprefix("gbp").removeprefix("£")
    if word in ("free", "nil", "none", "nocharge"):
        return Decimal("0.00")
    pence = word.endswith("p") and word[:-1].isdecimal()
    try:
        found = Decimal(word.removesuffix("p")) / (100 if pence else 1)
        found = found.quantize(Decimal("0.01")) if found.is_finite() else Decimal(-1)
    except InvalidOperation:
        found = Decimal(-1)
    if not 0 <= found < 10_000_000:
        raise UnclearError(
            f"Write an amount in pounds, such as 4.50, not “{_quoted(value)}”. Words go beside it."
        )
    return abs(found)


# --- days and times


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_BRITISH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_WRITTEN_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4})")


# A day as spreadsheets count them, of the years 1982 to 2064: no other way to write a day is a number of five digits
_COUNTED_DAY = re.compile(r"([3-6]\d{4})(?:\.\d+)?")
_FIRST_COUNTED = date(1899, 12, 30)


def day(value: str) -> date:
    """A day: 2026-09-03, 3/9/2026 (day first), 3 September 2026, the day of an ISO date-time, or 46268 (a
    spreadsheet's count of days).
    """
    word = value.strip()
    try:
        if found := _COUNTED_DAY.fullmatch(word):
            return _FIRST_COUNTED + timedelta(days=int(found[1]))
        if found := _ISO_DAY.fullmatch(word):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _BRITISH_DAY.fullmatch(word):
            year = int(found[3])
            return date(year + 2000 if len(found[3]) == 2 else year, int(found[2]), int(found[1]))
        if (found := _WRITTEN_DAY.fullmatch(word.casefold())) and found[2] in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        pass
    raise UnclearError(f"Write a day as 2026-09-30 or 30/09/2026, not “{_quoted(value)}”.")


_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?(?:z|[+-]\d{2}:?\d{2})?"
)


def clock(value: str) -> time:
    """A time of day: 10:00, 10.00, 10am, 1.30pm, noon. An offset is dropped: it is local time."""
    word = value.strip().casefold()
    word = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00", "midnight": "00:00"}.get(word, word)
    # A part of a day, as spreadsheets hold times
    if re.fullmatch(r"0\.\d{3,}", word):
        minutes = round(float(word) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if "t" in word and _ISO_DAY.fullmatch(value.strip()):
        word = word.partition("t")[2]
    found = _CLOCK.fullmatch(word)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "")[:1]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        # "Mon 10" alone could be a day of the month
        elif not half and found[2] is None:
            hour = 99
        if hour == 24 and minute == 0:
            hour = 0
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UnclearError(f"Write a time as 10:00 or 1.30pm, not “{_quoted(value)}”.")


_LONG = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_DAY_NAMES = {
    **{day.casefold(): day for day in DAYS},
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), DAYS, strict=True)),
    **{f"{name}day": day for name, day in zip(_LONG, DAYS, strict=True)},
    "tues": "TU",
    "weds": "WE",
    "thur": "TH",
    "thurs": "TH",
}
_SETS = {
    "weekdays": "MO,TU,WE,TH,FR",
    "weekends": "SA,SU",
    "every day": "MO,TU,WE,TH,FR,SA,SU",
    "daily": "MO,TU,WE,TH,FR,SA,SU",
}
_POSITIONED = re.compile(r"([+-]?[1-5])\s*([a-z]+)")
_EXACT_DAY = re.compile(r"([+-]?[1-5])?(mo|tu|we|th|fr|sa|su)")


def byday(value: str) -> str:
    """Days as RFC 5545 has them, in the week's order: "MO,TU" from "Tuesday and Monday", "1MO" from "1st
    Monday".
    """
    word = value.casefold().strip()
    if word in _SETS:
        return _SETS[word]
    if ends := re.fullmatch(r"([a-z]+)s?\s*(?:-|–|to)\s*([a-z]+)", word):
        first, last = _day_name(ends[1]), _day_name(ends[2])
        if first and last:
            start, stop = DAYS.index(first), DAYS.index(last)
            return ",".join(DAYS[(start + n) % 7] for n in range((stop - start) % 7 + 1))
    # In RFC 5545's own spelling 1TH is the first Thursday, not "1th"
    exact = [_EXACT_DAY.fullmatch(each.strip()) for each in word.split(",")]
    found: set[str] = {
        f"{int(each[1])}{each[2]}".upper() if each[1] else each[2].upper() for each in exact if each
    }
    if all(exact):
        return _in_order(found)
    found.clear()
    word = re.sub(r"\b(\d)(?:st|nd|rd|th)\b", r"\1", word).replace("last ", "-1")
    word = re.sub(r"\b(\d)\s*(?:,|and|&)\s*(\d)\s*([a-z]+)", r"\1\3,\2\3", word)
    for each in re.split(
        r"\s*(?:,|;|/|&|\+(?=[a-z])|\band\b|\s)\s*", re.sub(r"(\d)\s+(?=[a-z])", r"\1", word)
    ):
        if not each:
            continue
        name = _day_name(each)
        positioned = _POSITIONED.fullmatch(each)
        if name:
            found.add(name)
        elif positioned and (name := _day_name(positioned[2])):
            found.add(f"{int(positioned[1])}{name}")
        else:
            found.clear()
            break
    if not found:
        raise UnclearError(f"Write days as MO,TU or Monday and Tuesday, not “{_quoted(value)}”.")
    return _in_order(found)


def _in_order(days: set[str]) -> str:
    return short(",".join(sorted(days, key=lambda each: (DAYS.index(each[-2:]), each))), "byday")


def _day_name(word: str) -> str:
    return _DAY_NAMES.get(word) or _DAY_NAMES.get(word.removesuffix("s"), "")


def bymonthday(value: str) -> str:
    """Days of the month, "1,15" or "-1" for the last."""
    found = []
    for each in re.split(r"[,;\s]+", value.strip()):
        if not re.fullmatch(r"[+-]?\d{1,2}", each) or not 1 <= abs(int(each)) <= 31:
            raise UnclearError(
                f"Write days of the month as 1,15 (or -1 for the last), not “{_quoted(value)}”."
            )
        found.append(int(each))
    return short(",".join(str(each) for each in sorted(set(found))), "byday")


def frequency(value: str) -> str:
    """WEEKLY or MONTHLY. What happens daily is weekly on every day."""
    return choice(
        value,
        FREQUENCIES,
        {
            "every week": "WEEKLY",
            "week": "WEEKLY",
            "every month": "MONTHLY",
            "month": "MONTHLY",
            "daily": "WEEKLY",
        },
    )


_SESSION = re.compile(
    r"(?P<days>.*?[a-z])\s*,?:?\s*(?:from\s+)?"
    r"(?P<opens>\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?|noon|midday)"
    r"\s*(?:-|–|—|to|until)\s*"
    r"(?P<closes>\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?|noon|midday|midnight)",
    re.IGNORECASE,
)


def session(value: str) -> ScheduleRecord:
    """One line of a timetable: "Mon 10:00-11:30", "Tuesdays and Fridays 1.30pm to 3pm", "1st Saturday
    10am-noon".
    """
    found = _SESSION.fullmatch(" ".join(value[:200].split()))
    if not found:
        raise UnclearError(f"Write times as Mon 10:00-11:30, not “{_quoted(value)}”. They are kept in words.")
    opens, closes = found["opens"].strip().casefold(), found["closes"].strip().casefold()
    half = re.search(r"(am|pm)$", closes)
    if half and not re.search(r"am|pm|noon|midday|[:.]", opens):
        opens += _same_half(opens, closes, half[1])
    days = byday(found["days"])
    return ScheduleRecord(
        freq="MONTHLY" if any(character.isdigit() for character in days) else "WEEKLY",
        byday=days,
        opens_at=clock(opens),
        closes_at=clock(closes),
    )


def _same_half(opens: str, closes: str, half: str) -> str:
    # "1-3pm" begins after noon, "10-12pm" and "9-1pm" before it
    start, end = int(opens), int(re.match(r"\d+", closes)[0])  # type: ignore[index]
    return half if start <= end % 12 and start != 12 else ("pm" if start == 12 else "am")


# --- addresses


def web_address(value: str) -> str:
    """An http or https address; "www.example.org" is taken as https.

    :raises UnclearError: for other schemes, several addresses in one, and what is no address
    """
    address = value.strip()
    if re.match(r"(?i)[a-z0-9-]+(\.[a-z0-9-]+)+(?:[/?#:]|$)", address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        good = (
            parts.scheme.casefold() in ("http", "https")
            and parts.hostname
            and (parts.port or 80)
            and "." in parts.hostname
            and not parts.username
            and not re.search(r"[\s<>\"\\^`{|}]", address)
            and "_" not in parts.hostname
            and len(parts.hostname) <= 253
        )
    except ValueError:
        good = False
    if not good:
        raise UnclearError(
            f"Write one whole web address, such as https://www.example.org, not “{_quoted(value)}”."
        )
    return short(address, "url")


_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}",
    re.IGNORECASE,
)


def email(value: str) -> str:
    """An e-mail address; "" for a stand-in at the reserved ``.invalid``, which some feeds give for "none"."""
    address = value.strip().removeprefix("mailto:").strip("<>;,. ")
    if not _EMAIL.fullmatch(address) or ".." in address:
        raise UnclearError(
            f"Write one e-mail address, such as family.info@example.org, not “{_quoted(value)}”."
        )
    if address.casefold().endswith(".invalid"):
        return ""
    return short(address, "email")


def is_named_after(address: str, name: str) -> bool:
    """Whether a mailbox carries a person's name: "asha.kaur@…" and "Asha Kaur"."""
    box = address.partition("@")[0].casefold()
    return any(part in box for part in re.findall(r"\w{3,}", name.casefold()))


_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")


def postcode(value: str) -> str:
    """A whole postcode as it is written: "LN6 7QX"."""
    found = _POSTCODE.fullmatch(re.sub(r"[\s.-]+", "", value).upper())
    if not found:
        raise UnclearError(f"Write a whole postcode, such as LN6 7QX, not “{_quoted(value)}”.")
    return f"{found[1]} {found[2]}"


# --- telephone numbers


_DIALLED = re.compile(r"\+?\(?\d[\d\s().–-]{1,24}\d")
_EXTENSION = re.compile(r"(?:,|;)?\s*(?:ext(?:ension)?n?\.?|x|option)\s*[:.]?\s*(\d[\d, ]*)", re.IGNORECASE)


def phones(value: str, description: str = "") -> list[PhoneRecord]:
    """Every number in a text, with the words about it.

    >>> phones("Bristol Youth MAPS: 0117 332 7111")[0].description
    'Bristol Youth MAPS'

    :raises UnclearError: when there is none
    """
    text = line(value)
    found = []
    spoken_to = 0
    for match in _DIALLED.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        if not 3 <= digits <= 15 or match.start() < spoken_to:
            continue
        extension = _EXTENSION.match(text, match.end())
        before = text[spoken_to : match.start()].strip(" :;,-–/|()")
        before = re.sub(
            r"^(?:or|and)\b\s*|\b(?:tel|telephone|phone|call|ring|on)\.?$", "", before, flags=re.I
        )
        found.append(
            [match[0].strip(), extension[1].strip() if extension else "", before.strip(" :;,-–/|()")]
        )
        spoken_to = extension.end() if extension else match.end()
    if not found:
        raise UnclearError(f"Write a telephone number, such as 01632 960001, not “{_quoted(value)}”.")
    after = text[spoken_to:].strip(" :;,-–/|()")
    if after:
        found[-1][2] = f"{found[-1][2]} {after}".strip()
    return [
        PhoneRecord(
            number=" ".join(number_.split())[: LONGEST["number"]],
            extension=extension[: LONGEST["extension"]],
            description=_joined(description, words)[: LONGEST["name"]],
        )
        for number_, extension, words in found
    ]


def _joined(*words: str) -> str:
    return ": ".join(dict.fromkeys(word for word in words if word))


# --- lists


def several(value: str) -> list[str]:
    """The parts of a cell that holds several, apart at semicolons or new lines, each once."""
    parts = (line(part) for part in re.split(r"[;\n|]", value))
    return list(dict.fromkeys(part for part in parts if part))


def once(items: Iterable[T]) -> tuple[T, ...]:
    """The items in order, each once."""
    return tuple(dict.fromkeys(items))


def _quoted(value: str) -> str:
    said = line(value)
    return said if len(said) <= 60 else f"{said[:57]}…"
