"""Days of a school year that are the same all over England, from `key-dates.yaml` beside this file. Plain Python."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from .calendars import WholeDay, calendar_of
from .loading import DutiesError
from .time_limits import VERIFICATIONS
from .working_days import next_working_day
from .yaml_lines import Fault, NotYamlError, Page, read_text, shown

FILE = Path(__file__).parent / "key-dates.yaml"


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day that comes in every school year, or (without month and day) what a council fills in for itself."""

    id: str
    title: str
    for_whom: str
    source: str
    verification: str  # "verified" or "unconfirmed"
    text: str = ""  # instead of a day
    month: int = 0
    day: int = 0
    year: Literal["first", "second"] = "second"  # which calendar year of the academic year
    kind: Literal["on", "before"] = "on"
    moves: Literal["", "next-working-day"] = ""  # what happens on a weekend or bank holiday; "" is nothing

    def in_year(self, academic_year: int) -> date | None:
        """Its day in the academic year that begins in September of that year, or None if it is only a text.

        Raises ValueError outside the calendar's years.
        """
        if not self.month:
            return None
        day = date(academic_year + (self.year == "second"), self.month, self.day)
        return next_working_day(day) if self.moves else day


@dataclass(frozen=True, slots=True)
class Dated:
    """A key date in one school year."""

    key_date: KeyDate
    on: date

    @property
    def last_day(self) -> date:
        """The last day on which it can be done: the one before, where the law says "before"."""
        return self.on - timedelta(days=1) if self.key_date.kind == "before" else self.on


class KeyDatesError(DutiesError):
    """What is wrong in a file of key dates: `faults` has all of it, each with file, line and field."""


def academic_year_of(day: date) -> int:
    """The year in which the academic year of a day began: it begins on 1 September."""
    return day.year - (day.month < 9)


def in_academic_year(year: int) -> tuple[Dated, ...]:
    """The key dates of the academic year that begins in September of `year`, in order."""
    dated = [Dated(one, on) for one in key_dates().values() if (on := one.in_year(year))]
    return tuple(sorted(dated, key=lambda one: one.on))


def whole_days(years: Iterable[int]) -> Iterator[WholeDay]:
    """The key dates of some academic years as entries of a calendar, each on its last day."""
    for year in years:
        for one in in_academic_year(year):
            yield WholeDay(
                f"key date {one.key_date.id}",
                one.last_day,
                one.key_date.title,
                f"{one.key_date.for_whom}\n\nSource: {one.key_date.source}.",
            )


def calendar_file(years: Iterable[int], *, made_on: date) -> bytes:
    """The key dates of some academic years as an iCalendar file, each a whole day on its last day."""
    return calendar_of(whole_days(years), made_on=made_on)


def texts() -> tuple[KeyDate, ...]:
    """What has no day that is the same all over England."""
    return tuple(one for one in key_dates().values() if not one.month)


@cache
def key_dates() -> Mapping[str, KeyDate]:
    """The key dates that come with the project, by id. Raises KeyDatesError."""
    return read(FILE)


def read(path: Path) -> Mapping[str, KeyDate]:
    """Read one file of key dates. Raises KeyDatesError with every fault there is, not only the first."""
    try:
        text = read_text(path)
    except NotYamlError as error:
        raise KeyDatesError([Fault(path.name, error.line, "", error.what)])
    return parse(text, path.name)


def parse(text: str, name: str) -> Mapping[str, KeyDate]:
    """Read key dates from a text; `name` is said in messages. Raises KeyDatesError."""
    faults: list[Fault] = []
    page = Page(name, faults)
    top = page.fields(page.top(text), "", needed=("dates", "texts"))
    found: dict[str, KeyDate] = {}
    for part in ("dates", "texts"):
        for node, field in page.items(top.get(part), part):
            one = _key_date(page, node, field, has_day=part == "dates")
            if one.id in found:
                page.wrong(node, f"{field}.id", f"{shown(one.id)} is there twice. Leave one of them out.")
            found[one.id] = one
    if faults:
        raise KeyDatesError(faults)
    return found


def _key_date(page: Page, node: Any, field: str, *, has_day: bool) -> KeyDate:
    shared = ("id", "title", "for", "source", "verification")
    entry = page.fields(
        node,
        field,
        needed=(*shared, *(("month", "day", "year") if has_day else ("text",))),
        optional=("kind", "moves") if has_day else (),
    )

    def text(name: str) -> str:
        return page.text(entry.get(name), f"{field}.{name}")

    def one_of(name: str, *allowed: str, otherwise: str) -> Any:
        return page.one_of(entry.get(name), f"{field}.{name}", allowed) or otherwise

    month = page.whole_number(entry.get("month"), f"{field}.month", least=1, most=12) or 0
    day = page.whole_number(entry.get("day"), f"{field}.day", least=1, most=31) or 0
    verification = page.one_of(entry.get("verification"), f"{field}.verification", VERIFICATIONS)
    if month and day:
        try:
            date(2027, month, day)  # no leap year: 29 February is no day of every year
        except ValueError:
            page.wrong(entry["day"], f"{field}.day", "no such day comes every year. Look at the month, too.")
    if has_day and verification == "unconfirmed":
        page.wrong(
            entry["verification"],
            f"{field}.verification",
            "an unconfirmed day is never shown as a date. Confirm it, or move it to “texts”.",
        )
    return KeyDate(
        id=text("id"),
        title=text("title"),
        for_whom=text("for"),
        source=text("source"),
        verification=verification,
        text=text("text"),
        month=month,
        day=day,
        year=cast(Literal["first", "second"], one_of("year", "first", "second", otherwise="second")),
        kind=cast(Literal["on", "before"], one_of("kind", "on", "before", otherwise="on")),
        moves=cast(Literal["", "next-working-day"], one_of("moves", "next-working-day", otherwise="")),
    )
