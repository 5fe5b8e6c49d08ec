"""What an import notes of each record before it changes it, so that it can be undone for 30 days (undo.py)."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models as db
from django.utils import timezone

from ..bulk import inserting
from ..models import ImportRun, ImportStep, Listing, Location, Organization, Service
from ..models.import_run import UNDONE_WITHIN
from .plan import STATE, Planned, in_batches

Kind = ImportStep.Kind
MODELS: dict[str, type[db.Model]] = {
    Kind.SERVICE: Service,
    Kind.ORGANIZATION: Organization,
    Kind.LOCATION: Location,
    Kind.LISTING: Listing,
}
KINDS = {model: kind for kind, model in MODELS.items()}


class Steps:
    """Noted while an import is made ready, and written in its transaction."""

    def __init__(self) -> None:
        self._noted: dict[tuple[str, uuid.UUID], dict[str, Any] | None] = {}
        self._secret: list[uuid.UUID] = []

    def note(self, row: db.Model, names: Iterable[str], *, access: Iterable[uuid.UUID] | None = None) -> None:
        """These fields of a row (and terms of a place) are about to change; none: the row is about to be added."""
        before = {column: _kept(getattr(row, column)) for column in _attnames(type(row), names)} or None
        if before is not None and access is not None:
            before["access"] = sorted(map(str, access))
        self._noted[KINDS[type(row)], row.pk] = before

    def note_service(self, planned: Planned, *, content: bool) -> None:
        """A service is about to be added, or changed: how it stood, and whether its content changes, too."""
        before = None
        if planned.service is not None:
            values = map(_kept, planned.before)
            before = dict(zip(_attnames(Service, STATE), values, strict=True)) | {"content": content}
        self._noted[Kind.SERVICE, planned.key] = before

    def forget(self, place: Location) -> None:
        """A place has become secret: neither this import nor an earlier one keeps where it was."""
        self._noted.pop((Kind.LOCATION, place.pk), None)
        self._secret.append(place.pk)

    def write(self, run: ImportRun) -> None:
        """Keep what was noted, with the records as they are now."""
        for some in in_batches(self._secret):
            ImportStep.objects.of_places(some).delete()
        keys: dict[str, list[uuid.UUID]] = defaultdict(list)
        for kind, key in self._noted:
            keys[kind].append(key)
        keeping = inserting(ImportStep, ("run", "kind", "key", "before", "after"))
        for kind, of_kind in keys.items():
            for key, after in hashes(kind, of_kind):
                keeping.add_values(run.pk, kind, key, self._noted[kind, key], after)
        keeping.run()


def access_of(places: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The keys of the access terms of each place that has any."""
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for some in in_batches(places):
        rows = Location.access.through.objects.filter(location__in=some)
        for place, term in rows.values_list("location_id", "taxonomyterm_id"):
            found[place].append(term)
    return found


def hashes(kind: str, keys: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, str]]:
    """The hash of each of these records as it is now; one that is gone is left out."""
    model = MODELS[kind]
    columns = [column.attname for column in model._meta.concrete_fields]
    for some in in_batches(keys):
        access = access_of(some) if kind == Kind.LOCATION else {}
        for pk, *values in model._base_manager.filter(pk__in=some).values_list("pk", *columns):
            said = [*map(str, values), *sorted(map(str, access.get(pk, ())))]
            yield pk, hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def forget_old_steps() -> None:
    """Delete what was kept of imports that can no longer be undone."""
    ImportStep.objects.filter(run__finished_at__lt=timezone.now() - UNDONE_WITHIN).delete()


def _kept(value: Any) -> Any:
    """A value as JSON holds it, moments to the microsecond."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _attnames(model: type[db.Model], names: Iterable[str]) -> list[str]:
    return [model._meta.get_field(name).attname for name in names]
