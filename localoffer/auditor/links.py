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
_NOT_THERE: Final = re.compile(
    r"\b(?:page|document|file|content|record)\s+(?:was\s+|is\s+|has\s+|can(?:no|')t\s+be\s+|could\s+not\s+be\s+|you\s+\w+\s+\w+\s+)*"
    r"(?:not\s+(?:be\s+)?found|not\s+available|no\s+longer\s+(?:exists?|available)|missing|been\s+(?:removed|deleted|moved))"
    r"|(?:can(?:no|')t|could\s?n[o']t|unable\s+to)\s+find\s+(?:the|that|this)\s+page|page\s+cannot\s+be\s+found"
    r"|^(?:error\s+)?404\b|\b404\s+(?:error|not\s+found)|page\s+not\s+found|not\s+found$",
    re.IGNORECASE,
)
_CHALLENGE: Final = re.compile(
    r"just a moment|checking your browser|attention required|are you (?:a )?(?:human|robot)|captcha|access denied",
    re.IGNORECASE,
)


def says_not_there(page: Page) -> bool:
    """Whether a page that answers 200 says, in its title or first heading, that there is none."""
    first = next((heading.text for heading in page.headings if heading.level <= 2), "")
    return (
        bool(_NOT_THERE.search(page.title[:120]) or _NOT_THERE.search(first[:120])) and len(page.text) < 3000
    )


def outcome(
    reply: Reply | KeptReply, page: Page | None = None, *, like_nothing: frozenset[str] = frozenset()
) -> Outcome:
    """What a reply says of the link that asked for it.

    :param page: the page it was read as
    :param like_nothing: digests of what the host shows for addresses that cannot exist
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
            if _CHALLENGE.search(page.title):
                return Outcome(reply.url, COULD_NOT_CHECK, status, "it asks whether a person is there", final)
        return Outcome(reply.url, WORKING, status, "", final)
    if 200 <= status < 300:
        return Outcome(reply.url, WORKING, status, "", final)
    if status in (400, 401, 403, 405, 406, 408, 421, 425, 429, 451, 999) or status >= 500:
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
                reply, kept.page(reply.final_url), like_nothing=nothing.get(addresses.origin(url), _NONE)
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
            found = outcome(reply, page, like_nothing=nothing.get(addresses.origin(url), _NONE))
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


_NONE: Final[frozenset[str]] = frozenset()


async def _like_nothing(visitor: Visitor, origin: str) -> frozenset[str]:
    """What a host shows for addresses that cannot exist, where it does not say 404."""
    digests = []
    for _ in range(2):
        reply, _is_same = await visitor.reply(f"{origin}/{secrets.token_hex(8)}")
        if reply.status == 200:
            digests.append((await visitor.read(reply)).digest)
    # Twice the same: a page that shows the address asked for, or a random one, proves nothing
    return frozenset(digests[:1]) if len(set(digests)) == 1 and len(digests) == 2 else frozenset()
