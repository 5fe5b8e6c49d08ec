"""Where terms are used: records that carry them, and drafts that would once they are published."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Revision

from .models import Location, Service, ServiceAtLocation, TaxonomyTerm
from .models.drafted import is_to_terms

CARRIERS = (Service, Location)


@cache
def links() -> list[models.ManyToManyField]:
    """Every field of a record that holds any number of terms."""
    return [field for model in CARRIERS for field in model._meta.many_to_many if is_to_terms(field)]


@cache
def single_links() -> list[models.ForeignKey]:
    """Every field of a record that holds one term."""
    return [field for model in CARRIERS for field in model._meta.fields if is_to_terms(field)]


def carrying(model: type[models.Model], terms: Iterable[uuid.UUID], *, with_binned: bool = False) -> QuerySet:
    """The services, or the places, that carry any of these terms now; those in the bin only when asked for."""
    terms, some = list(terms), Q(pk__in=())
    for field in links():
        if field.model is model:
            rows = field.remote_field.through.objects.filter(taxonomyterm__in=terms)
            some |= Q(pk__in=rows.values(field.m2m_column_name()))
    for field in single_links():
        if field.model is model:
            some |= Q(**{f"{field.name}__in": terms})
    return (model.with_binned if with_binned else model.objects).filter(some)


def services_showing(terms: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Keys of the services whose pages or search entries show any of these terms, those of their places included."""
    at = ServiceAtLocation.objects.filter(location__in=carrying(Location, terms).values("pk"))
    found = set(carrying(Service, terms).values_list("pk", flat=True))
    return found | set(at.values_list("service_id", flat=True))


@dataclass(frozen=True)
class WhereUsed:
    """The records that hold a term, by type.

    `drafts` are services of which only the waiting draft names it; `drafts_of_locations` are such places.
    """

    services: QuerySet
    drafts: QuerySet
    locations: QuerySet
    drafts_of_locations: QuerySet

    def __bool__(self) -> bool:
        return any(each.exists() for each in self._all())

    def _all(self) -> tuple[QuerySet, ...]:
        return self.services, self.drafts, self.locations, self.drafts_of_locations

    def counts(self) -> dict[str, int]:
        return {
            "services": self.services.count(),
            "drafts": self.drafts.count() + self.drafts_of_locations.count(),
            "places": self.locations.count(),
        }

    def in_words(self) -> str:
        """ "3 services, 1 draft and 2 places"; "nothing" when it is used nowhere."""
        words = ("service", "services"), ("draft", "drafts"), ("place", "places")
        said = [
            f"{number:,} {one if number == 1 else many}"
            for number, (one, many) in zip(self.counts().values(), words, strict=True)
            if number
        ]
        return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:]))) or "nothing"


def where_used(term: TaxonomyTerm, *, by=None) -> WhereUsed:
    """Where a term is used, among the records that somebody may edit; in everybody's when nobody is named."""
    services, locations = carrying(Service, [term.pk]), carrying(Location, [term.pk])
    found = (
        services,
        _drafts_naming(Service, term).exclude(pk__in=services.values("pk")),
        locations,
        _drafts_naming(Location, term).exclude(pk__in=locations.values("pk")),
    )
    return WhereUsed(*(found if by is None else (each.editable_by(by) for each in found)))


def _drafts_naming(model: type[models.Model], term: TaxonomyTerm) -> QuerySet:
    waiting = model.objects.filter(has_unpublished_changes=True)
    draft = Cast("latest_revision__content", models.TextField())
    return waiting.annotate(_draft=draft).filter(_mentioning("_draft", term))


def numbers_of_records(terms: Iterable[uuid.UUID], *, by=None) -> dict[uuid.UUID, int]:
    """How many services and places carry each of these terms, among those that somebody may edit, or everywhere."""
    terms, found = list(terms), Counter()
    for field in links():
        rows = field.remote_field.through.objects.filter(taxonomyterm__in=terms)
        if by is not None:
            own = field.model.objects.editable_by(by).order_by()
            rows = rows.filter(**{f"{field.m2m_field_name()}__in": own.values("pk")})
        found.update(dict(rows.values_list("taxonomyterm").annotate(Count("pk"))))
    for field in single_links():
        rows = field.model.objects.filter(**{f"{field.name}__in": terms})
        rows = rows if by is None else rows.editable_by(by)
        found.update(dict(rows.order_by().values_list(field.name).annotate(Count("pk"))))
    return found


def old_versions_naming(term: TaxonomyTerm) -> QuerySet:
    """Revisions, published, waiting or long past, that name a term. Reads all of them: only for rare deeds."""
    revisions = Revision.objects.filter(
        base_content_type__in=ContentType.objects.get_for_models(*CARRIERS).values()
    )
    text = Cast("content", models.TextField())
    return revisions.annotate(_text=text).filter(_mentioning("_text", term))


def _mentioning(column: str, term: TaxonomyTerm) -> Q:
    # Keys are never used again, so wherever one stands in a revision, it is this term
    mentioned = Q()
    for pk in term.stand_ins():
        mentioned |= Q(**{f"{column}__contains": str(pk)})
    return mentioned
