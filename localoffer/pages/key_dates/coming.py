"""What comes in the next twelve months, for one council: England's days and its own, in order."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from localoffer.duties import key_dates
from localoffer.duties.calendars import WholeDay, calendar_of
from localoffer.duties.ehc.counting import MONTHS, said_with_weekday
from localoffer.places.models import Authority

from .models import KeyDate

AHEAD = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, as families read it. `on` is None where there is no day; `source` is empty for a council's own."""

    key: str
    title: str
    on: dt.date | None
    until: dt.date | None
    audience: str
    text: str
    url: str
    source: str

    @property
    def when(self) -> str:
        """ "Friday 15 January 2027", or with its last day "Monday 1 March 2027 to Friday 5 March 2027"."""
        assert self.on is not None
        last = f" to {said_with_weekday(self.until)}" if self.until else ""
        return said_with_weekday(self.on) + last

    @property
    def is_local(self) -> bool:
        return not self.source


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of one month."""

    name: str
    rows: tuple[Row, ...]


def in_months(council: list[KeyDate], today: dt.date) -> list[Month]:
    """What has a day, by month. `council` is what `of` gives."""
    # One that has begun stands in the month we are in
    rows = sorted([*_england(today), *_own(council)], key=lambda row: (max(row.on, today), row.title))
    months = groupby(rows, key=lambda row: (max(row.on, today).year, max(row.on, today).month))
    return [Month(f"{MONTHS[month - 1]} {year}", tuple(these)) for (year, month), these in months]


def without_day(council: list[KeyDate]) -> list[Row]:
    """What has no one day in England: the council's own words, or where it has none, ours for all of them.

    Where the council gave a day, it is in its month, and not here.
    """
    own = {entry.topic: entry for entry in council if entry.topic}
    return [
        _row(own[text.id])
        if text.id in own
        else Row(text.id, text.title, None, None, text.for_whom, text.text, "", text.source)
        for text in key_dates.texts()
        if text.id not in own or own[text.id].on is None
    ]


def sources(months: list[Month], without: list[Row]) -> list[Row]:
    """Those that say where they come from, each once: a day may come twice in a year from now."""
    rows = [*(row for month in months for row in month.rows), *without]
    return list({row.key: row for row in rows if row.source}.values())


def of(authority: Authority, today: dt.date) -> list[KeyDate]:
    """A council's own entries that are not over."""
    return list(KeyDate.objects.kept_by(authority).not_over(today))


def calendar(authority: Authority, today: dt.date) -> bytes:
    """The days of this school year and the next, and the council's own, as a calendar."""
    year = key_dates.academic_year_of(today)
    own = (
        WholeDay(
            f"key date of {authority.gss_code} {entry.pk}",
            entry.on,
            entry.title,
            "\n\n".join(filter(None, (entry.audience, entry.text, entry.url))),
            until=entry.until,
        )
        for entry in KeyDate.objects.kept_by(authority).exclude(on=None)
    )
    name = f"Key dates: {authority.official_name or authority.name}"
    return calendar_of([*key_dates.whole_days([year, year + 1]), *own], made_on=today, name=name)


def _england(today: dt.date) -> Iterator[Row]:
    year = key_dates.academic_year_of(today)
    for dated in (*key_dates.in_academic_year(year), *key_dates.in_academic_year(year + 1)):
        if today <= dated.last_day <= today + AHEAD:
            one = dated.key_date
            yield Row(one.id, one.title, dated.last_day, None, one.for_whom, one.text, "", one.source)


def _own(council: list[KeyDate]) -> Iterator[Row]:
    yield from (_row(entry) for entry in council if entry.on)


def _row(entry: KeyDate) -> Row:
    return Row(
        f"own-{entry.pk}", entry.title, entry.on, entry.until, entry.audience, entry.text, entry.url, ""
    )
