"""Compares what a source says with the directory. Reads only.

What is compared is always the source with what it said before (`source_digest`, `source_status`), and the
record with what was imported: only so can we tell what the source has changed from what somebody changed here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import Enum, auto
from typing import Any

from django.utils import timezone

from localoffer.places import grid, postcodes
from localoffer.places.models import Postcode

from ..models import (
    Check,
    Listing,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    StatedWait,
    StatusChange,
    TaxonomyTerm,
)
from ..models.facts import Status
from ..models.listing import Reach
from ..sources import progress
from ..sources.reading import without_whereabouts
from ..sources.records import LocationRecord, OrganizationRecord, ReadResult, ServiceRecord
from .fitting import fit
from .report import Outcome, Report

BATCH = 500
LONGEST_SOURCE = Service._meta.get_field("source").max_length

# What has to be known of a service that is there, beside its content
STATE = (
    "source_id source_digest source_status imported_revision latest_revision live_revision live "
    "has_unpublished_changes first_published_at last_published_at go_live_at expire_at expired locked locked_at "
    "locked_by last_modified binned_at"
).split()
_NOW = {
    Status.ACTIVE: "It is open now.",
    Status.TEMPORARILY_CLOSED: "It is paused now.",
    Status.DEFUNCT: "It is closed now.",
}


@dataclass(slots=True)
class Planned:
    """One service with something to write: what the source says, and what is there (None for a new one)."""

    record: ServiceRecord
    digest: str
    key: uuid.UUID
    service: Service | None = None
    content_changes: bool = True
    for_review: bool = False  # the content waits as a draft
    listing_changes: bool = False
    checked_on: dt.date | None = None  # a check to add
    wait: bool = False  # a wait to add
    status: bool = False  # a change of status to add
    successor: uuid.UUID | None = None
    shown: bool | None = None  # True: families see it again; False: the source has withdrawn it
    says_another_status: bool = False
    before: tuple = ()  # how the service stood when it was compared

    @property
    def has_news(self) -> bool:
        """Whether anybody could tell the difference."""
        return bool(
            self.content_changes
            or self.listing_changes
            or self.checked_on
            or self.wait
            or self.status
            or self.shown is not None
        )


class Fate(Enum):
    """What an import does with an organisation or a place that a service needs."""

    NEW = auto()
    SAME = auto()
    CHANGED = auto()
    EDITED = auto()  # somebody changed it here: it stays as it is
    AGREED = auto()  # somebody here made it what the source says now
    FOUND = auto()  # as it was, and now we know where its postcode is
    MERGED = auto()  # it was merged into another here, which stands for it and stays as it is


@dataclass(slots=True)
class Dependant:
    """An organisation or a place: what the source says, what is there, and what is to be done."""

    said: Any
    there: Any
    digest: str
    fate: Fate
    point: tuple[int, int] | None = None
    before: tuple = ()  # every value of the row, as it was when it was compared
    is_restored: bool = False  # it was in the bin, and a service needs it


@dataclass
class Plan:
    """What an import would do. Nothing is written until `write(plan)`."""

    authority: Any
    source: str
    started_at: dt.datetime
    today: dt.date
    report: Report = field(default_factory=Report)
    services: list[Planned] = field(default_factory=list)
    keys: dict[str, uuid.UUID] = field(
        default_factory=dict
    )  # of every service in the source, by its source_id
    organizations: dict[str, Dependant] = field(default_factory=dict)
    locations: dict[str, Dependant] = field(default_factory=dict)
    listings: dict[uuid.UUID, Listing] = field(default_factory=dict)  # by the service's key
    run: Any = None  # the ImportRun, once it is written

    @property
    def has_changes(self) -> bool:
        """Whether writing it would change any record."""
        dependants = (*self.organizations.values(), *self.locations.values())
        nothing = (Fate.SAME, Fate.EDITED, Fate.MERGED)
        return bool(self.services) or any(each.fate not in nothing or each.is_restored for each in dependants)


def in_batches(items: Iterable, size: int = BATCH) -> Iterator[list]:
    items = list(items)
    for start in range(0, len(items), size):
        yield items[start : start + size]


def compare(result: ReadResult, *, authority, source: str, today: dt.date | None = None) -> Plan:
    """Work out what an import would do, writing nothing.

    `source` names the feed or sheet within the council, in 1 to 100 characters: the same name next time means
    the same records. Raises ValueError for another.
    """
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise ValueError(f"Give the source a name of 1 to {LONGEST_SOURCE} characters.")
    plan = Plan(authority, source, timezone.now(), today or timezone.localdate())
    for problem in result.problems:
        outcome = Outcome.REFUSED if problem.severity == "refused" else Outcome.WARNING
        plan.report.add(problem.row, problem.field, outcome, problem.message)
    terms = TaxonomyTerm.objects.known_to(authority)
    codes = set(terms.values_list("taxonomy__code", "code"))
    records = fit(result.records, codes=codes, today=plan.today, report=plan.report)
    records = _leave_binned(plan, records)
    there = _there(Service.objects.only(*STATE), plan, (record.source_id for record in records))
    plan.keys = {
        r.source_id: there[r.source_id].pk if r.source_id in there else uuid.uuid4() for r in records
    }
    records = _keep_secrets(plan, records)

    _plan_organizations(plan, records)
    _plan_locations(plan, records)
    known = _Known.of(plan, there.values())
    plan.listings = known.listings
    successors = _successors(plan, records, there, known)
    for number, record in enumerate(records, start=1):
        progress.tell("comparing", number, len(records))
        _plan_service(plan, record, there.get(record.source_id), known, successors.get(record.source_id))
    if result.is_complete:
        _report_missing(plan)
    return plan


def _there(queryset, plan: Plan, source_ids: Iterable[str]) -> dict:
    found = {}
    for some in in_batches(set(source_ids)):
        rows = queryset.filter(owner=plan.authority, source=plan.source, source_id__in=some)
        found.update({row.source_id: row for row in rows})
    return found


# --- The bin --------------------------------------------------------------------------------------


def _leave_binned(plan: Plan, records: list[ServiceRecord]) -> list[ServiceRecord]:
    """The records without those of services that were deleted or merged here: no source brings them back."""
    binned = Service.with_binned.filter(binned_at__isnull=False).select_related("merged_into")
    found = _there(
        binned.only("source_id", "binned_at", "emptied_at", "merged_into__name"),
        plan,
        (record.source_id for record in records),
    )
    for record in records:
        if service := found.get(record.source_id):
            if service.merged_into:
                why = f"It was merged into {service.merged_into.name} here: change that, if need be."
            elif service.emptied_at:
                why = f"It was deleted here on {service.binned_at:%-d %B %Y}, and stays so."
            else:
                why = f"It was put in the bin here on {service.binned_at:%-d %B %Y}. Restore it if it runs."
            plan.report.add(record.source_id, record.name, Outcome.BINNED, why)
    return [record for record in records if record.source_id not in found]


def _standing_for(there: dict) -> dict:
    """What stands here for each organisation or place: itself, or what it was merged into. By its source_id."""
    merged = {source_id: row for source_id, row in there.items() if row.merged_into_id}
    if not merged:
        return {}
    model = type(next(iter(merged.values())))
    keys = model.standing_for(row.pk for row in merged.values())
    kept = model.objects.in_bulk(set(keys.values()))
    return {source_id: kept[keys[row.pk]] for source_id, row in merged.items() if row.pk in keys}


# --- Secret places --------------------------------------------------------------------------------


def _keep_secrets(plan: Plan, records: list[ServiceRecord]) -> list[ServiceRecord]:
    """Once a place is secret here, no source can make it known again: an officer has to.

    Nor by giving it another id: when a service's secret place has gone from the source and another has come, that
    one is secret too until an officer has looked.
    """
    ours = Location.with_binned.filter(owner=plan.authority, source=plan.source)
    secret = set(ours.filter(is_private=True).values_list("source_id", flat=True))
    secret |= {v.location.source_id for r in records for v in r.venues if v.location.is_private}
    if not secret:
        return records
    had: dict[str, set[str]] = {}
    at = ServiceAtLocation.objects.filter(
        service__owner=plan.authority, service__source=plan.source, location__is_private=True
    )
    for service, location in at.values_list("service__source_id", "location__source_id"):
        had.setdefault(service, set()).add(location)
    suspects = {}
    for record in records:
        venues = {venue.location.source_id for venue in record.venues}
        if had.get(record.source_id, set()) - venues:
            suspects[record.source_id] = venues - secret
    known = _there(ours.only("source_id"), plan, set().union(*suspects.values()))
    for source_id, venues in suspects.items():
        if new := venues - known.keys():
            secret |= new
            why = (
                "Its place was secret, and the source now has another one: that is kept secret too. "
                "Say here if it need not be."
            )
            plan.report.add(source_id, "venues", Outcome.WARNING, why)
    return [without_whereabouts(record, secret) for record in records]


# --- Organisations and places ---------------------------------------------------------------------


def _plan_organizations(plan: Plan, records: Iterable[ServiceRecord]) -> None:
    said = {record.organization.source_id: record.organization for record in records}
    there = _there(Organization.with_binned, plan, said)
    kept = _standing_for(there)
    for key, record in said.items():
        row, digest = there.get(key), record.digest()
        if key in kept:
            plan.organizations[key] = Dependant(record, kept[key], digest, Fate.MERGED)
            continue
        fate = _fate(row, digest)
        if fate is Fate.CHANGED and not row.emptied_at:
            fate = _fate_of_change(row, digest, _organization_as_record(row).digest())
        plan.organizations[key] = Dependant(record, row, digest, fate, before=values_of(row))
        _restore(plan, plan.organizations[key], key, record.name)
        if fate is Fate.CHANGED:
            plan.report.add(key, record.name, Outcome.CHANGED, "What is said of this organisation.")
        elif fate is Fate.EDITED:
            why = f"This organisation was changed here, so it stays. The source has: {_in_words(record)}."
            plan.report.add(key, row.name, Outcome.REVIEW, why)


def _plan_locations(plan: Plan, records: Iterable[ServiceRecord]) -> None:
    said = {venue.location.source_id: venue.location for record in records for venue in record.venues}
    there = _there(Location.with_binned, plan, said)
    kept = _standing_for(there)
    points = _points(place for place in said.values() if not place.is_private)
    as_said, merged = said, _merged_access()
    if merged:
        said = {key: _with_todays_access(place, merged) for key, place in said.items()}
    digests = {key: place.digest() for key, place in said.items()}
    fates = {key: _fate(there.get(key), digests[key], as_said[key].digest()) for key in said}
    access = _access_of([there[key].pk for key, fate in fates.items() if fate is Fate.CHANGED])
    for key, record in said.items():
        row, fate, point = there.get(key), fates[key], points.get(key)
        if key in kept:
            plan.locations[key] = Dependant(record, kept[key], digests[key], Fate.MERGED)
            continue
        if row is not None and not record.is_private and _says_nothing(row) and not _says_nothing(record):
            # An officer has just made it known again, and it has no address yet: the source may give it one
            fate = Fate.CHANGED
        elif fate is Fate.CHANGED and record.is_private == row.is_private and not row.emptied_at:
            own = _location_as_record(row, access.get(row.pk, ()))
            fate = _fate_of_change(row, digests[key], own.digest())
        elif fate is Fate.SAME and row.point is None and point and row.postal_code == record.postal_code:
            fate = Fate.FOUND
        plan.locations[key] = Dependant(record, row, digests[key], fate, point, before=values_of(row))
        name = record.name or record.address_1 or record.postal_code
        _restore(plan, plan.locations[key], key, "A secret place" if record.is_private else name)
        if fate is Fate.CHANGED:
            why = (
                "It is secret now."
                if record.is_private and not row.is_private
                else "What is said of this place."
            )
            plan.report.add(
                "" if record.is_private else key,
                "A secret place" if record.is_private else name,
                Outcome.CHANGED,
                why,
            )
        elif fate is Fate.EDITED and not record.is_private:
            why = f"This place was changed here, so it stays. The source has: {_in_words(record)}."
            plan.report.add(key, name, Outcome.REVIEW, why)


def _restore(plan: Plan, found: Dependant, key: str, name: str) -> None:
    if found.there is not None and found.there.is_in_bin:
        found.is_restored = True
        why = "It was in the bin here. A service in this source needs it, so it is back."
        plan.report.add(key, name, Outcome.CHANGED, why)


def _merged_access() -> dict[str, str]:
    """Codes of access terms that were merged: {code: that of the term they went into}."""
    merged = TaxonomyTerm.objects.of("access").exclude(merged_into=None)
    return dict(merged.values_list("code", "merged_into__code"))


def _with_todays_access(place: LocationRecord, merged: dict[str, str]) -> LocationRecord:
    access = tuple(sorted({merged.get(code, code) for code in place.access}))
    return place if access == place.access else replace(place, access=access)


def _fate(row: Organization | Location | None, digest: str, as_said: str = "") -> Fate:
    if row is None:
        return Fate.NEW
    return Fate.SAME if row.source_digest in (digest, as_said or digest) else Fate.CHANGED


def _fate_of_change(row: Organization | Location, said: str, own: str) -> Fate:
    """The source has changed: `own` is the digest of what the row holds."""
    if own == said:
        return Fate.AGREED
    return Fate.CHANGED if own == row.source_digest else Fate.EDITED


def _organization_as_record(row: Organization) -> OrganizationRecord:
    return OrganizationRecord(
        **{name: getattr(row, name) for name in OrganizationRecord.__dataclass_fields__}
    )


def _location_as_record(row: Location, access: Iterable[str]) -> LocationRecord:
    names = [each.name for each in fields(LocationRecord) if each.name != "access"]
    return LocationRecord(**{name: getattr(row, name) for name in names}, access=tuple(access))


def own_digest_of_place(row: Location) -> str:
    """The digest of what a place holds now: that of its source, while nobody has changed it here."""
    return _location_as_record(row, row.access.values_list("code", flat=True)).digest()


def _says_nothing(place: Location | LocationRecord) -> bool:
    """Whether nothing is known of where a place is."""
    return not any(getattr(place, name) for name in LocationRecord.LEADS_THERE) and place.latitude is None


def _access_of(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    for some in in_batches(keys):
        rows = Location.access.through.objects.filter(location__in=some)
        for key, code in rows.values_list("location_id", "taxonomyterm__code"):
            found.setdefault(key, []).append(code)
    return found


def values_of(row: Any, names: Iterable[str] | None = None) -> tuple:
    """The values of a row (all of them, when no fields are named), to see later whether somebody changed them."""
    if row is None:
        return ()
    columns = map(row._meta.get_field, names) if names else row._meta.concrete_fields
    return tuple(getattr(row, column.attname) for column in columns)


def _in_words(record: OrganizationRecord | LocationRecord) -> str:
    names = ("name", "address_1", "city", "postal_code", "sector", "email", "website")
    return ", ".join(value for name in names if (value := getattr(record, name, "")))[:300]


def _points(locations: Iterable[LocationRecord]) -> dict[str, tuple[int, int]]:
    """Where each place is: from its postcode, or else from its latitude and longitude."""
    locations = list(locations)
    wanted = {place.source_id: postcodes.normalise(place.postal_code) for place in locations}
    known = {}
    for some in in_batches({postcode for postcode in wanted.values() if postcode}):
        for postcode, easting, northing in Postcode.objects.filter(pk__in=some).values_list(
            "pk", "easting", "northing"
        ):
            known[postcode] = (easting, northing)
    points = {}
    for place in locations:
        if point := known.get(wanted[place.source_id]):
            points[place.source_id] = point
        elif place.latitude is not None and place.longitude is not None:
            try:
                points[place.source_id] = grid.from_wgs84(place.latitude, place.longitude)
            except ValueError:
                continue  # not in Great Britain: shown without a distance
    return points


# --- Services -------------------------------------------------------------------------------------


@dataclass
class _Known:
    """What is said beside the records of services that are there. All by the service's key."""

    listings: dict[uuid.UUID, Listing] = field(default_factory=dict)
    checked: dict[uuid.UUID, dt.date] = field(default_factory=dict)
    waits: dict[uuid.UUID, list[StatedWait]] = field(default_factory=dict)  # the latest last
    statuses: dict[uuid.UUID, StatusChange] = field(default_factory=dict)  # the latest

    @classmethod
    def of(cls, plan: Plan, services: Iterable[Service]) -> _Known:
        known = cls()
        for some in in_batches(service.pk for service in services):
            listings = {row.pk: row for row in Listing.objects.of(plan.authority).filter(service__in=some)}
            known.listings.update({row.service_id: row for row in listings.values()})
            checks = Check.objects.filter(listing__in=list(listings)).confirming().order_by("on")
            for listing, on in checks.values_list("listing_id", "on"):
                known.checked[listings[listing].service_id] = on
            for wait in StatedWait.objects.filter(service__in=some).order_by("said_on", "recorded_at"):
                known.waits.setdefault(wait.service_id, []).append(wait)
            for change in StatusChange.objects.filter(service__in=some).order_by("on", "recorded_at"):
                known.statuses[change.service_id] = change
        return known

    def status(self, key: uuid.UUID) -> str:
        return self.statuses[key].status if key in self.statuses else Status.ACTIVE


