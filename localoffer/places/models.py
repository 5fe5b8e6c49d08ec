"""Councils, the hosts they are served on, and where postcodes are."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Site

from . import hosts, postcodes
from .fields import PostcodeField


class AuthorityQuerySet(models.QuerySet):
    def in_force(self, on: dt.date | None = None) -> "AuthorityQuerySet":
        """Return the councils that exist on a day (today when none is given)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=on),
            Q(ends_on=None) | Q(ends_on__gte=on),
        )

    def real(self) -> "AuthorityQuerySet":
        """Return the councils that exist or did, leaving out every demonstration."""
        return self.filter(is_demonstration=False)

    def in_england(self, on: dt.date | None = None) -> "AuthorityQuerySet":
        """Return the councils with SEND duties on a day: what every national list and count starts from."""
        return self.real().in_force(on)

    def demonstrations(self) -> "AuthorityQuerySet":
        return self.filter(is_demonstration=True)


class Authority(models.Model):
    """A council with duties for children with SEND: one of the 153, one abolished, or a demonstration."""

    class Type(models.TextChoices):
        COUNTY = "county", "County council"
        UNITARY = "unitary", "Unitary council"
        METROPOLITAN_BOROUGH = "metropolitan-borough", "Metropolitan borough"
        LONDON_BOROUGH = "london-borough", "London borough"
        CITY_CORPORATION = "city-corporation", "City corporation"
        SUI_GENERIS = "sui-generis-unitary", "Council of its own kind"  # the Isles of Scilly

    class Region(models.TextChoices):
        NORTH_EAST = "E12000001", "North East"
        NORTH_WEST = "E12000002", "North West"
        YORKSHIRE = "E12000003", "Yorkshire and The Humber"
        EAST_MIDLANDS = "E12000004", "East Midlands"
        WEST_MIDLANDS = "E12000005", "West Midlands"
        EAST = "E12000006", "East of England"
        LONDON = "E12000007", "London"
        SOUTH_EAST = "E12000008", "South East"
        SOUTH_WEST = "E12000009", "South West"

    gss_code = models.CharField(
        "GSS code",
        max_length=9,
        unique=True,
        validators=[
            RegexValidator(r"^(E\d{8}|DEMO\d{5})$", "Give a GSS code such as E10000019, or DEMO00001.")
        ],
        help_text="For example E10000019. A demonstration: DEMO00001.",
    )
    name = models.CharField(max_length=100, help_text="As families say it: Lincolnshire.")
    official_name = models.CharField(max_length=150, help_text="Lincolnshire County Council.")
    slug = models.SlugField(max_length=100, unique=True)
    type = models.CharField(max_length=30, choices=Type.choices)
    region_code = models.CharField("region", max_length=9, choices=Region.choices, blank=True)
    dfe_code = models.CharField("DfE code", max_length=3, blank=True)
    starts_on = models.DateField(
        null=True,
        blank=True,
        help_text="Its first day. 1 January 2009 means “or earlier”.",
    )
    ends_on = models.DateField(null=True, blank=True, help_text="Its last day.")
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)
    is_demonstration = models.BooleanField("demonstration", default=False)
    local_offer_url = models.URLField("address of its Local Offer", max_length=300, blank=True)
    local_offer_url_on = models.DateField(
        "address checked on", null=True, blank=True, help_text="Empty until someone has looked."
    )
    local_offer_url_basis = models.CharField("how the address is known", max_length=200, blank=True)
    reorganisation_note = models.CharField(max_length=300, blank=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "council"
        verbose_name_plural = "councils"
        ordering = ["name", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="places_authority_ends_after_start",
                violation_error_message="The last day must come after the first.",
            ),
            models.CheckConstraint(
                condition=Q(is_demonstration=True, gss_code__startswith="DEMO")
                | (Q(is_demonstration=False) & ~Q(gss_code__startswith="DEMO")),
                name="places_authority_demo_code",
                violation_error_message="A demonstration council, and no other, has a code that begins DEMO.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Authority":
        """Return the council whose site is being asked for; Http404 when the host is nobody's."""
        found = getattr(request, "authority", None)
        if found is None:
            site = hosts.site_for(request)
            if site is None:
                raise Http404("No council is served at this address.")
            found = request.authority = site.authority
        return found

    @property
    def region(self) -> str:
        """The region's name, or "" for a demonstration."""
        return self.get_region_code_display()

    def is_in_force(self, on: dt.date | None = None) -> bool:
        """Say whether the council exists on a day (today when none is given)."""
        on = on or timezone.localdate()
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or self.ends_on >= on
        )

    def succeeded_by(self, on: dt.date | None = None) -> list["Authority"]:
        """Return the councils that hold this one's duties on a day: itself, while it exists.

        Follows successors of successors, so that an old link still finds today's council. Empty when the
        council had not begun, or when nobody has recorded who came after.
        """
        on = on or timezone.localdate()
        holders, to_see, seen = {}, [self], set()
        while to_see:
            council = to_see.pop()
            if council.pk in seen:
                continue
            seen.add(council.pk)
            if council.is_in_force(on):
                holders[council.pk] = council
            elif council.ends_on and council.ends_on < on:
                to_see.extend(council.successors.all())
        return sorted(holders.values(), key=lambda council: council.name)


class AuthoritySite(models.Model):
    """Says whose Wagtail site it is. Only hosts with one of these are served: no council is the default."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="authority_site")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="sites", verbose_name="council"
    )

    class Meta:
        verbose_name = "council’s site"

    def __str__(self) -> str:
        return f"{self.site.hostname}: {self.authority}"


class ClaimedOutcode(models.Model):
    """An outcode that a demonstration council is laid over. Seen only from demonstration sites (`lookup`)."""

    outcode = models.CharField(max_length=4, unique=True)
    authority = models.ForeignKey(
        Authority,
        on_delete=models.CASCADE,
        related_name="claimed_outcodes",
        limit_choices_to={"is_demonstration": True},
        verbose_name="council",
    )

    class Meta:
        ordering = ["outcode"]

    def __str__(self) -> str:
        return self.outcode


class Outcode(models.Model):
    """The middle of an outcode: the mean of its English postcodes."""

    outcode = models.CharField(max_length=4, primary_key=True)
    easting = models.PositiveIntegerField(help_text="Metres on the British National Grid.")
    northing = models.PositiveIntegerField(help_text="Metres on the British National Grid.")
    authority = models.ForeignKey(
        Authority,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The council, when every postcode of the outcode is in the same one.",
    )

    class Meta:
        ordering = ["outcode"]

    def __str__(self) -> str:
        return self.outcode


class PostcodeQuerySet(models.QuerySet):
    def beginning(self, prefix: str) -> "PostcodeQuerySet":
        """Return the postcodes of an outcode ("LN6") or of a sector ("LN6 7")."""
        return self.filter(postcode__range=postcodes.key_range(prefix))


class Postcode(models.Model):
    """Where one English postcode is, live or terminated. Filled by `load_places`, 2.26 million rows."""

    postcode = PostcodeField(primary_key=True)
    easting = models.PositiveIntegerField(help_text="Metres on the British National Grid.")
    northing = models.PositiveIntegerField(help_text="Metres on the British National Grid.")
    # No index and no constraint: nobody asks for all postcodes of a council, and `load_places`, the only
    # writer, takes every key from the councils it has just written.
    authority = models.ForeignKey(
        Authority, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )

    objects = PostcodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.postcode


class LoadedEdition(models.Model):
    """Which edition of a data set is in the database, so that loading it again can be skipped."""

    dataset = models.CharField(max_length=30, primary_key=True)
    edition = models.CharField(max_length=100)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.dataset}: {self.edition}"
