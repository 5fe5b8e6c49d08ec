"""Letters about a report: to whom, with what, and sending them.

A family may have written about a child. So words leave this site only when whoever wrote them said that they may,
and only to the provider and the council that keeps the record; officers read them in the queue, where they are
deleted on time. Nobody's letter holds the address of whoever reported it.
"""

import logging
from email.utils import formataddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from localoffer.cms.models import CouncilSettings
from localoffer.places import hosts

from .models import MOST_TRIES, Notice, ProblemReport

logger = logging.getLogger(__name__)


class NobodyToTellError(LookupError):
    """There is no use in trying again: the reason, in words for an officer."""


def send(notice: Notice) -> bool:
    """Send a letter unless somebody else just has; returns whether it went. Raises nothing: the notice tells."""
    claimed = Notice.objects.filter(pk=notice.pk, tries=notice.tries, sent_at=None).update(
        tries=F("tries") + 1, tried_at=timezone.now(), failure=""
    )
    if not claimed:
        return False
    this = Notice.objects.filter(pk=notice.pk)
    try:
        letter(notice).send()
    except NobodyToTellError as reason:
        this.update(tries=MOST_TRIES, failure=str(reason))
        return False
    except Exception as error:
        # Its text may hold an address, so only its kind is logged.
        logger.warning("A letter about a report was not sent (%s).", type(error).__name__)
        this.update(failure="The mail server did not take it.")
        return False
    this.update(sent_at=timezone.now())
    return True


def letter(notice: Notice) -> EmailMessage:
    """The letter itself. Raises NobodyToTellError."""
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        raise NobodyToTellError("This server is not set up to send e-mail (LOCALOFFER_EMAIL_URL).")
    report = notice.report
    council = CouncilSettings.of(report.authority)
    address = _address(notice.to, report)
    context = {
        "report": report,
        "council": report.authority.official_name,
        "service": _one_line(report.service_name),
        "page": _page_of(report, council),
        "queue": _absolute(council, reverse("voice_problems:problem", args=[report.pk])),
        "words": [line for line in report.words_to_pass_on.splitlines() if line.strip()],
        "has_mailbox": bool(council and council.problems_mailbox),
    }
    return EmailMessage(
        subject=_subject(notice.to, report),
        body=render_to_string(f"voice/letters/{notice.to}.txt", context),
        from_email=formataddr(
            (_one_line(f"{report.authority.official_name} Local Offer"), settings.DEFAULT_FROM_EMAIL)
        ),
        to=[address],
        reply_to=[council.problems_mailbox] if council and council.problems_mailbox else None,
        # Out-of-office answers to a machine help nobody.
        headers={"Auto-Submitted": "auto-generated"} if notice.to != Notice.To.REPORTER else None,
    )


def provider_address(service) -> str:
    """Where those who run a service can be told of a mistake; "" when no address is known."""
    if service is None:
        return ""
    found = (service.assurer_email, service.email, service.organization.email)
    return next((address for address in found if _is_address(address)), "")


def _address(to: str, report: ProblemReport) -> str:
    if to == Notice.To.REPORTER:
        if not report.reporter_email:
            raise NobodyToTellError("The address has been deleted, as promised.")
        return report.reporter_email
    if to == Notice.To.PROVIDER:
        address = provider_address(report.service_now)
        if not address:
            raise NobodyToTellError("No e-mail address of the provider is known. Ring them.")
        return address
    whose = report.authority if to == Notice.To.OFFICERS else report.service_now and report.service_now.owner
    council = CouncilSettings.of(whose) if whose else None
    if council is None or not _is_address(council.problems_mailbox):
        raise NobodyToTellError("The council has no mailbox for problems in its site’s settings.")
    return council.problems_mailbox


def _subject(to: str, report: ProblemReport) -> str:
    service = _one_line(report.service_name)
    if to == Notice.To.REPORTER:
        return f"What you told us about {service}"
    if to == Notice.To.PROVIDER:
        return f"Please check your page: {service}"
    return f"Problem reported: {service}"


def _page_of(report: ProblemReport, council: CouncilSettings | None) -> str:
    return _absolute(council, report.listing_now.get_absolute_url()) if report.listing_now else ""


def _absolute(council: CouncilSettings | None, path: str) -> str:
    return hosts.whole_address(council.site, path) if council else ""


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _one_line(text: str) -> str:
    """A name as it may stand in a header: imports have brought names with line breaks."""
    return " ".join(text.split())
