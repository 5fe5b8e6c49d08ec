"""A list that somebody keeps without an account: one cookie opens it, and only the cookie's hash is here.

The link it is shared by is not here either: it is made of the cookie and a number drawn for it (keys.py), so that its
owner can see it again and nobody with the database can.
"""

import datetime as dt

from django.db import models

from . import keys

MOST_IN_A_LIST = 60
LONGEST_NOTE = 500
#: Days without use after which a list is deleted. The cookie lives as long.
KEPT_FOR = 365


class Kind(models.TextChoices):
    """What can be kept. For each there is a reader in things.py."""

    SERVICE = (
        "service",
        "Service",
    )  # its key is the Service's: it outlives the record, to say that it has gone
    PAGE = "page", "Page"  # its key is the page's, and which part of it: "17", "17/after-you-ask"
    QUESTIONS = "questions", "Questions to ask"  # its key is the code of a kind of help
    DATE = "date", "Date"  # its key is a time limit and a day: "final-plan:2027-04-15"


class ShortlistQuerySet(models.QuerySet):
    def of(self, authority) -> "ShortlistQuerySet":
        return self.filter(authority=authority)

    def opened_by(self, token: str) -> "ShortlistQuerySet":
        """The list of whoever has this cookie."""
        return self.filter(token_hash=keys.hash_of(token))

    def shared_as(self, token: str) -> "ShortlistQuerySet":
        """The list that this link shows."""
        return self.filter(share_hash=keys.hash_of(token))

    def unused(self, on: dt.date) -> "ShortlistQuerySet":
        """Lists that nobody has opened for so long that they are to be deleted."""
        return self.filter(used_on__lt=on - dt.timedelta(days=KEPT_FOR))


class Shortlist(models.Model):
    """One list of one visitor of one council. Whose it is is not known."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    used_on = models.DateField(db_index=True)
    share_number = models.CharField(max_length=64, blank=True)
    share_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    objects = ShortlistQuerySet.as_manager()

    def __str__(self) -> str:
        return f"list {self.pk}"

    @property
    def is_shared(self) -> bool:
        return self.share_hash is not None


class ShortlistItem(models.Model):
    """Something in a list, with its owner's note. `name` is what it was called when it was kept."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SERVICE)
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)

    class Meta:
        ordering = ["pk"]  # as they were kept
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "kind", "key"], name="finder_kept_once_in_a_list")
        ]

    def __str__(self) -> str:
        return self.name
