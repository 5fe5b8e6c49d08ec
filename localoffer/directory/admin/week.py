"""The directory's part of an officer's week."""

import datetime as dt
from operator import itemgetter

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import get_latest_str
from wagtail.models import Revision, WorkflowState

from localoffer.accounts.week import Heading, Line

from .. import in_words
from ..models import ImportRun, Location, Organization, Service

SHOWN = 5
_SERVICES = "wagtailsnippets_directory_service"


def week(request) -> list[Heading]:
    """Drafts that wait, drafts in moderation, what is about to be published, and the last imports."""
    today = timezone.localdate()
    drafts, waiting = [], []
    scheduled: list[tuple[dt.datetime, models.Model]] = []
    for model in (Service, Organization, Location):
        mine = model.objects.editable_by(request.user)
        coming = _to_come(mine)
        scheduled += coming
        in_moderation = mine.filter(workflow_states__status=WorkflowState.STATUS_IN_PROGRESS)
        waiting.append(in_moderation.distinct())
        drafts.append(
            mine.filter(has_unpublished_changes=True)
            .exclude(pk__in=in_moderation.values("pk"))
            .exclude(pk__in=[record.pk for _, record in coming])
        )
    of_services = drafts[0].count()
    number = of_services + sum(each.count() for each in drafts[1:])
    imports = ImportRun.objects.filter(authority=request.authority)
    return [
        Heading(
            "drafts wait for you to finish them" if number != 1 else "draft waits for you to finish it",
            number,
            _lines(drafts, today),
            # Only services have a list of drafts worth a page
            href=f"{reverse(f'{_SERVICES}:list')}?has_unpublished_changes=true" if of_services else "",
            nothing="No draft waits.",
            order=30,
        ),
        Heading(
            "wait for a moderator", sum(each.count() for each in waiting), _lines(waiting, today), order=31
        ),
        Heading(
            "will be published by the clock",
            len(scheduled),
            [
                Line(str(record), _edit(record), f"on {timezone.localtime(at):%-d %B at %H:%M}")
                for at, record in sorted(scheduled, key=itemgetter(0))[:SHOWN]
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


def _to_come(mine: QuerySet) -> list[tuple[dt.datetime, models.Model]]:
    """The records of which a version appears by itself, with the moment it does."""
    versions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(mine.model),
        approved_go_live_at__gt=timezone.now(),
    )
    moments = dict(versions.values_list("object_id", "approved_go_live_at"))
    return [(moments[str(record.pk)], record) for record in mine.filter(pk__in=moments)]


def _lines(querysets, today) -> list[Line]:
    """The latest of several kinds of record."""
    found = [
        record
        for records in querysets
        for record in records.annotate(_at=F("latest_revision__created_at")).order_by(
            F("_at").desc(nulls_last=True), "name"
        )[:SHOWN]
    ]
    found.sort(key=lambda record: (record._at is not None, record._at), reverse=True)
    return [
        Line(
            get_latest_str(record),
            _edit(record),
            f"changed {in_words.ago(timezone.localdate(record._at), today)}" if record._at else "",
        )
        for record in found[:SHOWN]
    ]


def _edit(record) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def _counts(run: ImportRun) -> str:
    said = [
        f"{run.counts[each]:,} {each}" for each in ("added", "changed", "refused") if run.counts.get(each)
    ]
    return ", ".join(said) or "nothing new"
