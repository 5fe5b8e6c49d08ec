"""What a careful officer would ask before families read a record. Plain Python: nothing here stops anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Any

from localoffer.duties.yaml_lines import plain_values

_TAG = re.compile(r"<[^>]*>")
_PROSE = (
    "description",
    "eligibility_description",
    "if_not_eligible",
    "referrers",
    "application_process",
    "who_decides",
    "fees_description",
    "alert",
)


@dataclass(frozen=True)
class Remark:
    """Something missing or hard to read: the field it is about, and what to do."""

    field: str
    words: str


def remarks_on(service: Any) -> list[Remark]:
    """What is missing from a service or hard to read in it, the gravest first; an empty list when it is well.

    Takes a Service, saved or not, as its form holds it.
    """
    found = [Remark(field, words) for field, words in _missing(service)]
    for name in _PROSE:
        for word, plainly in jargon_in(getattr(service, name)):
            found.append(Remark(name, f"“{word}” is hard for families. {plainly}"))
    return found


def _missing(service: Any) -> Iterable[tuple[str, str]]:
    has_phone = bool(service.phones.all())
    if not has_phone and not service.email and not service.url and not service.application_url:
        yield "phones", "There is no way to get in touch. Give a phone number, or at least an e-mail address."
    elif not has_phone:
        yield "phones", "There is no phone number. Many families ring, and some have no internet."
    if not service.eligibility_description and service.minimum_age is None and service.maximum_age is None:
        yield (
            "eligibility_description",
            "It does not say who can have it. Families need that before anything else.",
        )
    if not _text(service.description):
        yield "description", "It does not say what it is. Two or three plain sentences will do."
    if not service.application_process and not service.referral:
        yield "application_process", "It does not say how to ask for it."
    if not service.kinds.all():
        yield "kinds", "It has no kind of help, so nobody meets it by looking through kinds."
    if not service.cost:
        yield "cost", "It does not say whether it costs anything. Say “Free” if it does not."


def jargon_in(text: str) -> list[tuple[str, str]]:
    """Words in a text (plain or HTML) that families stumble over, each once, with what to say instead."""
    plain = _text(text)
    return [(found.group(0), plainly) for pattern, plainly in _jargon() if (found := pattern.search(plain))]


def _text(html: str) -> str:
    return unescape(_TAG.sub(" ", html or "")).strip()


@cache
def _jargon() -> tuple[tuple[re.Pattern, str], ...]:
    data = plain_values(files("localoffer.directory").joinpath("data/jargon.yaml").read_text("utf-8"))
    return tuple(
        # An acronym counts only as it is written, a word in any case
        (re.compile(rf"\b{re.escape(word)}\b", 0 if word.isupper() else re.IGNORECASE), plainly)
        for word, plainly in data["words"].items()
    )