def _plan_service(
    plan: Plan, record: ServiceRecord, service: Service | None, known: _Known, successor: uuid.UUID | None
) -> None:
    planned = Planned(record, record.digest(), plan.keys[record.source_id], service, successor=successor)
    planned.before = values_of(service, STATE)
    is_edited = is_waiting = False
    if service is not None:
        planned.content_changes = planned.digest != service.source_digest
        # Somebody has saved it since the last import, or has locked it to do so
        is_edited = service.latest_revision_id != service.imported_revision_id or service.locked
        # What an import brought before still waits as a draft
        is_waiting = service.live and service.has_unpublished_changes and not is_edited
        planned.for_review = planned.content_changes and (is_edited or is_waiting)
    listing = known.listings.get(planned.key)
    planned.listing_changes = listing is not None and _listing_changes(record, listing)
    # Whatever waits as a draft is what the source has checked, not what families see
    if (
        record.checked_on
        and not planned.for_review
        and not is_waiting
        and (service is None or listing is not None)
    ):
        last = known.checked.get(planned.key)
        planned.checked_on = record.checked_on if last is None or record.checked_on > last else None
    planned.says_another_status = _says_another_status(record, service)
    planned.wait = _is_news(record, known.waits.get(planned.key, []), plan.today)
    planned.status = _status_changes(planned, known)

    must_look = ""
    if service is not None and planned.says_another_status:
        if record.status == "inactive" and service.live:
            planned.shown = False
            must_look = "The source has withdrawn it, but it was changed here: unpublish it if it has ended."
        elif service.source_status == "inactive" and not service.live:
            planned.shown = True
            must_look = "The source has it again, but it was changed here: publish it if it runs."
        if planned.shown is None or not is_edited:
            must_look = ""
        else:
            # Said again at every import, until an officer has looked
            planned.shown, planned.says_another_status = None, False
    if planned.has_news or planned.says_another_status:
        plan.services.append(planned)
    _report_service(plan, planned, must_look)


