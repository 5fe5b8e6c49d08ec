"""Every later time limit, from what a family knows. Pure: today is passed in, and nothing is kept. Plain Python."""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..time_limits import WHO, Kind, TimeLimit, time_limits
from .counting import said
from .known import Problem, WhatIKnow
from .rules import RULES, Deadline


@dataclass(frozen=True, slots=True)
class Step:
    """One time limit as a family sees it, with its day if there is one. Texts are in plain words."""

    limit: TimeLimit
    on: date | None  # None: `text` says why there is no day
    counted_how: str  # a sentence with the dates themselves; "" without a day
    is_past: bool  # that its last day is over; False without a day
    answered_on: date | None = None  # when what it asks for was done, if a family said so

    @property
    def id(self) -> str:
        return self.limit.id

    @property
    def title(self) -> str:
        return self.limit.step

    @property
    def who(self) -> str:
        """Who must act: "the council and the NHS"."""
        names = [WHO[who] for who in self.limit.who]
        return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]

    @property
    def strength(self) -> str:
        return self.limit.strength

    @property
    def kind(self) -> Kind:
        return self.limit.kind

    @property
    def source(self) -> str:
        return self.limit.source

    @property
    def exceptions(self) -> tuple[str, ...]:
        return self.limit.exceptions

    @property
    def if_late(self) -> str:
        return self.limit.if_late

    @property
    def is_confirmed(self) -> bool:
        return self.limit.is_confirmed

    @property
    def last_day(self) -> date | None:
        """The last day on which it can be done: the day itself, or the one before it where the law says "before"."""
        return self.on - timedelta(days=1) if self.on and self.kind == "before" else self.on

    @property
    def when(self) -> str:
        """When, in words: "by 14 April 2027", "before 15 February 2027", "at least until 17 March 2027", or `text`."""
        if self.on is None:
            return self.text
        return (
            f"{ {'by': 'by', 'before': 'before', 'at-least': 'at least until'}[self.kind] } {said(self.on)}"
        )

    @property
    def text(self) -> str:
        """The limit in words, with what it runs from, and "unconfirmed" where it is so."""
        words = self.limit.limit[0].upper() + self.limit.limit[1:]
        if self.limit.runs_from_words != "no fixed day":
            words += f", from: {self.limit.runs_from_words}"
        return words + ("." if self.is_confirmed else ". Unconfirmed: ask the council or SENDIASS.")

    @property
    def was_late(self) -> bool:
        """Whether it was done, but after its day. Time that is given to a family is never late."""
        if self.on is None or self.answered_on is None or self.kind == "at-least":
            return False
        return self.answered_on > self.on - timedelta(days=self.kind == "before")


@dataclass(frozen=True, slots=True)
class Stopped:
    """A time limit that no longer runs, and why: "the council decided not to assess"."""

    limit: TimeLimit
    on: date
    because: str

    def __str__(self) -> str:
        return f"“{self.limit.step}” no longer has a date, because {self.because} on {said(self.on)}."


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is to come and what should have been: steps with a day, in order; then those that are only words."""

    known: WhatIKnow
    today: date
    steps: tuple[Step, ...]  # each has a day
    texts: tuple[Step, ...]  # none has: unconfirmed, without a start, or something more must be known
    stopped: tuple[Stopped, ...]
    problems: tuple[Problem, ...]  # what cannot be right in what was entered

    def __getitem__(self, limit_id: str) -> Step:
        """The step of one time limit. Raises KeyError if it is not on this timeline."""
        for step in (*self.steps, *self.texts):
            if step.id == limit_id:
                return step
        raise KeyError(limit_id)

    def __contains__(self, limit_id: object) -> bool:
        return any(step.id == limit_id for step in (*self.steps, *self.texts))

    @property
    def next(self) -> Step | None:
        """The first step that is neither past nor done."""
        return next((step for step in self.steps if not step.is_past and step.answered_on is None), None)


def timeline(known: WhatIKnow, today: date) -> Timeline:
    """Every time limit that follows from what is known, with real dates. It never raises for any dates.

    What cannot be right is in `problems`; dates more than ten years away are not counted from.
    """
    usable = known.within_reach(today)
    steps, texts, stopped = [], [], []
    stages = {limit.stage for limit in time_limits() if any(usable.knows(event) for event in limit.runs_from)}
    for limit in time_limits():
        deadline = _deadline(limit, usable)
        if stop := _stop(limit, usable):
            # Only what had run: a family that never asked needs no word on the 20 weeks.
            if deadline:
                stopped.append(stop)
        elif deadline:
            is_past = today >= deadline.on if limit.kind == "before" else today > deadline.on
            steps.append(Step(limit, deadline.on, deadline.counted_how, is_past, _answered_on(limit, usable)))
        elif limit.stage in stages:
            texts.append(Step(limit, None, "", False))
    steps.sort(key=_in_order)
    return Timeline(known, today, tuple(steps), tuple(texts), tuple(stopped), known.problems(today))


def _in_order(step: Step) -> date:
    assert step.on is not None
    return step.on


def _deadline(limit: TimeLimit, known: WhatIKnow) -> Deadline | None:
    if not limit.has_date:
        return None
    needed, optional = parameters(limit.id)
    given = known.given()
    if any(name not in given for name in needed):
        return None
    try:
        return RULES[limit.id](**{name: given[name] for name in (*needed, *optional) if name in given})
    except OverflowError:  # a day outside the calendar, however the dates were entered
        return None


@cache
def parameters(limit_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of WhatIKnow that a rule must have, and those it can use."""
    taken: Mapping[str, inspect.Parameter] = inspect.signature(RULES[limit_id]).parameters
    needed = tuple(name for name, one in taken.items() if one.default is inspect.Parameter.empty)
    return needed, tuple(name for name in taken if name not in needed)


def _stop(limit: TimeLimit, known: WhatIKnow) -> Stopped | None:
    for stop in limit.stopped_by:
        day = known.knows(stop.event)
        if isinstance(day, date):
            return Stopped(limit, day, stop.because)
    return None


def _answered_on(limit: TimeLimit, known: WhatIKnow) -> date | None:
    return min(_days(limit.answered_by, known), default=None)


def _days(event_ids: tuple[str, ...], known: WhatIKnow) -> Iterator[date]:
    for event in event_ids:
        if isinstance(day := known.knows(event), date):
            yield day
