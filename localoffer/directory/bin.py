"""The bin: what is deleted can be restored for 30 days, and is then gone for good.

A record that came from a source, or was merged, leaves a signpost: its key, its id in the source and where it went.
Without it the next import would bring it back, and old revisions and addresses would lead nowhere.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import Site

from localoffer.cms.uses import in_words, uses_of

from . import merging
from .models import (
    Check,
    Listing,
    Location,
    NotDuplicates,
    Organization,
    Service,
    StatedWait,
    StatusChange,
)
from .models.base import Binnable

MOST_NAMED = 5
# What stays of a record that leaves the bin as a signpost
_SIGNPOST = {
    "id",
    "owner",
    "source",
    "source_id",
    "binned_at",
    "merged_into",
    "emptied_at",
    "live",
    "live_when_binned",
    "organization",
    "last_modified",
    "is_private",  # a source must not make a secret place known by bringing it back
}


@transaction.atomic
def put_in_bin(record: Binnable, *, by=None) -> None:
    """Take a service, organisation or place out of use for 30 days, after which it is deleted.

    Families no longer find it, and its page says so. Raises ValidationError, saying what to do, when services need
    it or somebody is at work on it.
    """
    row = _locked(record)
    if row.is_in_bin:
        raise ValidationError(f"{row} is in the bin already.")
    if problem := _in_the_way(row, by):
        raise ValidationError(problem)
    if isinstance(row, Service):
        merging.stop_what_is_planned(row, by=by)
    row.save_in_bin(row.go_into_bin(at=timezone.now(), by=by))
    log(row, "localoffer.bin", user=by)


@transaction.atomic
def restore(record: Binnable, *, by=None) -> list[str]:
    """Bring back what was put in the bin, as it was. Returns what could not be brought back, in sentences.

    A service's organisation and places come back with it, and a merge is undone. Raises ValidationError for what
    is not in the bin, or is no longer.
    """
    row = _locked(record)
    if not row.is_in_bin:
        raise ValidationError(f"{row} is not in the bin.")
    if row.emptied_at:
        raise ValidationError("It was deleted for good 30 days after it was put in the bin.")
    if row.merged_into_id:
        return merging.undo(row, by=by)
    row.save(update_fields=row.come_out_of_bin())
    if isinstance(row, Service):
        at = Q(pk__in=row.service_at_locations.values("location"))
        needed = [
            *Organization.with_binned.filter(pk=row.organization_id).binned().filter(merged_into=None),
            *Location.with_binned.filter(at).binned().filter(merged_into=None),
        ]
        for each in needed:
            restore(each, by=by)
    log(row, "localoffer.restore", user=by)
    return []


def empty_bin(*, at: dt.datetime | None = None) -> int:
    """Delete for good what has been in the bin for 30 days. Returns how many records.

    Each in a transaction of its own: one that cannot be deleted does not hold up the others.
    """
    at = at or timezone.now()
    deleted = 0
    # Services first: they are what needs organisations and places
    for model in (Service, Organization, Location):
        for key in model.with_binned.leaving_bin(at).values_list("pk", flat=True):
            with transaction.atomic():
                row = model.with_binned.select_for_update().leaving_bin(at).filter(pk=key).first()
                if row is not None and not _needed_by(row).exists():
                    _delete(row, at)
                    deleted += 1
    return deleted


def _locked(record: Binnable) -> Binnable:
    return type(record).with_binned.select_for_update().get(pk=record.pk)


def _in_the_way(row: Binnable, by) -> str:
    """Why it cannot be put in the bin, and what to do about it; "" when it can."""
    if isinstance(row, Service):
        return merging.held_by_another(row, by) or _shown_on_pages(row)
    needed_by = _needed_by(row)
    if not needed_by.exists():
        return ""
    # What another council keeps may be unpublished, and is not ours to name
    ours = list(needed_by.filter(owner=row.owner_id).values_list("name", flat=True)[: MOST_NAMED + 1])
    more = needed_by.count() - min(len(ours), MOST_NAMED)
    named = ", ".join(ours[:MOST_NAMED])
    others = f"{more} more" if named else f"{more} service{'' if more == 1 else 's'} of other councils"
    who = " and ".join(part for part in (named, others if more else "") if part)
    another = "organisation" if isinstance(row, Organization) else "place"
    return f"{row} is still needed by {who}. Give them another {another} first, or merge the two."


def _shown_on_pages(row: Service) -> str:
    """Which of the council's published pages show this service, and what to do; "" when none does."""
    # A page may still name what was merged into it
    names, more = [row], [row]
    while more := list(Service.with_binned.filter(merged_into__in=more)):
        names += more
    roots = Site.objects.filter(authority_site__authority=row.owner_id).values_list(
        "root_page__path", flat=True
    )
    uses = [use for use in uses_of(names) if any(use.page.path.startswith(root) for root in roots)]
    if not uses:
        return ""
    return (
        f"{row} is shown on {in_words(uses)}. Take it out there first. If it has closed, close it instead: its page "
        "and those pages then say so, and name what took its place."
    )


def _needed_by(row: Binnable) -> models.QuerySet:
    """Services in use that cannot be without it."""
    if isinstance(row, Organization):
        return Service.objects.filter(organization=row)
    if isinstance(row, Location):
        at = Q(service_at_locations__location=row) | Q(schedules__location=row)
        return Service.objects.filter(pk__in=Service.objects.filter(at).values("pk"))
    return Service.objects.none()


def _delete(row: Binnable, at: dt.datetime) -> None:
    log(row, "localoffer.delete")
    NotDuplicates.objects.filter(Q(first=row.pk) | Q(second=row.pk)).delete()
    is_pointed_at = (
        isinstance(row, Organization) and Service.with_binned.filter(organization=row).exists()
    ) or type(row).with_binned.filter(merged_into=row).exists()
    if row.source_id or row.merged_into_id or is_pointed_at:
        _empty(row, at)
    else:
        row.delete()  # with its revisions, listings and facts


def _empty(row: Binnable, at: dt.datetime) -> None:
    """Leave only the signpost."""
    keeps_its_name = row.merged_into_id is not None  # “You were looking for …”
    for field in row._meta.concrete_fields:
        if field.name in _SIGNPOST or (keeps_its_name and field.name == "name"):
            continue
        empty = None if field.null else field.get_default() if field.has_default() else ""
        setattr(row, field.attname, empty)
    for relation in get_all_child_relations(type(row)):
        children = relation.related_model._default_manager.filter(**{relation.field.name: row.pk})
        children.delete()
    for field in type(row)._meta.many_to_many:
        field.remote_field.through._default_manager.filter(**{field.m2m_field_name(): row.pk}).delete()
    if isinstance(row, Service):
        facts = (
            Check.everything.filter(listing__service=row),
            StatedWait.everything.filter(service=row),
            StatusChange.everything.filter(service=row),
        )
        for some in facts:
            # Those of a merged service are history of the one that was kept
            some.forget_people() if row.merged_into_id else some.purge()
        Listing.objects.filter(service=row).update(why_listed="")
    row.revisions.all().delete()
    row.workflow_states.all().delete()
    if isinstance(row, Location):
        row.service_at_locations.all().delete()
    row.emptied_at = at
    row.save_in_bin()
