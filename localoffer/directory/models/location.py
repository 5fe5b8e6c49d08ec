"""Where a service happens."""

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalManyToManyField

from localoffer.places import grid, postcodes
from localoffer.places.models import Postcode

from .base import Binnable, Identified, InBin, InUseManager, Sourced, SourcedQuerySet
from .drafted import AS_IT_WAS, Drafted
from .import_run import ImportStep


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


def _without_whereabouts(content: dict) -> dict:
    """What a version says, without what could tell where the place is."""
    blank = dict.fromkeys(WHEREABOUTS, "") | dict.fromkeys(POINT)
    return {name: blank.get(name, value) for name, value in content.items()}


class LocationQuerySet(InBin, SourcedQuerySet):
    def public(self) -> "LocationQuerySet":
        """Places whose whereabouts anyone may know."""
        return self.filter(is_private=False)


class Location(Identified, Sourced, Binnable, Drafted):
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
    access = ParentalManyToManyField(
        "directory.TaxonomyTerm", blank=True, related_name="+", limit_choices_to={"taxonomy__code": "access"}
    )

    objects = InUseManager.from_queryset(LocationQuerySet)()
    with_binned = LocationQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = "place"
        ordering = ["name"]
        constraints = [
            *Sourced.Meta.constraints,
            *Binnable.Meta.constraints,
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
        is_secret = self.is_private and (
            update_fields is None
            or "is_private" in update_fields
            # of a draft, Wagtail saves some columns of the record: it may say that it is secret before the record does
            or type(self)._base_manager.filter(pk=self.pk, is_private=True).exists()
        )
        if is_secret:
            self.forget_whereabouts()
            # Nor does what is kept to undo an import remember it
            ImportStep.objects.of_places([self.pk]).delete()
            self._take_whereabouts_out_of_versions()
            if update_fields is not None:
                update_fields = {*update_fields, *WHEREABOUTS, *POINT, "how_to_undo"}
        super().save(*args, update_fields=update_fields, **kwargs)
        if is_secret:
            # One in the bin that was merged into this is the same place, and still has its address
            for twin in Location.with_binned.filter(merged_into=self, is_private=False):
                twin.is_private = True
                twin.save_in_bin([*WHEREABOUTS, *POINT, "is_private", "how_to_undo"])

    def clean(self):
        if self.is_private:
            self.forget_whereabouts()

    def forget_whereabouts(self) -> None:
        """Blank everything that could tell where this place is."""
        for field in WHEREABOUTS:
            setattr(self, field, "")
        for field in POINT:
            setattr(self, field, None)
        # What a merge changed in the other record, which is the same place
        self.how_to_undo = {
            name: rows for name, rows in self.how_to_undo.items() if name in ("at", "twice", "schedules")
        }

    def serializable_data(self):
        said = super().serializable_data()
        return _without_whereabouts(said) if self.is_private else said

    def _take_whereabouts_out_of_versions(self) -> None:
        for version in self.revisions.all():
            kept = _without_whereabouts(version.content)
            if AS_IT_WAS in kept:
                kept[AS_IT_WAS] = _without_whereabouts(kept[AS_IT_WAS])
            if kept != version.content:
                # Told to the database alone: saving a version would make it the latest
                type(version).objects.filter(pk=version.pk).update(content=kept)

    def find_point(self) -> None:
        """Set its point anew: from its postcode, or else from its latitude and longitude."""
        postcode = postcodes.normalise(self.postal_code)
        known = Postcode.objects.filter(pk=postcode).first() if postcode else None
        self.easting = self.northing = None
        if known is not None:
            self.easting, self.northing = known.easting, known.northing
        elif self.latitude is not None and self.longitude is not None:
            try:
                self.easting, self.northing = grid.from_wgs84(self.latitude, self.longitude)
            except ValueError:
                return  # not in Great Britain: shown without a distance

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
