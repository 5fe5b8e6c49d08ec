"""An officer's first page: what her week holds. Each room says its part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

#: Rooms register a function that is given the request and returns a list of Heading.
WEEK_HOOK = "register_week"


@dataclass(frozen=True)
class Line:
    """One thing to see to: its name, where it is dealt with, and a few words beside it."""

    words: str
    href: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Heading:
    """One part of the week: how many there are, the first few, and where all of them are.

    Lower `order` comes first. `nothing` is said when there are none; without it the part is then left out.
    """

    title: str
    count: int
    lines: list[Line] = field(default_factory=list)
    href: str = ""
    nothing: str = ""
    order: int = 100
    is_pressing: bool = False


def headings(request: HttpRequest) -> list[Heading]:
    """Every part of this person's week in this council, in order."""
    found = [part for register in hooks.get_hooks(WEEK_HOOK) for part in register(request)]
    return sorted((part for part in found if part.count or part.nothing), key=lambda part: part.order)


class WeekPanel(Component):
    """The week, at the top of the first page."""

    name = "week"
    template_name = "accounts/week.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {"headings": headings(request), "council": request.authority}
