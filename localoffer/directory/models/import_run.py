"""An import that was written, what became of every record in it, and what it takes to undo it."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from .base import Identified

UNDONE_WITHIN = dt.timedelta(days=30)


class OfCouncilQuerySet(models.QuerySet):
    def of(self, authority) -> "OfCouncilQuerySet":
        return self.filter(authority=authority)

    def editable_by(self, user) -> "OfCouncilQuerySet":
        """Those of the councils for which somebody works; in an admin, of its council alone."""
        found = self.filter(authority__in=user.councils())
        return found if user.acting_for is None else found.filter(authority=user.acting_for)


class ImportRun(Identified):
    """An import that was written. `report` is a list of [row or id, name, outcome, words] for each record."""

    authority = models.ForeignKey("places.Authority", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=list)

    objects = OfCouncilQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source}, {timezone.localtime(self.started_at):%-d %B %Y}"

    @property
    def can_be_undone_until(self) -> dt.datetime:
        return self.finished_at + UNDONE_WITHIN

    @property
    def is_undone(self) -> bool:
        return UndoneImport.objects.filter(run=self).exists()


class UndoneImport(Identified):
    """An import was undone on a day: from then on, what it said (checks, waits, closures) no longer counts.

    A row of its own, as facts are: nothing that was said is changed or deleted. `report` says what became of each
    record of the import, as ImportRun's does.
    """

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="undone")
    undone_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    report = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.run}, undone {timezone.localtime(self.undone_at):%-d %B %Y}"


class ImportStepQuerySet(models.QuerySet):
    def of_places(self, keys) -> "ImportStepQuerySet":
        return self.filter(kind=ImportStep.Kind.LOCATION, key__in=keys)


class ImportStep(models.Model):
    """What an import did to one record, kept for 30 days to undo it.

    `before` holds what the import changed, as it was (None: the import added the record). Of a service that is how
    it stood; its content is in its former revision. `after` is the hash of the record as the import left it: while
    it is the same, nobody has been here since. Of a place that is secret now nothing is kept.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", "Service"
        ORGANIZATION = "organization", "Organisation"
        LOCATION = "location", "Place"
        LISTING = "listing", "Listing"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.CharField(max_length=64)

    objects = ImportStepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key"], name="directory_step_of_record")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