def _report_service(plan: Plan, planned: Planned, must_look: str) -> None:
    record, said = planned.record, []
    if planned.service is None:
        outcome = Outcome.ADDED
        if record.status == "inactive":
            said.append("The source has withdrawn it, so families do not see it.")
    elif planned.for_review or must_look:
        outcome = Outcome.REVIEW
        if planned.for_review:
            said.append(
                "It was changed here, so the source’s version waits as a draft: publish it, or leave it."
            )
        said += [must_look] if must_look else []
    else:
        outcome = Outcome.CHANGED if planned.has_news else Outcome.UNCHANGED
    if planned.service is not None:
        if planned.shown is not None:
            said.append(
                "The source has it again."
                if planned.shown
                else "The source has withdrawn it: families no longer see it."
            )
        if planned.status:
            said.append(_NOW[Status(record.status)])
        if planned.wait:
            said.append("It says another wait.")
        if planned.checked_on:
            said.append(f"Checked on {planned.checked_on:%-d %B %Y}, it says.")
        if planned.listing_changes:
            said.append("It says otherwise why or how it is listed.")
    plan.report.add(record.source_id, record.name, outcome, " ".join(said))


def _says_another_status(record: ServiceRecord, service: Service | None) -> bool:
    return bool(record.status) and (service is None or record.status != service.source_status)


