"""What was seen of pages and links. All of it can be made again: a night's work, and nothing that anybody wrote."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Q

LONGEST_ADDRESS = 1000
#: Tries, on different days or hours, before an address of another site counts as broken.
TRIES = 2
#: What a look says of an address
LOOKED = ("state", "why", "since", "failures", "tried_at", "next_try_at")
#: What a link may stand in
PLACES = ("page", "service", "settings", "alert")


class PageLook(models.Model):
    """A published page as it was when it was last looked over."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="look")
    looked_at = models.DateTimeField()
    reading_age = models.FloatField(null=True)  # None: too short to tell
    unexplained = models.JSONField(
        default=list
    )  # initials that nothing explains, but for those that were accepted

    def __str__(self) -> str:
        return f"{self.page_id}, {self.looked_at:%-d %B %Y}"


class State(models.TextChoices):
    """Whether an address leads somewhere. That could not be told is neither good nor bad."""

    NEW = "new", "not looked at yet"
    WORKING = "working", "works"
    BROKEN = "broken", "broken"
    UNKNOWN = "unknown", "could not check"


class AddressQuerySet(models.QuerySet):
    def of(self, authority) -> "AddressQuerySet":
        return self.filter(owner=authority)

    def due(self, now: datetime) -> "AddressQuerySet":
        """Addresses of other sites to be tried now, the longest waiting first."""
        return self.filter(next_try_at__lte=now).order_by("next_try_at", "pk")


class Address(models.Model):
    """Where links of one council's pages, services, menus and alerts lead: "page:17", "document:4", "/find/" or "https://…"."""

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    why = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True)  # when it was first seen to lead nowhere
    failures = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(
        null=True, db_index=True
    )  # None: on this site, and seen to every night

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "address"], name="pages_address_once")]

    def __str__(self) -> str:
        return self.address

    def works(self, now: datetime) -> None:
        """It led somewhere."""
        self.state, self.why, self.since, self.failures, self.tried_at = State.WORKING, "", None, 0, now
        self._again(now, timedelta(days=7))

    def leads_nowhere(self, now: datetime, why: str, *, at_once: bool = False) -> None:
        """It led nowhere: broken, once it has done so twice. What is on this site is known at once."""
        self.failures = min(self.failures + 1, TRIES)
        self.since, self.tried_at, self.why = self.since or now, now, why[:200]
        is_broken = at_once or self.failures >= TRIES
        self.state = State.BROKEN if is_broken else State.UNKNOWN
        self._again(now, timedelta(days=1) if is_broken else timedelta(hours=12))

    def cannot_be_told(self, now: datetime, why: str) -> None:
        """Its site lets no program look, or did not answer in time."""
        self.state, self.why, self.since, self.failures, self.tried_at = (
            State.UNKNOWN,
            why[:200],
            None,
            0,
            now,
        )
        self._again(now, timedelta(days=3))

    def keep(self) -> None:
        """Write down what came of a look. An address that no link names any more stays away."""
        Address.objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in LOOKED})

    def _again(self, now: datetime, wait: timedelta) -> None:
        if self.next_try_at is not None:
            self.next_try_at = now + wait


class LinkUseQuerySet(models.QuerySet):
    def of(self, authority) -> "LinkUseQuerySet":
        return self.filter(address__owner=authority)

    def in_state(self, state: State) -> "LinkUseQuerySet":
        """Those whose address is in a state, but for those on pages that were published anew since they were seen."""
        return self.filter(address__state=state).exclude(page__last_published_at__gt=F("found_at"))


def _in_one_place() -> Q:
    """A link stands in one thing, and in no other."""
    found = Q()
    for place in PLACES:
        found |= Q(**{f"{each}_id__isnull": each != place for each in PLACES})
    return found


class LinkUse(models.Model):
    """Where an address stands: on which page, in which service, settings of a site or alert, and in which words."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+")
    service_id = models.UUIDField(
        null=True
    )  # no foreign key: services are merged and binned, and this is of one night
    settings = models.ForeignKey(
        "cms.CouncilSettings", on_delete=models.CASCADE, null=True, related_name="+"
    )  # its menu, footer and contacts
    alert = models.ForeignKey("cms.Alert", on_delete=models.CASCADE, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    where = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()

    objects = LinkUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_in_one_place(), name="pages_link_stands_in_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.address})"

    @property
    def stands_in(self) -> tuple[str, int | UUID]:
        """What it stands in: one of PLACES, and its key."""
        found = ((place, getattr(self, f"{place}_id")) for place in PLACES)
        return next((place, key) for place, key in found if key is not None)
