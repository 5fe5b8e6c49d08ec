"""Undoing an import, in one transaction.

Records that it added go, and those that it changed come back as they were: unless somebody has been there since, or
something else stands on them now. Those are left and told. What the import said on a day (checks, waits, closures)
no longer counts, whatever became of the record. Why so: docs/decisions/0008-undoing-an-import.md
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models as db
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from localoffer.places.models import Authority

from ..bulk import deleting, inserting, updating
from ..models import (
    Check,
    ImportRun,
    ImportStep,
    Listing,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    StatedWait,
    StatusChange,
    TaxonomyTerm,
    UndoneImport,
)
from ..models.import_run import UNDONE_WITHIN
from ..signals import services_written
from .fitting import LINKS, PARTS
from .plan import STATE, in_batches
from .steps import MODELS, Kind, hashes
from .write import CONTENT

LINKED = {name: Service._meta.get_field(name).remote_field.through for name in LINKS}
# What belongs to a service and goes with it
_ITS_OWN = {*PARTS.values(), *LINKED.values(), Listing, StatedWait, StatusChange}
EDITED = "It was changed since, so it stays as it is."


class UndoError(Exception):
    """An import cannot be undone. The message says why."""


class Undone(StrEnum):
    REMOVED = "removed"
    RESTORED = "put back"
    LEFT = "left as it is"


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What became of each record ([id in the source, name, outcome, why]), and how many facts no longer count."""

    lines: tuple[tuple[str, str, Undone, str], ...]
    facts: int

    def in_one_line(self) -> str:
        """The counts in words: "3 removed, 2 put back, 0 left as it is; 4 checks, waits and closures …"."""
        counts = Counter(outcome for _, _, outcome, _ in self.lines)
        said = ", ".join(f"{counts[each]:,} {each}" for each in Undone)
        return f"{said}; {self.facts:,} checks, waits and closures no longer count"


def undo(run: ImportRun, *, by=None) -> UndoReport:
    """Undo an import. May be done again: what was left then is looked at once more.

    Raises UndoError when it is more than 30 days old.
    """
    if timezone.now() > run.can_be_undone_until:
        raise UndoError(
            f"This import was written on {timezone.localtime(run.finished_at):%-d %B %Y}. An import can be undone "
            f"for {UNDONE_WITHIN.days} days."
        )
    with transaction.atomic():
        # One import, or undoing of one, of a council at a time
        Authority.objects.select_for_update(no_key=True).get(pk=run.authority_id)
        return _Undoing(run, by).run()


@dataclass(slots=True)
class _Row:
    """A record that is still as the import left it."""

    step: ImportStep
    source_id: str
    name: str
    latest_revision_id: int | None = None


