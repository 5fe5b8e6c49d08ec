"""Compares what a source says with the directory. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from localoffer.places import grid, postcodes
from localoffer.places.models import Postcode

from ..models import Check, Listing, Location, Organization, Service, StatedWait, StatusChange
from ..sources.records import LocationRecord, OrganizationRecord, ReadResult, ServiceRecord
from .report import Outcome, Report

BATCH = 500
# A record without a provider is kept under this one, so that it is not lost and an officer can find it
NO_PROVIDER = OrganizationRecord(source_id="provider-not-stated", name="Provider not stated")


@dataclass
class Planned:
    """One service to write: what the source says, and what is there (None for a new one)."""

    record: ServiceRecord
    digest: str
    service: Service | None
    content_changes: bool
    for_review: bool = False


@dataclass
class Plan:
    """What an import would do. Nothing is written until `write(plan)`."""

    authority: object
    source: str
    started_at: dt.datetime
    report: Report = field(default_factory=Report)
    services: list[Planned] = field(default_factory=list)
    organizations: dict[str, tuple[OrganizationRecord, Organization | None]] = field(default_factory=dict)
    locations: dict[str, tuple[LocationRecord, Location | None]] = field(default_factory=dict)
    points: dict[str, tuple[int, int]] = field(default_factory=dict)  # by the location's source_id
    # Facts said on a day, that are news: by the service's source_id
    checks: dict[str, dt.date] = field(default_factory=dict)
    waits: dict[str, ServiceRecord] = field(default_factory=dict)
    statuses: dict[str, ServiceRecord] = field(default_factory=dict)
    withdrawals: list[Service] = field(default_factory=list)
    listings: dict[object, Listing] = field(default_factory=dict)  # by the service's key

    @property
    def has_changes(self) -> bool:
        return any(
            [
                any(p.content_changes or p.service is None for p in self.services),
                any(there is None or there.source_digest != said.digest() for said, there in self._dependants()),
                self.checks,
                self.waits,
                self.statuses,
                self.withdrawals,
            ]
        )

    def _dependants(self) -> Iterator[tuple]:
        yield from self.organizations.values()
        yield from self.locations.values()


def in_batches(items: Iterable, size: int = BATCH) -> Iterator[list]:
    items = list(items)
    for start in range(0, len(items), size):
        yield items[start : start + size]


def compare(result: ReadResult, *, authority, source: str, today: dt.date | None = None) -> Plan:
    """Work out what an import would do, writing nothing.

    `source` names the feed or sheet within the council: the same name next time means the same records.
    """
    today = today or timezone.localdate()
    plan = Plan(authority, source, timezone.now())
    there = _there(Service.objects.select_related("latest_revision"), plan, (r.source_id for r in result.records))
    _gather_dependants(plan, result.records)

    for problem in result.problems:
        outcome = Outcome.REFUSED if problem.severity == "refused" else Outcome.WARNING
        plan.report.add(problem.row, problem.field, outcome, problem.message)

    seen = set()
    for record in result.records:
        seen.add(record.source_id)
        _plan_service(plan, record, there.get(record.source_id))
    _plan_facts(plan, result.records, there, today)
    if result.is_complete:
        _report_missing(plan, seen)
    return plan


def _there(queryset, plan: Plan, source_ids: Iterable[str]) -> dict:
    found = {}
    for some in in_batches(set(source_ids)):
        rows = queryset.filter(owner=plan.authority, source=plan.source, source_id__in=some)
        found.update({row.source_id: row for row in rows})
    return found


def _gather_dependants(plan: Plan, records: Iterable[ServiceRecord]) -> None:
    organizations = {}
    locations = {}
    for record in records:
        said = record.organization or NO_PROVIDER
        organizations[said.source_id] = said
        for venue in record.venues:
            locations[venue.location.source_id] = venue.location
    there = _there(Organization.objects, plan, organizations)
    plan.organizations = {key: (said, there.get(key)) for key, said in organizations.items()}
    there = _there(Location.objects, plan, locations)
    plan.locations = {key: (said, there.get(key)) for key, said in locations.items()}
    plan.points = _points(said for said in locations.values() if not said.is_private)


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


def _plan_service(plan: Plan, record: ServiceRecord, service: Service | None) -> None:
    digest = record.digest()
    if service is None:
        plan.services.append(Planned(record, digest, None, content_changes=True))
        why = "" if record.organization else "Its provider is not stated."
        plan.report.add(record.source_id, record.name, Outcome.ADDED, why)
        return
    changed = service.source_digest != digest
    edited_here = service.has_unpublished_changes or service.latest_revision_id != service.imported_revision_id
    plan.services.append(Planned(record, digest, service, changed, for_review=changed and edited_here))
    if changed and edited_here:
        why = "It was edited here, so the source’s version waits as a draft. Publish it or discard it."
        plan.report.add(record.source_id, record.name, Outcome.REVIEW, why)
    elif changed:
        plan.report.add(record.source_id, record.name, Outcome.CHANGED)
    else:
        plan.report.add(record.source_id, record.name, Outcome.UNCHANGED)


def _plan_facts(plan: Plan, records: Iterable[ServiceRecord], there: dict[str, Service], today: dt.date) -> None:
    keys = [service.pk for service in there.values()]
    plan.listings = {}
    checked, waits, statuses = {}, {}, {}
    for some in in_batches(keys):
        listings = list(Listing.objects.of(plan.authority).filter(service__in=some))
        plan.listings.update({listing.service_id: listing for listing in listings})
        by_listing = {listing.pk: listing.service_id for listing in listings}
        for listing_id, on in Check.objects.filter(listing__in=listings).confirming().values_list("listing_id", "on"):
            service_id = by_listing[listing_id]
            checked[service_id] = max(checked.get(service_id, on), on)
        for wait in StatedWait.objects.filter(service__in=some).order_by("said_on", "recorded_at"):
            waits[wait.service_id] = wait
        for change in StatusChange.objects.filter(service__in=some).order_by("on", "recorded_at"):
            statuses[change.service_id] = change

    for record in records:
        service = there.get(record.source_id)
        key = service.pk if service else None
        if record.checked_on:
            if record.checked_on > today:
                plan.report.add(
                    record.source_id, record.name, Outcome.WARNING, "Its checked date is in the future: left out."
                )
            elif key not in checked or record.checked_on > checked[key]:
                plan.checks[record.source_id] = record.checked_on
        if _is_news(record, waits.get(key), today):
            plan.waits[record.source_id] = record
        now = statuses[key].status if key in statuses else "active"
        if record.status in ("active", "temporarily closed", "defunct") and record.status != now:
            plan.statuses[record.source_id] = record
        if record.status == "inactive" and service is not None and service.live:
            plan.withdrawals.append(service)


def _is_news(record: ServiceRecord, wait: StatedWait | None, today: dt.date) -> bool:
    if record.wait_weeks is None and not record.wait_words and not record.wait_list_status:
        return False
    if record.wait_said_on and record.wait_said_on > today:
        return False
    if wait is None:
        return True
    said = (record.wait_weeks, record.wait_words[:255], record.wait_list_status)
    if record.wait_said_on:
        return record.wait_said_on > wait.said_on
    return said != (wait.weeks, wait.words, wait.list_status)


def _report_missing(plan: Plan, seen: set[str]) -> None:
    kept = Service.objects.filter(owner=plan.authority, source=plan.source, live=True)
    for source_id, name in kept.values_list("source_id", "name"):
        if source_id not in seen:
            why = "It is no longer in the source. It was left as it is: close it if it has ended."
            plan.report.add(source_id, name, Outcome.MISSING, why)
