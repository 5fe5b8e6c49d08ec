"""What every record of the directory has: a UUID, and where it came from."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


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


#: How long what is put in the bin can be brought back
KEPT_IN_BIN = dt.timedelta(days=30)


class InUseManager(models.Manager):
    """Records that are in use. Those in the bin are in no list, count, chooser, search, export or import.

    They are left out here, once, so that nobody can forget to. Only what deals with the bin asks `with_binned`.
    """

    def get_queryset(self):
        return super().get_queryset().filter(binned_at=None)


class Binnable(models.Model):
    """A record that is put in the bin for 30 days before it is deleted.

    `merged_into` is the record that stands for it since two were found to be one. What had come from a source or
    was merged is never wholly deleted: it is emptied (`emptied_at`) and stays as a signpost, so that an import
    does not bring it back, an old revision that names it opens, and its old address still leads somewhere.
    """

    binned_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="merged"
    )
    # What a merge changed elsewhere, so that it can be undone
    how_to_undo = models.JSONField(default=dict, blank=True, editable=False)
    emptied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(binned_at__isnull=False) | Q(merged_into=None, emptied_at=None),
                name="%(app_label)s_%(class)s_merged_or_emptied_in_the_bin",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="%(app_label)s_%(class)s_is_not_merged_into_itself",
            ),
        ]

    @property
    def is_in_bin(self) -> bool:
        return self.binned_at is not None

    @property
    def leaves_bin_at(self) -> dt.datetime | None:
        """When it is deleted for good, unless somebody restores it."""
        return self.binned_at and self.binned_at + KEPT_IN_BIN

    def go_into_bin(self, *, at: dt.datetime, by=None) -> list[str]:
        """Set what says that it is in the bin. Returns the names of the fields; nothing is saved."""
        self.binned_at, self.binned_by = at, by
        return ["binned_at", "binned_by", "merged_into", "how_to_undo"]

    def come_out_of_bin(self) -> list[str]:
        """Set all that as it was before. Returns the names of the fields; nothing is saved."""
        self.binned_at = self.binned_by = self.merged_into = None
        self.how_to_undo = {}
        return ["binned_at", "binned_by", "merged_into", "how_to_undo"]

    def save_in_bin(self, update_fields: list[str] | None = None) -> None:
        """Save it without Wagtail's index of what refers to what, which knows only records in use."""
        with disable_reference_index_auto_update():
            if update_fields is None:
                # Past a cluster, whose rows are gone
                models.Model.save(self)
            else:
                self.save(update_fields=update_fields)
        ReferenceIndex.remove_for_object(self)

    @classmethod
    def standing_for(cls, keys) -> dict:
        """The record in use that stands for each of these: itself, or what it was merged into. {key: key}"""
        keys = {key for key in keys if key}
        found = {}
        wanted = {key: key for key in keys}  # where each of them has got to
        for _ in range(20):  # a merge of a merge of a merge
            rows = {
                pk: (binned, into)
                for pk, binned, into in cls.with_binned.filter(pk__in=set(wanted.values())).values_list(
                    "pk", "binned_at", "merged_into_id"
                )
            }
            following = {}
            for key, now in wanted.items():
                binned, into = rows.get(now, (True, None))
                if not binned:
                    found[key] = now
                elif into:
                    following[key] = into
            if not following:
                break
            wanted = following
        return found


class InBin(models.QuerySet):
    """Mixed into the QuerySets of records that can be binned; asked of `with_binned`."""

    def binned(self):
        """What is in the bin and can still be restored, the latest first."""
        return self.filter(binned_at__isnull=False, emptied_at=None).order_by("-binned_at")

    def leaving_bin(self, at: dt.datetime):
        """What has been in the bin for so long that it is deleted now."""
        return self.filter(binned_at__lte=at - KEPT_IN_BIN, emptied_at=None)


class YesNo(models.TextChoices):
    """A question with an answer, or none: blank means that nobody has said."""

    YES = "yes", "Yes"
    NO = "no", "No"
