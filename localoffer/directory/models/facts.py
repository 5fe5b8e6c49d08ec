"""Facts said on a day: checks, waits, open or closed. Rows are added, never changed.

They stand outside revisions, so that publishing an old draft cannot bring back an old check.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .base import Identified
from .import_run import UndoneImport


class AppendOnlyError(TypeError):
    """Someone tried to change a fact. Add a new row instead: it replaces the old one from its day on."""


class FactQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError("Facts are never changed. Add a new one with today's date.")

    def delete(self):
        raise AppendOnlyError("Facts are never deleted. Add a new one with today's date.")

    def bulk_create(self, objs, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise AppendOnlyError("Facts are never changed. Add a new one with today's date.")
        return super().bulk_create(objs, *args, **kwargs)

    def purge(self) -> int:
        """Delete for good those of a service that is in the bin: the one way out. Returns how many."""
        return models.QuerySet.delete(self.filter(**{f"{self.model.OF}__binned_at__isnull": False}))[0]

    def forget_people(self) -> None:
        """Take what may name a person out of the facts of a service that leaves the bin."""
        notes = {"note": ""} if hasattr(self.model, "note") else {}
        rows = self.filter(**{f"{self.model.OF}__binned_at__isnull": False})
        models.QuerySet.update(rows, recorded_by=None, **notes)


class FactManager(models.Manager.from_queryset(FactQuerySet)):
    """Facts that count. What an import said counts no more once the import is undone; `everything` has it still."""

    def get_queryset(self):
        return super().get_queryset().exclude(import_run__in=UndoneImport.objects.values("run"))


class Fact(Identified):
    OF = "service"  # the way to the service it is said of
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # The import that said it
    import_run = models.ForeignKey(
        "directory.ImportRun",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = FactManager()
    everything = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(
                f"A {self._meta.verbose_name} is never changed. Add a new one with today's date."
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(
            f"A {self._meta.verbose_name} is never deleted. Add a new one with today's date."
        )


class Outcome(models.TextChoices):
    RIGHT = "right", "It was right"
    CORRECTED = "corrected", "It was put right"
    NOT_REACHED = "not-reached", "We could not reach them"


class CheckQuerySet(FactQuerySet):
    def confirming(self) -> "CheckQuerySet":
        """Checks after which the record was right: a call nobody answered confirms nothing."""
        return self.exclude(outcome=Outcome.NOT_REACHED)


class Check(Fact):
    """Someone made sure on a day that a listing is right. Saving or importing is never a check."""

    class How(models.TextChoices):
        RANG = "rang", "Rang them"
        WROTE = "wrote", "Wrote to them"
        VISITED = "visited", "Went there"
        PROVIDER = "provider", "They told us"
        WEBSITE = "website", "Read their website"
        SOURCE = "source", "The source says it was checked"

    OF = "listing__service"
    listing = models.ForeignKey("directory.Listing", on_delete=models.CASCADE, related_name="checks")
    on = models.DateField()
    by_role = models.CharField("by", max_length=150, help_text="A role, such as: the Local Offer team.")
    how = models.CharField(max_length=10, choices=How.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.RIGHT)
    note = models.TextField(blank=True)

    objects = FactManager.from_queryset(CheckQuerySet)()

    class Meta:
        ordering = ["-on", "-recorded_at"]
        indexes = [models.Index(fields=["listing", "-on"], name="directory_check_latest")]

    def __str__(self) -> str:
        return f"checked on {self.on:%-d %B %Y}"


class ListStatus(models.TextChoices):
    OPEN = "open", "The waiting list is open"
    PAUSED = "paused", "The waiting list is paused"
    CLOSED = "closed", "The waiting list is closed"


class StatedWait(Fact):
    """How long the wait was said to be, and on which day."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="stated_waits")
    weeks = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Blank: said in words only.")
    words = models.CharField(max_length=255, blank=True)
    list_status = models.CharField("waiting list", max_length=6, choices=ListStatus.choices, blank=True)
    said_on = models.DateField()

    class Meta:
        ordering = ["-said_on", "-recorded_at"]
        indexes = [models.Index(fields=["service", "-said_on"], name="directory_wait_latest")]

    def __str__(self) -> str:
        return self.in_words

    @property
    def in_words(self) -> str:
        """The wait as a family would say it; "not stated" when only the list's state was given."""
        if self.words:
            return self.words
        if self.weeks is None:
            return "Wait not stated"
        if self.weeks == 0:
            return "No wait"
        return f"About {self.weeks} week{'' if self.weeks == 1 else 's'}"


class Status(models.TextChoices):
    """HSDS's words for whether a service runs. ("inactive", a withdrawn record, is an unpublished one here.)"""

    ACTIVE = "active", "Open"
    TEMPORARILY_CLOSED = "temporarily closed", "Paused"
    DEFUNCT = "defunct", "Closed"


class ClosingReason(models.TextChoices):
    MOVED = "moved", "It moved"
    STOPPED = "stopped", "It stopped"
    MERGED = "merged", "It joined another service"
    FUNDING_ENDED = "funding-ended", "The money for it ended"
    REPLACED = "replaced", "Another service took its place"
    OTHER = "other", "Something else"  # in words


class StatusChange(Fact):
    """A service opened, paused or closed on a day. One that never changed is open."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(max_length=20, choices=Status.choices)
    on = models.DateField()
    reason = models.TextField(blank=True)
    # Why it closed; `reason` is that in an officer's own words
    why = models.CharField("why it closed", max_length=20, choices=ClosingReason.choices, blank=True)
    redirects_at_once = models.BooleanField(
        "lead families on at once",
        default=False,
        help_text="Otherwise the old address explains first, for as long as the council has set.",
    )
    successor = models.ForeignKey(
        "directory.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="successor_of"
    )

    class Meta:
        ordering = ["-on", "-recorded_at"]
        indexes = [models.Index(fields=["service", "-on"], name="directory_status_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("service")),
                name="directory_service_is_not_its_own_successor",
                violation_error_message="A service cannot be its own successor.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.on:%-d %B %Y}"

    @property
    def is_closing(self) -> bool:
        return self.status == Status.DEFUNCT

    @property
    def in_words(self) -> str:
        """Why, as families read it: "The money for it ended. The room is needed for the school." """
        why = self.get_why_display() if self.why and self.why != ClosingReason.OTHER else ""
        return " ".join(part for part in (f"{why}." if why else "", self.reason) if part)

    def clean(self):
        """Refuse a circle of successors (A closed for B, B closed for A)."""
        if self.why == ClosingReason.OTHER and not self.reason.strip():
            raise ValidationError({"reason": "Say in a few words why it closed: families will read it."})
        seen, service = {self.service_id}, self.successor
        while service is not None:
            if service.pk in seen:
                raise ValidationError(
                    {
                        "successor": f"{service} was itself closed in favour of this service. Choose one that is open."
                    }
                )
            seen.add(service.pk)
            service = service.followed_by
