"""A service in a council's Local Offer."""

from django.db import models
from django.urls import reverse

from .base import Identified


class Reach(models.TextChoices):
    """Where the service is, seen from the council that lists it."""

    IN_AREA = "in-area", "In the area"
    NEIGHBOURING = "neighbouring", "In a neighbouring area"
    REGIONAL = "regional", "In the region"
    NATIONAL = "national", "National"


class ListingQuerySet(models.QuerySet):
    def of(self, authority) -> "ListingQuerySet":
        return self.filter(authority=authority)

    def shown(self) -> "ListingQuerySet":
        """Listings that families can see: those of published services, closed ones included."""
        return self.filter(service__live=True)


class Listing(Identified):
    """Joins a service and a council. A national service exists once and is listed by many.

    `slug` is the service's address on that council's site. It is made once from the name and kept
    when the name changes, so that a printed address goes on working.
    """

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="listings")
    authority = models.ForeignKey("places.Authority", on_delete=models.PROTECT, related_name="listings")
    slug = models.SlugField(max_length=100)
    reach = models.CharField(max_length=15, choices=Reach.choices, default=Reach.IN_AREA)
    why_listed = models.TextField(
        blank=True, help_text="For a service outside the area: why you list it, and how families pay for it."
    )
    listed_at = models.DateTimeField(auto_now_add=True)
    # The hash of what a source last said of the two above: while they are still that, a source may change them
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["authority", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="directory_listing_slug_once_in_council"
            ),
            models.UniqueConstraint(
                fields=["authority", "service"], name="directory_service_listed_once_in_council"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.authority})"

    def get_absolute_url(self) -> str:
        return reverse("directory:service", args=[self.slug])

    @property
    def is_out_of_area(self) -> bool:
        return self.reach in (Reach.NEIGHBOURING, Reach.REGIONAL)

    @property
    def last_check(self):
        """The last Check at which somebody confirmed or corrected the record, or None."""
        return self.checks.confirming().order_by("-on", "-recorded_at").first()
