"""Deeds with reports: one call each, in one transaction, saying who did it. Letters go after commit."""

import datetime as dt
import uuid
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from . import tasks
from .models import MOST_TRIES, Notice, Outcome, ProblemReport, State

#: Letters about one service to its provider, a day: whoever floods us must not flood them.
LETTERS_A_DAY = 5


@transaction.atomic
def report(
    *,
    listing,
    kind: str,
    words: str = "",
    may_pass_on: bool = False,
    is_worry: bool = False,
    reporter_email: str = "",
    once: str = "",
    by=None,
) -> tuple[ProblemReport, bool]:
    """Take a report of a problem on a listing's page, and tell officers and provider. Families have no `by`.

    `is_worry` says that the words speak of danger and went to the safeguarding mailbox. Returns the report, and
    whether it is new: the same `once` is the same report. Raises ValidationError.
    """
    said = {
        "authority": listing.authority,
        "service": listing.service,
        "service_name": listing.service.name,
        "kind": kind,
        "words": words,
        # Danger may come from those who run the service: they are the last who should read of it
        "may_pass_on": may_pass_on and bool(words) and not is_worry,
        "is_worry": is_worry,
        "reporter_email": reporter_email,
        "by": by,
    }
    ProblemReport(**said).full_clean(validate_unique=False)
    taken, is_new = ProblemReport.objects.get_or_create(once=once or str(uuid.uuid4()), defaults=said)
    if is_new:
        _tell(taken, Notice.To.OFFICERS)
        if taken.service.owner_id != taken.authority_id:
            _tell(taken, Notice.To.KEEPER)
        # Nor that somebody has spoken of danger there
        if not is_worry:
            _tell(taken, Notice.To.PROVIDER, held=_provider_has_heard_enough(taken))
    return taken, is_new


@transaction.atomic
def answer(*, report: ProblemReport, words: str, by) -> ProblemReport:
    """Answer whoever reported a problem, by e-mail. Returns the report.

    Raises ValidationError when there is nothing to say, nobody to say it to, or somebody has answered meanwhile.
    """
    report = _locked(report)
    words = words.strip()
    if not words:
        raise ValidationError({"words": "Write what you want to tell them."})
    if not report.can_be_answered:
        raise ValidationError("There is no e-mail address to answer to. Close the report instead.")
    if report.state != State.OPEN:
        raise ValidationError(f"Meanwhile this was {report.get_state_display().lower()}{_whom(report)}.")
    report.answer, report.answered_at = words, timezone.now()
    report.state, report.by = State.ANSWERED, by
    report.save()
    log(report, "localoffer.problem_answer", user=by)
    _tell(report, Notice.To.REPORTER)
    return report


@transaction.atomic
def close(*, report: ProblemReport, outcome: str, by) -> ProblemReport:
    """Close a report, saying how it ended. Returns it. Raises ValidationError when it is closed already."""
    report = _locked(report)
    if not report.is_unsettled:
        raise ValidationError(f"Meanwhile this was closed{_whom(report)}.")
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": "Say how it ended."})
    report.state, report.outcome, report.closed_at, report.by = State.CLOSED, outcome, timezone.now(), by
    report.save()
    log(report, "localoffer.problem_close", user=by, data={"outcome": outcome})
    return report


@transaction.atomic
def reopen(*, report: ProblemReport, by) -> ProblemReport:
    """Put a closed or answered report back into the queue. Returns it."""
    report = _locked(report)
    if report.state == State.OPEN:
        return report
    report.state, report.outcome, report.closed_at, report.by = State.OPEN, "", None, by
    report.save()
    log(report, "localoffer.problem_reopen", user=by)
    return report


@transaction.atomic
def tell_again(*, report: ProblemReport, by) -> int:
    """Try once more to send the letters of a report that were given up. Returns how many there are."""
    given_up = list(report.notices.filter(sent_at=None, tries__gte=MOST_TRIES))
    for notice in given_up:
        notice.tries, notice.tried_at, notice.failure = 0, None, ""
        notice.save()
        _send_after_commit(notice)
    if given_up:
        log(report, "localoffer.problem_tell_again", user=by)
    return len(given_up)


@transaction.atomic
def forget_old(*, now: dt.datetime, by=None) -> int:
    """Take the words, answers and addresses out of reports that nobody needs them for. Returns how many.

    30 days after a report was answered or closed, and a year after it came at the latest.
    """
    return ProblemReport.objects.to_forget(now).update(
        words="", reporter_email="", answer="", may_pass_on=False, forgotten_at=now
    )


def _locked(report: ProblemReport) -> ProblemReport:
    """The report as it is now, and nobody else's to change until this is done."""
    return ProblemReport.objects.select_for_update().get(pk=report.pk)


def _whom(report: ProblemReport) -> str:
    return f" by {report.by}" if report.by else ""


def _tell(report: ProblemReport, to: str, *, held: str = "") -> None:
    notice = Notice.objects.create(report=report, to=to, failure=held, tries=MOST_TRIES if held else 0)
    if not held:
        _send_after_commit(notice)


def _send_after_commit(notice: Notice) -> None:
    # The clock sends what is left when this fails (tasks.send_waiting).
    transaction.on_commit(partial(tasks.send_notice.enqueue, notice.pk), robust=True)


def _provider_has_heard_enough(report: ProblemReport) -> str:
    since = timezone.now() - dt.timedelta(days=1)
    told = Notice.objects.filter(
        to=Notice.To.PROVIDER, report__service=report.service_id, made_at__gt=since
    ).count()
    return f"They had {LETTERS_A_DAY} letters about this service today." if told >= LETTERS_A_DAY else ""
