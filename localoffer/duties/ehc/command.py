"""`localoffer duties timeline`: every later time limit from the dates that are given. Needs no Django."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ..loading import DutiesError
from ..time_limits import time_limits
from .calendar_file import calendar_file
from .counting import said
from .known import WhatIKnow
from .timeline import Step, timeline


def add_to(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to those of `localoffer duties`."""
    parser = verbs.add_parser(
        "timeline",
        help="every later time limit of an EHC plan, from the dates you know",
        description="Dates are year-month-day, such as 2027-03-03. Nothing of them is kept.",
    )
    try:
        events = tuple(time_limits().events.values())
    except DutiesError:  # said when the verb is done, or by `check`, which must still be there
        events = ()
    for event in events:
        parser.add_argument(
            f"--{event.id}",
            dest=event.field,
            type=int if event.kind == "year" else _day,
            metavar="YEAR" if event.kind == "year" else "DATE",
            help=event.ask,
        )
    parser.add_argument("--calendar", type=Path, metavar="FILE", help="write a calendar file, too")
    parser.set_defaults(do=_timeline)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{said}” is not a day. Write year-month-day, such as 2027-03-03.")


def _timeline(options: argparse.Namespace) -> int:
    fields = {event.field for event in time_limits().events.values()}
    known = WhatIKnow(**{field: getattr(options, field) for field in fields})
    if not known.given():
        print("Give at least one date, such as --requested 2027-03-03; --help has all.", file=sys.stderr)
        return 2
    made = timeline(known, date.today())  # noqa: DTZ011 - a day as the reader's own clock has it
    for problem in made.problems:
        print(problem.what, file=sys.stderr)
    for step in made.steps:
        print("\n".join(_lines(step)))
    for stopped in made.stopped:
        print(f"{stopped}\n")
    if made.texts:
        print("Without a date:")
    for step in made.texts:
        print(f"  {step.title}. {step.text}")
    if options.calendar:
        options.calendar.write_bytes(calendar_file(made))
    return 1 if made.problems else 0


def _lines(step: Step) -> list[str]:
    when = step.when[0].upper() + step.when[1:]
    done = f" (done on {said(step.answered_on)})" if step.answered_on else " (past)" if step.is_past else ""
    return [
        f"{when}{done}: {step.title}.",
        f"  {step.who[0].upper()}{step.who[1:]} {step.strength}. {step.counted_how}",
        f"  {step.source}",
        "",
    ]
