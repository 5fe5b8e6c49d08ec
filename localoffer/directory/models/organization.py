"""Who provides a service."""

from django.db import models
from modelcluster.fields import ParentalKey

from .base import Binnable, Identified, InBin, InUseManager, Sourced, SourcedQuerySet
from .drafted import Drafted, standing_for


class Sector(models.TextChoices):
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    SCHOOL = "school", "School or college"
    CHARITY = "charity", "Charity or community group"
    PRIVATE = "private", "Private company"
    PARENT_LED = "parent-led", "Run by parents"


class OrganizationQuerySet(InBin, SourcedQuerySet):
    pass


class Organization(Identified, Sourced, Binnable, Drafted):
    """An organisation that provides services."""

    name = models.CharField(max_length=255)
    alternate_name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=500, blank=True)
    uri = models.URLField(max_length=500, blank=True)
    legal_status = models.CharField(max_length=100, blank=True)
    sector = models.CharField(
        max_length=20, choices=Sector.choices, blank=True, help_text="Blank: not stated."
    )
    parent_organization = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="departments"
    )

    objects = InUseManager.from_queryset(OrganizationQuerySet)()
    with_binned = OrganizationQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = "organisation"
        ordering = ["name"]
        constraints = [*Sourced.Meta.constraints, *Binnable.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def _without_vanished(self, content):
        parent = content.get("parent_organization")
        kept = standing_for(Organization, {parent}).get(parent) if parent else None
        return content | {"parent_organization": None if kept == str(self.pk) else kept}


class OrganizationIdentifier(Identified):
    """A number others know an organisation by: a charity, company, school or Ofsted number."""

    organization = ParentalKey(
        Organization, on_delete=models.CASCADE, related_name="organization_identifiers"
    )
    identifier_scheme = models.CharField(
        max_length=50, blank=True, help_text="As at org-id.guide, such as GB-CHC."
    )
    identifier_type = models.CharField(max_length=100)
    identifier = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.identifier_type} {self.identifier}"
