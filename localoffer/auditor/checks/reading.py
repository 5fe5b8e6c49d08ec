"""Is it easy to read? The reading age of prose, officials' words, and initials that nothing explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from .. import initials
from ..matching.classifying import LISTING
from ..reading_age import measured
from ..sites import Site
from ..values import Finding, Page, quoted
from .own_pages import is_its_own
from .rules import Rule

RULES: Final = (
    Rule(
        slug="hard-to-read",
        title="It takes a reader of 15 or older to follow the page",
        criterion="plain-language",
        bar="ease",
        severity="moderate",
        confidence="likely",
        fix="Make sentences and words shorter, the one quoted first. Say “you” and “we”.",
    ),
    Rule(
        slug="jargon",
        title="It is full of officials' words",
        criterion="plain-language",
        bar="ease",
        severity="minor",
        confidence="likely",
        fix="Use the words a family would, or say in brackets what each means.",
    ),
    Rule(
        slug="unexplained-initials",
        title="Initials are not explained",
        criterion="plain-language",
        bar="ease",
        severity="minor",
        confidence="likely",
        fix="Spell them out where they come first, as in “education, health and care (EHC)”, or in a glossary.",
    ),
)

#: Secondary school ends here; the average adult reads more easily.
OLDEST: Final = 15.0
#: A page with fewer words says too little of how it is written.
ENOUGH_WORDS: Final = 150
MOST_WORDS: Final = 600
FEWEST_OF_JARGON: Final = 4
MOST_SHOWN: Final = 8
#: A page may be made of nothing but initials.
MOST_OF_A_PAGE: Final = 25
#: Characters by which a sentence is known again: a list cuts what a record says.
MOST_ALIKE: Final = 80

_ENGLISH: Final = ("", "en")
# Nobody can call these anything shorter: they stand as one word
_TERMS: Final = (
    "special educational needs and disabilities",
    "special educational needs and disability",
    "special educational needs",
    "education, health and care",
    "Local Offer",
    "speech and language therapy",
    "occupational therapy",
    "physiotherapy",
)
# Beginnings of officials' words, in small letters: one may go on, as “signposting” does
_JARGON: Final = (
    "aforementioned", "banding", "capacity building", "co-produc", "cohort", "collaborative", "commissioned",
    "commissioner", "commissioning", "coproduc", "deliverable", "differentiated", "differentiation", "efficac",
    "element 1", "element 2", "element 3", "empower", "evidence based", "evidence-based", "facilitat", "framework",
    "governance", "graduated approach", "graduated response", "high needs block", "holistic", "implement",
    "in relation to", "in respect of", "intervention", "joined-up", "moderation panel", "multi-agency",
    "multi-disciplinary", "multiagency", "multidisciplinary", "needs-led", "notional sen", "operational",
    "ordinarily available", "outcome-focus", "outcomes-focus", "pathway", "person centred", "person-centred",
    "prior to",
    "provision map", "pursuant", "quality first teaching", "robust", "safeguarding arrangements",
    "service user", "signpost", "stakeholder", "statutory assessment", "statutory duty", "statutory process",
    "strategic", "synerg",
    "targeted provision", "targeted support", "thereof", "threshold criteria", "threshold document",
    "transition arrangements", "triage", "universal offer", "universal provision", "utilis",
)  # fmt: skip
_REST_OF_A_WORD: Final = re.compile(r"\w*")
#: Well known bodies, by the initials under which everybody knows them.
_NAMES: Final = frozenset(
    "SEND SEN NSPCC YMCA RNIB RNID RNLI KFC HMRC DVLA COVID BTEC AQA IPSEA KIDS MENCAP SCOPE NHSE NASEN A4 MOT HTML "
    "USA ITV CCTV RSPCA BSL DVD PO CIO PLC LLP".split()
)
#: Names of licences, maps and figures, and of who makes them: they stand where something is credited.
_OF_SOURCES: Final = frozenset("OS CC BY SA NC ND MIT OGL ONS OSM BSD GPL GIAS ISO".split())
#: Courts and tribunals, by the initials that a judgment is cited with: “[2019] EWHC 1170 (Admin)”.
_COURTS: Final = frozenset("EWHC EWCA UKUT UKSC UKHL UKFTT UKPC EWFC EWCOP AAC QB KB HESC WLR ELR".split())
_CITED: Final = re.compile(
    r"\[?\b(?:19|20)\d\d\b\]?\s+(?:EWHC|EWCA|UKUT|UKSC|UKHL|UKFTT|EWFC|EWCOP|ELR|WLR)\b"
)
#: The parties of a case, of whom only initials are told: “R (AD and others) v Hackney”, “SC v Worcestershire”.
_PARTIES: Final = re.compile(
    r"\bR\s*\([^)\n]{1,80}\)\s*v\b"
    r"|\b[A-Z]{1,4}(?:(?:,\s*|\s+and\s+|\s*&\s*)[A-Z]{1,4}){0,3}(?:\s+and\s+(?:others|another))?\s+v\b"
    r"(?:\s+[A-Z]{1,4}\b)?"
    r"|\bv\s+[A-Z]{1,4}\b"
    r"|\bRe\s+[A-Z]{1,4}\b"
)
_EXPLAINS: Final = re.compile(
    r"\b(?:glossary|jargon|acronyms?|abbreviations?|what (?:the )?words mean|terms (?:explained|used))\b",
    re.IGNORECASE,
)


def concerns(page: Page) -> bool:
    """Web pages of the offer that have prose, in English."""
    return page.is_within and page.type == "html" and _is_english(page) and bool(page.paragraphs)


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """How the prose of a page reads."""
    prose = list(_prose(page))
    # The field's own terms only ever make it older: most pages need no second look
    roughly = measured(prose, at_least=ENOUGH_WORDS).age
    if roughly is not None and roughly > OLDEST:
        found = measured(prose, left_out=_TERMS)
        if found.age is not None and found.age > OLDEST:
            yield Finding(
                "hard-to-read",
                page.url,
                quote=quoted(found.hardest[0]),
                detail=f"It reads at age {found.age:.0f}; its hardest sentence is quoted.",
            )
    text = "\n".join(page.paragraphs)
    words = _officials_words(text)
    if len(words) >= FEWEST_OF_JARGON:
        at = min(words.values())
        yield Finding(
            "jargon",
            page.url,
            quote=quoted(text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]),
            detail=f"It says {_listed(sorted(words, key=words.__getitem__))}.",
        )


def _officials_words(text: str) -> dict[str, int]:
    """Officials' words in a text, each whole and with its first place."""
    plain = text.casefold()
    words: dict[str, int] = {}
    for beginning in _JARGON:
        at = plain.find(beginning)
        while at > 0 and plain[at - 1].isalnum():
            at = plain.find(beginning, at + 1)
        if at >= 0 and (match := _REST_OF_A_WORD.match(plain, at + len(beginning))):
            words.setdefault(plain[at : match.end()], at)
    return words


