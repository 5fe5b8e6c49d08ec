"""Writes a plan: every value is made ready first, then all goes in with bulk statements in one short transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import fields

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db import models as db
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import ModelLogEntry, Revision

from localoffer.cms.models import CouncilSettings
from localoffer.places.models import Authority

from ..actions import free_slug, taken_slugs
from ..bulk import Statement, deleting, inserting, updating
from ..models import (
    Check,
    FormerAddress,
    ImportRun,
    Listing,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    StatedWait,
    StatusChange,
    TaxonomyTerm,
)
from ..models.listing import Reach
from ..signals import services_written
from ..sources.records import ReadResult, ServiceRecord
from .fitting import LINKS, PARTS
from .plan import STATE, Dependant, Fate, Plan, Planned, compare, in_batches, said_of_listing
from .report import Report
from .steps import Steps, access_of

TEXTS = (
    "name alternate_name description url email eligibility_description plan_required diagnosis_required referral "
    "referrers application_process application_url who_decides cost fees_description personal_budget direct_payment "
    "if_not_eligible what_comes_next complaints accountable_body interpretation_services accreditations alert "
    "assurer_email running"
).split()
# The columns of a service that a source fills
CONTENT = (*TEXTS, "minimum_age", "maximum_age", "organization", "tier", "last_modified")
# Those that say how it stands
STANDING = (
    "source_digest source_status live has_unpublished_changes live_revision first_published_at last_published_at"
).split()
REVISIONS = ("latest_revision", "imported_revision", "live_revision")
ORGANIZATION = ("name", "sector", "alternate_name", "description", "email", "website")
LOCATION = (
    "name location_type description address_1 address_2 city region state_province postal_code country transportation "
    "external_identifier latitude longitude"
).split()
RESTORING = ("binned_at", "binned_by", "emptied_at")
LISTING = ("reach", "why_listed", "source_digest")
ATTEMPTS = 5


class OvertakenError(Exception):
    """What was compared is no longer so: somebody saved a record, or another import wrote. Compare again."""


def import_records(
    result: ReadResult,
    *,
    authority,
    source: str,
    by=None,
    publish_new: bool | None = None,
    today: dt.date | None = None,
) -> Report:
    """Compare what a source says with the directory and write it; anew when somebody's change overtakes it.

    Arguments are those of `compare()` and `write()`. Raises OvertakenError after five attempts.
    """
    for attempt in range(1, ATTEMPTS + 1):
        plan = compare(result, authority=authority, source=source, today=today)
        try:
            return write(plan, by=by, publish_new=publish_new)
        except OvertakenError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("not reached")


def write(plan: Plan, *, by=None, publish_new: bool | None = None) -> Report:
    """Write a plan in one transaction, and return its report.

    Each changed service gets one revision, an unchanged one none. A service that somebody changed here gets
    the source's version as a draft. New services go live unless `publish_new` is false; None asks the
    council's settings. Saving is no check: only a newer checked date in the source makes one, "by source".

    Raises OvertakenError, having written nothing, when what was compared is no longer so.
    """
    if publish_new is None:
        publish_new = not must_review(plan.authority)
    ready = _Ready(plan, by=by, publish_new=publish_new)
    try:
        with transaction.atomic():
            _refuse_if_overtaken(plan, ready.new_slugs)
            ready.run()
            _refuse_if_merged(ready.terms.values())
            plan.run = run = ImportRun.objects.create(
                pk=ready.run_key,
                authority=plan.authority,
                source=plan.source,
                started_at=plan.started_at,
                finished_at=timezone.now(),
                by=by,
                counts={str(outcome): number for outcome, number in plan.report.counts.items()},
                report=plan.report.as_rows(),
            )
            ready.steps.write(run)
            services_written.send(sender=ImportRun, service_ids=ready.touched(), run=run)
    except IntegrityError as error:
        raise OvertakenError("Records changed while they were being written. Nothing was written.") from error
    return plan.report


def must_review(authority) -> bool:
    """Whether a council has said, for any of its sites, that new services wait for an officer."""
    settings = CouncilSettings.objects.filter(
        site__authority_site__authority=authority, imports_need_review=True
    )
    return settings.exists()


# --- Making ready --------------------------------------------------------------------------------


class _Ready:
    """A plan as statements with all their values, made before the transaction begins."""

    def __init__(self, plan: Plan, *, by, publish_new: bool) -> None:
        self.plan, self.by, self.publish_new = plan, by, publish_new
        self.run_key = uuid.uuid4()
        self.steps = Steps()
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.content_type = ContentType.objects.get_for_model(Service)
        terms = TaxonomyTerm.objects.known_to(plan.authority).select_related("taxonomy", "merged_into")
        # A code that was merged stands for the term that was kept
        self.terms = {(term.taxonomy.code, term.code): term.current for term in terms}
        self.statements: list[Statement] = []
        self.revised: dict[
            uuid.UUID, tuple[str, bool, int | None]
        ] = {}  # name, whether it is shown, what is else
        self.withdrawn: list[uuid.UUID] = []
        self.told: set[uuid.UUID] = set()  # services whose index entries may differ now
        self.new_slugs: set[str] = set()

        organizations = self._organizations()
        locations = self._locations()
        self._services(organizations, locations)
        self._listings_and_facts()

    def run(self) -> None:
        """Write everything, in the current transaction."""
        for statement in self.statements:
            statement.run()
        self._point_at_revisions()
        for some in in_batches(self.withdrawn):
            # As Wagtail does: what was to be published at its time must not bring it back
            scheduled = Revision.objects.filter(
                base_content_type=self.content_type, object_id__in=map(str, some)
            )
            scheduled.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)

    def touched(self) -> set[uuid.UUID]:
        """Keys of all services whose entries may differ now, those of a renamed provider or moved place included."""
        touched = set(self.told)
        changed = [found.there.pk for found in self.plan.organizations.values() if found.fate is Fate.CHANGED]
        for some in in_batches(changed):
            touched |= set(Service.objects.filter(organization__in=some).values_list("pk", flat=True))
        moved = [
            found.there.pk
            for found in self.plan.locations.values()
            if found.fate in (Fate.CHANGED, Fate.FOUND)
        ]
        for some in in_batches(moved):
            touched |= set(
                ServiceAtLocation.objects.filter(location__in=some).values_list("service_id", flat=True)
            )
        return touched

    def _doing(self, statement: Statement) -> Statement:
        self.statements.append(statement)
        return statement

    # Organisations and places

    def _organizations(self) -> dict[str, uuid.UUID]:
        restoring = self._doing(updating(Organization, RESTORING))
        adding = self._doing(inserting(Organization))
        changing = self._doing(updating(Organization, (*ORGANIZATION, "source_digest")))
        keys = {}
        for source_id, found in self.plan.organizations.items():
            row = found.there or Organization(
                owner=self.plan.authority, source=self.plan.source, source_id=source_id
            )
            keys[source_id] = row.pk
            if found.is_restored:
                restoring.add_values(None, None, None, row.pk)
            if found.fate in (Fate.NEW, Fate.CHANGED, Fate.AGREED):
                self.steps.note(row, () if found.fate is Fate.NEW else (*ORGANIZATION, "source_digest"))
                for name in ORGANIZATION:
                    setattr(row, name, getattr(found.said, name))
                row.source_digest = found.digest
                (adding if found.fate is Fate.NEW else changing).add(row)
        return keys

    def _locations(self) -> dict[str, uuid.UUID]:
        through = Location.access.through
        restoring = self._doing(updating(Location, RESTORING))
        adding = self._doing(inserting(Location))
        written = (*LOCATION, "is_private", "easting", "northing", "source_digest")
        changing = self._doing(updating(Location, written))
        unlinking = self._doing(deleting(through, "location"))
        linking = self._doing(inserting(through, ("location", "taxonomyterm")))
        had = access_of(d.there.pk for d in self.plan.locations.values() if d.fate is Fate.CHANGED)
        keys = {}
        for source_id, found in self.plan.locations.items():
            row = found.there or Location(
                owner=self.plan.authority, source=self.plan.source, source_id=source_id
            )
            keys[source_id] = row.pk
            if found.is_restored:
                restoring.add_values(None, None, None, row.pk)
            if found.fate in (Fate.SAME, Fate.EDITED, Fate.MERGED):
                continue
            if found.fate is Fate.FOUND:
                # Nothing else of it: somebody may have put the rest right here
                self.steps.note(row, ("easting", "northing"))
                row.easting, row.northing = found.point
                changing.add(row)
                continue
            was_private = row.is_private
            if found.fate is Fate.NEW:
                self.steps.note(row, ())
            else:
                self.steps.note(row, written, access=had.get(row.pk, ()))
            _copy_location(found, row)
            if row.is_private and not was_private:
                # Where it was is kept nowhere, not even to undo this
                self.steps.forget(row)
            if found.fate is Fate.NEW:
                adding.add(row)
            else:
                changing.add(row)
                unlinking.add_values(row.pk)
            for term in self._terms("access", found.said.access):
                linking.add_values(row.pk, term.pk)
        return keys

    def _terms(self, taxonomy: str, codes: Iterable[str]) -> set[TaxonomyTerm]:
        return {term for code in codes if (term := self.terms.get((taxonomy, code)))}

    # Services

    def _services(self, organizations: dict[str, uuid.UUID], locations: dict[str, uuid.UUID]) -> None:
        adding, changing = self._doing(inserting(Service)), self._doing(updating(Service, CONTENT))
        standing, revising = self._doing(updating(Service, STANDING)), self._doing(inserting(Revision))
        clearing = {model: self._doing(deleting(model, "service")) for model in PARTS.values()}
        filling = {model: self._doing(inserting(model)) for model in PARTS.values()}
        through = {name: Service._meta.get_field(name).remote_field.through for name in LINKS}
        unlinking = {name: self._doing(deleting(model, "service")) for name, model in through.items()}
        linking = {
            name: self._doing(inserting(model, ("service", "taxonomyterm")))
            for name, model in through.items()
        }

        for planned in self.plan.services:
            if planned.service is not None and not planned.content_changes:
                if planned.says_another_status:
                    self.steps.note_service(planned, content=False)
                    self._stand(planned, planned.service)
                    standing.add(planned.service)
                continue
            self.steps.note_service(planned, content=not planned.for_review)
            service, parts, linked = self._build(planned, organizations, locations)
            self._stand(planned, service)
            revising.add(
                Revision(
                    content_type=self.content_type,
                    base_content_type=self.content_type,
                    object_id=str(service.pk),
                    created_at=self.now,
                    user=self.by,
                    object_str=str(service),
                    content=_content(service, parts, linked),
                )
            )
            shown = service.live and not planned.for_review
            self.revised[service.pk] = (str(service), shown, service.live_revision_id)
            if planned.for_review:
                standing.add(service)
                continue
            self.told.add(service.pk)
            if planned.service is None:
                adding.add(service)
            else:
                changing.add(service)
                standing.add(service)
                for statement in (*clearing.values(), *unlinking.values()):
                    statement.add_values(service.pk)
            for name, rows in parts.items():
                for row in rows:
                    filling[PARTS[name]].add(row)
            for name, terms in linked.items():
                for term in terms:
                    linking[name].add_values(service.pk, term.pk)

    def _stand(self, planned: Planned, service: Service) -> None:
        """Set the fields of STANDING: what the source has said, and whether families see it."""
        if planned.says_another_status:
            service.source_status = planned.record.status
        service.source_digest = planned.digest
        if planned.service is None:
            service.live = self.publish_new and planned.record.status != "inactive"
        elif planned.shown is False:
            service.live, service.live_revision = False, None
            self.withdrawn.append(service.pk)
        elif planned.shown:
            service.live = self.publish_new or service.first_published_at is not None
            service.live_revision_id = service.latest_revision_id if service.live else None
        if planned.shown is not None:
            self.told.add(service.pk)
        if planned.for_review:
            service.has_unpublished_changes = True
        elif planned.content_changes or planned.shown is not None:
            service.has_unpublished_changes = not service.live
            if service.live:
                service.first_published_at = service.first_published_at or self.now
                service.last_published_at = self.now

    def _build(
        self, planned: Planned, organizations: dict[str, uuid.UUID], locations: dict[str, uuid.UUID]
    ) -> tuple[Service, dict[str, list], dict[str, list[TaxonomyTerm]]]:
        """A Service as the source has it, with its parts and chosen terms: nothing saved."""
        record = planned.record
        service = Service(
            pk=planned.key,
            owner_id=self.plan.authority.pk,
            source=self.plan.source,
            source_id=record.source_id,
        )
        if planned.service is None:
            service.source_digest, service.source_status = planned.digest, record.status
        else:
            for name in STATE:
                column = Service._meta.get_field(name).attname
                setattr(service, column, getattr(planned.service, column))
        service.last_modified = self.now
        for name in TEXTS:
            setattr(service, name, getattr(record, name))
        service.minimum_age = None if record.minimum_age is None else float(record.minimum_age)
        service.maximum_age = None if record.maximum_age is None else float(record.maximum_age)
        service.organization_id = organizations[record.organization.source_id]
        tier = self.terms.get(("tier", record.tier))
        service.tier_id = tier and tier.pk
        linked = {}
        for name, taxonomy in LINKS.items():
            terms = self._terms(taxonomy, getattr(record, name))
            linked[name] = sorted(terms, key=lambda term: (term.sort_order, term.name))
        return service, _parts(service, record, locations), linked

    # Listings and facts

    def _listings_and_facts(self) -> None:
        adding, changing = self._doing(inserting(Listing)), self._doing(updating(Listing, LISTING))
        facts = {model: self._doing(inserting(model)) for model in (Check, StatedWait, StatusChange)}
        taken = taken_slugs(self.plan.authority)
        numbers: dict[str, int] = {}
        for planned in self.plan.services:
            record, listing = planned.record, self.plan.listings.get(planned.key)
            # Only a new service: one that an officer has taken off the list stays off it
            if planned.service is None:
                slug = free_slug(record.name, taken, numbers)
                taken.add(slug)
                self.new_slugs.add(slug)
                listing = Listing(
                    service_id=planned.key, authority_id=self.plan.authority.pk, slug=slug, listed_at=self.now
                )
            if listing is not None and (planned.service is None or planned.listing_changes):
                self.steps.note(listing, () if planned.service is None else LISTING)
                listing.reach, listing.why_listed = record.reach or Reach.IN_AREA, record.why_listed
                listing.source_digest = said_of_listing(record)
                (adding if planned.service is None else changing).add(listing)
            for fact in self._facts(planned, listing):
                facts[type(fact)].add(fact)
                self.told.add(planned.key)
            if planned.listing_changes:
                self.told.add(planned.key)

    def _facts(self, planned: Planned, listing: Listing | None) -> Iterable[db.Model]:
        record = planned.record
        if planned.checked_on and listing is not None:
            role = f"source: {self.plan.source}"
            yield Check(
                listing_id=listing.pk,
                on=planned.checked_on,
                by_role=role,
                how=Check.How.SOURCE,
                recorded_by=self.by,
                import_run_id=self.run_key,
            )
        if planned.wait:
            yield StatedWait(
                service_id=planned.key,
                weeks=record.wait_weeks,
                words=record.wait_words,
                list_status=record.wait_list_status,
                said_on=record.wait_said_on or self.plan.today,
                recorded_by=self.by,
                import_run_id=self.run_key,
            )
        if planned.status:
            yield StatusChange(
                service_id=planned.key,
                status=record.status,
                on=self.plan.today,
                reason=record.status_reason,
                successor_id=planned.successor,
                recorded_by=self.by,
                import_run_id=self.run_key,
            )

    # What needs the revisions' numbers

    def _point_at_revisions(self) -> None:
        """Tell services which revision is theirs, and write a line of history for each."""
        if not self.revised:
            return
        pointing, logging = updating(Service, REVISIONS), inserting(ModelLogEntry)
        written = Revision.objects.filter(created_at=self.now, base_content_type=self.content_type)
        run = uuid.uuid4()
        for number, object_id in written.values_list("pk", "object_id"):
            key = uuid.UUID(object_id)
            if key not in self.revised:
                continue
            name, is_shown, otherwise = self.revised[key]
            pointing.add_values(number, number, number if is_shown else otherwise, key)
            logging.add(
                ModelLogEntry(
                    content_type=self.content_type,
                    label=name,
                    action="localoffer.import",
                    data={"source": self.plan.source},
                    timestamp=self.now,
                    uuid=run,
                    user=self.by,
                    revision_id=number,
                    content_changed=True,
                    object_id=object_id,
                )
            )
        pointing.run()
        logging.run()


def _copy_location(found: Dependant, row: Location) -> None:
    # Once a place is secret here, no source can make it known again: an officer has to
    row.is_private = row.is_private or found.said.is_private
    for name in LOCATION:
        setattr(row, name, getattr(found.said, name))
    row.easting, row.northing = found.point or (None, None)
    row.source_digest = found.digest
    if row.is_private:
        row.forget_whereabouts()


def _parts(service: Service, record: ServiceRecord, locations: dict[str, uuid.UUID]) -> dict[str, list]:
    """The rows inside a service. Their keys depend on their place only, so that they stay from import to import."""

    def rows(name: str, said: Iterable[dict]) -> list:
        return [
            PARTS[name](
                pk=uuid.uuid5(service.pk, f"{name} {number}"),
                service_id=service.pk,
                sort_order=number,
                **values,
            )
            for number, values in enumerate(said)
        ]

    return {
        "phones": rows("phones", map(_values, record.phones)),
        "contacts": rows("contacts", map(_values, record.contacts)),
        "schedules": rows(
            "schedules",
            (
                {**_values(each, leave="venue"), "location_id": locations.get(each.venue)}
                for each in record.schedules
            ),
        ),
        "cost_options": rows("cost_options", map(_values, record.cost_options)),
        "languages": rows("languages", map(_values, record.languages)),
        "links": rows("links", map(_values, record.links)),
        "service_at_locations": rows(
            "service_at_locations",
            _venues(record, locations),
        ),
        "answers": rows("answers", map(_values, record.answers)),
        "service_areas": rows("service_areas", map(_values, record.service_areas)),
        "funding": rows("funding", map(_values, record.funding)),
    }


def _venues(record: ServiceRecord, locations: dict[str, uuid.UUID]) -> Iterable[dict]:
    """Where it is. Two places of the source that were merged into one here are one."""
    found: dict[uuid.UUID, str] = {}
    for venue in record.venues:
        found.setdefault(locations[venue.location.source_id], venue.description)
    return ({"location_id": key, "description": description} for key, description in found.items())


def _values(record, leave: str = "") -> dict:
    return {each.name: getattr(record, each.name) for each in fields(record) if each.name != leave}


def _content(service: Service, parts: dict[str, list], linked: dict[str, list[TaxonomyTerm]]) -> dict:
    """What Wagtail keeps in a revision: the same as `service.serializable_data()`, without a query."""
    content = get_serializable_data_for_fields(service)
    for name, rows in parts.items():
        content[name] = [get_serializable_data_for_fields(row) for row in rows]
    for name, chosen in linked.items():
        content[name] = [term.pk for term in chosen]
    return content


# --- Writing -------------------------------------------------------------------------------------


def _refuse_if_overtaken(plan: Plan, new_slugs: set[str]) -> None:
    """Make sure that everything is still as it was compared, and stays so until this transaction ends.

    Raises OvertakenError.
    """
    # One import of a council at a time. (SQLite lets one transaction write at a time anyway.)
    Authority.objects.select_for_update(no_key=True).get(pk=plan.authority.pk)
    runs = ImportRun.objects.filter(
        authority=plan.authority, source=plan.source, finished_at__gt=plan.started_at
    )
    if runs.exists():
        raise OvertakenError("This source has been imported meanwhile.")
    _refuse_if_changed(Service, {p.key: p.before for p in plan.services if p.service}, STATE)
    for model, dependants in ((Organization, plan.organizations), (Location, plan.locations)):
        _refuse_if_changed(
            model,
            {
                d.there.pk: d.before
                for d in dependants.values()
                if d.there
                and d.fate is not Fate.MERGED
                and (d.is_restored or d.fate not in (Fate.SAME, Fate.EDITED))
            },
        )
    known = {d.there.pk for d in plan.locations.values() if d.there and not d.there.is_private}
    secret = Location.with_binned.filter(owner=plan.authority, source=plan.source, is_private=True)
    if known.intersection(secret.values_list("pk", flat=True)):
        raise OvertakenError("A place has been made secret meanwhile.")
    for some in in_batches(new_slugs):
        taken = Listing.objects.of(plan.authority).filter(slug__in=some)
        former = FormerAddress.objects.filter(authority=plan.authority, slug__in=some)
        if taken.exists() or former.exists():
            raise OvertakenError("A service has been listed meanwhile.")


def _refuse_if_merged(terms: Iterable[TaxonomyTerm]) -> None:
    """Make sure that no term just linked was merged into another meanwhile. Raises OvertakenError.

    Asked last: on PostgreSQL, linking waits for a merge that is under way.
    """
    used = {term.pk for term in terms}
    merged = TaxonomyTerm.objects.exclude(merged_into=None).values_list("pk", flat=True)
    if used.intersection(merged):
        raise OvertakenError("A term has been merged meanwhile.")


def _refuse_if_changed(
    model: type[db.Model], before: dict[uuid.UUID, tuple], names: Iterable[str] | None = None
) -> None:
    columns = [
        column.attname
        for column in (map(model._meta.get_field, names) if names else model._meta.concrete_fields)
    ]
    for some in in_batches(before):
        # In the order of their keys, so that two who lock them cannot wait for each other
        # With what is in the bin, should it have been put there meanwhile
        found = model.with_binned.select_for_update().filter(pk__in=some)
        rows = found.order_by("pk").values_list("pk", *columns)
        now = {pk: tuple(values) for pk, *values in rows}
        if any(now.get(pk) != before[pk] for pk in some):
            raise OvertakenError("A record has been changed meanwhile.")
