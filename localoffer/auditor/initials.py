"""Initials in a text, and whether the text explains them. Plain Python."""

import re
from typing import Final

_INITIALS: Final = re.compile(
    r"(?<![\w’'@.#/-])(?:[A-Z]{2,}|[A-Z][a-z]?[A-Z]{1,3})(?=s?(?:['’]s)?(?![\w@/]))"
)
#: Not initials: words in capitals side by side ("FREEPOST TALLOW HOUSE"), the letters of a postcode, GOV.UK, and a word
#: that is to be sent as a message ("text BREAK to 60777").
_CAPITALS: Final = re.compile(
    r"\b[A-Z]{2,}(?: +[A-Z]{4,})+\b|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|\bGOV\.UK\b|\bBS \d{4}"
    r"|(?:(?<=[Tt]ext )|(?<=word ))[“\"']?[A-Z]{3,}\b"
)
#: Better known than what they stand for
KNOWN: Final = frozenset(
    "UK GP NHS PDF BBC TV ID OK DVD CD VAT PE IT US EU AM PM SMS QR PC USB GCSE FAQ AZ HM MP DIY ATM LGBT II III IV VI "
    "VII VIII IX XI XII".split()
)


def found_in(text: str) -> list[str]:
    """The initials in a text, in order, each as often as it stands there."""
    return _INITIALS.findall(_CAPITALS.sub(" ", text))


def is_explained(initials: str, words: str) -> bool:
    """Whether a text says "education, health and care (EHC)" or "EHC (education, health and care)"."""
    each = re.escape(initials)
    after = rf"[^\W\d_]+[ ,\-]+[^\W\d_]+ ?\((?:the |an? |or )?{each}s?\)"
    before = rf"\b{each}s? \([^)]*[a-z]+[ ,\-]+[a-z]+[^)]*\)"
    return bool(re.search(after, words) or re.search(before, words))
