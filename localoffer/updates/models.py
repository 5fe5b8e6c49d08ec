"""Who gets which letters: an address while somebody is subscribed, and nothing besides.

There is no row of who opened or followed what, when a letter went, or that somebody once was here. A letter is a row
while it waits, and is deleted when it has gone (docs/decisions/0020).
"""

import datetime as dt
import secrets

from django.db import models
from django.utils import timezone

from .newsletter.models import Issue  # noqa: F401 - Django looks for models here

#: An address that nobody confirmed is deleted after this
CONFIRMED_WITHIN = dt.timedelta(days=3)
#: Letters that ask for a confirmation, to one address in CONFIRMED_WITHIN, from all councils together
MOST_ASKED = 5
MOST_SEARCHES = 10
#: How long to wait after the first try to send that failed, the second and so on
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 8 * 60, 24 * 60))
MOST_TRIES = len(PAUSES) + 1
#: The hour of the day, and the day of the week (0: Monday), at which letters are written
MORNING, WEEKDAY = 7, 0


class Rhythm(models.TextChoices):
    """How often somebody is written to, when there is something new."""

    WEEKLY = "weekly", "Once a week, on Monday morning"
    DAILY = "daily", "Once a day, in the morning"
    AT_ONCE = "at-once", "When it happens"  # no more than one letter an hour


def next_after(now: dt.datetime, rhythm: str) -> dt.datetime:
    """When whoever is written to in this rhythm is next looked at, strictly after a moment."""
    if rhythm == Rhythm.AT_ONCE:
        return now + dt.timedelta(hours=1)
    local = timezone.localtime(now)
    day = local.date() + dt.timedelta(days=local.hour >= MORNING)
    if rhythm == Rhythm.WEEKLY:
        day += dt.timedelta(days=(WEEKDAY - day.weekday()) % 7)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(MORNING)))


def new_number() -> str:
    """A number that nobody can guess: who knows it, signed, may change what it stands for."""
    return secrets.token_urlsafe(16)


class OutgoingQuerySet(models.QuerySet):
    def waiting(self, now: dt.datetime) -> "OutgoingQuerySet":
        """Letters to send or to try again, the longest waiting first."""
        due = models.Q(tried_at=None)
        for tries, pause in enumerate(PAUSES, start=1):
            due |= models.Q(tries=tries, tried_at__lte=now - pause)
        return self.filter(due, sent_at=None, tries__lt=MOST_TRIES).order_by("made_at", "pk")

    def given_up(self) -> "OutgoingQuerySet":
        """Letters that no server took, however often it was tried."""
        return self.filter(sent_at=None, tries__gte=MOST_TRIES)


class Outgoing(models.Model):
    """A letter on its way. Whoever raises `tries` sends it; one that was claimed and not sent is tried again."""

    number = models.CharField(max_length=32, unique=True, default=new_number, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class AskedQuerySet(OutgoingQuerySet):
    def of(self, authority) -> "AskedQuerySet":
        return self.filter(authority=authority)

    def too_old(self, now: dt.datetime) -> "AskedQuerySet":
        """Those that nobody confirmed in time."""
        return self.filter(made_at__lte=now - CONFIRMED_WITHIN)


class Asked(Outgoing):
    """Somebody typed an address and what it should get; it gets nothing until whoever reads its mail says yes.

    `wants` is a list of pairs: the key of a topic and "", or the key of a search and the search.
    """

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    wants = models.JSONField(default=list)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)

    objects = AskedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["email", "made_at"], name="updates_asked_by_address")]

    def __str__(self) -> str:
        return f"Not confirmed, {self.authority}"  # never the address: this text stands in logs


class SubscriberQuerySet(models.QuerySet):
    def of(self, authority) -> "SubscriberQuerySet":
        return self.filter(authority=authority)

    def due(self, now: dt.datetime) -> "SubscriberQuerySet":
        """Those to look at now, the longest due first."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")

    def getting(self, key: str) -> "SubscriberQuerySet":
        return self.filter(subscriptions__key=key)


class Subscriber(models.Model):
    """An address that gets letters of one council. At another council it is another row."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    # Part of the link in each letter: whoever subscribes anew has another, and the old links do nothing
    number = models.CharField(max_length=32, unique=True, default=new_number, editable=False)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    confirmed_on = models.DateField(help_text="The day somebody said yes: the law asks us to be able to say.")
    due_at = models.DateTimeField()

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "email"], name="updates_one_row_for_an_address")
        ]
        indexes = [models.Index(fields=["due_at"], name="updates_subscriber_due")]

    def __str__(self) -> str:
        return f"Subscriber {self.pk}, {self.authority}"  # never the address


class Subscription(models.Model):
    """One thing that somebody follows: a topic, or a search, whose text is in `query`."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    key = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    told_until = models.DateTimeField(help_text="What became new until then has been written of.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["subscriber", "key"], name="updates_followed_once")]
        indexes = [models.Index(fields=["key"], name="updates_subscription_key")]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"


class Letter(Outgoing):
    """What is new, or an issue of the newsletter, on its way to one address. Deleted when it has gone."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="letters")
    parts = models.JSONField(default=list)
    issue = models.ForeignKey(
        "updates.Issue", on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["tried_at", "made_at"], name="updates_letter_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "issue"],
                condition=models.Q(issue__isnull=False),
                name="updates_one_letter_of_an_issue",
            )
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"


class PageChange(models.Model):
    """An officer says that something on a page has changed, for those who follow its topic. Added to, never changed."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="changes_said")
    words = models.CharField(
        "what has changed",
        max_length=300,
        help_text="One or two sentences. Whoever follows the topic reads them in the next letter.",
    )
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    by_name = models.CharField(max_length=160)  # it stays when the account goes

    class Meta:
        ordering = ["-said_at", "-pk"]
        indexes = [models.Index(fields=["page", "said_at"], name="updates_change_by_page")]

    def __str__(self) -> str:
        return f"{self.page}: {self.words[:60]}"
