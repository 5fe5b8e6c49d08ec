"""What every record of the directory has: a UUID, and where it came from."""

import uuid

from django.db import models


class Identified(models.Model):
    """A record with a UUID for its key, as HSDS asks, never reused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """A record that may have come from outside, and the council that keeps it.

    `owner` is the council whose editors may change the record. `source` names the feed or sheet,
    `source_id` the record within it; both are blank for records made here. `source_digest` is
    the hash of what the source last said, so that an unchanged record makes no revision.
    """

    owner = models.ForeignKey("places.Authority", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=100, blank=True, editable=False)
    source_id = models.CharField(max_length=200, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "source", "source_id"],
                condition=~models.Q(source_id=""),
                name="%(app_label)s_%(class)s_once_per_source",
            )
        ]


class SourcedQuerySet(models.QuerySet):
    def kept_by(self, authority) -> "SourcedQuerySet":
        """Records that this council keeps."""
        return self.filter(owner=authority)

    def editable_by(self, user) -> "SourcedQuerySet":
        """Records that somebody may edit: those their councils keep; in an admin, those of its council alone.

        Every list, chooser, deed and report for a person starts from here.
        """
        found = self.filter(owner__in=user.councils())
        return found if user.acting_for is None else found.filter(owner=user.acting_for)


class YesNo(models.TextChoices):
    """A question with an answer, or none: blank means that nobody has said."""

    YES = "yes", "Yes"
    NO = "no", "No"
