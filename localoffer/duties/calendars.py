"""Whole days as a calendar file (iCalendar, RFC 5545), for phones and computers. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class WholeDay:
    """One entry of a calendar, which may go on until another day.

    `key` says what it is: of two entries with one key and day a calendar shows one.
    """

    key: str
    on: date
    title: str
    text: str
    until: date | None = None


def calendar_of(days: Iterable[WholeDay], *, made_on: date, name: str = "") -> bytes:
    """The days as a calendar file, in UTF-8. A `name` is what a phone calls a calendar that it asks for regularly.

    A UID is a hash of the key and the day, and the file says on which day it was made but not when: nothing in it is of
    whoever asked for it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Local Offer//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)  # RFC 7986, and what was used before it
        calendar.add("x-wr-calname", name)
    for day in days:
        event = Event()
        event.add("uid", f"{sha256(f'{day.key} {day.on}'.encode()).hexdigest()[:32]}@localoffer")
        event.add("dtstamp", datetime.combine(made_on, time(), UTC))
        event.add("dtstart", day.on)
        event.add("dtend", (day.until or day.on) + timedelta(days=1))
        event.add("summary", day.title)
        event.add("description", day.text)
        event.add("transp", "TRANSPARENT")  # it does not make the day busy
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
