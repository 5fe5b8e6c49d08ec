"""An issue of a council's newsletter: written, looked at, sent once, and then in the archive as it was sent."""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import PreviewableMixin

from localoffer.cms.blocks import BlocksField
from localoffer.directory.models.base import SourcedQuerySet

from .blocks import BODY

OPENING_FEATURES = ["bold", "italic", "link", "ul"]
#: What stands at this address of the newsletter is no issue
FEED = "feed"


class IssueQuerySet(SourcedQuerySet):
    def in_archive(self, authority) -> "IssueQuerySet":
        """What everybody can read, the newest first."""
        return self.filter(owner=authority, sent_at__isnull=False, withdrawn_at=None).order_by(
            "-sent_at", "-pk"
        )


class Issue(PreviewableMixin, models.Model):
    """One issue."""

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(
        max_length=120, help_text="Also the subject of the letter: “Summer holiday clubs”."
    )
    slug = models.SlugField(
        "address",
        max_length=100,
        help_text="What follows /newsletter/ in its address: “summer-2027”.",
    )
    opening = RichTextField("opening words", features=OPENING_FEATURES)
    body = BlocksField(BODY, blank=True, verbose_name="what is in it")
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_to = models.PositiveIntegerField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "issue of the newsletter"
        verbose_name_plural = "newsletter"
        ordering = [models.F("sent_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "slug"],
                name="updates_issue_address_once",
                violation_error_message="Another issue has this address. Choose another.",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None, sent_to=None, withdrawn_at=None)
                | models.Q(sent_at__isnull=False, sent_to__isnull=False),
                name="updates_issue_sent_says_when_and_to_how_many",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.slug == FEED:
            raise ValidationError({"slug": f"/newsletter/{FEED}/ is the feed. Choose another address."})

    def get_absolute_url(self) -> str:
        return reverse("updates:issue", args=[self.slug])

    @property
    def as_it_reads(self) -> str:
        """A hash of all that somebody reads of it, by which a change is known."""
        # As it is kept: what has been shown of it has been put in another order
        said = [self.title, self.slug, self.opening, list(self.body.raw_data)]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def sent_on(self) -> dt.date | None:
        return self.sent_at and timezone.localdate(self.sent_at)

    @property
    def standing(self) -> str:
        """How it stands, for a list."""
        if not self.is_sent:
            return "Not sent yet"
        said = f"Sent on {self.sent_on:%-d %B %Y} to {people(self.sent_to)}"
        return f"{said}; taken out of the archive" if self.withdrawn_at else said

    preview_modes = [("", "In the archive"), ("letter", "As a letter")]

    def serve_preview(self, request, mode_name) -> HttpResponse:
        from . import views

        return views.preview(request, self, as_letter=mode_name == "letter")


#: Fewer people than this are not counted on any screen: one might be known
FEWEST_SHOWN = 5


def people(number: int) -> str:
    """How many people, without a number by which one of a few could be known.

    >>> people(142), people(4), people(0)
    ('142 people', 'fewer than 5 people', 'nobody')
    """
    if not number:
        return "nobody"
    return f"fewer than {FEWEST_SHOWN} people" if number < FEWEST_SHOWN else f"{number:,} people"
