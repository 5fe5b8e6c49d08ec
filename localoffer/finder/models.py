"""What searches run on: one flattened row for each service in a council's Local Offer.

The rows are made from the directory (see index.py) and can always be made again. They stand in
tables of their own with integer keys, apart from the directory's, so that a migration there can
never touch them.
"""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from localoffer.directory.models.base import SourcedQuerySet

from .found_pages.models import FoundPage, StalePage  # noqa: F401 - Django looks for models here
from .shortlist.models import Shortlist, ShortlistItem  # noqa: F401 - and for these
from .vocabulary import own

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
        return _address(self.slug)


@lru_cache(maxsize=10_000)
def _address(slug: str) -> str:
    # A page of results asks for ten, and working one out takes as long as asking the database for it
    return reverse("directory:service", args=[slug])


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
    """Which state a council's entries and its pages are in: numbers drawn anew with every refresh that touches them."""

    authority = models.OneToOneField(
        "places.Authority", on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    version = models.BigIntegerField()
    pages_version = models.BigIntegerField(default=0)  # found_pages/: 0 while there are none

    def __str__(self) -> str:
        return f"{self.authority}: {self.version}"


class EntryVector(models.Model):
    """Where an entry lies in a space of meanings (see semantic.py); only where the installation asks for that."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)  # of the text it was made from
    vector = models.BinaryField()  # 512 half-precision numbers, little-endian

    def __str__(self) -> str:
        return self.entry.name


class SearchDay(models.Model):
    """How often something was searched for on a day, by nobody in particular (see searchlog.py)."""

    authority = models.ForeignKey(
        "places.Authority", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    day = models.DateField()
    words = models.CharField(max_length=200, blank=True)
    filters = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)
    found = models.PositiveIntegerField(help_text="Results, the last time.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "day", "words", "filters"], name="finder_search_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["day"], name="finder_search_by_day")]

    def __str__(self) -> str:
        return self.words or self.filters


class OwnWords(models.Model):
    """What families of one council say, and what it means there: read together with the vocabulary that is shipped."""

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    say = models.TextField("what families type", help_text="One phrase on each line, such as: bed wetting.")
    terms = models.ManyToManyField(
        "directory.TaxonomyTerm",
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy__code__in": ["kind", "need"]},
        verbose_name="what it means",
        help_text="The kinds of help and needs it stands for. Tick the most fitting few.",
    )
    words = models.TextField(
        "words services use for it",
        blank=True,
        help_text="One on each line, as they stand in the names and texts of services.",
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = SourcedQuerySet.as_manager()

    class Meta:
        verbose_name = "phrase of families"
        verbose_name_plural = "phrases of families"
        ordering = ["say"]

    def __str__(self) -> str:
        return ", ".join(self.say.split("\n")[:3])

    def clean(self) -> None:
        faults = own.faults_of(self.say)
        if faults:
            raise ValidationError({"say": faults})


class StaleService(models.Model):
    """A service whose entries must be made again. Written with the change itself, so that a kill loses nothing."""

    service_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.service_id)
