"""The three kinds of record that can be merged and put in the bin, and what lies behind their addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from localoffer.accounts.doors import Door
from localoffer.accounts.models import Role
from localoffer.accounts.viewsets import scope_of

from ... import duplicates
from ...models import Listing, Location, Organization, Service


@dataclass(frozen=True)
class Kind:
    name: str
    slug: str
    label: str
    plural: str
    model: type
    suggest: Callable[[QuerySet], list[duplicates.Suggestion]]

    def own(self, request: HttpRequest) -> QuerySet:
        """The records of this kind that a person may edit."""
        return self.model.objects.editable_by(request.user)

    def binned(self, request: HttpRequest) -> QuerySet:
        """Those in the bin that a person may bring back."""
        return self.model.with_binned.editable_by(request.user).binned()

    def edit_url(self, record) -> str:
        return reverse(f"wagtailsnippets_directory_{self.name}:edit", args=[record.pk])

    def compare_url(self, one, other) -> str:
        return reverse(f"upkeep:compare_{self.name}", args=[one, other])

    def restore_url(self, record) -> str:
        return reverse(f"upkeep:restore_{self.name}", args=[record.pk])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("service", "services", "Service", "services", Service, duplicates.among_services),
        Kind(
            "organization",
            "organisations",
            "Organisation",
            "organisations",
            Organization,
            duplicates.among_organizations,
        ),
        Kind("location", "places", "Place", "places", Location, duplicates.among_locations),
    )
}


def listed(request: HttpRequest, kwargs=None) -> QuerySet:
    """What this council lists and families see, whoever keeps the record: all of it is this council's to check."""
    return Listing.objects.of(request.authority).shown()


def doors() -> dict[str, Door]:
    """What lies behind the addresses of these screens."""
    found = {
        "upkeep:checks": Door(role=Role.EDITOR),
        "upkeep:record_checks": Door(role=Role.EDITOR, query={"id": listed}),
        "upkeep:close": Door(role=Role.PUBLISHER, args={"service_id": scope_of(Service)}),
        "upkeep:reopen": Door(role=Role.PUBLISHER, args={"service_id": scope_of(Service)}),
        "upkeep:replace": Door(role=Role.PUBLISHER),
        "upkeep:bin": Door(role=Role.PUBLISHER),
    }
    for kind in KINDS.values():
        own = scope_of(kind.model)
        plain = frozenset({"kind"})
        found |= {
            f"upkeep:duplicates_{kind.name}": Door(role=Role.PUBLISHER, plain=plain),
            f"upkeep:compare_{kind.name}": Door(
                role=Role.PUBLISHER,
                args={f"{kind.name}_id": own, f"other_{kind.name}_id": own},
                plain=plain,
            ),
            f"upkeep:restore_{kind.name}": Door(
                role=Role.PUBLISHER,
                args={f"binned_{kind.name}_id": lambda request, kwargs, kind=kind: kind.binned(request)},
                plain=plain,
            ),
        }
    return found
