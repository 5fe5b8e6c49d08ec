"""Which fields of each service an import would change, in words, for whoever decides about it. Reads only."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.html import strip_tags

from ..models import Service, ServiceAtLocation, TaxonomyTerm
from ..sources.records import ServiceRecord
from .fitting import LINKS, PARTS
from .plan import Plan, Planned, in_batches

MOST_SERVICES = 500
LONGEST = 160

# The fields of a service that hold one value and are compared as they are
PLAIN = (
    "name alternate_name description url email alert accreditations minimum_age maximum_age eligibility_description "
    "plan_required diagnosis_required if_not_eligible referral referrers application_process application_url "
    "who_decides interpretation_services running cost fees_description personal_budget direct_payment "
    "accountable_body complaints assurer_email"
).split()
_NAMES = {
    "phones": "Telephone numbers",
    "contacts": "Contacts",
    "schedules": "Times",
    "cost_options": "Costs",
    "languages": "Languages",
    "links": "Links",
    "service_at_locations": "Places",
    "answers": "Answers",
    "service_areas": "Areas",
    "funding": "Funding",
    "organization": "Organisation",
}
# What of a row inside a service is shown and compared
_SHOWN = {
    "phones": ("number", "extension", "description"),
    "contacts": ("title", "name", "department", "email"),
    "schedules": (
        "freq",
        "interval",
        "byday",
        "bymonthday",
        "dtstart",
        "until",
        "valid_from",
        "valid_to",
        "opens_at",
        "closes_at",
        "description",
    ),
    "cost_options": ("option", "amount", "amount_description", "valid_from", "valid_to"),
    "languages": ("name", "code", "note"),
    "links": ("label", "url"),
    "answers": ("question", "answer"),
    "service_areas": ("name", "uri"),
    "funding": ("source",),
}
Difference = list[str]
"""[the field, as it is, as it would be]"""


def differences(plan: Plan, most: int = MOST_SERVICES) -> dict[str, list[Difference]]:
    """For each changed service, by its id in the source: which fields, as they are and as they would be.

    Only of the first `most` services: nobody looks through more.
    """
    changed = [each for each in plan.services if each.service is not None and each.content_changes][:most]
    known = TaxonomyTerm.objects.known_to(plan.authority).select_related("taxonomy", "merged_into")
    terms = {(term.taxonomy.code, term.code): term.current.name for term in known}
    found: dict[str, list[Difference]] = {}
    for some in in_batches(changed):
        there = _There([each.key for each in some])
        for planned in some:
            found[planned.record.source_id] = list(_of_service(planned, there, terms))
    return found


class _There:
    """What some services hold, in words."""

    def __init__(self, keys: list[uuid.UUID]) -> None:
        services = Service.objects.filter(pk__in=keys).select_related("organization", "tier")
        self.services = {service.pk: service for service in services}
        self.parts: dict[tuple[uuid.UUID, str], list[str]] = {}
        for name, shown in _SHOWN.items():
            for row in PARTS[name].objects.filter(service__in=keys).order_by("sort_order"):
                said = _in_words(getattr(row, each) for each in shown)
                self.parts.setdefault((row.service_id, name), []).append(said)
        at = (
            ServiceAtLocation.objects.filter(service__in=keys)
            .select_related("location")
            .order_by("sort_order")
        )
        for row in at:
            words = _place(row.location.is_private, str(row.location), row.description)
            self.parts.setdefault((row.service_id, "service_at_locations"), []).append(words)
        self.terms: dict[tuple[uuid.UUID, str], list[str]] = {}
        for name in LINKS:
            through = Service._meta.get_field(name).remote_field.through.objects.filter(service__in=keys)
            for key, term in through.values_list("service_id", "taxonomyterm__name"):
                self.terms.setdefault((key, name), []).append(term)


def _of_service(planned: Planned, there: _There, terms: dict[tuple[str, str], str]) -> Iterable[Difference]:
    record, key = planned.record, planned.key
    service = there.services.get(key)
    if service is None:
        return
    for name in PLAIN:
        before, after = getattr(service, name), getattr(record, name)
        if _said(before) != _said(after):
            yield [_label(Service, name), _short(before), _short(after)]
    if _said(service.organization.name) != _said(record.organization.name):
        yield [_NAMES["organization"], _short(service.organization), _short(record.organization.name)]
    tier = terms.get(("tier", record.tier), "")
    if str(service.tier or "") != tier:
        yield [_label(Service, "tier"), str(service.tier or ""), tier]
    for name, taxonomy in LINKS.items():
        before = sorted(there.terms.get((key, name), ()))
        after = sorted({terms[taxonomy, code] for code in getattr(record, name) if (taxonomy, code) in terms})
        if before != after:
            yield [_label(Service, name), _short("; ".join(before)), _short("; ".join(after))]
    for name in PARTS:
        before, after = there.parts.get((key, name), []), _rows(record, name)
        if before != after:
            yield [_NAMES[name], _short("; ".join(before)), _short("; ".join(after))]


def _rows(record: ServiceRecord, name: str) -> list[str]:
    if name == "service_at_locations":
        return [_place(v.location.is_private, _place_name(v.location), v.description) for v in record.venues]
    return [_in_words(getattr(row, each) for each in _SHOWN[name]) for row in getattr(record, name)]


def _place_name(location: Any) -> str:
    lines = (
        location.address_1,
        location.address_2,
        location.city,
        location.state_province,
        location.postal_code,
    )
    return location.name or ", ".join(line for line in lines if line) or "Unnamed place"


def _place(is_private: bool, name: str, description: str) -> str:
    return "a secret place" if is_private else _in_words((name, description))


def _in_words(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values if value not in (None, ""))


def _said(value: Any) -> Any:
    return None if value in (None, "") else value


def _label(model: type, name: str) -> str:
    words = str(model._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = " ".join(strip_tags(str(value).replace("</p>", " ").replace("<br>", " ")).split())
    if isinstance(value, float):
        text = f"{value:g}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