def said_of_listing(record: ServiceRecord) -> str:
    """The hash of what a source says of a listing; "" when it says nothing."""
    if not record.reach and not record.why_listed:
        return ""
    return _listing_digest(record.reach or Reach.IN_AREA, record.why_listed)


def _listing_digest(reach: str, why_listed: str) -> str:
    return hashlib.sha256(f"{reach}\x1f{why_listed}".encode()).hexdigest()


def _listing_changes(record: ServiceRecord, listing: Listing) -> bool:
    said = said_of_listing(record)
    if not said or said == listing.source_digest:
        return False
    # As the source left it, or as we make one of which no source has said anything
    untouched = listing.source_digest or _listing_digest(Reach.IN_AREA, "")
    return _listing_digest(listing.reach, listing.why_listed) == untouched


def _is_news(record: ServiceRecord, waits: list[StatedWait], today: dt.date) -> bool:
    """Whether a wait says something new: of a later day, or of the same day something else.

    One without a day is taken to be said today, when it was never said before.
    """
    if record.wait_weeks is None and not record.wait_words and not record.wait_list_status:
        return False
    said = (record.wait_weeks, record.wait_words, record.wait_list_status)
    if record.wait_said_on is None:
        return all(said != (each.weeks, each.words, each.list_status) for each in waits)
    if waits and record.wait_said_on < waits[-1].said_on:
        return False
    return all((*said, record.wait_said_on) != (w.weeks, w.words, w.list_status, w.said_on) for w in waits)


