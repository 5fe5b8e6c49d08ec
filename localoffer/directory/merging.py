"""Two records that are one: field by field, what to keep of both. The other goes into the bin, and can come back.

What a merge leaves alone: checks, waits and status. They were said of the other record's words, so nobody has
checked the one that is kept; they stay where they are, to be read as its history (`history_of`). A council that
lists only the one that goes gets a listing of the one that is kept, and its old address leads there.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from .actions import list_service, take_turns_at_successors
from .models import Check, Listing, Location, Organization, Schedule, Service, ServiceAtLocation
from .models.base import Binnable
from .models.location import POINT
from .signals import service_merged, service_unmerged, services_written

KEEP, DROP, BOTH = "keep", "drop", "both"
# Fields that are no part of what a record says: ours, and those Wagtail keeps of drafts, locks and moderation
_APART = {"id", "owner", "is_private", *POINT}
_APART |= {
    field.name
    for mixin in (WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin)
    for field in mixin._meta.get_fields()
}
_OF_A_ROW = {"id", "sort_order", "service", "organization"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two records, in words, and what would be taken of it."""

    name: str
    label: str
    keep: str
    drop: str
    is_list: bool
    choice: str

    @property
    def differs(self) -> bool:
        return self.keep != self.drop


def compare(keep: Binnable, drop: Binnable) -> list[Compared]:
    """Every field of two records side by side: first values, then lists."""
    keep, drop = _as_read(keep), _as_read(drop)
    found = []
    for field in _values(type(keep)):
        mine, theirs = _in_words(keep, field), _in_words(drop, field)
        choice = DROP if not mine and theirs else KEEP
        found.append(Compared(field.name, _label(field), mine, theirs, False, choice))
    for name, label in _lists(type(keep)).items():
        mine, theirs = _rows_in_words(keep, name), _rows_in_words(drop, name)
        found.append(Compared(name, label, mine, theirs, True, BOTH))
    return found


@transaction.atomic
def merge(*, keep: Binnable, drop: Binnable, choices: Mapping[str, str] | None = None, by=None) -> Binnable:
    """Make one of two records: `drop` goes into the bin, and `keep` stands for it. Returns the one kept.

    `choices` says of a field whose value is taken ("keep" or "drop"; of a list also "both"). A field that is not
    named keeps its own value, or takes the other's when it has none; of a list, all rows of both.
    Raises ValidationError, saying what to do, when the two cannot be merged.
    """
    model = type(keep)
    if type(drop) is not model:
        raise ValidationError("Only records of one kind can be merged.")
    if keep.pk == drop.pk:
        raise ValidationError("Choose two different records.")
    take_turns_at_successors()
    rows = {
        row.pk: row
        # In the order of their keys, so that two who lock them cannot wait for each other
        for row in model.with_binned.select_for_update().filter(pk__in=[keep.pk, drop.pk]).order_by("pk")
    }
    if len(rows) < 2 or any(row.is_in_bin for row in rows.values()):
        raise ValidationError("One of them is in the bin. Restore it first.")
    keep, drop = rows[keep.pk], rows[drop.pk]
    taken = {each.name: each.choice for each in compare(keep, drop)}
    wrong = [name for name, choice in (choices or {}).items() if choice not in (KEEP, DROP, BOTH)]
    if wrong or not set(choices or {}) <= set(taken):
        raise ValidationError("Choose for each field which value to take.")
    taken |= choices or {}
    deed = {Service: _merge_services, Organization: _merge_organizations, Location: _merge_locations}[model]
    drop.how_to_undo = deed(keep, drop, taken, by)
    drop.merged_into = keep
    drop.save_in_bin(drop.go_into_bin(at=timezone.now(), by=by))
    log(
        keep,
        "localoffer.merge",
        user=by,
        data={"dropped": str(drop.pk), "name": str(drop)},
        content_changed=True,
    )
    log(drop, "localoffer.merge", user=by, data={"kept": str(keep.pk), "name": str(keep)})
    if model is Service:
        service_merged.send(sender=Service, keep=keep, drop=drop)
    return keep


