"""What families say back. First: a problem somebody found on a service's page."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from localoffer.directory.models import Listing, Service
from localoffer.directory.models.base import Identified

from . import working_days

#: A promise to families, on the form and on the page that thanks them.
ANSWERED_WITHIN = 10  # working days
KEPT_FOR = dt.timedelta(days=30)
KEPT_AT_MOST = dt.timedelta(days=365)
LONGEST_WORDS = 2000


class Kind(models.TextChoices):
    """What is wrong, as whoever found it would say it."""

    PHONE = "phone", "The phone or e-mail does not work"
    CLOSED = "closed", "It has closed or moved"
    TIMES = "times", "The days or times are wrong"
    COST = "cost", "The cost is wrong"
    WAIT = "wait", "The wait is wrong"
    NOT_FOR_US = "not-for-us", "They said it is not for us"
    ACCESS = "access", "It is hard to get in or get around"
    OTHER = "other", "Something else"  # says nothing without words


class State(models.TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"  # whoever reported it knows more; the page may still be wrong
    CLOSED = "closed", "Closed"


class Outcome(models.TextChoices):
    PUT_RIGHT = "put-right", "The page was put right"
    WAS_RIGHT = "was-right", "The page was right already"
    NOT_FOUND_OUT = "not-found-out", "We could not find out"
    ELSEWHERE = "elsewhere", "It was not about this service"
    SPAM = "spam", "It was spam"


class ProblemReportQuerySet(models.QuerySet):
    def of(self, authority) -> "ProblemReportQuerySet":
        return self.filter(authority=authority)

    def answerable_by(self, user) -> "ProblemReportQuerySet":
        """Reports somebody may read, answer and close: those made in their councils; in an admin, in that one alone."""
        found = self.filter(authority__in=user.councils())
        return found if user.acting_for is None else found.filter(authority=user.acting_for)

    def about(self, service) -> "ProblemReportQuerySet":
        """Reports of a service, and of those that were merged into it."""
        return self.filter(
            Q(service=service)
            | Q(service__merged_into=service)
            | Q(service__merged_into__merged_into=service)
        )

    def unsettled(self) -> "ProblemReportQuerySet":
        """Reports that still want somebody: open ones, and those answered but not closed."""
        return self.exclude(state=State.CLOSED)

    def overdue(self, on: dt.date | None = None) -> "ProblemReportQuerySet":
        """Unsettled reports whose ten working days are over on a day (today when none is given)."""
        first = working_days.first_day_within(ANSWERED_WITHIN, on=on or timezone.localdate())
        return self.unsettled().filter(created_at__lt=_start_of(first))

    def to_forget(self, now: dt.datetime) -> "ProblemReportQuerySet":
        """Reports whose words and addresses nobody needs any more."""
        settled = Q(closed_at__lte=now - KEPT_FOR) | Q(state=State.ANSWERED, answered_at__lte=now - KEPT_FOR)
        return self.filter(settled | Q(created_at__lte=now - KEPT_AT_MOST), forgotten_at=None)


class ProblemReport(Identified):
    """Somebody found a mistake on a service's page, and said so without signing in.

    It holds as little of a person as will do: an e-mail address only if they want an answer, and no address of a
    device. Both that and all words are taken out by `forget_old_reports`; the rest stays and is counted.
    """

    authority = models.ForeignKey(
        "places.Authority", on_delete=models.PROTECT, related_name="problem_reports"
    )
    # A service may be merged or deleted; what was said of it still counts.
    service = models.ForeignKey(
        "directory.Service", on_delete=models.SET_NULL, null=True, related_name="problem_reports"
    )
    service_name = models.CharField(max_length=255)
    kind = models.CharField("what is wrong", max_length=10, choices=Kind.choices)
    words = models.TextField("in their words", max_length=LONGEST_WORDS, blank=True)
    may_pass_on = models.BooleanField("words may go to the provider", default=False)
    is_worry = models.BooleanField("speaks of danger", default=False)
    reporter_email = models.EmailField(
        "e-mail for an answer", blank=True, help_text="Used for the answer only."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # One form with one content is one report, however often its button is pressed.
    once = models.CharField(max_length=64, unique=True, editable=False, default=uuid.uuid4)

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, help_text="Sent to whoever reported it, and shown to nobody else.")
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField("how it ended", max_length=15, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="last dealt with by",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["authority", "state", "created_at"], name="voice_problem_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at=None, outcome=""),
                name="voice_problem_closed_says_when_and_how",
                violation_error_message="Say how it ended.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) | Q(answered_at__isnull=False),
                name="voice_problem_answered_says_when",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(words="", reporter_email="", answer=""),
                name="voice_problem_forgotten_holds_no_words",
            ),
        ]

    def __str__(self) -> str:
        # Never the words: this text stands in logs, histories and titles.
        return f"{self.service_name}: {self.get_kind_display()}"

    @cached_property
    def service_now(self) -> Service | None:
        """The service in use that this is about: the one reported, or what it was merged into since.

        Followed and not moved: when a merge is undone, each report is about its own again.
        """
        key = Service.standing_for({self.service_id}).get(self.service_id)
        return Service.objects.select_related("organization", "owner").filter(pk=key).first()

    @cached_property
    def listing_now(self) -> Listing | None:
        """How that service stands in the Local Offer where it was reported."""
        return (
            self.service_now
            and Listing.objects.of(self.authority_id).filter(service=self.service_now).first()
        )

    @property
    def is_unsettled(self) -> bool:
        return self.state != State.CLOSED

    @property
    def due_on(self) -> dt.date:
        """The day by which families were promised that it is dealt with."""
        return working_days.after(timezone.localdate(self.created_at), ANSWERED_WITHIN)

    @property
    def is_overdue(self) -> bool:
        return self.is_unsettled and self.due_on < timezone.localdate()

    @property
    def standing(self) -> str:
        """How it stands, in a word or two."""
        state = self.get_state_display()
        return f"{state}, overdue" if self.is_overdue else state

    @property
    def age_in_words(self) -> str:
        """How long ago it came."""
        days = (timezone.localdate() - timezone.localdate(self.created_at)).days
        return "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"

    @property
    def wants(self) -> str:
        """What a row of the queue says it wants besides being looked at."""
        said = []
        if self.is_unsettled and self.can_be_answered and self.state == State.OPEN:
            said.append("an answer")
        if getattr(self, "somebody_not_told", False):
            said.append("somebody to be told")
        return ", ".join(said)

    @property
    def can_be_answered(self) -> bool:
        """Whether there is somebody to answer."""
        return bool(self.reporter_email)

    @property
    def words_to_pass_on(self) -> str:
        """The words, if whoever wrote them lets them leave this site."""
        return self.words if self.may_pass_on else ""


class NoticeQuerySet(models.QuerySet):
    def waiting(self, now: dt.datetime) -> "NoticeQuerySet":
        """Letters to send or to try again, the longest waiting first."""
        due = Q(tried_at=None)
        for tries, pause in enumerate(PAUSES, start=1):
            due |= Q(tries=tries, tried_at__lte=now - pause)
        return self.filter(due, sent_at=None, tries__lt=MOST_TRIES).order_by("made_at", "pk")


#: How long to wait after the first try that failed, the second and so on.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 8 * 60, 24 * 60))
MOST_TRIES = len(PAUSES) + 1


class Notice(models.Model):
    """A letter about a report, and whether it went. The report is there whatever becomes of its letters.

    Neither words nor an address are kept here: they are looked up when it is sent.
    """

    class To(models.TextChoices):
        OFFICERS = "officers", "The council’s officers"
        KEEPER = "keeper", "The council that keeps the record"
        PROVIDER = "provider", "The provider"
        REPORTER = "reporter", "Whoever reported it"

    report = models.ForeignKey(ProblemReport, on_delete=models.CASCADE, related_name="notices")
    to = models.CharField(max_length=10, choices=To.choices)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_to_display()}: {self.in_words}"

    @property
    def is_given_up(self) -> bool:
        """Not sent, and not tried again unless an officer asks for it."""
        return self.sent_at is None and self.tries >= MOST_TRIES

    @property
    def in_words(self) -> str:
        if self.sent_at:
            return f"told on {timezone.localtime(self.sent_at):%-d %B %Y at %H:%M}"
        if self.is_given_up:
            return f"not told. {self.failure}"
        if self.failure:
            return f"not told yet. {self.failure} It will be tried again"
        return "about to be told"


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
