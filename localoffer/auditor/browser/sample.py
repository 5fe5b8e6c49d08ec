"""Which pages a browser looks at: the core pages and some of each sort, as the government's accessibility monitors do.

They take "core pages like the home page and contact page with a sample of other pages from across the site", and look
for a form (GOV.UK, Accessibility monitoring: how we test). The same site gives the same sample, and one page more or
less changes little of it, so that two audits can be held against each other.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Final
from urllib.parse import urlsplit

from .. import addresses
from ..likely import likelihood
from ..sites import Site
from ..values import Page, Value

#: What a sample holds, and of each how many.
PARTS: Final = {"home": 1, "contact": 1, "search": 1, "form": 1, "landing": 3, "topic": 10, "entry": 5}

# Kinds of page, as `matching.classifying` names them.
_ENTRY, _LISTING, _WRONG_OFFER = "directory-entry", "listing", "wrong-offer"

_CONTACT: Final = re.compile(
    r"\b(?:contact|get in touch|who to call|speak to us|talk to us)\b", re.IGNORECASE
)
_SEARCH: Final = re.compile(r"\bsearch\b|\bresults?\b", re.IGNORECASE)
#: A page that leads on has so many links in its main part, and for each no more words than this.
_FEWEST_LINKS: Final = 8
_CHARACTERS_A_LINK: Final = 120
#: A topic has something to say.
_FEWEST_CHARACTERS: Final = 400


class Chosen(Value, frozen=True):
    """A page of the sample, and what it stands for: one of `PARTS`."""

    url: str
    part: str


class _Candidate(Value, frozen=True):
    """As much of a page as choosing needs: a large site is not held in memory for it."""

    url: str
    section: str
    order: tuple[float, int, str]  # the first is taken first


def choose(site: Site) -> tuple[Chosen, ...]:
    """The sample of a site: each page once, for the first part that it serves, in the order of `PARTS`."""
    candidates: dict[str, list[_Candidate]] = defaultdict(list)
    for page in site.within():
        for part, worth in _parts(page, site):
            order = (-worth, page.url.count("/"), hashlib.sha256(page.url.encode()).hexdigest())
            candidates[part].append(_Candidate(page.url, _section(page.url), order))
    chosen: dict[str, str] = {}
    for part, most in PARTS.items():
        left = [each for each in candidates[part] if each.url not in chosen]
        chosen |= {each.url: part for each in islice(_across_sections(left), most)}
    return tuple(Chosen(url, part) for url, part in chosen.items())


def _parts(page: Page, site: Site) -> Iterator[tuple[str, float]]:
    """What a page can stand for, and how well."""
    kind = site.kinds.get(page.url, "")
    if kind == _WRONG_OFFER:
        return
    if site.url in (page.url, page.asked_url):
        yield "home", 1
        return
    named = f"{page.title} {_words(urlsplit(page.url).path)}"
    forms = [form for form in page.forms if form.where == "main" and not form.is_search]
    if _CONTACT.search(named):
        yield "contact", 1 + bool(page.contacts) - (kind == _ENTRY)
    if worth := _worth_as_search(page, site, named):
        yield "search", worth
        return
    if forms:
        yield "form", max(len(form.fields) for form in forms)
    if kind == _ENTRY:
        yield "entry", 0
    elif kind == _LISTING or _leads_on(page):
        yield "landing", sum(link.where == "main" for link in page.links)
    elif len(page.text) >= _FEWEST_CHARACTERS:
        yield "topic", likelihood(page.title, page.url)


def _worth_as_search(page: Page, site: Site, named: str) -> int:
    """0 for a page that is no search; most for what the site's own search answered when it was tried."""
    if any(addresses.alike(tried.url) == page.url for tried in site.searches):
        return 3
    if not _SEARCH.search(named) or not any(form.is_search for form in page.forms):
        return 0
    return 2 if urlsplit(page.url).query else 1


def _leads_on(page: Page) -> bool:
    links = sum(link.where == "main" for link in page.links)
    return links >= _FEWEST_LINKS and len(page.text) <= links * _CHARACTERS_A_LINK


def _across_sections(candidates: list[_Candidate]) -> Iterator[_Candidate]:
    """One of each section in turn, the best of each first, so that no section with many pages is the whole sample."""
    sections: dict[str, list[_Candidate]] = defaultdict(list)
    for each in sorted(candidates, key=lambda each: each.order):
        sections[each.section].append(each)
    for turn in zip_longest(*sections.values()):
        yield from (each for each in turn if each)


def _section(url: str) -> str:
    """The folder that a page lies in: its neighbours are likely made by the same template."""
    return addresses.folder(url)


def _words(path: str) -> str:
    return re.sub(r"[-_/.+]+|%20", " ", path)