@transaction.atomic
def undo(drop: Binnable, *, by=None) -> list[str]:
    """Undo a merge as far as it can be. Returns what stays as it is, in sentences.

    What was changed in the kept record since the merge is not taken back.
    """
    model = type(drop)
    keys = sorted([drop.pk, drop.merged_into_id])
    rows = {row.pk: row for row in model.with_binned.select_for_update().filter(pk__in=keys).order_by("pk")}
    drop, keep = rows[drop.pk], rows[drop.merged_into_id]
    said = drop.how_to_undo
    drop.save(update_fields=drop.come_out_of_bin())
    deed = {Service: _part_services, Organization: _part_organizations, Location: _part_locations}[model]
    left = deed(keep, drop, said, by)
    log(keep, "localoffer.unmerge", user=by, data={"dropped": str(drop.pk), "name": str(drop)})
    log(drop, "localoffer.unmerge", user=by, data={"kept": str(keep.pk), "name": str(keep)})
    if model is Service:
        service_unmerged.send(sender=Service, keep=keep, drop=drop)
    return left


@dataclass(frozen=True, slots=True)
class Remembered:
    """A check, wait or status of a record that was merged into another."""

    on: dt.date
    of: str
    words: str


def history_of(service: Service) -> list[Remembered]:
    """What was said of the services that were merged into this one, the latest first."""
    found = []
    merged = Service.with_binned.filter(merged_into=service)
    for each in merged:
        found += [Remembered(wait.said_on, each.name, f"Wait: {wait}") for wait in each.stated_waits.all()]
        found += [Remembered(change.on, each.name, str(change)) for change in each.status_changes.all()]
        found += history_of(each)
    for check in Check.objects.filter(listing__service__in=merged).select_related("listing__service"):
        words = f"{check.get_outcome_display()} ({check.get_how_display().lower()}, {check.by_role})"
        found.append(Remembered(check.on, check.listing.service.name, words))
    return sorted(found, key=lambda each: each.on, reverse=True)


def held_by_another(service: Service, by) -> str:
    """Who is at work on a service so that nobody else may change it, and what to do; "" when nobody is."""
    if service.locked and (by is None or service.locked_by_id != by.pk):
        return (
            f"{service} is locked{f' by {service.locked_by}' if service.locked_by else ''}. Unlock it first."
        )
    return ""


def stop_what_is_planned(service: Service, *, by=None) -> None:
    """Cancel moderation and scheduled publishing: what is in the bin must not come back by itself."""
    if state := service.current_workflow_state:
        state.cancel(user=by)
    service.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)


# --- Services -------------------------------------------------------------------------------------


def _merge_services(keep: Service, drop: Service, taken: Mapping[str, str], by) -> dict:
    _refuse_services(keep, drop, by)
    if keep.latest_revision_id is None:
        keep.save_revision(user=by, clean=False)
    before = keep.latest_revision_id
    changed, drop = _as_read(Service.objects.get(pk=keep.pk)), _as_read(drop)
    changed_fields = _take_values(changed, drop, taken)
    for name in _lists(Service):
        _take_rows(changed, drop, name, taken[name])
    untouched = [field.name for field in Service._meta.fields if field.name not in changed_fields]
    changed.full_clean(exclude=[name for name in untouched if name not in ("minimum_age", "maximum_age")])
    revision = changed.save_revision(user=by, clean=False, changed=True)
    if keep.live:
        revision.publish(user=by, skip_permission_checks=True)
    else:
        keep.refresh_from_db()
    listed = set(keep.listings.values_list("authority_id", flat=True))
    made = [
        list_service(
            keep, authority=listing.authority, by=by, reach=listing.reach, why_listed=listing.why_listed
        )
        for listing in drop.listings.exclude(authority__in=listed).select_related("authority")
    ]
    stop_what_is_planned(drop, by=by)
    return {"before": before, "after": revision.pk, "listings": [str(listing.pk) for listing in made]}


def _as_read(record: Binnable) -> Binnable:
    """A record as families read it; a service that they cannot see, as its last draft has it."""
    if isinstance(record, Service) and not record.live and not record.is_in_bin:
        return record.get_latest_revision_as_object()
    return record


def _refuse_services(keep: Service, drop: Service, by) -> None:
    if problem := held_by_another(keep, by) or held_by_another(drop, by):
        raise ValidationError(problem)
    if drop.live and not keep.live:
        raise ValidationError(f"Families see {drop} and not {keep}. Publish {keep} first, or keep {drop}.")
    if (keep.live and keep.has_unpublished_changes) or keep.current_workflow_state:
        raise ValidationError(f"{keep} has a draft that waits. Publish it or throw it away first.")
    if keep.is_closed and (not drop.is_closed or drop.pk in {each.pk for each in keep.followers()}):
        raise ValidationError(f"{keep} has closed. Keep {drop}, or open {keep} again first.")