def _status_changes(planned: Planned, known: _Known) -> bool:
    said = planned.record.status
    if said not in Status.values:
        return False
    now = known.status(planned.key)
    if said == now:
        # Closed as before, and now it says what took over
        return (
            said == Status.DEFUNCT
            and planned.successor is not None
            and known.statuses[planned.key].successor_id is None
        )
    return planned.says_another_status


def _successors(
    plan: Plan, records: list[ServiceRecord], there: dict[str, Service], known: _Known
) -> dict[str, uuid.UUID]:
    """The service that took over from each that is closed: {source_id: key}.

    A circle (A closed for B, B closed for A) is left out and said, and so is a service that nobody knows.
    """
    wanted = {
        r.source_id: r.successor_source_id for r in records if r.status == "defunct" and r.successor_source_id
    }
    if not wanted:
        return {}
    keys = dict(plan.keys)
    others = _there(Service.with_binned.only("source_id"), plan, set(wanted.values()) - keys.keys())
    standing = Service.standing_for(service.pk for service in others.values())
    keys.update({key: standing[service.pk] for key, service in others.items() if service.pk in standing})
    # What follows each service once this is written; whatever is not said here is as it was
    after: dict[uuid.UUID, uuid.UUID | None] = {
        plan.keys[r.source_id]: keys.get(wanted.get(r.source_id, ""))
        for r in records
        if r.source_id in wanted
        or (r.status in Status.values and _says_another_status(r, there.get(r.source_id)))
    }

    def following(key: uuid.UUID) -> uuid.UUID | None:
        if key not in after:
            change = known.statuses.get(key) or Service(pk=key).status_change
            after[key] = change.successor_id if change is not None and change.is_closing else None
        return after[key]

    found = {}
    for record in records:
        if record.source_id not in wanted:
            continue
        start = plan.keys[record.source_id]
        successor = keys.get(wanted[record.source_id])
        if successor is None:
            why = f"The service that replaces it, {wanted[record.source_id][:60]}, is not in this source: left out."
            plan.report.add(record.source_id, record.name, Outcome.WARNING, why)
            continue
        seen, key = {start}, successor
        while key is not None and key not in seen:
            seen.add(key)
            key = following(key)
        if key is None:
            found[record.source_id] = successor
        else:
            why = "What replaces it leads back in a circle: left out."
            plan.report.add(record.source_id, record.name, Outcome.WARNING, why)
    return found


def _report_missing(plan: Plan) -> None:
    kept = Service.objects.filter(owner=plan.authority, source=plan.source).exclude(source_status="inactive")
    rows = kept.order_by("name", "pk").values_list("pk", "source_id", "name", "live", "first_published_at")
    # One that an officer has unpublished is no longer anybody's to miss
    missing = {
        pk: (key, name)
        for pk, key, name, live, first in rows
        if key not in plan.keys and (live or first is None)
    }
    closed = {}
    for some in in_batches(missing):
        for change in StatusChange.objects.filter(service__in=some).order_by("on", "recorded_at"):
            closed[change.service_id] = change.is_closing
    for pk, (source_id, name) in missing.items():
        if not closed.get(pk):
            why = "It is no longer in the source. It was left as it is: close it if it has ended."
            plan.report.add(source_id, name, Outcome.MISSING, why)
