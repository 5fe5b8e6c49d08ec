"""What a family knows: the dates of what has happened, or is to happen. Nothing of it is kept. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from ..time_limits import Event, time_limits
from .counting import said

FAR = 10  # years, either way


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIKnow:
    """Dates by what happened on them; whatever is not known is None. Two are years: those of a move to a next school.

    Each field is an event of time-limits.yaml, whose `field` it is: there is what to ask for it, in plain words.
    """

    requested_on: date | None = None
    will_assess_on: date | None = None
    refused_assessment_on: date | None = None
    advice_asked_on: date | None = None
    no_plan_on: date | None = None
    draft_plan_on: date | None = None
    final_plan_on: date | None = None
    decision_letter_on: date | None = None
    last_review_on: date | None = None
    review_meeting_on: date | None = None
    amendment_notice_on: date | None = None
    reassessment_notice_on: date | None = None
    moved_on: date | None = None
    old_council_knew_on: date | None = None
    plan_transferred_on: date | None = None
    school_move_year: int | None = None
    post_16_move_year: int | None = None
    college_move_on: date | None = None
    mediation_declined_on: date | None = None
    mediation_wanted_on: date | None = None
    mediation_agreement_on: date | None = None
    certificate_on: date | None = None

    def given(self) -> dict[str, date | int]:
        """What is known, by field."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value is not None}

    def knows(self, event_id: str) -> date | int | None:
        """The day (or year) of an event of time-limits.yaml, or None."""
        value: date | int | None = getattr(self, time_limits().events[event_id].field)
        return value

    def within_reach(self, today: date) -> "WhatIKnow":
        """The same without dates more than ten years away: they are slips, and nothing is counted from them."""
        return replace(self, **{name: None for name, value in self.given().items() if _is_far(value, today)})

    def problems(self, today: date) -> tuple["Problem", ...]:
        """What cannot be right, in plain words, for whoever entered it. An empty tuple if all can be."""
        return tuple(_problems(self, today))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be right. `field` is the one to look at; `what` is a sentence that says what to do."""

    field: str
    what: str


# A pair in each line: the first cannot come after the second.
ORDER = (
    ("requested", "will-assess"),
    ("requested", "refused-assessment"),
    ("requested", "advice-asked"),
    ("requested", "no-plan"),
    ("requested", "draft-plan"),
    ("requested", "final-plan"),
    ("draft-plan", "final-plan"),
    ("final-plan", "last-review"),
    ("moved", "plan-transferred"),
    ("old-council-knew", "plan-transferred"),
    ("mediation-wanted", "mediation-agreement"),
    ("mediation-wanted", "certificate"),
    ("mediation-declined", "certificate"),
)
# What a family plans may be still to come; a letter that has not come has no date.
MAY_BE_AHEAD = frozenset(
    "requested review-meeting moved plan-transferred school-move post-16-move college-move mediation-wanted "
    "mediation-declined".split()
)
LETTERS = ("refused-assessment", "no-plan", "final-plan", "decision-letter")


def _problems(known: WhatIKnow, today: date) -> Iterator[Problem]:
    events = time_limits().events
    for event in events.values():
        value = getattr(known, event.field)
        if value is None:
            continue
        if _is_far(value, today):
            yield Problem(
                event.field,
                f"{_quoted(event)}: {_said(value)} is more than {FAR} years away. Look at the year again.",
            )
        elif isinstance(value, date) and value > today and event.id not in MAY_BE_AHEAD:
            yield Problem(
                event.field,
                f"{_quoted(event)}: {_said(value)} has not come yet. Leave it out until it has.",
            )
    for first, then in ORDER:
        earlier, later = known.knows(first), known.knows(then)
        if isinstance(earlier, date) and isinstance(later, date) and earlier > later:
            yield Problem(
                events[then].field,
                f"{_quoted(events[then])} ({said(later)}) cannot come before {_quoted(events[first])} "
                f"({said(earlier)}). Look at both dates again.",
            )
    letters = [day for event in LETTERS if isinstance(day := known.knows(event), date)]
    if known.certificate_on and letters and known.certificate_on < min(letters):
        yield Problem(
            "certificate_on",
            f"The mediation certificate ({said(known.certificate_on)}) cannot come before the council's letter "
            f"({said(min(letters))}). Look at both dates again.",
        )


def _quoted(event: Event) -> str:
    return f"“{event.ask}”"


def _said(value: date | int) -> str:
    return said(value) if isinstance(value, date) else str(value)


def _is_far(value: date | int, today: date) -> bool:
    year = value.year if isinstance(value, date) else value
    # The last part keeps what is counted within the calendar, whatever today is said to be.
    return abs(year - today.year) > FAR or not 1900 <= year <= 9900
