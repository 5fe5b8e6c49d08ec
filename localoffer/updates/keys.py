"""The links in letters: signed, so that nobody can make one up, and behind the “?”, which is in no log of ours."""

from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from localoffer.places.models import Authority

from .models import CONFIRMED_WITHIN, Asked, Subscriber

_ASKED = "localoffer.updates.asked"
_SIGNER = signing.Signer(salt="localoffer.updates.subscriber", sep=".")


def to_confirm(asked: Asked) -> str:
    """The path that confirms what was asked for, for three days."""
    return _path("updates:confirm", signing.dumps(asked.number, salt=_ASKED))


def to_change(subscriber: Subscriber) -> str:
    """The path where somebody changes what she gets."""
    return _path("updates:mine", key_of(subscriber))


def to_stop(subscriber: Subscriber) -> str:
    """The path that ends all letters."""
    return _path("updates:stop", key_of(subscriber))


def key_of(subscriber: Subscriber) -> str:
    # Without a time: whoever finds a letter years later can still end them
    return _SIGNER.sign(subscriber.number)


def asked_with(key: str, authority: Authority) -> Asked | None:
    """What a link confirms; None when it is forged, too old, used, or another council's."""
    try:
        number = signing.loads(key, salt=_ASKED, max_age=CONFIRMED_WITHIN)
    except (signing.BadSignature, ValueError):
        return None
    return Asked.objects.of(authority).filter(number=number).first()


def subscriber_with(key: str, authority: Authority) -> Subscriber | None:
    """Whose letter a link stood in; None when it is forged, another council's, or she gets no letters any more."""
    try:
        number = _SIGNER.unsign(key)
    except signing.BadSignature:
        return None
    return Subscriber.objects.of(authority).filter(number=number).first()


def _path(name: str, key: str) -> str:
    return f"{reverse(name)}?{urlencode({'key': key})}"
