"""What officers say of each duty, and what the page said on each day."""

import json
import zlib
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from localoffer.directory.models import AppendOnlyError

from .judging import STATUSES

STATUS_CHOICES = list(STATUSES.items())


class ConfirmationQuerySet(models.QuerySet):
    def of(self, authority) -> "ConfirmationQuerySet":
        return self.filter(authority=authority)

    def latest(self) -> dict[str, "Confirmation"]:
        """What counts for each duty, by its slug: the last that was said. One query."""
        return {row.criterion: row for row in self.order_by("at", "pk").select_related("by")}

    def update(self, **kwargs):
        raise AppendOnlyError("A confirmation is never changed. Confirm anew.")

    def delete(self):
        raise AppendOnlyError("A confirmation is never deleted. Confirm anew.")


class Confirmation(models.Model):
    """An officer looked at what the evidence shows of one duty, and agreed, or said less. Added to, never changed."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    criterion = models.CharField("duty", max_length=80)
    computed = models.CharField("what the evidence showed", max_length=12, choices=STATUS_CHOICES)
    status = models.CharField("where we stand", max_length=12, choices=STATUS_CHOICES)
    note = models.TextField(
        "why", max_length=1000, help_text="Families read this. In plain words, and without anybody’s name."
    )
    planned = models.TextField(
        "what you plan", max_length=600, blank=True, help_text="Families read this, too. Blank: nothing."
    )
    planned_by = models.DateField("by when", null=True, blank=True, help_text="For example 31/3/2027.")
    owner = models.CharField(
        "who answers for it",
        max_length=80,
        blank=True,
        help_text="A role or a team, not a person. Blank: whoever looks after its pages.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)  # it stays when the account goes; families never see it
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["authority", "criterion", "-at"], name="compliance_latest_confirmation")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_status_display()}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise AppendOnlyError("A confirmation is never changed. Confirm anew.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("A confirmation is never deleted. Confirm anew.")

    @property
    def on(self) -> date:
        """The day on which it was said."""
        return timezone.localdate(self.at)


class ComplianceSnapshotQuerySet(models.QuerySet):
    def of(self, authority) -> "ComplianceSnapshotQuerySet":
        return self.filter(authority=authority)

    def newest(self) -> "ComplianceSnapshot | None":
        return self.order_by("-day").first()

    def nearest(self, day: date) -> "ComplianceSnapshot | None":
        """The one kept closest to a day; of two, the earlier."""
        around = [
            self.filter(day__lte=day).defer("packed").order_by("-day").first(),
            self.filter(day__gt=day).defer("packed").order_by("day").first(),
        ]
        return min((each for each in around if each), key=lambda each: abs(each.day - day), default=None)


class ComplianceSnapshot(models.Model):
    """What the page said at the end of a day. Today's is written again when an officer confirms; no other ever is."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()
    # JSON, compressed: a tenth of its size, and there is one for each night and council
    packed = models.BinaryField()
    gaps = models.PositiveSmallIntegerField()
    overdue = models.PositiveSmallIntegerField()

    objects = ComplianceSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "day"], name="compliance_one_snapshot_for_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.authority}, {self.day:%-d %B %Y}"

    @property
    def said(self) -> dict[str, Any]:
        """What it said, as `statement.Statement.as_json` gave it."""
        return json.loads(zlib.decompress(self.packed))

    @staticmethod
    def pack(said: dict[str, Any]) -> bytes:
        """The other way: what `packed` holds of it."""
        return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())
