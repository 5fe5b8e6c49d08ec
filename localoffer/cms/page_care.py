"""Who looks after a page, which duties it serves, and who found it right on which day.

These stand in tables of their own beside Wagtail's pages, so that one question reaches pages of every type. The first
two travel with a page's drafts. A check never does: that a page was edited or published says nothing about whether
somebody found it right.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.log_actions import log

from localoffer.duties import loading

if TYPE_CHECKING:
    from wagtail.models import Page


class ReviewEvery(models.IntegerChoices):
    """How long a check of a page stands, in months."""

    QUARTER = 3, "every three months"
    HALF_YEAR = 6, "every six months"
    YEAR = 12, "once a year"
    TWO_YEARS = 24, "every two years"


class PageCare(models.Model):
    """Who looks after a page, and how often."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="care")
    owner = models.CharField(
        "who looks after this page",
        max_length=80,
        help_text="A role or a team, not a person: “SEND information officer”.",
    )
    review_every = models.PositiveSmallIntegerField(
        "how often it is checked", choices=ReviewEvery.choices, default=ReviewEvery.YEAR
    )

    class Meta:
        verbose_name = "care of a page"
        verbose_name_plural = "care of pages"
        constraints = [models.UniqueConstraint(fields=["page"], name="cms_one_care_for_a_page")]

    def __str__(self) -> str:
        return f"{self.owner}, {self.get_review_every_display()}"


def criterion_choices() -> list[tuple[str, str]]:
    """The duties in force today, as (slug, title), in order of their titles.

    None where the law cannot be read: a check of the site's says so, with file and line (cms/checks.py).
    """
    try:
        in_force = loading.in_force(timezone.localdate())
    except loading.DutiesError:
        return []
    return sorted(
        ((criterion.slug, version.title) for criterion, version in in_force), key=lambda choice: choice[1]
    )


class DutyServed(models.Model):
    """A duty (localoffer/duties) that a page serves: it says there what that duty asks for."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="duties_served")
    criterion = models.CharField("duty", max_length=80, choices=criterion_choices)

    class Meta:
        verbose_name = "duty served"
        verbose_name_plural = "duties served"
        ordering = ["criterion"]
        constraints = [
            models.UniqueConstraint(fields=["page", "criterion"], name="cms_duty_served_once_by_a_page")
        ]

    def __str__(self) -> str:
        return self.criterion


class PageCheckQuerySet(models.QuerySet):
    def last(self, pages: "list[Page] | models.QuerySet") -> dict[int, "PageCheck"]:
        """The last check of each of these pages: {key of the page: its check}. One query."""
        checks = self.filter(page__in=pages).order_by("checked_on", "pk")
        return {check.page_id: check for check in checks}


class PageCheck(models.Model):
    """Somebody read a published page on a day and found it right. Added to, never changed."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    by_name = models.CharField(max_length=160)  # it stays when the account goes
    note = models.CharField(max_length=300, blank=True)

    objects = PageCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        indexes = [models.Index(fields=["page", "checked_on"], name="cms_page_check_by_day")]

    def __str__(self) -> str:
        return f"{self.checked_on:%-d %B %Y}, {self.by_name}"


@transaction.atomic
def check(page: "Page", *, by, note: str = "") -> PageCheck:
    """Record that somebody read this page, as it is published, today and found it right."""
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied("Only who may edit this page can say that it is right.")
    if not page.live:
        raise ValidationError(
            "This page is not published. Publish it, read it, and then say that it is right."
        )
    made = PageCheck.objects.create(
        page_id=page.pk,
        checked_on=timezone.localdate(),
        by_name=(by.get_full_name() or by.get_username())[:160],
        note=" ".join(note.split())[:300],
    )
    log(page, "localoffer.check_page", user=by, data={"on": made.checked_on.isoformat(), "note": made.note})
    return made
