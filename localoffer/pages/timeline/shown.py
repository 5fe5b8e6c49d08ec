"""A timeline as a page shows it: each step with what to say of it. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from localoffer.duties.ehc import Step, Timeline, WhatIKnow, timeline
from localoffer.duties.ehc.counting import said, said_with_weekday
from localoffer.duties.time_limits import time_limits

#: What somebody who has not asked yet most needs to know
FIRST_STEPS = ("assess-decision", "no-plan-decision", "final-plan")

APPEAL = "appeal-deadline"


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step that has a day."""

    step: Step
    is_next: bool
    state: str  # a few words, such as "This day has passed"; "" for what is to come
    tone: str  # of the tag that says it
    needs_help: bool  # whether what to do if it is late stands open

    @property
    def when(self) -> str:
        """ "By 14 April 2027"."""
        return sentence(self.step.when)

    @property
    def who_must(self) -> str:
        """Who acts, and how strongly the law asks: "The council must do this."."""
        return f"{sentence(self.step.who)} {self.step.strength} do this."

    @property
    def if_so(self) -> str:
        """What begins the advice for one that is late."""
        return "Are you late?" if "family" in self.step.limit.who else "Is it late?"

    @property
    def exceptions_begin(self) -> str:
        """What begins its exceptions: those of a council hold only where they made it impractical to be in time."""
        if "family" in self.step.limit.who:
            return "Exceptions:"
        return "It may take longer only if this made it impractical to be in time:"


def shown_steps(made: Timeline) -> list[ShownStep]:
    """The steps in their order."""
    return [_shown(step, is_next=step is made.next) for step in made.steps]


def _shown(step: Step, *, is_next: bool) -> ShownStep:
    if step.was_late:
        return ShownStep(step, is_next, f"Done late, on {_said(step.answered_on)}", "stop", True)
    if step.answered_on:
        return ShownStep(step, is_next, f"Done on {_said(step.answered_on)}", "good", False)
    if step.is_past:
        return ShownStep(step, is_next, "This day has passed", "wait", True)
    return ShownStep(step, is_next, "", "", False)


def how_far(on: date, today: date) -> str:
    """ "today", "tomorrow", "in 12 days", "in 20 weeks"."""
    days = (on - today).days
    if days < 2:
        return "tomorrow" if days else "today"
    return f"in {days} days" if days < 28 else f"in {days // 7} weeks"


def if_you_ask(today: date) -> list[dict]:
    """What would follow from asking for an assessment on this day, as components/glance.html takes it."""
    made = timeline(WhatIKnow(requested_on=today), today)
    return [
        {
            "label": sentence(step.when),
            "body": f"{step.title}. That is {step.limit.limit} from the day the council gets your request.",
            "icon": "calendar",
        }
        for step in (made[limit_id] for limit_id in FIRST_STEPS)
    ]


def law_as_at(made: Timeline | None = None) -> date:
    """The day on which a limit that is shown was last held against the law; of all limits where none is yet."""
    shown = [step.limit for step in (*made.steps, *made.texts)] if made else []
    return max(limit.law_as_at for limit in shown or time_limits())


def late_appeal(made: Timeline) -> Step | None:
    """An appeal whose last day has passed, when nothing else is to come: it may still be let in."""
    if made.next is not None or APPEAL not in made:
        return None
    step = made[APPEAL]
    return step if step.is_past and step.answered_on is None else None


def how_days_are_counted() -> Iterator[str]:
    """The rules in plain words, for everybody to check us by."""
    yield "Weeks and months are counted by the calendar. Weekends and holidays count like any other day."
    yield (
        "In most rules the day something happens is not counted. Where the law says “beginning with” a day, that day "
        "is the first."
    )
    yield "A month ends on the same date. From 31 January, one month ends on the last day of February."
    yield "Working days are Monday to Friday, without the bank holidays of England."
    yield (
        "If the last day is on a weekend or a holiday, it stays there. Only the last day for an appeal moves: to the "
        "next working day, out of August into September, and out of Christmas week into January."
    )
    yield "The law counts from the day a letter was sent. You have the date on the letter, so we count from that."


def sentence(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def weekday_and_date(day: date) -> str:
    return said_with_weekday(day)


def _said(day: date | None) -> str:
    assert day is not None
    return said(day)