def _part_services(keep: Service, drop: Service, said: Mapping[str, Any], by) -> list[str]:
    left = []
    before = keep.revisions.filter(pk=said.get("before")).first()
    if keep.latest_revision_id == said.get("after") and before is not None and not keep.is_in_bin:
        revision = before.as_object().save_revision(user=by, clean=False, previous_revision=before)
        if keep.live:
            revision.publish(user=by, previous_revision=before, skip_permission_checks=True)
    else:
        left.append(f"{keep} has been changed since, so it stays as it is. Look whether all of it is right.")
    made = Listing.objects.filter(pk__in=said.get("listings", []), service=keep).select_related("authority")
    for listing in made:
        if listing.checks.exists():
            left.append(f"{keep} stays in {listing.authority}’s Local Offer: somebody has checked it there.")
        else:
            listing.delete()
    return left


# --- Organisations --------------------------------------------------------------------------------


def _merge_organizations(keep: Organization, drop: Organization, taken: Mapping[str, str], by) -> dict:
    before = {field.attname: _plain(getattr(keep, field.attname)) for field in _values(Organization)}
    _take_values(keep, drop, taken)
    _take_rows(keep, drop, "organization_identifiers", taken["organization_identifiers"])
    if keep.parent_organization_id in (keep.pk, drop.pk):
        keep.parent_organization = (
            None if drop.parent_organization_id == keep.pk else drop.parent_organization
        )
    keep.full_clean(exclude=["parent_organization"])
    keep.save()
    departments = drop.departments.exclude(pk=keep.pk)
    services = Service.with_binned.filter(organization=drop)
    said = {
        "before": before,
        "after": {field.attname: _plain(getattr(keep, field.attname)) for field in _values(Organization)},
        "services": [str(pk) for pk in services.values_list("pk", flat=True)],
        "departments": [str(pk) for pk in departments.values_list("pk", flat=True)],
    }
    departments.update(parent_organization=keep)
    _tell_of(services, lambda: services.update(organization=keep))
    return said


def _part_organizations(keep: Organization, drop: Organization, said: Mapping[str, Any], by) -> list[str]:
    Organization.objects.filter(pk__in=said.get("departments", []), parent_organization=keep).update(
        parent_organization=drop
    )
    services = Service.with_binned.filter(pk__in=said.get("services", []), organization=keep)
    _tell_of(services, lambda: services.update(organization=drop))
    return _put_back(keep, said)


# --- Places ---------------------------------------------------------------------------------------


def _merge_locations(keep: Location, drop: Location, taken: Mapping[str, str], by) -> dict:
    if keep.is_private != drop.is_private:
        raise ValidationError(
            "One of them is kept secret and the other is not. If they are one place, make both secret first."
        )
    before = {field.attname: _plain(getattr(keep, field.attname)) for field in _values(Location)}
    had_point, postcode = keep.point, keep.postal_code
    _take_values(keep, drop, taken)
    if keep.is_private:
        keep.forget_whereabouts()
    elif keep.postal_code != postcode or had_point is None:
        keep.find_point()
    keep.full_clean()
    keep.save()
    if taken["access"] != KEEP:
        terms = set(drop.access.all()) | (set(keep.access.all()) if taken["access"] == BOTH else set())
        keep.access.set(terms)
        keep.access.commit()
    at = ServiceAtLocation.objects.filter(location=drop)
    touched = Service.with_binned.filter(service_at_locations__location=drop)
    schedules = Schedule.objects.filter(location=drop)
    there = set(ServiceAtLocation.objects.filter(location=keep).values_list("service_id", flat=True))
    moving = at.exclude(service__in=there)
    twice = at.filter(service__in=there)
    said = {
        "before": before,
        "point": had_point or (None, None),
        "after": {field.attname: _plain(getattr(keep, field.attname)) for field in _values(Location)},
        "at": [str(pk) for pk in moving.values_list("pk", flat=True)],
        "twice": [
            {"service": str(row.service_id), "description": row.description, "sort_order": row.sort_order}
            for row in twice
        ],
        "schedules": [str(pk) for pk in schedules.values_list("pk", flat=True)],
    }

    def move() -> None:
        schedules.update(location=keep)
        twice.delete()
        moving.update(location=keep)

    _tell_of(touched, move)
    return said


