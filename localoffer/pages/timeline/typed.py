"""What people type into three boxes for a date, read kindly. Plain Python; it never raises for any text."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from localoffer.duties.ehc.counting import MONTHS

LONGEST = 40  # letters of one box that are read and shown again
_ORDINAL = re.compile(r"(\d+)(st|nd|rd|th)\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s/.,\-–—]+")


@dataclass(frozen=True, slots=True)
class Boxes:
    """The three boxes of one date, as they were typed. Of a year alone, only `year` is used."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, day: str, month: str, year: str) -> "Boxes":
        """Boxes that hold no more than anybody types into a date, and nothing that cannot be seen."""
        return cls(*(_seen(text) for text in (day, month, year)))

    @property
    def is_empty(self) -> bool:
        return not (self.day or self.month or self.year)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Boxes that are no date: a sentence that says what to do, and the box to look at."""

    what: str
    box: str  # "day", "month" or "year"


def read_date(boxes: Boxes) -> date | Unreadable | None:
    """The day in three boxes; None if they are empty. A whole date in one box is read, too."""
    if boxes.is_empty:
        return None
    boxes = _spread(boxes)
    for box, sample in (("day", "3"), ("month", "4 or April"), ("year", "2027")):
        if not getattr(boxes, box):
            return Unreadable(f"The {box} is missing. Write it, such as {sample}.", box)
    month = _month(boxes.month)
    if isinstance(month, Unreadable):
        return month
    year = read_year(boxes.year)
    if isinstance(year, Unreadable):
        return year
    assert year is not None
    day = _number(_ORDINAL.sub(r"\1", boxes.day))
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return Unreadable(f"We cannot read “{boxes.day}” as a day. Write a number from 1 to {last}.", "day")
    if not 1 <= day <= last:
        in_year = f" {year}" if month == 2 else ""
        return Unreadable(
            f"There is no day {day} in {MONTHS[month - 1]}{in_year}: it has {last} days. Look at it again.",
            "day",
        )
    return date(year, month, day)


def read_year(text: str) -> int | Unreadable | None:
    """A year, also of two figures; None if there is nothing."""
    if not text:
        return None
    year = _number(text)
    if year is None or len(text) not in (2, 4) or len(text) == 4 and year < 1000:
        return Unreadable(f"We cannot read “{text}” as a year. Write four figures, such as 2027.", "year")
    return year + 2000 if len(text) == 2 else year


def _seen(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]


def _spread(boxes: Boxes) -> Boxes:
    """A whole date that was typed or pasted into one box, in three."""
    filled = [text for text in (boxes.day, boxes.month, boxes.year) if text]
    if len(filled) != 1:
        return boxes
    parts = [part for part in _BETWEEN.split(filled[0]) if part and part.lower() != "of"]
    if len(parts) == 4 and parts[0][:3].lower() in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
        parts = parts[1:]
    if len(parts) != 3:
        return boxes
    if len(parts[0]) == 4 and _number(parts[0]) is not None:
        parts.reverse()  # 2027-03-14
    return Boxes(*parts)


def _month(text: str) -> int | Unreadable:
    number = _number(text)
    if number is None and len(text) >= 3:
        start = text.lower().rstrip(".")
        number = next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(start)), None)
        if start == "sept":
            number = 9
    if number is None:
        return Unreadable(
            f"We cannot read “{text}” as a month. Write its name, or a number from 1 to 12.", "month"
        )
    if not 1 <= number <= 12:
        return Unreadable(
            f"There is no month {number}. Write the day first, then the month as a number from 1 to 12.",
            "month",
        )
    return number


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
