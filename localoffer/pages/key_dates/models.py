"""A day that a council tells its families of, or its own words where England has no one day."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from localoffer.directory.models.base import SourcedQuerySet
from localoffer.duties import key_dates


def topics() -> list[tuple[str, str]]:
    """What each council fills in for itself, as (code, title)."""
    return [(text.id, text.title) for text in key_dates.texts()]


class KeyDateQuerySet(SourcedQuerySet):
    def over(self, on: dt.date) -> "KeyDateQuerySet":
        """Those whose last day is past."""
        return self.alias(last=Coalesce("until", "on")).filter(last__lt=on)

    def not_over(self, on: dt.date) -> "KeyDateQuerySet":
        """Those to show: with a last day that is still to come, or with none."""
        return self.alias(last=Coalesce("until", "on")).filter(Q(last__gte=on) | Q(last=None))


class KeyDate(models.Model):
    """One entry of a council's own."""

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(
        max_length=120, help_text="What must be done, or what happens: “Apply for help with travel”."
    )
    topic = models.CharField(
        "is about",
        max_length=60,
        blank=True,
        help_text="Families see a text for all of England until you say when and how it is here.",
    )
    on = models.DateField("day", null=True, blank=True)
    until = models.DateField(
        "last day", null=True, blank=True, help_text="If it goes on for longer than a day."
    )
    audience = models.CharField(
        "who it is for", max_length=160, blank=True, help_text="“Young people in Year 11.”"
    )
    text = models.TextField(
        "more", max_length=600, blank=True, help_text="A few short sentences, in plain words."
    )
    url = models.URLField("page with more", max_length=500, blank=True)

    objects = KeyDateQuerySet.as_manager()

    class Meta:
        verbose_name = "key date"
        verbose_name_plural = "key dates"
        ordering = [F("on").asc(nulls_last=True), "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(on__isnull=False, until__gte=F("on")),
                name="pages_key_date_ends_after_it_begins",
                violation_error_message="The last day must come after the day it begins. Look at both again.",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False) | ~Q(topic=""),
                name="pages_key_date_has_a_day_or_a_topic",
                violation_error_message="Give the day, or say what it is about.",
            ),
            models.UniqueConstraint(
                fields=["owner", "topic"],
                condition=~Q(topic=""),
                name="pages_key_date_once_for_a_topic",
                violation_error_message="There is an entry about this already. Change that one.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> dt.date | None:
        return self.until or self.on

    def clean(self) -> None:
        if self.topic and self.topic not in dict(topics()):
            raise ValidationError({"topic": "Choose one of the list, or none."})
        if not self.on and not (self.topic and self.text):
            raise ValidationError(
                {
                    "on": "Give the day. Without a day, choose what it is about and say in “more” when and how to ask."
                }
            )