class _Undoing:
    def __init__(self, run: ImportRun, by) -> None:
        self.import_run, self.by = run, by
        self.content_type = ContentType.objects.get_for_model(Service)
        self.lines: list[tuple[str, str, Undone, str]] = []
        self.over: list[int] = []  # steps that are done with
        self.touched: set[uuid.UUID] = set()  # services whose index entries may differ
        self.logged: list[tuple[uuid.UUID, str]] = []
        self.rows: dict[str, dict[uuid.UUID, _Row]] = {}
        self.edited: dict[str, set[uuid.UUID]] = {}

    def run(self) -> UndoReport:
        facts = self._facts()
        for kind in MODELS:
            self._look(kind)
        self._remove_services()
        self._restore_services()
        for kind in (Kind.LISTING, Kind.LOCATION, Kind.ORGANIZATION):
            self._restore(kind)
        for kind in (Kind.LOCATION, Kind.ORGANIZATION):
            self._remove_unused(kind)
        UndoneImport.objects.update_or_create(
            run=self.import_run,
            defaults={"by": self.by, "report": [[i, name, str(o), why] for i, name, o, why in self.lines]},
        )
        for some in in_batches(self.over):
            ImportStep.objects.filter(pk__in=some).delete()
        self._log()
        services_written.send(sender=UndoneImport, service_ids=self.touched, run=self.import_run)
        return UndoReport(tuple(self.lines), facts)

    # What there is

    def _facts(self) -> int:
        """How many facts of the import stop counting now; their services differ in the index."""
        if UndoneImport.objects.filter(run=self.import_run).exists():
            return 0
        found: list[uuid.UUID] = []
        for model, service in (
            (Check, "listing__service"),
            (StatedWait, "service"),
            (StatusChange, "service"),
        ):
            found += model.everything.filter(import_run=self.import_run).values_list(service, flat=True)
        self.touched.update(found)
        return len(found)

    def _look(self, kind: str) -> None:
        """Tell records that are as the import left them from those where somebody has been since."""
        model = MODELS[kind]
        steps = {step.key: step for step in ImportStep.objects.filter(run=self.import_run, kind=kind)}
        for some in in_batches(sorted(steps)):
            # In the order of their keys, so that two who lock them cannot wait for each other
            list(model._base_manager.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
        now = dict(hashes(kind, steps))
        named = self._named(kind, now)
        self.rows[kind] = {}
        self.edited[kind] = {key for key in now if now[key] != steps[key].after}
        for key, step in steps.items():
            if key not in now:
                self.over.append(step.pk)  # somebody has deleted it
            elif key not in self.edited[kind]:
                self.rows[kind][key] = _Row(step, *named[key])
            elif kind != Kind.LISTING or step.before is not None:
                source_id, name = named[key][:2]
                self.lines.append((source_id, name, Undone.LEFT, EDITED))

    def _named(self, kind: str, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple]:
        columns = {
            Kind.SERVICE: ("source_id", "name", "latest_revision"),
            Kind.LISTING: ("service__source_id", "service__name"),
        }.get(Kind(kind), ("source_id", "name"))
        found = {}
        for some in in_batches(keys):
            for key, *values in MODELS[kind]._base_manager.filter(pk__in=some).values_list("pk", *columns):
                found[key] = tuple(values)
        return found

    # Services that the import added

    def _remove_services(self) -> None:
        added = {key: row for key, row in self.rows[Kind.SERVICE].items() if row.step.before is None}
        for some in in_batches(added):
            stays = self._stood_on(some)
            going = [key for key in some if key not in stays]
            for key, why in stays.items():
                self._say(added[key], Undone.LEFT, why)
            self._delete(going)
            for key in going:
                self._say(added[key], Undone.REMOVED)
                self.logged.append((key, added[key].name))
                self.over.append(added[key].step.pk)
            self.touched.update(going)

    def _stood_on(self, keys: list[uuid.UUID]) -> dict[uuid.UUID, str]:
        """Services that something else stands on by now, and what."""
        found: dict[uuid.UUID, str] = {}

        def note(service_ids: Iterable[uuid.UUID], why: str) -> None:
            for key in service_ids:
                found.setdefault(key, why)

        theirs = self.import_run
        listings = dict(Listing.objects.filter(service__in=keys).values_list("pk", "service_id"))
        for model in (StatedWait, StatusChange):
            since = model.everything.filter(service__in=keys).exclude(import_run=theirs)
            note(since.values_list("service_id", flat=True), "Something was said of it since, so it stays.")
        since = Check.everything.filter(listing__in=list(listings)).exclude(import_run=theirs)
        note(
            (listings[pk] for pk in since.values_list("listing_id", flat=True)),
            "It was checked since, so it stays.",
        )
        taken_over = StatusChange.everything.filter(successor__in=keys).exclude(import_run=theirs)
        note(taken_over.values_list("successor_id", flat=True), "It replaces another service, so it stays.")
        others = Listing.objects.filter(service__in=keys).exclude(authority=theirs.authority_id)
        note(others.values_list("service_id", flat=True), "Another council lists it, so it stays.")
        note(
            (service for pk, service in listings.items() if pk in self.edited[Kind.LISTING]),
            "How it is listed was changed since, so it stays.",
        )
        note(_pointed_at(Service, keys, _ITS_OWN), "Something refers to it by now, so it stays.")
        note(
            (listings[pk] for pk in _pointed_at(Listing, list(listings), {Check})),
            "Something refers to it by now, so it stays.",
        )
        pages = ReferenceIndex.objects.filter(
            to_content_type=self.content_type, to_object_id__in=map(str, keys)
        )
        note(
            map(uuid.UUID, pages.values_list("to_object_id", flat=True)), "A page refers to it, so it stays."
        )
        return found

    def _delete(self, keys: list[uuid.UUID]) -> None:
        """These services and all that is theirs. In bulk: nobody else has anything that points at them."""
        listings = list(Listing.objects.filter(service__in=keys).values_list("pk", flat=True))
        # Said by this import, of services that it closed in favour of one that goes
        db.QuerySet(StatusChange).filter(successor__in=keys).update(successor=None)
        _erase(Check.everything.filter(listing__in=listings))
        for model in _ITS_OWN:
            manager = getattr(model, "everything", model._base_manager)
            _erase(manager.filter(service__in=keys))
        Service._base_manager.filter(pk__in=keys).update(
            latest_revision=None, live_revision=None, imported_revision=None
        )
        _erase(Revision.objects.filter(base_content_type=self.content_type, object_id__in=map(str, keys)))
        _erase(Service._base_manager.filter(pk__in=keys))

    # Services that the import changed

    def _restore_services(self) -> None:
        changed = {key: row for key, row in self.rows[Kind.SERVICE].items() if row.step.before is not None}
        for some in in_batches(changed):
            self._restore_some({key: changed[key] for key in some})

    def _restore_some(self, changed: dict[uuid.UUID, _Row]) -> None:
        former = {
            key: row.step.before["latest_revision_id"]
            for key, row in changed.items()
            if row.step.before["content"]
        }
        contents = dict(Revision.objects.filter(pk__in=former.values()).values_list("pk", "content"))
        fits = _Fits.of(contents.values())
        standing = updating(Service, STATE)
        whole = updating(Service, dict.fromkeys((*CONTENT, *STATE)))
        clearing = {model: deleting(model, "service") for model in (*PARTS.values(), *LINKED.values())}
        filling = {model: inserting(model) for model in PARTS.values()}
        linking = {name: inserting(model, ("service", "taxonomyterm")) for name, model in LINKED.items()}
        written = []
        for service in Service.objects.filter(pk__in=changed):
            row = changed[service.pk]
            content = contents.get(former.get(service.pk))
            if service.pk in former and content is None:
                self._say(row, Undone.LEFT, "What it was before is no longer kept, so it stays as it is.")
                continue
            if content is not None and content.get("organization") not in fits.organizations:
                self._say(row, Undone.LEFT, "Its former organisation is gone, so it stays as it is.")
                continue
            if row.latest_revision_id != row.step.before["latest_revision_id"]:
                written.append(row.latest_revision_id)
            if content is not None:
                tier = fits.terms.get(content.get("tier"))
                _set(service, ((name, content.get(name)) for name in _NAMES), by_name=True)
                _set(service, [("tier_id", tier)])
                for statement in clearing.values():
                    statement.add_values(service.pk)
                for name, model in PARTS.items():
                    for part in fits.parts(name, content):
                        filling[model].add(_made(model, part, service.pk))
                for name in LINKED:
                    for term in fits.linked(name, content):
                        linking[name].add_values(service.pk, term)
            _set(service, row.step.before.items())
            (standing if content is None else whole).add(service)
            self._say(row, Undone.RESTORED)
            self.logged.append((service.pk, row.name))
            self.over.append(row.step.pk)
            self.touched.add(service.pk)
        for statement in (*clearing.values(), standing, whole, *filling.values(), *linking.values()):
            statement.run()
        _erase(Revision.objects.filter(pk__in=written))

    # Listings, places, organisations

    def _restore(self, kind: str) -> None:
        model = MODELS[kind]
        changed = {key: row for key, row in self.rows[kind].items() if row.step.before is not None}
        for some in in_batches(changed):
            for row in model._base_manager.filter(pk__in=some):
                step = changed[row.pk].step
                before = dict(step.before)
                access = before.pop("access", None)
                _set(row, before.items())
                row.save(update_fields=[c.name for c in model._meta.concrete_fields if c.attname in before])
                if access is not None:
                    row.access.set(TaxonomyTerm.objects.filter(pk__in=access))
                    row.access.commit()
                self._say(changed[row.pk], Undone.RESTORED)
                self.over.append(step.pk)
            self.touched.update(self._services_with(kind, some))

    def _services_with(self, kind: str, keys: list[uuid.UUID]) -> Iterable[uuid.UUID]:
        if kind == Kind.LISTING:
            return Listing.objects.filter(pk__in=keys).values_list("service_id", flat=True)
        if kind == Kind.LOCATION:
            return ServiceAtLocation.objects.filter(location__in=keys).values_list("service_id", flat=True)
        return Service.objects.filter(organization__in=keys).values_list("pk", flat=True)

    def _remove_unused(self, kind: str) -> None:
        """Places and organisations that the import added, and that nothing uses now."""
        model = MODELS[kind]
        added = {key: row for key, row in self.rows[kind].items() if row.step.before is None}
        own = {Location.access.through} if model is Location else set()
        for some in in_batches(added):
            used = set(_pointed_at(model, some, own))
            edited = model._base_manager.filter(pk__in=some, latest_revision__isnull=False)
            edited = set(edited.values_list("pk", flat=True))
            going = [key for key in some if key not in used and key not in edited]
            if model is Location:
                _erase(Location.access.through.objects.filter(location__in=going))
            _erase(model._base_manager.filter(pk__in=going))
            for key in some:
                if key in used:
                    self._say(added[key], Undone.LEFT, "It is still used, so it stays.")
                elif key in edited:
                    self._say(added[key], Undone.LEFT, "It was changed here since, so it stays.")
                else:
                    self._say(added[key], Undone.REMOVED)
                    self.over.append(added[key].step.pk)

    # Telling

    def _say(self, row: _Row, outcome: Undone, why: str = "") -> None:
        self.lines.append((row.source_id, row.name, outcome, why))

    def _log(self) -> None:
        """A line of history for each service."""
        logging, now, run = inserting(ModelLogEntry), timezone.now(), uuid.uuid4()
        for key, name in self.logged:
            logging.add(
                ModelLogEntry(
                    content_type=self.content_type,
                    label=name,
                    action="localoffer.undo",
                    data={"source": self.import_run.source},
                    timestamp=now,
                    uuid=run,
                    user=self.by,
                    content_changed=True,
                    object_id=str(key),
                )
            )
        logging.run()


# --- From what was kept to rows ------------------------------------------------------------------

_NAMES = [name for name in CONTENT if name != "last_modified"]


@dataclass(frozen=True, slots=True)
class _Fits:
    """What the contents of old revisions point at, as far as it is still there."""

    organizations: set[str]
    locations: set[str]
    terms: dict[str, str]  # each with the one that stands for it today

    @classmethod
    def of(cls, contents: Iterable[dict]) -> _Fits:
        organizations: set[str] = set()
        locations: set[str] = set()
        terms: set[str] = set()
        for content in contents:
            organizations.add(content["organization"])
            terms.update(term for name in LINKED for term in content.get(name, ()))
            terms.add(content.get("tier"))
            for name in ("service_at_locations", "schedules"):
                locations.update(row.get("location") for row in content.get(name, ()))
        return cls(_there(Organization, organizations), _there(Location, locations), _todays(terms))

    def parts(self, name: str, content: dict) -> Iterable[dict]:
        for row in content.get(name, ()):
            if row.get("location") and row["location"] not in self.locations:
                if name == "service_at_locations":
                    continue
                row = {**row, "location": None}
            yield row

    def linked(self, name: str, content: dict) -> Iterable[str]:
        return dict.fromkeys(self.terms[term] for term in content.get(name, ()) if term in self.terms)


def _todays(terms: set[str]) -> dict[str, str]:
    rows = TaxonomyTerm.objects.filter(pk__in=terms - {None}).values_list("pk", "merged_into")
    return {str(pk): str(merged_into or pk) for pk, merged_into in rows}


def _there(model: type[db.Model], keys: set[str]) -> set[str]:
    found = model._base_manager.filter(pk__in=keys - {None})
    return set(map(str, found.values_list("pk", flat=True)))


def _set(row: db.Model, values: Iterable[tuple[str, Any]], *, by_name: bool = False) -> None:
    """Set fields (by name or column) to values as JSON holds them; what is no field of the row is passed over."""
    columns = {column.name if by_name else column.attname: column for column in row._meta.concrete_fields}
    for name, value in values:
        if column := columns.get(name):
            setattr(row, column.attname, _python(column, value))


def _made(model: type[db.Model], part: dict, service: uuid.UUID) -> db.Model:
    row = model()
    _set(row, part.items(), by_name=True)
    row.pk = uuid.UUID(str(part["pk"]))
    row.service_id = service
    return row


def _python(column: db.Field, value: Any) -> Any:
    if value is None:
        return None
    target: Callable[[Any], Any] = getattr(column, "target_field", column).to_python
    return target(value)


def _pointed_at(
    model: type[db.Model], keys: list[uuid.UUID], own: set[type[db.Model]]
) -> Iterable[uuid.UUID]:
    """Which of these rows any other table refers to, whichever room it is of; `own` tables apart."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        if relation.related_model in own:
            continue
        column = relation.field
        rows = relation.related_model._base_manager.filter(**{f"{column.name}__in": keys})
        yield from rows.values_list(column.attname, flat=True)


def _erase(queryset: db.QuerySet) -> None:
    """Delete without looking for what hangs on it, and without Django's signals: who calls has seen to both."""
    queryset.order_by()._raw_delete(queryset.db)
