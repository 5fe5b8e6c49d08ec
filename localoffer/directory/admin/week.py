"""The directory's part of an officer's week."""

import datetime as dt

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from localoffer.accounts.week import Heading, Line

from .. import in_words
from ..models import ImportRun, Service

SHOWN = 5
_SERVICES = "wagtailsnippets_directory_service"


def week(request) -> list[Heading]:
    """Drafts that wait, drafts in moderation, what is about to be published, and the last imports."""
    mine = Service.objects.editable_by(request.user)
    list_href = reverse(f"{_SERVICES}:list")
    today = timezone.localdate()

    waiting = mine.filter(workflow_states__status=WorkflowState.STATUS_IN_PROGRESS).distinct()
    drafts = mine.filter(has_unpublished_changes=True, go_live_at=None).exclude(pk__in=waiting.values("pk"))
    scheduled = mine.filter(go_live_at__gt=timezone.now())
    imports = ImportRun.objects.filter(authority=request.authority)
    return [
        Heading(
            "drafts wait for you to finish them"
            if drafts.count() != 1
            else "draft waits for you to finish it",
            drafts.count(),
            [_line(service, today) for service in _latest_first(drafts)[:SHOWN]],
            href=f"{list_href}?has_unpublished_changes=true",
            nothing="No draft waits.",
            order=30,
        ),
        Heading(
            "wait for a moderator",
            waiting.count(),
            [_line(service, today) for service in _latest_first(waiting)[:SHOWN]],
            order=31,
        ),
        Heading(
            "will be published by the clock",
            scheduled.count(),
            [
                Line(
                    service.name,
                    _edit(service),
                    f"on {timezone.localtime(service.go_live_at):%-d %B at %H:%M}",
                )
                for service in scheduled.order_by("go_live_at")[:SHOWN]
            ],
            order=32,
        ),
        Heading(
            "imports in the last 30 days",
            imports.filter(started_at__gte=timezone.now() - dt.timedelta(days=30)).count(),
            [
                Line(
                    run.source,
                    "",
                    f"{in_words.ago(timezone.localdate(run.started_at), today)}: {_counts(run)}",
                )
                for run in imports[:3]
            ],
            order=50,
        ),
    ]


def _latest_first(services):
    return services.annotate(_at=F("latest_revision__created_at")).order_by(
        F("_at").desc(nulls_last=True), "name"
    )


def _line(service: Service, today) -> Line:
    detail = f"changed {in_words.ago(timezone.localdate(service._at), today)}" if service._at else ""
    return Line(service.name, _edit(service), detail)


def _edit(service: Service) -> str:
    return reverse(f"{_SERVICES}:edit", args=[service.pk])


def _counts(run: ImportRun) -> str:
    said = [
        f"{run.counts[each]:,} {each}" for each in ("added", "changed", "refused") if run.counts.get(each)
    ]
    return ", ".join(said) or "nothing new"