def _part_locations(keep: Location, drop: Location, said: Mapping[str, Any], by) -> list[str]:
    at = ServiceAtLocation.objects.filter(pk__in=said.get("at", []), location=keep)
    twice = {row["service"]: row for row in said.get("twice", [])}
    there = Service.with_binned.filter(pk__in=twice)

    def move() -> None:
        Schedule.objects.filter(pk__in=said.get("schedules", []), location=keep).update(location=drop)
        at.update(location=drop)
        ServiceAtLocation.objects.bulk_create(
            ServiceAtLocation(
                service_id=pk,
                location=drop,
                description=twice[str(pk)]["description"],
                sort_order=twice[str(pk)]["sort_order"],
            )
            for pk in there.values_list("pk", flat=True)
        )

    if keep.is_private and not drop.is_private:
        drop.is_private = True  # made so since: it is the same place
        drop.save()
    _tell_of(Service.with_binned.filter(service_at_locations__in=at) | there, move)
    left = _put_back(keep, said)
    if not keep.is_private and keep.postal_code == said.get("before", {}).get("postal_code"):
        keep.easting, keep.northing = said.get("point", (None, None))
        keep.save()
    return left


# --- Field by field -------------------------------------------------------------------------------


def _values(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.editable and field.name not in _APART]


def _lists(model: type[models.Model]) -> dict[str, str]:
    """The lists of a record: {name: label}. Terms first, then rows."""
    terms = {field.name: _label(field) for field in model._meta.many_to_many}
    if not hasattr(model, "child_object_relations") and not issubclass(model, (Service, Organization)):
        return terms
    rows = {
        relation.get_accessor_name(): relation.related_model._meta.verbose_name_plural.capitalize()
        for relation in get_all_child_relations(model)
    }
    return terms | rows


def _label(field: models.Field) -> str:
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _in_words(record: models.Model, field: models.Field) -> str:
    value = getattr(record, field.name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rows_in_words(record: models.Model, name: str) -> str:
    return "; ".join(_row_in_words(row) for row in getattr(record, name).all())


def _row_in_words(row: models.Model) -> str:
    if not hasattr(row, "sort_order_field"):
        return str(row)
    said = [
        str(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.name not in _OF_A_ROW and getattr(row, field.name) not in (None, "")
    ]
    return ", ".join(said)


def _take_values(keep: models.Model, drop: models.Model, taken: Mapping[str, str]) -> list[str]:
    changed = []
    for field in _values(type(keep)):
        if taken[field.name] == DROP and getattr(keep, field.attname) != getattr(drop, field.attname):
            setattr(keep, field.attname, getattr(drop, field.attname))
            changed.append(field.name)
    return changed


def _take_rows(keep: models.Model, drop: models.Model, name: str, choice: str) -> None:
    if choice == KEEP:
        return
    mine, theirs = list(getattr(keep, name).all()), list(getattr(drop, name).all())
    if isinstance(keep._meta.get_field(name), models.ManyToManyField):
        kept = mine if choice == BOTH else []
        setattr(keep, name, [*kept, *(term for term in theirs if term not in kept)])
        return
    kept = mine if choice == BOTH else []
    same = {_what_it_is(row) for row in kept}
    new = [_copy(row) for row in theirs if _what_it_is(row) not in same]
    rows = [*kept, *new]
    for number, row in enumerate(rows):
        if hasattr(row, "sort_order"):
            row.sort_order = number
    setattr(keep, name, rows)


def _what_it_is(row: models.Model) -> tuple:
    """What makes two rows the same: a number in digits, a place, or all they say."""
    for name in ("location_id", "number", "url", "identifier"):
        if name == "location_id" and not isinstance(row, ServiceAtLocation):
            continue
        if value := getattr(row, name, None):
            return (name, "".join(filter(str.isdigit, value)) if name == "number" else value)
    names = [field.attname for field in row._meta.concrete_fields if field.name not in _OF_A_ROW]
    return tuple(getattr(row, name) for name in names)


def _copy(row: models.Model) -> models.Model:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OF_A_ROW
    }
    return type(row)(**values)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def _put_back(keep: models.Model, said: Mapping[str, Any]) -> list[str]:
    """Give a record its values from before a merge, unless somebody has changed them since."""
    left = []
    for field in _values(type(keep)):
        name = field.attname
        was, became = said.get("before", {}).get(name), said.get("after", {}).get(name)
        if was == became:
            continue
        if _plain(getattr(keep, name)) == became:
            setattr(keep, name, field.to_python(was))
        else:
            left.append(f"“{_label(field)}” of {keep} has been changed since, and stays as it is.")
    keep.save()
    return left


def _tell_of(services: models.QuerySet, change) -> None:
    """Change rows past the signals, and tell the rooms above which services they were of."""
    keys: Iterable = set(services.values_list("pk", flat=True))
    change()
    services_written.send(sender=Service, service_ids=keys)
