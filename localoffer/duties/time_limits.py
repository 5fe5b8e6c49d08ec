"""The time limits of EHC plans as data: `time-limits.yaml` beside this file, read and checked. Plain Python.

The rules that count are in `ehc/rules.py`; what a limit is, who must keep it and where the law says so is here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from .loading import DutiesError
from .yaml_lines import Fault, NotYamlError, Page, did_you_mean, read_text, shown

FILE = Path(__file__).parent / "time-limits.yaml"

WHO = {
    "council": "the council",
    "family": "you",
    "school": "the school or college",
    "health": "the NHS",
    "tribunal": "the Tribunal",
    "mediation-adviser": "the mediation adviser",
}
STRENGTHS = ("must", "may", "should")
KINDS = ("by", "before", "at-least")
VERIFICATIONS = ("verified", "unconfirmed")
STAGES = {
    "asking": "Asking for an assessment",
    "plan": "The plan",
    "re-assessment": "Assessing again",
    "review": "Reviews of the plan",
    "next-school": "Moving to the next school or college",
    "moving-home": "Moving home",
    "disagreeing": "When you do not agree",
    "tribunal": "After the Tribunal",
    "custody": "Young people in custody",
}
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

Kind = Literal["by", "before", "at-least"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day (or, of kind "year", in a year), from which time may run."""

    id: str
    ask: str  # what a family is asked for, in plain words
    hint: str = ""
    kind: Literal["day", "year"] = "day"

    @property
    def field(self) -> str:
        """The name it has in `ehc.WhatIKnow`: "school-move" is school_move_year, others end in _on."""
        return self.id.replace("-", "_") + ("_year" if self.kind == "year" else "_on")


