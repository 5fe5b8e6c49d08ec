"""A form that says when it was opened and for what, without a cookie: a signed text in a hidden field.

Django's CSRF protection needs a cookie, and public pages set none (docs/decisions/0006). There is no session to
ride on here: what must be kept out is whoever sends forms without having opened one.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

SALT = "localoffer.places.sealed"
AT_LEAST = dt.timedelta(seconds=2)
AT_MOST = dt.timedelta(hours=24)


class NotSealedError(ValueError):
    """The seal is missing, forged, of another page, or too old: give a new one, and keep what was typed."""


class TooOldError(NotSealedError):
    """It was ours, and of this page, a long time ago."""


class TooQuickError(ValueError):
    """The form came back sooner than anybody can press: the same seal is good for a second press."""


@dataclass(frozen=True)
class Seal:
    """An opened form: its number, which nobody else has."""

    number: str

    def once(self, *content: object) -> str:
        """A mark that is the same when the same form is sent with the same content, and at no other time."""
        return hashlib.sha256(repr((self.number, *content)).encode()).hexdigest()


def seal(about: object, *, now: dt.datetime | None = None) -> str:
    """A new seal for a form about something."""
    opened = (now or timezone.now()).timestamp()
    return signing.dumps([secrets.token_urlsafe(12), str(about), opened], salt=SALT)


def opened(text: str, about: object, *, now: dt.datetime | None = None) -> Seal:
    """Read a seal back. Raises NotSealedError or TooQuickError."""
    try:
        number, sealed_for, at = signing.loads(text, salt=SALT)
        age = (now or timezone.now()) - dt.datetime.fromtimestamp(at, dt.UTC)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotSealedError from error
    if sealed_for != str(about):
        raise NotSealedError
    if age > AT_MOST:
        raise TooOldError
    if age < AT_LEAST:
        raise TooQuickError
    return Seal(number)
