"""Reads a Local Offer, the likeliest pages first, until there is no more of it or the budget is spent.

There is no limit of depth: on a site where we tried one, eight clicks missed four in ten of the broken links. What is
limited instead is how often one *sort* of address is asked for. A calendar's months and a directory's filters have one
shape (`addresses.pattern`); after `MOST_OF_A_SORT` of them more are asked for only while they still say new things.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from . import addresses
from .gist import Gist, gist_of
from .keeping import KeptAudit, Waiting
from .likely import likelihood
from .values import Crawled, Unfetched
from .visiting import CLOSED, Visitor

MOST_OF_A_SORT: Final = 60
MOST_OF_A_FOLDER: Final = 300
NEW: Final = 0.2
"""Share of a page's lines that nobody of its sort had said; with less the page says nothing new …"""
NEW_PASSAGES: Final = 2
"""… unless so many passages are: a short page may have more furniture than words."""

STILL_NEW: Final = 0.5
STILL_NEW_OF_A_PATH: Final = 0.15
"""Share of the last `LOOKED_BACK` pages of a sort that have to say new things, for more of it to be asked for. Pages of
one path under all its queries are one sort too, of which less is wanted: a directory's filters can be combined without
end, each combination a sort of its own; but some sites have all their pages under one path."""

LOOKED_BACK: Final = 20
_PAGED: Final = frozenset({"page", "p", "pg", "start", "offset", "pageno", "page_number", "from"})
TOLD_EVERY: Final = 0.2
"""Seconds between two reports of progress."""

MOST_BESIDE_OF_A_HOST: Final = 12
MOST_BESIDE: Final = 150
"""Pages that the offer links to and that are not its own: read as evidence, and no further."""

WITHIN: Final = 20.0
"""What a page of the offer itself is ahead of one beside it."""


MOST_UNREAD: Final = 0.2
"""Share of the offer's pages that may fail to answer, or be closed to programs; with more, what was not found may well
be there. Pages that have gone (404, 410) are no page."""

_GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Scope:
    """Which addresses are the Local Offer's own: a host, or a part of one.

    >>> Scope.of("https://www.town.example/send/local-offer/index.html", is_own_host=False).holds(
    ...     "https://town.example/send/local-offer/short-breaks"
    ... )
    True
    """

    site: str
    prefix: str

    @classmethod
    def of(cls, url: str, *, is_own_host: bool) -> Scope:
        """By the first page of the offer. `is_own_host`: the host has nothing else."""
        path = urlsplit(url).path
        last = path.rpartition("/")[2]
        folder = path.rpartition("/")[0] + "/" if "." in last else path.rstrip("/") + "/"
        return cls(addresses.site(url), "/" if is_own_host else folder)

    def holds(self, url: str) -> bool:
        """Whether an address is the offer's own."""
        if addresses.site(url) != self.site:
            return False
        path = urlsplit(url).path
        return path.startswith(self.prefix) or f"{path}/" == self.prefix


@dataclass(slots=True)
class _Sort:
    """Pages of one shape: what they said, and whether the last ones said anything new."""

    lines: set[int] = field(default_factory=set)
    news: list[bool] = field(default_factory=list)

    def learn(self, page: Gist) -> None:
        fresh = page.lines - self.lines
        # A page without words says nothing new
        self.news.append(
            bool(page.lines)
            and (len(fresh) >= NEW * len(page.lines) or len(fresh & page.passages) >= NEW_PASSAGES)
        )
        self.lines |= fresh

    def is_spent(self, most: int, still_new: float = STILL_NEW) -> bool:
        if len(self.news) < most:
            return False
        last = self.news[-LOOKED_BACK:]
        return sum(last) < still_new * len(last)


