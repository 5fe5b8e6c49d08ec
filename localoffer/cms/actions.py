"""Deeds of the cms room: passing on a worry."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from localoffer.places.models import Authority

from .crisis import Danger, danger_in, phrases
from .models import CouncilSettings, Worry
from .tasks import send_worry as send_worry_task

logger = logging.getLogger(__name__)

# The same words from the same form are one worry: somebody pressed twice, or put an error right.
ONE_WORRY_FOR = timedelta(days=1)
LONGEST_WAIT = timedelta(hours=1)
SENDING_TAKES = timedelta(minutes=5)


def route_worry(
    text: str, *, request: HttpRequest, about: str, danger: Danger | None = None, contact: str = ""
) -> bool:
    """Send what somebody wrote to the council's safeguarding mailbox, when it speaks of danger. Says whether it does.

    It is kept until it has been sent and no longer, and is in no log. It raises nothing: whatever goes wrong here,
    what the person was doing goes on.
    """
    danger = danger or danger_in(text)
    if danger is None:
        return False
    try:
        worry = Worry(
            authority=Authority.for_request(request),
            words=text,
            about=about[:200],
            contact=contact[:300],
            kinds=" ".join(danger.kinds),
            digest=salted_hmac("cms.worry", f"{about}\n{text}").hexdigest(),
        )
    except Exception as problem:
        logger.error("A worry belongs to no council (%s), so it was sent to nobody.", type(problem).__name__)
        return True
    try:
        with transaction.atomic():
            if Worry.objects.same_as(worry, since=timezone.now() - ONE_WORRY_FOR).exists():
                return True
            worry.save()
            transaction.on_commit(lambda: send_worry_task.enqueue(worry.pk), robust=True)
    except (
        Exception
    ) as problem:  # a full disk, a database set to read only: then it is sent from memory, or not at all
        logger.error("A worry could not be kept (%s); trying to send it at once.", type(problem).__name__)
        _deliver(worry)
    return True


def send_worry(worry: Worry) -> bool:
    """Send one worry that waits, and forget its words. Says whether it went; what failed is tried again later."""
    now = timezone.now()
    mine = Worry.objects.waiting(now).filter(pk=worry.pk)
    # Whoever changes the row sends it; a process killed while sending leaves it to the next, later.
    if not mine.update(next_try_at=now + SENDING_TAKES, attempts=F("attempts") + 1):
        return False
    worry.refresh_from_db()
    failure = _deliver(worry)
    if failure:
        wait = min(timedelta(minutes=2 ** min(worry.attempts, 10)), LONGEST_WAIT)
        Worry.objects.filter(pk=worry.pk).update(next_try_at=timezone.now() + wait, failure=failure)
        return False
    Worry.objects.filter(pk=worry.pk).update(sent_at=timezone.now(), words="", contact="", failure="")
    return True


def send_waiting_worries() -> int:
    """Send everything that is due. Returns how many still wait after it."""
    for worry in Worry.objects.waiting(timezone.now())[:100]:
        send_worry(worry)
    return Worry.objects.unsent().count()


def _deliver(worry: Worry) -> str:
    """Send the e-mail. Returns "" or, in a word that holds nothing anybody wrote, why it did not go."""
    try:
        council = CouncilSettings.objects.filter(site__authority_site__authority=worry.authority)
        mailbox = next((each.safeguarding_mailbox for each in council if each.safeguarding_mailbox), "")
        if not mailbox:
            return "no mailbox"
        if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
            return "e-mail is not set up"
        _letter(worry, mailbox).send()
    except Exception as problem:
        logger.error("A worry for %s could not be sent (%s).", worry.authority.slug, type(problem).__name__)
        return type(problem).__name__[:60]
    return ""


def _letter(worry: Worry, mailbox: str) -> EmailMessage:
    names = dict(phrases.kinds())
    kinds = ", ".join(names[kind].lower() for kind in worry.kinds.split() if kind in names)
    when = timezone.localtime(worry.written_at)
    lines = [
        f"On {when:%A %-d %B %Y at %H:%M}, somebody wrote this into a form on {worry.authority}'s Local Offer.",
        f"The form: {worry.about or 'not stated'}.",
        f"Words found: {kinds}. A program found them, not a person. It may be a false alarm.",
        "The person was shown who to ring (999, 111, Childline and others) at the same moment.",
        f"How to reach them: {worry.contact or 'they did not say'}.",
        "",
        "What they wrote:",
        "",
        worry.words,
        "",
        "This e-mail is the only record of the worry. If the form went through, the rest of it is in the admin.",
    ]
    return EmailMessage(
        subject=f"Somebody may be in danger: a form on the Local Offer, {when:%-d %B %H:%M}",
        body="\n".join(lines),
        to=[mailbox],
        reply_to=_addresses(worry.contact),
        headers={"Importance": "high", "X-Priority": "1"},
    )


def _addresses(contact: str) -> list[str]:
    try:
        validate_email(contact)
    except Exception:
        return []
    return [contact]
