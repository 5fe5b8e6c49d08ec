"""The gate: a person publishes a page when it is ready, or when somebody has said why its warnings may stand.

`BasePage.publish` asks here, and so does each door of the admin that publishes without it: docs/reference/readiness.md.
What nobody in particular publishes, such as a script that starts a site or the clock at an hour that was agreed, is not
asked again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.log_actions import log

from ..models import BasePage
from .checks import Problem, in_words
from .models import ReadinessOverride
from .pages import readiness

SHORTEST_NOTE = 10

_is_open: ContextVar[bool] = ContextVar("readiness_gate_is_open", default=False)


@contextmanager
def not_asked() -> Iterator[None]:
    """Within this, pages are published as they are, whoever publishes.

    For a deed that corrects what families read already, such as one phone number on many pages: that a page has other
    faults is no reason to leave the wrong number on it.
    """
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


class NotReadyError(ValidationError):
    """A page cannot be published as it stands. `page` and `problems` say which, and why."""

    def __init__(self, page: BasePage, problems: list[Problem]) -> None:
        super().__init__(
            f"“{page.title}” is not ready to be published. {in_words(problems)}", code="not-ready"
        )
        self.page = page
        self.problems = problems


def what_stops(page: BasePage) -> list[Problem]:
    """What keeps this page, as it stands in memory, from being published: all but the warnings that were accepted."""
    problems = readiness(page)
    if all(problem.stops for problem in problems):
        return problems
    accepted = [
        warning
        for override in ReadinessOverride.objects.filter(page=page.pk)
        for warning in override.accepted
    ]
    return [
        problem
        for problem in problems
        if problem.stops or not any(problem.is_no_worse_than(other) for other in accepted)
    ]


def require_ready(page: BasePage) -> None:
    """Raise NotReadyError for a page that is not ready."""
    if not _is_open.get() and (problems := what_stops(page)):
        raise NotReadyError(page, problems)


@transaction.atomic
def accept_warnings(page: BasePage, *, by, note: str) -> ReadinessOverride:
    """Let the warnings of this page stand, with a note that says why. Refused while anything stops it."""
    if not (page.permissions_for_user(by).can_publish() or by.may_moderate(page)):
        raise PermissionDenied("Only who may publish or approve this page may accept its warnings.")
    note = " ".join(note.split())
    if len(note) < SHORTEST_NOTE:
        raise ValidationError("Say in a sentence why these warnings may stand. It is kept with the page.")
    problems = what_stops(page)
    if any(problem.stops for problem in problems):
        raise NotReadyError(page, problems)
    if not problems:
        raise ValidationError("There is nothing to accept: this page is ready.")
    override = ReadinessOverride.objects.create(
        page_id=page.pk,
        by_name=(by.get_full_name() or by.get_username())[:160],
        note=note[:500],
        warnings=[
            {
                "code": each.code,
                "words": each.words,
                "where": each.where,
                "quote": each.quote,
                "measure": each.measure,
            }
            for each in problems
        ],
    )
    log(page, "localoffer.accept_warnings", user=by, data={"note": note[:500]})
    return override