def of_site(site: Site) -> Iterator[Finding]:
    """Initials that neither their page, nor the first page, nor a glossary explains; a sentence's once on all pages."""
    explained = initials.KNOWN | _NAMES | _OF_SOURCES | _COURTS
    home = site.home
    for page in site.within():
        if _EXPLAINS.search(page.title) or _EXPLAINS.search(page.url.replace("-", " ")):
            explained |= set(initials.found_in(page.text))
    if home:
        explained |= initials.explained_in(home.text)
    bare: dict[str, dict[str, str]] = {}
    best: dict[tuple[str, str], tuple[bool, int]] = {}
    where: dict[tuple[str, str], str] = {}
    for page in site.within():
        if not concerns(page):
            continue
        first = _first_of_each(page)
        here = initials.explained_in(page.text)
        is_own = is_its_own(page) and site.kinds.get(page.url) != LISTING
        for each in [each for each in first if each not in explained and each not in here][:MOST_OF_A_PAGE]:
            bare.setdefault(page.url, {})[each] = quoted(first[each])
            # A list shows what a record says, or its beginning: it is told of the record, where that was read
            key, rank = (each, bare[page.url][each][:MOST_ALIKE]), (is_own, len(first[each]))
            if key not in best or rank > best[key]:
                best[key], where[key] = rank, page.url
    for url, said in bare.items():
        if words := [each for each, quote in said.items() if where[each, quote[:MOST_ALIKE]] == url]:
            yield Finding(
                "unexplained-initials",
                url,
                quote=said[words[0]],
                detail=f"Nothing says what {_listed(words)} {'stands' if len(words) == 1 else 'stand'} for.",
            )


def _is_english(page: Page) -> bool:
    return page.language.casefold().split("-")[0] in _ENGLISH


def _prose(page: Page) -> Iterator[str]:
    """A page's sentences, as far as is enough to judge it."""
    words = 0
    for paragraph in page.paragraphs:
        if words > MOST_WORDS:
            return
        words += paragraph.count(" ") + 1
        yield paragraph


def _first_of_each(page: Page) -> dict[str, str]:
    first: dict[str, str] = {}
    parties: set[str] = set()
    for paragraph in page.paragraphs:
        if not paragraph.isupper():  # shouted, not shortened
            if " v " in paragraph or "Re " in paragraph:
                parties.update(_parties(paragraph))
            for each in initials.found_in(paragraph):
                first.setdefault(each, paragraph)
    return {each: paragraph for each, paragraph in first.items() if each not in parties}


def _parties(paragraph: str) -> Iterator[str]:
    """The initials of those whose case is cited, which a page may call it by from then on."""
    for case in _PARTIES.finditer(paragraph) if _CITED.search(paragraph) else ():
        yield from initials.found_in(case[0])


def _listed(words: Iterable[str]) -> str:
    each = [f"“{word}”" for word in list(words)[:MOST_SHOWN]]
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else each[0]
