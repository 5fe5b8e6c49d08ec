"""What searches run on: one flattened row for each service in a council's Local Offer.

The rows are made from the directory (see index.py) and can always be made again. They stand in
tables of their own with integer keys, apart from the directory's, so that a migration there can
never touch them.
"""

from django.db import models
from django.urls import reverse

from .shortlist.models import Shortlist, ShortlistItem  # noqa: F401 - Django looks for models here

STATUS_OPEN, STATUS_PAUSED, STATUS_CLOSED = 0, 1, 2


class Entry(models.Model):
    """A service as one council's families find it. All that a result needs, nothing to join."""

    listing_id = models.UUIDField(unique=True)
    service_id = models.UUIDField(db_index=True)
    authority = models.ForeignKey(
        "places.Authority", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    # To find: words ready-made by words.py, and tokens such as "need:ASD" that filters and counts read
    name_words = models.TextField(blank=True)
    term_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)
    rest_words = models.TextField(blank=True)
    tokens = models.TextField(blank=True)
    minimum_age = models.FloatField(null=True)
    maximum_age = models.FloatField(null=True)
    status = models.PositiveSmallIntegerField(default=STATUS_OPEN)
    reaches_home = models.BooleanField(default=False)  # online, by phone or at home: distance does not matter
    sort_name = models.CharField(max_length=255)
    checked_number = models.PositiveIntegerField(default=0)  # 20261122, the same in both databases; 0: never

    # To show
    slug = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    provider = models.CharField(max_length=255, blank=True)
    kind = models.CharField(
        max_length=80, blank=True
    )  # code of the first top-level kind of help, for the picture
    summary = models.TextField(blank=True)
    when = models.CharField(max_length=255, blank=True)
    cost = models.CharField(max_length=10, blank=True)
    referral = models.CharField(max_length=10, blank=True)
    reach = models.CharField(max_length=15, blank=True)
    wait = models.CharField(max_length=255, blank=True)
    wait_weeks = models.PositiveSmallIntegerField(null=True)
    wait_said_on = models.DateField(null=True)
    list_status = models.CharField(max_length=6, blank=True)
    checked_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["authority", "sort_name"], name="finder_entry_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:service", args=[self.slug])


class EntryPoint(models.Model):
    """A place where a listed service can be had. Private places have no row here."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="points")
    authority = models.ForeignKey(
        "places.Authority", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    # Big, because distances square them: 700 km in metres, squared, is past 32 bits
    easting = models.BigIntegerField()
    northing = models.BigIntegerField()
    label = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.label


class IndexState(models.Model):
    """Which state a council's entries are in: a number drawn anew with every refresh that touches them."""

    authority = models.OneToOneField(
        "places.Authority", on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.authority}: {self.version}"


class StaleService(models.Model):
    """A service whose entries must be made again. Written with the change itself, so that a kill loses nothing."""

    service_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.service_id)
