"""Is it in one place? Pages that only send a family elsewhere, and a host that nobody would know for the council's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from ..sites import Site
from ..values import MET, PARTLY, Feature, Finding, Page, quoted
from .rules import Rule

RULES: Final = (
    Rule(
        slug="sent-elsewhere",
        title="A page says little and sends the family to another site",
        criterion="whole-picture",
        bar="ease",
        severity="moderate",
        confidence="likely",
        fix="Say on this page who can get it, how, and whom to ring. Link elsewhere for what is more than that.",
    ),
    Rule(
        slug="host-not-the-councils",
        title="Nothing says that the site is the council's",
        criterion="real-local-offer",
        bar="ease",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="Name the council at the top of every page, and link to the Local Offer from the council's own site.",
    ),
)

#: With fewer words a page says hardly more than its links.
FEW_WORDS: Final = 60
_COUNCIL: Final = re.compile(r"\bcouncil\b", re.IGNORECASE)


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """Whether a page is little more than a way out."""
    if not page.text or len(page.text.split()) >= FEW_WORDS or page.contacts or page.forms:
        return
    own = _host(page.url)
    main = [link for link in page.links if link.where == "main"]
    out = [link for link in main if _is_elsewhere(own, link.url)]
    if out and 2 * len(out) > len(main):
        yield Finding("sent-elsewhere", page.url, quote=quoted(page.text), target=out[0].url)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """Where what shows the criteria stands, and whether the offer's host is known for the council's."""
    own = _host(site.url)
    names_council = any(_names(site.council_name, page) for page in site.within())
    # What shows each duty best, one page a duty: a menu's links would say how the site is built
    shown = [each.evidence[0].url for each in site.found if each.status in (MET, PARTLY) and each.evidence]
    outside = [url for url in shown if _is_elsewhere(own, url)]
    said = f"{len(outside)} of {len(shown)} duties are shown on somebody else's website." if outside else ""
    is_one = 2 * len(outside) < len(shown) if shown else None
    yield Feature("one-place", has=is_one, url=outside[0] if outside else site.url, quote=said)
    home = site.home
    is_councils = own.endswith(".gov.uk") or own == _host(site.council_url)
    if home:
        yield Feature("host-says-whose", has=is_councils or names_council, url=site.url, quote=own)
        if not is_councils and not names_council:
            yield Finding("host-not-the-councils", site.url, quote=own)


def _names(council: str, page: Page) -> bool:
    shown = f"{page.title}\n{page.first_words}"
    return council.casefold() in shown.casefold() if council else bool(_COUNCIL.search(shown))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_elsewhere(own: str, url: str) -> bool:
    host = _host(url)
    return bool(host) and host != own
