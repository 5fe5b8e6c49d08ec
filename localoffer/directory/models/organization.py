"""Who provides a service."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from .base import Identified, Sourced, SourcedQuerySet


class Sector(models.TextChoices):
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"
    SCHOOL = "school", "School or college"
    CHARITY = "charity", "Charity or community group"
    PRIVATE = "private", "Private company"
    PARENT_LED = "parent-led", "Run by parents"


class Organization(Identified, Sourced, ClusterableModel):
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

    objects = SourcedQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = "organisation"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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
