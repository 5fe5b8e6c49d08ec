"""A timeline as a calendar file, for a phone or a computer. Plain Python."""

from ..calendars import WholeDay, calendar_of
from .timeline import Step, Timeline


def calendar_file(timeline: Timeline) -> bytes:
    """An iCalendar file with a whole day for each step that has one; what is only words is not in it.

    The same step on the same day has the same UID, whoever asks, so a calendar that takes the file twice shows it once.
    """
    return calendar_of(map(_whole_day, timeline.steps), made_on=timeline.today)


def _whole_day(step: Step) -> WholeDay:
    assert step.last_day is not None
    parts = (
        f"Who: {step.who}.",
        step.counted_how,
        f"If it is late: {step.if_late}",
        f"The law: {step.source}.",
    )
    return WholeDay(f"ehc {step.id}", step.last_day, f"{step.title} ({step.when})", "\n\n".join(parts))
