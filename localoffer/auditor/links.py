"""Tries every link of the pages that were read: working, broken, or not to be told.

A link is called broken only on good evidence: the page says so (404, 410), the name stands for nothing, or a page that
answers 200 says that it is none. Whoever turns a robot away (401, 403, 429, a challenge) leaves it open.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

import msgspec

from . import addresses
from .extracting import html
from .keeping import KeptReply
from .network.fetching import UNKNOWN_NAME, Reply
from .no_page import says_not_there
from .values import Outcome, Page
from .visiting import Visitor

WORKING, BROKEN, COULD_NOT_CHECK = "working", "broken", "could-not-check"
SECOND_TRY_AFTER: Final = 5.0
"""Seconds between two tries of an address that gave no good answer."""

MOST_UNREAD: Final = 2000
"""Links tried of those that were not read as pages."""

#: They show a robot nothing, and are known by their names alone.
_SOCIAL: Final = re.compile(
    r"(?:^|\.)(?:facebook\.com|fb\.(?:com|me)|twitter\.com|x\.com|t\.co|instagram\.com|youtube\.com|youtu\.be|linkedin\.com"
    r"|tiktok\.com|whatsapp\.com|wa\.me|bsky\.app|threads\.(?:net|com)|pinterest\.\w+|snapchat\.com|nextdoor\.\S+)$"
)
AT_ONCE: Final = 16
PATIENCE: Final = (5.0, 150.0)
"""Seconds waited for a host that asks to be left alone, at the first try and at the second."""

_GONE: Final = frozenset({404, 410})
_CHALLENGE: Final = re.compile(
    r"just a moment|checking your browser|attention required|are you (?:a )?(?:human|robot)|captcha|access denied",
    re.IGNORECASE,
)
MOST_OF_A_CHALLENGE: Final = 1000  # characters: a page about such things says more


def is_challenge(page: Page) -> bool:
    """Whether a page that answers 200 only asks whether a person is there."""
    return bool(_CHALLENGE.search(page.title)) and len(page.text) < MOST_OF_A_CHALLENGE


def outcome(
    reply: Reply | KeptReply,
    page: Page | None = None,
    *,
    like_nothing: frozenset[str] = frozenset(),
    start: str = "",
) -> Outcome:
    """What a reply says of the link that asked for it.

    :param page: the page it was read as
    :param like_nothing: digests of what the host shows for addresses that cannot exist
    :param start: the first page of the offer, to which a site may send whoever asks for a page that has gone
    """
    final, status = reply.final_url, reply.status
    if status is None:
        is_passing = getattr(reply, "is_passing", False)
        is_gone = not is_passing and any(
            words in reply.error
            for words in ("no computer is known", "nothing answers", "circle", "more than")
        )
        return Outcome(reply.url, BROKEN if is_gone else COULD_NOT_CHECK, None, reply.error, final)
    if status in _GONE:
        return Outcome(reply.url, BROKEN, status, f"it answers {status}: there is no such page", final)
    if status == 200 or status == 304:
        if page is not None and page.type == "html":
            if says_not_there(page):
                return Outcome(reply.url, BROKEN, status, "the page says that it was not found", final)
            if page.text and html.digest(page.text) in like_nothing:
                return Outcome(
                    reply.url, BROKEN, status, "it shows what the site shows for any wrong address", final
                )
            if _leads_to(reply, start):
                return Outcome(
                    reply.url, BROKEN, status, "it leads to a site's first page instead of its own", final
                )
            if is_challenge(page):
                return Outcome(reply.url, COULD_NOT_CHECK, status, "it asks whether a person is there", final)
        return Outcome(reply.url, WORKING, status, "", final)
    if 200 <= status < 300:
        return Outcome(reply.url, WORKING, status, "", final)
    if status in (400, 401, 403, 405, 406, 408, 421, 425, 429, 451, 503, 999):
        return Outcome(reply.url, COULD_NOT_CHECK, status, f"it answers {status}", final)
    return Outcome(reply.url, BROKEN, status, f"it answers {status}", final)


async def try_all(
    visitor: Visitor,
    pages: Iterable[Page],
    *,
    most_minutes: float,
    progress: Callable[[int, int, str], None] = lambda done, all, url: None,
) -> None:
    """Try every link of the offer's pages, and keep what came of each. What was read already is not asked for again.

    Sorts of address that seemed to have no end, and links that might change something, are not tried.
    """
    kept = visitor.kept
    start = kept.said("offer")
    until = time.monotonic() + most_minutes * 60
    wanted: dict[str, None] = {}
    for page in pages:
        if page.is_within and page.is_read:
            wanted |= {link.url: None for link in page.links}
    endless = {each.url for each, why in kept.addresses("left") if why == "pattern"}
    wanted = {
        url: None
        for url in wanted
        if url not in endless and not addresses.why_not(url) and not _SOCIAL.search(addresses.host(url))
    }
    nothing = {
        host: await _like_nothing(visitor, host)
        for host in {addresses.origin(page.url) for page in kept.pages if page.is_within and page.is_read}
    }
    known = kept.values("outcome", Outcome)
    read: dict[str, Outcome] = {}
    for url in wanted:
        if url not in known and (reply := kept.told(url)):
            read[url] = outcome(
                reply,
                kept.page(reply.final_url),
                like_nothing=nothing.get(addresses.origin(url), _NONE),
                start=start,
            )
    with kept.together():
        for url, found in read.items():
            if found.state == WORKING:
                kept.put("outcome", url, found)
    doubtful = [url for url, found in read.items() if found.state != WORKING]
    unread = [url for url in wanted if url not in known and url not in read][:MOST_UNREAD]
    done = len(wanted) - len(doubtful) - len(unread)
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(url: str, tries: int) -> None:
        nonlocal done
        async with at_once:
            if time.monotonic() > until:
                return
            reply, _ = await visitor.reply(
                url, patience=min(PATIENCE[tries - 1], until - time.monotonic()), most_tries=1
            )
            is_page = reply.status == 200 and reply.type == "text/html"
            page = (await visitor.read(reply)).page if is_page else None
            found = outcome(reply, page, like_nothing=nothing.get(addresses.origin(url), _NONE), start=start)
            if found.state == WORKING or tries == 2 or reply.is_refused:
                kept.put("outcome", url, msgspec.structs.replace(found, tries=tries))
                done += 1
                progress(done, len(wanted), url)
            else:
                doubtful.append(url)

    await asyncio.gather(*(one(url, 1) for url in unread))
    if doubtful and time.monotonic() < until:
        await asyncio.sleep(SECOND_TRY_AFTER)
        await asyncio.gather(*(one(url, 2) for url in list(doubtful)))
    _doubt_names(visitor)


def _doubt_names(visitor: Visitor) -> None:
    """Where no outside name at all could be looked up, it is our way out that is broken, not the links."""
    found = visitor.kept.values("outcome", Outcome)
    own = {addresses.site(page.url) for page in visitor.kept.pages if page.is_read}
    outside = {url: each for url, each in found.items() if addresses.site(url) not in own}
    lost = [each for each in outside.values() if each.status is None and UNKNOWN_NAME in each.why]
    if lost and not any(each.status is not None for each in outside.values() if not _is_here(each.url)):
        with visitor.kept.together():
            for each in lost:
                doubt = msgspec.structs.replace(
                    each, state=COULD_NOT_CHECK, why="no name could be looked up from here"
                )
                visitor.kept.put("outcome", each.url, doubt)


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or host.startswith("127.") or host == "::1"


def _leads_to(reply: Reply | KeptReply, start: str) -> bool:
    """Whether somebody who asked for a page was sent to the first of its site instead: what stood there has gone."""
    asked, final = urlsplit(reply.url), urlsplit(reply.final_url)
    deep = [segment for segment in asked.path.split("/") if segment]
    is_first = final.path in ("", "/") and not final.query
    is_start = reply.final_url == start and len(deep) > len([each for each in final.path.split("/") if each])
    return bool(reply.redirects and deep) and (is_first or is_start) and not _FIRST_PAGE.fullmatch(deep[-1])


_FIRST_PAGE: Final = re.compile(r"(?:index|home|default)\b.*", re.IGNORECASE)
_NONE: Final[frozenset[str]] = frozenset()


async def _like_nothing(visitor: Visitor, origin: str) -> frozenset[str]:
    """What a host shows for addresses that cannot exist, where it does not say 404."""
    digests = []
    for _ in range(2):
        reply, _is_same = await visitor.reply(f"{origin}/{secrets.token_hex(8)}")
        if reply.status == 200:
            digests.append(html.digest((await visitor.read(reply)).page.text))
    # Twice the same: a page that shows the address asked for, or a random one, proves nothing
    return frozenset(digests[:1]) if len(set(digests)) == 1 and len(digests) == 2 else frozenset()
