"""A service in a council's Local Offer."""

import datetime as dt

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from localoffer.cms.models import CheckEvery, CouncilSettings

from .base import Identified
from .facts import Check, Status, StatusChange

# How many days before a check is due officers are told
DUE_SOON = 30


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

    def came_in(self, since: dt.datetime, until: dt.datetime) -> "ListingQuerySet":
        """What families can see, and could not until some moment after the first of these and not after the second."""
        listed = Q(listed_at__gt=since, listed_at__lte=until)
        published = Q(service__first_published_at__gt=since, service__first_published_at__lte=until)
        return self.shown().filter(listed | published)

    def running(self) -> "ListingQuerySet":
        """Those of services that have not closed. A paused one is running: it will want to open again."""
        changes = StatusChange.objects.filter(service=OuterRef("service")).order_by("-on", "-recorded_at")
        status = Coalesce(Subquery(changes.values("status")[:1]), Value(Status.ACTIVE.value))
        return self.alias(status_now=status).exclude(status_now=Status.DEFUNCT)

    def with_checks(self) -> "ListingQuerySet":
        """Each with `last_checked_on` (None: never) and `stands_for`: the days until it is to be checked again."""
        confirming = Check.objects.confirming().filter(listing=OuterRef("pk")).order_by("-on", "-recorded_at")
        return self.annotate(
            last_checked_on=Subquery(confirming.values("on")[:1]),
            stands_for=Coalesce(
                "check_every",
                Subquery(_councils_interval(OuterRef("authority"))),
                Value(CheckEvery.HALF_YEAR.value),  # a council without a site has set nothing
            ),
        )

    def to_check(self) -> "ListingQuerySet":
        """What somebody has to make sure of from time to time: all that families see and that runs."""
        return self.shown().running().with_checks()

    def overdue(self, on: dt.date) -> "ListingQuerySet":
        """Those whose check no longer stands on a day, the longest ago first. One never checked is not among them."""
        return self.to_check().filter(_check_stands_until(before=on)).order_by("last_checked_on", "slug")

    def due(self, on: dt.date) -> "ListingQuerySet":
        """Those whose check stands on a day, and will not for long (30 days), the most urgent first."""
        soon = on + dt.timedelta(days=DUE_SOON)
        due = _check_stands_until(first=on, before=soon)
        return self.to_check().filter(due).order_by("last_checked_on", "slug")

    def never_checked(self) -> "ListingQuerySet":
        """Those that nobody has ever made sure of. A call that nobody answered does not count."""
        return self.to_check().filter(last_checked_on=None).order_by("listed_at", "slug")


def _councils_interval(authority) -> models.QuerySet:
    """How often a council checks, in days. One with several sites does as often as the strictest says."""
    return (
        CouncilSettings.objects.filter(site__authority_site__authority=authority)
        .order_by("check_every")
        .values("check_every")[:1]
    )


def _check_stands_until(*, first: dt.date | None = None, before: dt.date) -> Q:
    """Listings whose last check stands until a day before this one, and not before the first."""
    wanted = Q()
    for days in CheckEvery.values:
        since = Q(last_checked_on__gte=first - dt.timedelta(days=days)) if first else Q()
        wanted |= since & Q(stands_for=days, last_checked_on__lt=before - dt.timedelta(days=days))
    return wanted


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
    check_every = models.PositiveSmallIntegerField(
        "check it again",
        choices=CheckEvery.choices,
        null=True,
        blank=True,
        help_text="Blank: as often as the council has set for all.",
    )
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

    def next_check_on(self) -> dt.date | None:
        """The day until which the last check stands; None when nobody has checked it yet."""
        if "last_checked_on" in self.__dict__:
            last, days = self.__dict__["last_checked_on"], self.__dict__["stands_for"]
        else:
            check = self.last_check
            last = check and check.on
            days = (
                self.check_every
                or _councils_interval(self.authority_id).values_list("check_every", flat=True).first()
            )
        return last and last + dt.timedelta(days=days or CheckEvery.HALF_YEAR)


class FormerAddress(Identified):
    """An address that a listing once had. It leads to the one it has now: it may be on a fridge door.

    No listing of the council ever gets it: `actions.taken_slugs` holds both.
    """

    authority = models.ForeignKey(
        "places.Authority", on_delete=models.CASCADE, related_name="+", verbose_name="council"
    )
    slug = models.SlugField(max_length=100)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "slug"], name="directory_former_address_once_in_council"
            )
        ]

    def __str__(self) -> str:
        return self.slug
