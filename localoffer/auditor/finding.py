"""How a family gets to the Local Offer: from the council's home page by clicks, by its search, by its site map.

Also from the sites of the area's SENDIASS and parent carer forum, where the council's pages name them.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass
from itertools import count, islice
from typing import Final
from urllib.parse import urlencode, urlsplit

from . import addresses, site_maps
from .likely import likelihood
from .values import Form, Link, Page, SearchTried, WayIn
from .visiting import Visitor

MOST_CLICKS: Final = 6
MOST_VISITS: Final = 40
"""Pages looked at for a way: a family would have given up long before."""

ASKED: Final = ("local offer", "SEND", "short breaks", "autism", "EHC plan")
"""Words put into the site's own search."""

MOST_MAPS: Final = 10
"""Site maps read of one host: a list of them may name itself."""

LIKELY: Final = 4.0
"""A page whose title names SEND or the Local Offer."""

_OTHERS: Final = re.compile(
    r"sendiass|\biass\b|parent[\s-]*carer[\s-]*(?:forum|council)|parent[\s-]*forum", re.IGNORECASE
)
_CARE_LEAVERS: Final = re.compile(r"care[\s-]*leaver|leaving[\s-]*care|care[\s-]*experienced", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Where the Local Offer is, if anywhere, and how one gets there."""

    offer: str  # its first page; "" where there is none to be found
    ways: tuple[WayIn, ...]


def is_offer(page: Page) -> bool:
    """Whether a page calls itself a SEND Local Offer, in its title, its address or its first heading."""
    if not page.is_read:
        return False
    first = next((heading.text for heading in page.headings if heading.level == 1), "")
    named = f"{page.title} {first}"
    if _CARE_LEAVERS.search(named) and not re.search(r"\bsend\b|special educational", named, re.IGNORECASE):
        return False
    return likelihood(named, page.url) >= LIKELY or (
        # A site of its own whose title is a name alone says what it is in its words
        "local offer" in page.first_words.lower() and likelihood(page.first_words, page.url) >= 2 * LIKELY
    )


async def find(visitor: Visitor, start: str, offer: str = "") -> Found:
    """Look for the Local Offer from a council's home page, or for the way to one that is known.

    :param start: the home page
    :param offer: the first page of the offer, where that is known
    """
    by_clicks = await _by_clicks(visitor, start, offer)
    target = offer or by_clicks[1]
    ways = [by_clicks[0]]
    home = await visitor.visit(start, is_within=False)
    if home.is_read and (form := search_form(home)):
        if tried := await try_search(visitor, form, "local offer", offer=target):
            target = target or tried.found
            steps = None if tried.position is None else 2
            why = "" if tried.found else "its search does not show it"
            ways.append(WayIn(start, "search", steps, ("local offer",), why))
    for url in await sitemap(visitor, start):
        if url == target or (not target and likelihood("", url) >= LIKELY):
            page = await visitor.visit(url, is_within=False)
            if url == target or is_offer(page):
                target = target or url
                ways.append(WayIn(start, "sitemap", None, (url,)))
                break
    for link in islice((link for link in home.links if _OTHERS.search(f"{link.text} {link.url}")), 4):
        if target and addresses.site(link.url) != addresses.site(start):
            ways.append((await _by_clicks(visitor, link.url, target, clicks=2, visits=5))[0])
    return Found(target, tuple(ways))


async def _by_clicks(
    visitor: Visitor, start: str, offer: str = "", *, clicks: int = MOST_CLICKS, visits: int = MOST_VISITS
) -> tuple[WayIn, str]:
    """The shortest way found by following the likeliest links first, and where it led.

    Fewer clicks come first among links that are about as likely, so that the way is a short one, if not surely the
    shortest.
    """
    order = count()
    waiting: list[tuple[float, int, str, tuple[str, ...]]] = [(0.0, next(order), start, ())]
    seen = {start}
    best: tuple[WayIn, str] | None = None
    error = ""
    for _ in range(visits):
        if not waiting:
            break
        _, _, url, path = heapq.heappop(waiting)
        page = await visitor.visit(url, is_within=False)
        if not path:
            error = page.error
        if not page.is_read:
            continue
        if url == offer or page.url == offer or (not offer and is_offer(page)):
            best = (WayIn(start, "clicks", len(path), path), page.url)
            break
        if len(path) == clicks:
            continue
        for link in page.links:
            # The link itself may be the last click: it need not be visited to be counted
            if offer and link.url == offer:
                return WayIn(start, "clicks", len(path) + 1, (*path, link.text)), offer
        for link in page.links:
            if link.url in seen or addresses.why_not(link.url):
                continue
            likely = likelihood(link.text, link.url)
            if likely >= 0.5 and (likely >= LIKELY or addresses.site(link.url) == addresses.site(start)):
                seen.add(link.url)
                heapq.heappush(waiting, (len(path) * 1.5 - likely, next(order), link.url, (*path, link.text)))
    if best:
        return best
    return WayIn(start, "clicks", None, (), error or f"no way was found within {clicks} clicks"), ""


def search_form(page: Page) -> Form | None:
    """The form of a page that searches its site, if it has one that a GET can use."""
    return next((form for form in page.forms if form.is_search and form.method == "get"), None)


async def try_search(visitor: Visitor, form: Form, words: str, *, offer: str = "") -> SearchTried | None:
    """Put words into a site's search, and see what is among the first results.

    :param offer: the page that is hoped for; where "", one that is likely by its words
    :returns: None where its answer could not be read: robots.txt asks not to, or there was none
    """
    field = next(field for field in form.fields if field.type in ("text", "search"))
    base, _, query = form.action.partition("?")
    url = addresses.alike(f"{base}?{'&'.join(filter(None, [query, urlencode({field.name or 'q': words})]))}")
    page = await visitor.visit(url, is_within=False)
    if not page.is_read:
        return None
    # Not the search's own next pages and filters; a result may carry what was asked along
    path = urlsplit(page.url).path
    results = [
        link for link in page.links if link.where == "main" and link.text and urlsplit(link.url).path != path
    ]
    for position, link in enumerate(results[:10], start=1):
        if _is_wanted(link, words, offer):
            return SearchTried(words, url, len(results), position, link.url)
    return SearchTried(words, url, len(results))


def _is_wanted(link: Link, words: str, offer: str) -> bool:
    """Whether a result is of the offer; where that is not known, whether it speaks of what was asked for."""
    if offer:
        return link.url == offer or link.url.startswith(offer.rstrip("/") + "/")
    said = f"{link.text} {link.url}".lower().replace("-", " ")
    return likelihood(link.text, link.url) >= LIKELY or all(
        word.rstrip("s") in said for word in words.lower().split()
    )


async def sitemap(visitor: Visitor, url: str) -> list[str]:
    """The pages that a site's own map names, and the maps that one names. Each host is asked once."""
    host = addresses.origin(url)
    if host not in visitor.mapped:
        visitor.mapped[host] = await _mapped(visitor, host)
    return visitor.mapped[host]


async def _mapped(visitor: Visitor, host: str) -> list[str]:
    usual = f"{host}/sitemap.xml"
    await visitor.robots.allows(usual)
    named = visitor.robots.sitemaps.get(host)
    waiting = list(named or [usual])
    found: dict[str, None] = {}
    for _ in range(MOST_MAPS):
        if not waiting or len(found) >= site_maps.MOST:
            break
        asked = waiting.pop(0)
        reply, _is_same = await visitor.reply(asked, is_map=True)
        if not named and asked == usual and reply.status in (404, 410):
            waiting.append(f"{usual}.gz")  # one guess more, and no third
        told = site_maps.read(reply.body) if reply.status == 200 else site_maps.SiteMap()
        waiting.extend(told.maps)
        found |= dict.fromkeys(told.pages)
    return list(found)[: site_maps.MOST]
