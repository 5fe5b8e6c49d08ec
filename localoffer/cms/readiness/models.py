"""What somebody accepted of a page, and why."""

from django.db import models
from django.utils import timezone

from .checks import Problem, Severity


class ReadinessOverride(models.Model):
    """Somebody accepted warnings about a page, on a day, with a note. Added to, never changed."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="readiness_overrides")
    accepted_at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=160)  # it stays when the account goes
    note = models.CharField(max_length=500)
    #: [{"code", "words", "where", "quote", "measure"}]
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(note=""), name="cms_readiness_override_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.by_name}, {timezone.localdate(self.accepted_at):%-d %B %Y}: {self.note}"

    @property
    def accepted(self) -> list[Problem]:
        return [Problem(severity=Severity.WARNS, **warning) for warning in self.warnings]