@dataclass(frozen=True, slots=True)
class Stop:
    """An event after which a limit no longer runs, and why: "the council decided not to assess"."""

    event: str
    because: str


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One time limit. All texts are in plain words that families read."""

    id: str
    stage: str  # a key of STAGES
    step: str  # a sentence without a full stop
    who: tuple[str, ...]  # keys of WHO
    strength: str  # one of STRENGTHS
    kind: Kind  # by a day; before a day, which is then too late; or time that is given at least until a day
    limit: str
    runs_from_words: str
    runs_from: tuple[str, ...]  # ids of events; none if no day can be counted from
    counted: str
    exceptions: tuple[str, ...]
    if_late: str
    answered_by: tuple[str, ...]  # ids of events which are what the limit asks for
    stopped_by: tuple[Stop, ...]
    source: str
    read_at: str  # the address at which the law's own text was read, or ""
    verification: str  # one of VERIFICATIONS
    law_as_at: date
    valid_from: date

    @property
    def is_confirmed(self) -> bool:
        return self.verification == "verified"

    @property
    def has_date(self) -> bool:
        """Whether a day may be shown: only if the limit is confirmed and runs from an event."""
        return self.is_confirmed and bool(self.runs_from)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """All of them, in the order of the file, and the events that they run from."""

    events: Mapping[str, Event]
    limits: Mapping[str, TimeLimit]

    def __iter__(self) -> Iterator[TimeLimit]:
        return iter(self.limits.values())

    def __getitem__(self, limit_id: str) -> TimeLimit:
        """One limit. Raises KeyError with the nearest id."""
        try:
            return self.limits[limit_id]
        except KeyError:
            raise KeyError(
                f"There is no time limit “{limit_id}”. {did_you_mean(limit_id, self.limits)}"
            ) from None


class TimeLimitsError(DutiesError):
    """What is wrong in a file of time limits: `faults` has all of it, each with file, line and field."""


@cache
def time_limits() -> TimeLimits:
    """The time limits that come with the project. Raises TimeLimitsError."""
    return read(FILE)


def read(path: Path) -> TimeLimits:
    """Read one file of time limits. Raises TimeLimitsError with every fault there is, not only the first."""
    try:
        text = read_text(path)
    except NotYamlError as error:
        raise TimeLimitsError([Fault(path.name, error.line, "", error.what)])
    return parse(text, path.name)


def parse(text: str, name: str) -> TimeLimits:
    """Read time limits from a text; `name` is said in messages. Raises TimeLimitsError."""
    faults: list[Fault] = []
    page = Page(name, faults)
    top = page.fields(page.top(text), "", needed=("events", "exceptions", "limits"))
    events = {event.id: event for event in _events(page, top.get("events"))}
    exceptions = dict(_exceptions(page, top.get("exceptions")))
    limits: dict[str, TimeLimit] = {}
    for node, field in page.items(top.get("limits"), "limits"):
        if limit := _limit(page, node, field, events, exceptions):
            if limit.id in limits:
                page.wrong(node, f"{field}.id", f"{shown(limit.id)} is there twice. Leave one of them out.")
            limits[limit.id] = limit
    if faults:
        raise TimeLimitsError(faults)
    return TimeLimits(events, limits)


def _events(page: Page, node: Any) -> Iterator[Event]:
    seen = set()
    for item, field in page.items(node, "events"):
        entry = page.fields(item, field, needed=("id", "ask"), optional=("hint", "kind"))
        event_id = _id(page, entry.get("id"), f"{field}.id")
        if event_id in seen:
            page.wrong(item, f"{field}.id", f"{shown(event_id)} is there twice. Leave one of them out.")
        seen.add(event_id)
        kind = page.one_of(entry.get("kind"), f"{field}.kind", ("day", "year")) or "day"
        yield Event(
            event_id,
            page.text(entry.get("ask"), f"{field}.ask"),
            page.text(entry.get("hint"), f"{field}.hint"),
            cast(Literal["day", "year"], kind),
        )


def _exceptions(page: Page, node: Any) -> Iterator[tuple[str, str]]:
    for item, field in page.items(node, "exceptions"):
        entry = page.fields(item, field, needed=("id", "text"))
        yield _id(page, entry.get("id"), f"{field}.id"), page.text(entry.get("text"), f"{field}.text")


def _id(page: Page, node: Any, field: str) -> str:
    said = page.text(node, field)
    if said and not ID.match(said):
        page.wrong(
            node, field, f"{shown(said)} is not a name here. Write small letters, numbers and hyphens."
        )
    return said


NEEDED = tuple(
    "id stage step who strength limit from counted if_late source verification law_as_at valid_from".split()
)
OPTIONAL = ("kind", "runs_from", "exceptions", "answered_by", "stopped_by", "read_at")


def _limit(
    page: Page, node: Any, field: str, events: Mapping[str, Event], exceptions: Mapping[str, str]
) -> TimeLimit | None:
    entry = page.fields(node, field, needed=NEEDED, optional=OPTIONAL)

    def text(name: str) -> str:
        return page.text(entry.get(name), f"{field}.{name}")

    def event_ids(name: str) -> tuple[str, ...]:
        return page.some_of(entry.get(name), f"{field}.{name}", tuple(events)) if name in entry else ()

    stops = []
    if "stopped_by" in entry:
        for item, name in page.items(entry["stopped_by"], f"{field}.stopped_by"):
            stop = page.fields(item, name, needed=("event", "because"))
            stops.append(
                Stop(
                    page.one_of(stop.get("event"), f"{name}.event", tuple(events)),
                    page.text(stop.get("because"), f"{name}.because"),
                )
            )
    read_at = text("read_at") if "read_at" in entry else ""
    if read_at and not read_at.startswith(("https://", "http://")):
        page.wrong(
            entry["read_at"], f"{field}.read_at", "write the whole address, which begins with https://"
        )
    law_as_at = page.day(entry.get("law_as_at"), f"{field}.law_as_at")
    valid_from = page.day(entry.get("valid_from"), f"{field}.valid_from")
    verification = page.one_of(entry.get("verification"), f"{field}.verification", VERIFICATIONS)
    runs_from = event_ids("runs_from")
    if verification == "unconfirmed" and runs_from:
        page.wrong(
            entry["runs_from"],
            f"{field}.runs_from",
            "an unconfirmed limit is never shown as a date. Confirm it, or take runs_from out.",
        )
    before = len(page.faults)
    limit = TimeLimit(
        id=_id(page, entry.get("id"), f"{field}.id"),
        stage=page.one_of(entry.get("stage"), f"{field}.stage", tuple(STAGES)),
        step=text("step"),
        who=page.some_of(entry.get("who"), f"{field}.who", tuple(WHO)),
        strength=page.one_of(entry.get("strength"), f"{field}.strength", STRENGTHS),
        kind=cast(Kind, page.one_of(entry["kind"], f"{field}.kind", KINDS) if "kind" in entry else "by"),
        limit=text("limit"),
        runs_from_words=text("from"),
        runs_from=runs_from,
        counted=text("counted"),
        exceptions=tuple(
            exceptions[name]
            for name in (
                page.some_of(entry["exceptions"], f"{field}.exceptions", tuple(exceptions))
                if "exceptions" in entry
                else ()
            )
        ),
        if_late=text("if_late"),
        answered_by=event_ids("answered_by"),
        stopped_by=tuple(stops),
        source=text("source"),
        read_at=read_at,
        verification=verification,
        law_as_at=law_as_at or date.min,
        valid_from=valid_from or date.min,
    )
    return limit if len(page.faults) == before and limit.id else None
