"""The list as a letter to whoever keeps it: once, to the address typed, which is written down nowhere.

It holds services only. With notes in it, anybody could have us send words of theirs to a stranger.
"""

import logging
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from wagtail.models import Site

from localoffer.places import hosts
from localoffer.places.models import Authority

from .things import Thing

logger = logging.getLogger(__name__)


class NotSentError(RuntimeError):
    """The mail server did not take the letter."""


def can_be_sent() -> bool:
    """Whether this installation sends e-mail."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def send(things: list[Thing], *, to: str, authority: Authority, site: Site) -> None:
    """Send a list. Raises NotSentError."""
    try:
        letter(things, to=to, authority=authority, site=site).send()
    except Exception as error:
        # Its text may hold the address, so only its kind is logged.
        logger.warning("A list was not sent (%s).", type(error).__name__)
        raise NotSentError from None


def letter(things: list[Thing], *, to: str, authority: Authority, site: Site) -> EmailMessage:
    council = authority.official_name or authority.name
    context = {
        "council": council,
        "site": hosts.whole_address(site, "/"),
        "services": [
            {"thing": each, "address": hosts.whole_address(site, each.href), "state": _state(each)}
            for each in things
        ],
    }
    return EmailMessage(
        subject=f"Your list from the Local Offer of {_one_line(council)}",
        body=render_to_string("finder/shortlist/letter.txt", context),
        from_email=formataddr((_one_line(f"{council} Local Offer"), settings.DEFAULT_FROM_EMAIL)),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _state(thing: Thing) -> str:
    """What is wrong with going there now: "Closed"; "" when nothing is."""
    return next((tag["text"] for tag in thing.tags[:1] if tag["tone"] == "stop"), "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