class Crawl:
    """One crawl. It goes on where the kept file says it stopped.

    :param progress: told after each page: how many were read, and how many wait
    """

    def __init__(
        self,
        visitor: Visitor,
        scope: Scope,
        *,
        most_pages: int,
        most_minutes: float,
        progress: Callable[[int, int, str], None] = lambda read, waiting, url: None,
        at_once: int = 8,
    ) -> None:
        self._visitor = visitor
        self._kept: KeptAudit = visitor.kept
        self._scope = scope
        self._most_pages = most_pages
        self._until = time.monotonic() + most_minutes * 60
        self._progress = progress
        self._at_once = at_once
        self._sorts: dict[str, _Sort] = defaultdict(_Sort)
        self._folders: dict[str, _Sort] = defaultdict(_Sort)
        self._queried: dict[str, _Sort] = defaultdict(_Sort)
        self._beside: dict[str, int] = defaultdict(int)
        self._seen: set[str] = set()
        self._read = 0
        self._told = 0.0
        self._within = 0
        self._unread = 0
        self._truncated: set[str] = set()

    async def run(self, starts: Iterable[str], sitemap: Iterable[str] = ()) -> Crawled:
        """Read on from the starts, and from what a site map names, until all is read or the budget is spent."""
        self._remember()
        with self._kept.together():
            self._kept.add(self._waiting(url, "", "", 0, bonus=50.0) for url in starts)
            self._kept.add(
                self._waiting(url, "", "", 1, bonus=-1.0) for url in sitemap if self._scope.holds(url)
            )
        under_way: dict[asyncio.Task[None], str] = {}
        try:
            while True:
                room = min(self._at_once - len(under_way), self._most_pages - self._read - len(under_way))
                if time.monotonic() > self._until:
                    self._truncated.add("minutes")
                    room = 0
                # Asked for a few at a time: which of them is the likeliest matters little
                if room < self._at_once // 2 and under_way:
                    room = 0
                for waiting in self._kept.next(room, under_way.values()) if room > 0 else ():
                    if why := self._why_left(waiting):
                        self._kept.settle(waiting.url, "left", why)
                    else:
                        under_way[asyncio.create_task(self._take(waiting))] = waiting.url
                if not under_way:
                    if room > 0 and self._kept.next(1):
                        continue
                    break
                done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    del under_way[task]
                    task.result()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
        if self._kept.next(1) and "minutes" not in self._truncated:
            self._truncated.add("pages")
        if self._unread > MOST_UNREAD * self._within:
            self._truncated.add("unread")
        return self.told()

    def told(self) -> Crawled:
        """How much was read, and what was not."""
        waiting = tuple(self._unfetched())
        return Crawled(
            fetched=self._read,
            # Sorts of page that said nothing new any more are no gap
            is_complete=not self._truncated,
            truncated_by=tuple(sorted(self._truncated)),
            waiting=waiting,
        )

    def _unfetched(self) -> Iterator[Unfetched]:
        for number, (each, why) in enumerate(self._kept.addresses("waiting", "left")):
            if number == 2000:
                return
            if each.is_within or likelihood(each.text, each.url) >= 2:
                yield Unfetched(each.url, each.text, why or "budget")

    def _remember(self) -> None:
        """What an earlier run of this audit read, so that its sorts and counts go on."""
        within = {each.url: each for each, _ in self._kept.addresses("done", "waiting", "left")}
        self._seen = set(within)
        for page in self._kept.pages:
            asked = page.asked_url or page.url
            if asked in within and self._kept.state(asked) in ("done", "left"):
                self._learn(within[asked], gist_of(page, has_links=False))

    def _learn(self, waiting: Waiting, page: Gist) -> None:
        is_closed = page.error == CLOSED
        self._read += not is_closed
        # What leads out of the offer, to where nobody may look, is no page of it that we missed
        leads_out = not page.status and addresses.site(page.url) != self._scope.site
        if waiting.is_within and page.status not in _GONE and not leads_out:
            self._within += 1
            # An answer of 200 that is no page for us, such as a picture, is none that we missed
            self._unread += bool(page.error) and page.status != 200
        if is_closed:
            return  # it says nothing of what others of its sort may say
        if not waiting.is_within:
            self._beside[addresses.host(waiting.url)] += 1
        self._sorts[waiting.pattern].learn(page)
        self._folders[addresses.folder_of(waiting.pattern)].learn(page)
        if "?" in waiting.url:
            self._queried[waiting.url.partition("?")[0]].learn(page)

    def _why_left(self, waiting: Waiting) -> str:
        if not waiting.is_within:
            host = addresses.host(waiting.url)
            own = addresses.site(waiting.url) == self._scope.site
            if sum(self._beside.values()) >= MOST_BESIDE or (
                not own and self._beside[host] >= MOST_BESIDE_OF_A_HOST
            ):
                return "beside"
        path, _, query = waiting.url.partition("?")
        if (
            self._sorts[waiting.pattern].is_spent(MOST_OF_A_SORT)
            or self._folders[addresses.folder_of(waiting.pattern)].is_spent(MOST_OF_A_FOLDER)
            or (query and self._queried[path].is_spent(MOST_OF_A_SORT, STILL_NEW_OF_A_PATH))
        ):
            return "pattern"
        return ""

    async def _take(self, waiting: Waiting) -> None:
        def follows(url: str) -> bool:
            # Where it led: another host is another's page, whatever the link said
            return waiting.is_within and self._belongs(url, waiting.text)

        seen = await self._visitor.look(
            waiting.url,
            is_within=waiting.is_within,
            found_on=waiting.found_on,
            text=waiting.text,
            follows=follows,
        )
        page = seen.read.gist
        with self._kept.together():
            self._visitor.keep(seen)
            if page.error == CLOSED:
                self._kept.settle(waiting.url, "left", "robots")
            else:
                self._kept.settle(waiting.url, "done")
            if page.is_read and follows(page.url):
                self._kept.add(self._linked_from(page, waiting.depth + 1))
        self._learn(waiting, page)
        now = time.monotonic()
        if now > self._told + TOLD_EVERY:
            self._told = now
            self._progress(self._read, self._kept.count("waiting"), waiting.url)

    def _belongs(self, url: str, text: str) -> bool:
        if addresses.site(url) != self._scope.site:
            return False
        # Documents lie in a folder of their own, wherever the page is that offers them
        return self._scope.holds(url) or likelihood(text, url) >= 2 or url.lower().endswith(".pdf")

    def _linked_from(self, page: Gist, depth: int) -> Iterator[Waiting]:
        for url, text, where in page.links:
            if url in self._seen or addresses.why_not(url):
                continue
            waiting = self._waiting(url, text, page.url, depth, in_main=where == "main")
            if waiting.is_within or self._is_evidence(url, text, where):
                self._seen.add(url)
                yield waiting

    def _is_evidence(self, url: str, text: str, where: str) -> bool:
        """Whether a page that is not the offer's is read for what it may show: one that the text itself links to."""
        if addresses.site(url) == self._scope.site:
            return where == "main" or likelihood(text, url) >= 1
        return where in ("main", "aside") and likelihood(text, url) >= 2

    def _waiting(
        self, url: str, text: str, found_on: str, depth: int, *, in_main: bool = True, bonus: float = 0.0
    ) -> Waiting:
        is_within = self._belongs(url, text) or not found_on
        likely = likelihood(text, url)
        priority = (
            likely + bonus + (WITHIN if is_within else 0) + (1 if in_main else 0) - min(depth, 20) * 0.2
        )
        # The next page of a list before its filters, and one filter before two
        if query := urlsplit(url).query:
            keys = {pair.partition("=")[0] for pair in query.split("&")}
            priority -= 3 + 1.5 * len(keys - _PAGED)
        shape = addresses.pattern(url)
        # Of a sort of which many were read, the next is less likely to say something new
        priority -= min(len(self._sorts[shape].news), 100) * 0.2 if shape in self._sorts else 0
        return Waiting(url, depth, priority, shape, is_within, found_on, text[:200])
