"""Which dates are asked for in which part of the way, so that nobody faces all of them at once. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from localoffer.duties.ehc import Problem, WhatIKnow
from localoffer.duties.time_limits import Event, time_limits

from .typed import Boxes, Unreadable, read_date, read_year

PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may be on the way: its events are asked for together."""

    id: str
    title: str
    events: tuple[str, ...]
    note: str = ""


PLACES = (
    Place(
        "asking",
        "I am asking for an assessment",
        ("requested", "will-assess", "advice-asked"),
    ),
    Place(
        "plan",
        "The plan is being written, or has just come",
        ("draft-plan", "final-plan"),
        "If you know when the council got the request, give that date above, too.",
    ),
    Place(
        "disagreeing",
        "The council said no, or I do not agree",
        (
            "refused-assessment",
            "no-plan",
            "decision-letter",
            "mediation-declined",
            "mediation-wanted",
            "mediation-agreement",
            "certificate",
        ),
        "Is it about your first final plan? Give its date above.",
    ),
    Place(
        "review",
        "There is a plan, and it is being reviewed",
        ("last-review", "review-meeting", "amendment-notice", "reassessment-notice"),
    ),
    Place(
        "moving",
        "We are changing school, or moving home",
        ("school-move", "post-16-move", "college-move", "moved", "old-council-knew", "plan-transferred"),
    ),
)


@dataclass(frozen=True)
class Question:
    """One date (or year) to ask for, with what was typed and what is wrong with it."""

    event: Event
    boxes: Boxes
    read: date | int | Unreadable | None

    @classmethod
    def of(cls, event: Event, typed: Callable[[str], str]) -> "Question":
        """The question about an event. `typed` gives what stands in a box, by its name."""
        if event.kind == "year":
            boxes = Boxes.of("", "", typed(event.id))
            return cls(event, boxes, read_year(boxes.year))
        boxes = Boxes.of(*(typed(f"{event.id}-{part}") for part in PARTS))
        return cls(event, boxes, read_date(boxes))

    @property
    def is_year(self) -> bool:
        return self.event.kind == "year"

    @property
    def error(self) -> str:
        return self.read.what if isinstance(self.read, Unreadable) else ""

    @property
    def box_at_fault(self) -> str:
        """The id of the box to look at first."""
        if self.is_year:
            return self.event.id
        return f"{self.event.id}-{self.read.box if isinstance(self.read, Unreadable) else 'day'}"

    @property
    def shown_boxes(self) -> list[dict]:
        """What components/date_boxes.html takes."""
        if self.is_year:
            return [{"name": self.event.id, "label": "Year", "value": self.boxes.year, "wide": True}]
        return [
            {
                "name": f"{self.event.id}-{part}",
                "label": part.capitalize(),
                "value": getattr(self.boxes, part),
                "wide": part == "year",
            }
            for part in PARTS
        ]

    @property
    def carried(self) -> list[dict[str, str]]:
        """What was typed, for fields that nobody sees: {name, value}."""
        if self.is_year:
            return [{"name": self.event.id, "value": self.boxes.year}]
        return [{"name": f"{self.event.id}-{part}", "value": getattr(self.boxes, part)} for part in PARTS]


class Answers:
    """All questions, with what was typed. Given no data, all are empty."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self.questions = {
            event.id: Question.of(event, lambda name: str(data.get(name) or ""))
            for event in time_limits().events.values()
        }

    @property
    def is_empty(self) -> bool:
        return all(question.boxes.is_empty for question in self.questions.values())

    @property
    def faults(self) -> list[Question]:
        """Those that cannot be read."""
        return [question for question in self.questions.values() if question.error]

    @property
    def carried(self) -> list[dict[str, str]]:
        """Everything that was typed, for fields that nobody sees."""
        filled = (question for question in self.questions.values() if not question.boxes.is_empty)
        return [field for question in filled for field in question.carried]

    @property
    def words(self) -> list[str]:
        """What holds letters: somebody may write in a box what is no date."""
        boxes = (text for each in self.questions.values() for text in (each.boxes.day, each.boxes.month))
        return [text for text in boxes if any(letter.isalpha() for letter in text)]

    @cached_property
    def known(self) -> WhatIKnow:
        """What can be read of it."""
        by_field = {question.event.field: question.read for question in self.questions.values()}
        return WhatIKnow(
            **{
                field.name: value
                for field in fields(WhatIKnow)
                if not isinstance(value := by_field[field.name], Unreadable)
            }
        )

    def question_about(self, problem: Problem) -> Question:
        """The question that a problem of the timeline points at."""
        return next(each for each in self.questions.values() if each.event.field == problem.field)
