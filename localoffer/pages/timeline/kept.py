"""Deadlines that somebody chose to keep in her own list: which step it is, and its day, and nothing else.

They are only for her: a list's link and its letter leave them out.
"""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from localoffer.duties.ehc.counting import said
from localoffer.duties.time_limits import time_limits
from localoffer.finder.shortlist.models import Kind
from localoffer.finder.shortlist.things import Thing
from localoffer.places.models import Authority

from .shown import ShownStep, sentence

WHEN = {"by": "By", "before": "Before", "at-least": "At least until"}
FURTHEST = 20  # years: nothing that the timeline counts is further away


def choices(steps: Iterable[ShownStep]) -> list[dict[str, str]]:
    """Deadlines still to come, as components/choices.html takes them."""
    return [
        {
            "value": f"{Kind.DATE}:{each.step.id}:{each.step.on}",
            "label": f"{each.when}: {each.step.title[0].lower()}{each.step.title[1:]}",
        }
        for each in steps
        if not each.state
    ]


def read(authority: Authority, keys: set[str], today: date) -> dict[str, Thing]:
    """Deadlines by their keys, such as "final-plan:2027-04-15". What is no deadline of the law is not in it."""
    found = {}
    for key in keys:
        limit_id, _, day = key.partition(":")
        limit = time_limits().limits.get(limit_id)
        try:
            on = date.fromisoformat(day)
        except ValueError:
            continue
        if limit is None or not limit.has_date or key != f"{limit_id}:{on}":
            continue
        if abs(on.year - today.year) > FURTHEST:
            continue
        is_past = today >= on if limit.kind == "before" else today > on
        found[key] = Thing(
            title=f"{WHEN[limit.kind]} {said(on)}: {limit.step[0].lower()}{limit.step[1:]}",
            href=reverse("pages:timeline"),
            meta=f"The law: {limit.source}",
            tags=[{"text": "This day has passed", "tone": "wait"}] if is_past else [],
            text=f"Is it late? {sentence(limit.if_late)}" if is_past else "",
            pictogram="calendar",
            is_only_hers=True,
        )
    return found
