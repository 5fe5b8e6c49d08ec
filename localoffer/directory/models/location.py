"""Where a service happens."""

from django.db import models
from django.db.models import Q

from .base import Identified, Sourced, SourcedQuerySet


class LocationType(models.TextChoices):
    PHYSICAL = "physical", "A place you can go to"
    POSTAL = "postal", "An address to write to"
    VIRTUAL = "virtual", "Online"


# Everything that could tell where a place is. A private location holds none of it.
WHEREABOUTS = (
    "description",
    "address_1",
    "address_2",
    "city",
    "region",
    "state_province",
    "postal_code",
    "transportation",
    "external_identifier",
)
POINT = ("easting", "northing", "latitude", "longitude")

HAS_NO_WHEREABOUTS = Q(**dict.fromkeys(WHEREABOUTS, "")) & Q(**{f"{field}__isnull": True for field in POINT})


class LocationQuerySet(SourcedQuerySet):
    def public(self) -> "LocationQuerySet":
        """Places whose whereabouts anyone may know."""
        return self.filter(is_private=False)


class Location(Identified, Sourced):
    """A place, with its one address in HSDS's field names (see docs/decisions).

    A private location (a refuge) stores no address and no point at all: what is not stored cannot
    be searched, measured, ordered, exported or compared. `save()` blanks them and a database
    constraint holds it. `name` is then for officers only and shown to nobody else.
    """

    name = models.CharField(max_length=255, blank=True)
    location_type = models.CharField(
        max_length=10, choices=LocationType.choices, default=LocationType.PHYSICAL
    )
    is_private = models.BooleanField(
        "keep the address secret",
        default=False,
        help_text="For refuges and the like. The address is then not kept.",
    )
    description = models.TextField(blank=True)
    address_1 = models.CharField("address", max_length=255, blank=True)
    address_2 = models.CharField("second line", max_length=255, blank=True)
    city = models.CharField("town or city", max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    state_province = models.CharField("county", max_length=100, blank=True)
    postal_code = models.CharField("postcode", max_length=10, blank=True)
    country = models.CharField(max_length=2, default="GB")
    easting = models.IntegerField(null=True, blank=True, help_text="Metres on the British National Grid.")
    northing = models.IntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True, help_text="Degrees, WGS84.")
    longitude = models.FloatField(null=True, blank=True)
    transportation = models.TextField("getting there", blank=True)
    external_identifier = models.CharField("UPRN", max_length=50, blank=True)
    access = models.ManyToManyField(
        "directory.TaxonomyTerm", blank=True, related_name="+", limit_choices_to={"taxonomy__code": "access"}
    )

    objects = LocationQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = "place"
        ordering = ["name"]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_private=False) | HAS_NO_WHEREABOUTS,
                name="directory_private_location_has_no_whereabouts",
                violation_error_message="A secret address is not kept: clear the address, postcode and point.",
            ),
            models.CheckConstraint(
                condition=Q(easting=None, northing=None) | Q(easting__isnull=False, northing__isnull=False),
                name="directory_location_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address_in_one_line() or "Unnamed place"

    def save(self, *args, update_fields=None, **kwargs):
        if self.is_private:
            self.forget_whereabouts()
            if update_fields is not None:
                update_fields = {*update_fields, *WHEREABOUTS, *POINT}
        super().save(*args, update_fields=update_fields, **kwargs)

    def forget_whereabouts(self) -> None:
        """Blank everything that could tell where this place is."""
        for field in WHEREABOUTS:
            setattr(self, field, "")
        for field in POINT:
            setattr(self, field, None)

    def address_lines(self) -> list[str]:
        """The address as lines to print; empty for a private place."""
        if self.is_private:
            return []
        lines = [self.address_1, self.address_2, self.city, self.state_province, self.postal_code]
        return [line for line in lines if line]

    def address_in_one_line(self) -> str:
        return ", ".join(self.address_lines())

    @property
    def point(self) -> tuple[int, int] | None:
        """Easting and northing in metres, or None when unknown or private."""
        if self.is_private or self.easting is None or self.northing is None:
            return None
        return self.easting, self.northing
