"""Writes a plan: everything is made ready first, then goes in with bulk statements in one transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models as db
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Revision

from ..actions import free_slug
from ..bulk import update_rows
from ..models import (
    Check,
    Contact,
    CostOption,
    Funding,
    ImportRun,
    Language,
    Link,
    Listing,
    Location,
    Organization,
    Phone,
    ProviderAnswer,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    StatedWait,
    StatusChange,
    TaxonomyTerm,
)
from ..models.listing import Reach
from ..signals import services_written
from ..sources.records import LocationRecord, OrganizationRecord, ServiceRecord
from .plan import BATCH, Plan, Planned, in_batches
from .report import Outcome, Report

# Typed links and the taxonomy each points into
LINKS = {
    "needs": "need",
    "kinds": "kind",
    "strands": "strand",
    "age_stages": "age-stage",
    "communication": "communication",
    "delivery": "delivery",
}
# Rows inside a service: where the record has them, and the model that keeps them
PARTS = {
    "phones": Phone,
    "contacts": Contact,
    "schedules": Schedule,
    "cost_options": CostOption,
    "languages": Language,
    "links": Link,
    "service_at_locations": ServiceAtLocation,
    "answers": ProviderAnswer,
    "service_areas": ServiceArea,
    "funding": Funding,
}
_TEXTS = (
    "name alternate_name description url email eligibility_description plan_required diagnosis_required referral "
    "referrers application_process application_url who_decides cost fees_description personal_budget direct_payment "
    "if_not_eligible complaints accountable_body interpretation_services accreditations alert assurer_email running"
).split()


@dataclass
class _Ready:
    """Everything to write, made before the transaction begins."""

    new_organizations: list[Organization] = field(default_factory=list)
    changed_organizations: list[Organization] = field(default_factory=list)
    new_locations: list[Location] = field(default_factory=list)
    changed_locations: list[Location] = field(default_factory=list)
    access: list[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=list)
    new_services: list[Service] = field(default_factory=list)
    changed_services: list[Service] = field(default_factory=list)
    reviewed_services: list[Service] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    parts: dict[type, list] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[tuple[uuid.UUID, uuid.UUID]]] = field(default_factory=lambda: defaultdict(list))
    listings: list[Listing] = field(default_factory=list)
    facts: dict[type, list] = field(default_factory=lambda: defaultdict(list))


def write(plan: Plan, *, by=None, publish_new: bool = True) -> Report:
    """Write a plan in one transaction, and return its report.

    Each changed service gets one revision, an unchanged one none. A service that somebody edited here gets
    the source's version as a draft. With `publish_new` false, new services wait as drafts as well. Saving
    is no check: only a newer checked date in the source makes one, "by source".
    """
    ready = _make_ready(plan, by=by, publish_new=publish_new)
    with transaction.atomic():
        _write(plan, ready)
        run = ImportRun.objects.create(
            authority=plan.authority,
            source=plan.source,
            started_at=plan.started_at,
            finished_at=timezone.now(),
            by=by,
            counts={str(outcome): number for outcome, number in plan.report.counts.items()},
            report=plan.report.as_rows(),
        )
        services_written.send(sender=ImportRun, service_ids=_touched(plan, ready), run=run)
    return plan.report


# --- Making ready --------------------------------------------------------------------------------


def _make_ready(plan: Plan, *, by, publish_new: bool) -> _Ready:
    ready = _Ready()
    terms = {(t.taxonomy.code, t.code): t for t in TaxonomyTerm.objects.select_related("taxonomy")}
    organizations = _ready_organizations(plan, ready)
    locations = _ready_locations(plan, ready, terms)
    slugs = set(Listing.objects.of(plan.authority).values_list("slug", flat=True))
    services: dict[str, Service] = {}
    content_type = ContentType.objects.get_for_model(Service)
    now = timezone.now()

    for planned in plan.services:
        record, existing = planned.record, planned.service
        key = existing.pk if existing else uuid.uuid4()
        if not planned.content_changes:
            services[record.source_id] = existing
            _ready_listing(plan, ready, existing, record, slugs)
            continue
        service, parts, linked = _build(plan, planned, key, organizations, locations, terms)
        services[record.source_id] = service
        live = record.status != "inactive" and publish_new if existing is None else existing.live
        revision = Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(key),
            created_at=now,
            user=by,
            object_str=str(service),
            content=_content(service, parts, linked),
        )
        ready.revisions.append(revision)
        service.revision = revision  # its number is known once it is written
        if planned.for_review:
            service.live = existing.live
            service.has_unpublished_changes = True
            ready.reviewed_services.append(service)
        else:
            service.live = live
            service.has_unpublished_changes = not live
            service.first_published_at = (existing and existing.first_published_at) or (now if live else None)
            service.last_published_at = now if live else None
            (ready.changed_services if existing else ready.new_services).append(service)
            for name, rows in parts.items():
                ready.parts[PARTS[name]] += rows
            for name, chosen in linked.items():
                ready.links[name] += [(key, term.pk) for term in chosen]
        _ready_listing(plan, ready, service, record, slugs)
    _ready_facts(plan, ready, services, now, by)
    return ready


def _ready_organizations(plan: Plan, ready: _Ready) -> dict[str, Organization]:
    ours = {}
    for key, (said, there) in plan.organizations.items():
        digest = said.digest()
        organization = there or Organization(owner=plan.authority, source=plan.source, source_id=key)
        if there is None or there.source_digest != digest:
            _copy_organization(said, organization, plan.report)
            organization.source_digest = digest
            (ready.changed_organizations if there else ready.new_organizations).append(organization)
        ours[key] = organization
    return ours


def _copy_organization(said: OrganizationRecord, organization: Organization, report: Report) -> None:
    for name in ("name", "sector", "description", "email", "website"):
        _put(organization, name, getattr(said, name), said.source_id, report)


def _ready_locations(plan: Plan, ready: _Ready, terms: dict) -> dict[str, Location]:
    ours = {}
    for key, (said, there) in plan.locations.items():
        digest = said.digest()
        location = there or Location(owner=plan.authority, source=plan.source, source_id=key)
        moved = there is not None and not said.is_private and plan.points.get(key, there.point) != there.point
        if there is None or there.source_digest != digest or moved:
            _copy_location(said, location, plan.points.get(key), plan.report)
            location.source_digest = digest
            (ready.changed_locations if there else ready.new_locations).append(location)
            ready.access += [
                (location.pk, terms["access", code].pk) for code in said.access if ("access", code) in terms
            ]
        ours[key] = location
    return ours


def _copy_location(said: LocationRecord, location: Location, point, report: Report) -> None:
    # Once a place is secret here, no source can make it known again: an officer has to.
    location.is_private = location.is_private or said.is_private
    for name in (
        "name description address_1 address_2 city region state_province postal_code transportation "
        "external_identifier latitude longitude"
    ).split():
        _put(location, name, getattr(said, name), said.source_id, report)
    location.location_type = said.location_type
    location.country = (said.country or "GB")[:2]
    location.easting, location.northing = point or (None, None)
    if location.is_private:
        location.forget_whereabouts()


_url, _email = URLValidator(), EmailValidator()


def _put(instance: db.Model, name: str, value, row: str, report: Report) -> None:
    """Set a field to what the source says; what cannot be kept is left out, and said in the report."""
    column = instance._meta.get_field(name)
    if isinstance(value, str):
        value = value.replace("\x00", "").strip()
        try:
            if value and isinstance(column, db.URLField):
                _url(value)
            elif value and isinstance(column, db.EmailField):
                _email(value)
        except ValidationError:
            report.add(row, name, Outcome.WARNING, f"“{value[:60]}” is not an address we can use: left out.")
            value = ""
        if column.max_length and len(value) > column.max_length:
            if isinstance(column, db.URLField | db.EmailField):
                report.add(row, name, Outcome.WARNING, f"The address is over {column.max_length} characters: left out.")
                value = ""
            else:
                report.add(row, name, Outcome.WARNING, f"Cut at {column.max_length} characters.")
                value = value[: column.max_length]
    setattr(instance, name, value)


def _build(plan: Plan, planned: Planned, key, organizations, locations, terms):
    """A Service as the source has it, with its parts and chosen terms: nothing saved."""
    record, existing = planned.record, planned.service
    service = Service(pk=key, owner=plan.authority, source=plan.source, source_id=record.source_id)
    service._state.adding = existing is None
    if existing is not None:
        for name in ("first_published_at", "locked", "locked_at", "locked_by_id", "go_live_at", "expire_at", "expired"):
            setattr(service, name, getattr(existing, name))
        for name in ("live_revision_id", "latest_revision_id", "imported_revision_id", "last_published_at"):
            setattr(service, name, getattr(existing, name))
    service.source_digest = planned.digest
    service.last_modified = plan.started_at
    for name in _TEXTS:
        _put(service, name, getattr(record, name), record.source_id, plan.report)
    service.name = service.name or "Service without a name"
    service.minimum_age = None if record.minimum_age is None else float(record.minimum_age)
    service.maximum_age = None if record.maximum_age is None else float(record.maximum_age)
    if None not in (service.minimum_age, service.maximum_age) and service.minimum_age > service.maximum_age:
        plan.report.add(record.source_id, record.name, Outcome.WARNING, "Its youngest age is above its oldest: left out.")
        service.minimum_age = service.maximum_age = None
    said = record.organization
    service.organization = organizations[said.source_id if said else "provider-not-stated"]
    service.tier = terms.get(("tier", record.tier))
    linked = {
        name: [terms[taxonomy, code] for code in getattr(record, name) if (taxonomy, code) in terms]
        for name, taxonomy in LINKS.items()
    }
    return service, _parts(service, record, locations, plan.report), linked


def _parts(service: Service, record: ServiceRecord, locations: dict[str, Location], report: Report) -> dict[str, list]:
    """The rows inside a service. Their keys depend on their place only, so that they stay from import to import."""

    def rows(name: str, said: Iterable[dict]) -> list:
        made = []
        for number, values in enumerate(said):
            row = PARTS[name](pk=uuid.uuid5(service.pk, f"{name} {number}"), service=service, sort_order=number)
            for column, value in values.items():
                if column == "location":
                    row.location = value
                else:
                    _put(row, column, value, record.source_id, report)
            made.append(row)
        return made

    return {
        "phones": rows("phones", map(_values, record.phones)),
        "contacts": rows("contacts", map(_values, record.contacts)),
        "schedules": rows(
            "schedules", ({**_values(s, leave="venue"), "location": locations.get(s.venue)} for s in record.schedules)
        ),
        "cost_options": rows("cost_options", map(_values, record.cost_options)),
        "languages": rows(
            "languages", ({**_values(lang), "name": lang.name or lang.code} for lang in record.languages)
        ),
        "links": rows("links", ({"label": link.label or link.url, "url": link.url} for link in record.links)),
        "service_at_locations": rows(
            "service_at_locations",
            (
                {"location": locations[venue.location.source_id], "description": venue.description}
                for venue in record.venues
            ),
        ),
        "answers": rows("answers", map(_values, record.answers)),
        "service_areas": rows("service_areas", map(_values, record.service_areas)),
        "funding": rows("funding", map(_values, record.funding)),
    }


def _values(record, leave: str = "") -> dict:
    return {name: getattr(record, name) for name in record.__dataclass_fields__ if name != leave}


def _content(service: Service, parts: dict[str, list], linked: dict[str, list]) -> dict:
    """What Wagtail keeps in a revision: the same as `service.serializable_data()`, without a query."""
    content = get_serializable_data_for_fields(service)
    for name, rows in parts.items():
        content[name] = [get_serializable_data_for_fields(row) for row in rows]
    for name, chosen in linked.items():
        content[name] = [str(term.pk) for term in chosen]
    return content


def _ready_listing(plan: Plan, ready: _Ready, service: Service, record: ServiceRecord, slugs: set[str]) -> None:
    listing = plan.listings.get(service.pk)
    if listing is None:
        slug = free_slug(record.name, slugs)
        slugs.add(slug)
        listing = Listing(
            service=service,
            authority=plan.authority,
            slug=slug,
            reach=record.reach or Reach.IN_AREA,
            why_listed=record.why_listed,
        )
        plan.listings[service.pk] = listing
        ready.listings.append(listing)


def _ready_facts(plan: Plan, ready: _Ready, services: dict[str, Service], now: dt.datetime, by) -> None:
    today = timezone.localdate(now)
    for source_id, on in plan.checks.items():
        listing = plan.listings[services[source_id].pk]
        ready.facts[Check].append(
            Check(listing=listing, on=on, by_role=f"source: {plan.source}"[:150], how=Check.How.SOURCE, recorded_by=by)
        )
    for source_id, record in plan.waits.items():
        ready.facts[StatedWait].append(
            StatedWait(
                service=services[source_id],
                weeks=record.wait_weeks,
                words=record.wait_words[:255],
                list_status=record.wait_list_status,
                said_on=record.wait_said_on or today,
                recorded_by=by,
            )
        )
    for source_id, record in plan.statuses.items():
        ready.facts[StatusChange].append(
            StatusChange(
                service=services[source_id],
                status=record.status,
                on=today,
                reason=record.status_reason,
                successor=_successor(plan, record, services),
                recorded_by=by,
            )
        )


def _successor(plan: Plan, record: ServiceRecord, services: dict[str, Service]) -> Service | None:
    """The service that took over, unless following successors from it leads back here."""
    said = {r.source_id: r.successor_source_id for r in plan.statuses.values()}
    seen, key = {record.source_id}, record.successor_source_id
    while key:
        if key in seen:
            plan.report.add(
                record.source_id, record.name, Outcome.WARNING, "Its successors lead back to itself: left out."
            )
            return None
        seen.add(key)
        key = said.get(key, "")
    return services.get(record.successor_source_id)


# --- Writing -------------------------------------------------------------------------------------


def _write(plan: Plan, ready: _Ready) -> None:
    _bulk(Organization, ready.new_organizations)
    update_rows(ready.changed_organizations)
    _bulk(Location, ready.new_locations)
    update_rows(ready.changed_locations)
    changed_places = [place.pk for place in ready.changed_locations]
    through = Location.access.through
    for some in in_batches(changed_places):
        through.objects.filter(location__in=some).delete()
    _bulk(through, [through(location_id=place, taxonomyterm_id=term) for place, term in dict.fromkeys(ready.access)])

    _bulk(Revision, ready.revisions)
    for service in (*ready.new_services, *ready.changed_services, *ready.reviewed_services):
        service.latest_revision = service.imported_revision = service.revision
    for service in (*ready.new_services, *ready.changed_services):
        if service.live:
            service.live_revision = service.revision
    _bulk(Service, ready.new_services)
    update_rows(ready.changed_services)
    # Only that a draft waits: the live record keeps what the editor made of it
    update_rows(ready.reviewed_services, ["latest_revision", "has_unpublished_changes", "source_digest"])
    changed = [service.pk for service in ready.changed_services]
    for model in PARTS.values():
        for some in in_batches(changed):
            model.objects.filter(service__in=some).delete()
        _bulk(model, ready.parts[model])
    for name in LINKS:
        through = Service._meta.get_field(name).remote_field.through
        for some in in_batches(changed):
            through.objects.filter(service__in=some).delete()
        pairs = dict.fromkeys(ready.links[name])
        _bulk(through, [through(service_id=service, taxonomyterm_id=term) for service, term in pairs])
    for some in in_batches([service.pk for service in plan.withdrawals]):
        Service.objects.filter(pk__in=some).update(live=False)
    _bulk(Listing, ready.listings)
    for model, rows in ready.facts.items():
        _bulk(model, rows)


def _bulk(model: type[db.Model], rows: list) -> None:
    model._base_manager.bulk_create(rows, batch_size=BATCH)


def _touched(plan: Plan, ready: _Ready) -> set[uuid.UUID]:
    """Keys of all services whose entries may differ now, those of a renamed provider or moved place included."""
    touched = {service.pk for service in (*ready.new_services, *ready.changed_services, *plan.withdrawals)}
    touched |= {listing.service_id for listing in ready.listings}
    for fact in (*ready.facts[StatedWait], *ready.facts[StatusChange]):
        touched.add(fact.service_id)
    touched |= {check.listing.service_id for check in ready.facts[Check]}
    for some in in_batches([row.pk for row in ready.changed_organizations]):
        touched |= set(Service.objects.filter(organization__in=some).values_list("pk", flat=True))
    for some in in_batches([row.pk for row in ready.changed_locations]):
        touched |= set(ServiceAtLocation.objects.filter(location__in=some).values_list("service_id", flat=True))
    return touched
