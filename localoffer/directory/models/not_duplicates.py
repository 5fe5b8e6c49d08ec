"""Pairs of records that look alike and are not the same: somebody has said so."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .base import Identified


class NotDuplicates(Identified):
    """Two records (of services, organisations or places) that an officer has looked at and found to be two.

    Keys are UUIDs, so that one table does for all three. `first` is the smaller key.
    """

    first = models.UUIDField()
    second = models.UUIDField(db_index=True)
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "not duplicates"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_not_duplicates_said_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="directory_not_duplicates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
