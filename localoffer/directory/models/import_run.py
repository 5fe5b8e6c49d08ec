"""One import, and what became of every record in it."""

from django.conf import settings
from django.db import models

from .base import Identified


class ImportRun(Identified):
    """An import that was written. `report` is a list of [row or id, name, outcome, words] for each record."""

    authority = models.ForeignKey("places.Authority", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source}, {self.started_at:%-d %B %Y}"
