"""A timeline as a calendar file (iCalendar, RFC 5545), for a phone or a computer. Plain Python."""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from .timeline import Step, Timeline


def calendar_file(timeline: Timeline) -> bytes:
    """All-day events, one for each step with a day, in UTF-8. Steps without a day are not in it.

    The same step on the same day has the same UID, so that a calendar that takes the file twice shows it once. A UID
    holds a hash of the limit and its day: nothing of who it is about, nor of what else was entered.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Local Offer//EHC timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for step in timeline.steps:
        calendar.add_component(_event(step, timeline))
    made: bytes = calendar.to_ical()
    return made


def _event(step: Step, timeline: Timeline) -> Event:
    last_day = step.last_day
    assert last_day is not None
    event = Event()
    event.add("uid", f"{sha256(f'{step.id} {last_day}'.encode()).hexdigest()[:32]}@ehc-timeline.localoffer")
    # When it was made, by the day only: the hour would tell something of whoever made it.
    event.add("dtstamp", datetime.combine(timeline.today, time(), UTC))
    event.add("dtstart", last_day)
    event.add("dtend", last_day + timedelta(days=1))
    event.add("summary", f"{step.title} ({step.when})")
    parts = (
        f"Who: {step.who}.",
        step.counted_how,
        f"If it is late: {step.if_late}",
        f"The law: {step.source}.",
    )
    event.add("description", "\n\n".join(parts))
    event.add("transp", "TRANSPARENT")  # it does not make the day busy
    return event
