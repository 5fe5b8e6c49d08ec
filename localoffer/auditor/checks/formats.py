"""Other formats: print, easy read, other languages, signing, large print, sound; and PDFs that can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ..sites import Site
from ..values import Feature, Finding, Page
from .rules import Rule
from .saying import DUTY, Said, features, first_saying, is_surely_missing

RULES: Final = (
    Rule(
        slug="no-other-formats",
        title="Nothing says how to get the Local Offer in another form or language",
        criterion="other-formats",
        bar="accessibility",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Say how to ask for large print, easy read, braille, sound, signing or another language, and whom.",
    ),
    Rule(
        slug="pdf-not-tagged",
        title="A PDF has no order that a screen reader could follow",
        criterion="accessible-website",
        bar="accessibility",
        severity="serious",
        fix="Make it a web page. If it has to be a PDF, export it with tags from its source.",
    ),
    Rule(
        slug="pdf-no-title",
        title="A PDF has no title",
        criterion="accessible-website",
        bar="accessibility",
        severity="minor",
        fix="Give it a title in its properties: a screen reader reads the file's name otherwise.",
    ),
)

_WAYS: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "format-print": r"\bprint(?:er)?[\s-]?(?:friendly|able)|\bprint (?:this|the|a) (?:page|version|guide)"
        r"|\bprint page|^print$",
        "format-easy-read": r"\beasy[\s-]?read\b",
        "format-translation": r"\btranslat(?:e|ed|ion)s?\b|\b(?:other|another|different|community|your) languages?\b"
        r"|\b(?:select|choose|change) language\b",
        "format-bsl": r"\bBSL\b|\bBritish Sign Language\b|\bsigned (?:video|version)s?\b|\bSignVideo\b|\bSignLive\b",
        "format-large-print": r"\blarge(?:r)? (?:print|text|font)\b",
        "format-braille": r"\bbraille\b",
        "format-audio": r"\baudio (?:version|format|tape|cd|file|recording|guide)s?\b|\bin audio\b|, audio\b"
        r"|\baudio or\b"
        r"|\bread ?speaker\b|\bbrowse ?aloud\b|\breach ?deck\b|\brecite ?me\b|\blisten to this (?:page|guide)\b",
    }.items()
}
#: A page that explains “BSL” offers none.
_EXPLAINS: Final = re.compile(r"\b(?:jargon|glossary|abbreviations?|acronyms?)\b", re.IGNORECASE)
#: Somebody who teaches signing, or answers 999 in it, does not sign the Local Offer.
_OF_OTHERS: Final = re.compile(
    r"\b(?:999|learn\w*|course|class(?:es)?|lessons?|teach\w*|taught|tutors?)\b", re.IGNORECASE
)
_ASKING: Final = re.compile(
    r"\b(?:another|other|different|alternative|accessible|easy[\s-]read|large[\s-]print|braille)\b[^.\n]{0,60}"
    r"\b(?:formats?|languages?|versions?|braille|audio|print)\b",
    re.IGNORECASE,
)
_SPEAKS_OF_ASKING: Final = re.compile(
    r"\b(?:ask|request|contact|call|ring|phone|e-?mail|need|like|require|available|provide|get)\b",
    re.IGNORECASE,
)


def concerns(page: Page) -> bool:
    """PDFs of the offer, of which something could be read."""
    return page.is_within and page.type == "pdf" and page.pdf is not None


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """What a PDF says of itself."""
    if page.pdf and not page.pdf.is_tagged:
        yield Finding(
            "pdf-not-tagged", page.url, detail=f"It has {page.pdf.pages} page{'s' * (page.pdf.pages != 1)}."
        )
    if page.pdf and not page.pdf.has_title:
        yield Finding("pdf-no-title", page.url)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """The forms there are, and whether somebody can ask for others."""
    looked_for = _WAYS | {"formats-on-request": _ASKING}
    found = first_saying(site.within(), looked_for, accepts=_is_an_offer, shows=_shows, unless=DUTY)
    yield from features(site, looked_for, found)
    if not found.keys() - {"format-print", "format-translation"} and is_surely_missing(site, _ASKING):
        yield Finding("no-other-formats", site.url)


def _is_an_offer(name: str, page: Page) -> bool:
    if _EXPLAINS.search(page.title):
        return False
    if name != "formats-on-request":
        return True
    return any(_ASKING.search(line) and _SPEAKS_OF_ASKING.search(line) for line in page.lines) and bool(
        page.contacts or page.forms
    )


def _shows(name: str, said: Said) -> bool:
    return name != "format-bsl" or not _OF_OTHERS.search(said.quote)
