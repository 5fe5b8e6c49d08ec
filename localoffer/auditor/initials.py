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


def explained_in(text: str) -> set[str]:
    """The initials that a text explains: "education, health and care (EHC)" or "EHC (education, health and care)".

    Read once, with bounds: a text may be made to be read for ever.
    """
    after = {
        match[1]
        for match in _IN_BRACKETS.finditer(text)
        if _TWO_WORDS_BEFORE.search(text, max(0, match.start() - 80), match.start())
    }
    return after | {match[1] for match in _BEFORE_BRACKETS.finditer(text) if _TWO_WORDS.search(match[2])}


_IN_BRACKETS: Final = re.compile(r"\((?:the |an? |or )?([A-Z][A-Za-z]{1,40}?)s?\)")
_TWO_WORDS_BEFORE: Final = re.compile(r"[^\W\d_][ ,\-]+[^\W\d_]+ ?\Z")
_BEFORE_BRACKETS: Final = re.compile(r"\b([A-Z][A-Za-z]{1,40}?)s? (?=\(([^)]{1,400})\))")
_TWO_WORDS: Final = re.compile(r"[a-z][ ,\-]+[a-z]")
