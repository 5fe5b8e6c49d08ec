"""One visit: asked politely, read with limits, kept. What was kept before, by this run or one that was cut off, is not
asked for again; what the last audit kept is asked for only if it has changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Final, NamedTuple, Protocol, Self

from . import addresses, site_maps
from .extracting.worker import SECONDS, Job, Read, Reader, as_read
from .gist import Gist
from .keeping import KeptAudit, KeptReply
from .network.fetching import Fetcher, Reply
from .network.guard import Guard, RefusedError
from .network.pace import LONGEST_WAIT, Pace
from .network.robots import Robots
from .values import Page

TRIES: Final = 3
"""Of an address whose host says that it is busy."""

CLOSED: Final = "robots.txt asks not to read it"
"""The error of a page that its site keeps closed to programs."""


class Drawer(Protocol):
    """Makes of a page that is empty without its scripts what they make of it."""

    def wants(self, page: Page | Gist) -> bool:
        """Whether a page is likely one of those."""
        ...

    async def __call__(self, page: Page) -> Page:
        """The page as it then is, kept; or as it was."""
        ...


class Seen(NamedTuple):
    """What a visit brought."""

    read: Read
    #: what is still to be kept; None where it is kept already
    reply: Reply | None


class Visitor:
    """Visits addresses. Use as an async context manager.

    :param last: what the last audit of the site kept
    :param delay: seconds between two requests to one host
    :param patience: seconds that reading one page may take
    """

    def __init__(
        self,
        kept: KeptAudit,
        guard: Guard,
        *,
        user_agent: str,
        delay: float = 1.0,
        last: KeptAudit | None = None,
        at_once: int = 8,
        patience: float = SECONDS,
    ) -> None:
        self.kept = kept
        self._last = last
        self._pace = Pace(delay)
        self._fetcher = Fetcher(guard, user_agent=user_agent, gate=self._gate, at_once=at_once)
        self.robots = Robots(self._fetcher, self._turn)
        self._reader = Reader(seconds=patience)
        # With a delay, a host that answers slowly is not asked for the next page meanwhile
        self._one_at_a_time: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(1 if delay else at_once)
        )
        self._stack = AsyncExitStack()
        self.requests = 0
        self.mapped: dict[str, list[str]] = {}  # host -> the pages that its own maps name, once it was asked
        self.drawer: Drawer | None = None

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._fetcher)
        await self._stack.enter_async_context(self._reader)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _turn(self, url: str) -> None:
        await self._pace.turn(addresses.host(url))
        self.requests += 1

    async def _gate(self, url: str, as_if: str = "") -> None:
        if why := addresses.why_not(as_if or url):
            raise RefusedError(why)
        if not await self.robots.allows(url):
            why = self.robots.why_nothing(url)
            raise RefusedError(f"nothing of this host may be read: {why}" if why else CLOSED)
        await self.wait(url)

    async def _gate_of_maps(self, url: str) -> None:
        # "sitemap.xml.gz" is no page, and may be asked for all the same
        await self._gate(url, as_if=url.removesuffix(".gz"))

    async def wait(self, url: str) -> None:
        """Wait until an address's host may be asked again, and take that turn: for the browser, too."""
        await self._pace.turn(addresses.host(url), await self.robots.delay(url))
        self.requests += 1

    async def reply(
        self,
        url: str,
        *,
        patience: float = LONGEST_WAIT,
        most_tries: int = TRIES,
        is_map: bool = False,
    ) -> tuple[Reply, bool]:
        """What an address answers, and whether it is as it was at the last audit (304).

        :param patience: the seconds waited for a host that asks to be left alone; where it wants more, it is
        :param most_tries: of an address whose host says that it is busy
        :param is_map: it is a site map, which may be packed
        """
        old = self._last.reply(url) if self._last else None
        host = addresses.host(url)
        async with self._one_at_a_time[host]:
            for tries in range(1, most_tries + 1):
                if (wait := self._pace.ready_in(host)) > patience:
                    return Reply(
                        url, url, None, error=f"{host} asks to be left alone for {wait:.0f} seconds"
                    ), False
                reply = await self._fetcher.get(
                    url,
                    conditions=old.conditions if old else None,
                    gate=self._gate_of_maps if is_map else None,
                    also=site_maps.TYPES if is_map else (),
                )
                if reply.status not in (429, 503):
                    self._pace.went_well(host)
                    break
                wait = self._pace.slow_down(host, reply.headers.get("retry-after", ""))
                if wait > patience or tries == most_tries:
                    break
        if reply.status == 304 and old:
            return _as_before(reply, old), True
        return reply, False

    async def visit(self, url: str, *, is_within: bool, found_on: str = "", text: str = "") -> Page:
        """A page, from what was kept or from its site, and keep it. One that could not be read has an `error`."""
        seen = await self.look(url, is_within=is_within, found_on=found_on, text=text)
        self.keep(seen)
        return seen.read.page

    async def look(
        self,
        url: str,
        *,
        is_within: bool,
        found_on: str = "",
        text: str = "",
        follows: Callable[[str], bool] = lambda url: False,
    ) -> Seen:
        """The same, but for keeping it, so that it can be kept together with what follows from it.

        :param follows: whether the links of a page are wanted, by where it is
        """
        if (known := self.kept.told(url)) and (page := self.kept.page(known.final_url)):
            return Seen(as_read(page), None)
        reply, _ = await self.reply(url)
        read = await self.read(reply, is_within=is_within, found_on=found_on, found_by=text, follows=follows)
        seen = Seen(read, reply)
        if self.drawer and self.drawer.wants(read.gist):
            self.keep(seen)
            return Seen(as_read(await self.drawer(read.page)), None)
        return seen

    def keep(self, seen: Seen) -> None:
        """Keep what a visit brought."""
        if seen.reply is None:
            return
        with self.kept.together():
            self.kept.put_reply(seen.reply, seen.read.body)
            self.kept.put_packed(seen.read.gist.url, seen.read.packed, is_within=seen.read.gist.is_within)

    async def read(
        self,
        reply: Reply,
        *,
        is_within: bool = True,
        found_on: str = "",
        found_by: str = "",
        follows: Callable[[str], bool] = lambda url: False,
    ) -> Read:
        """Read what came back."""
        job = job_for(reply, is_within=is_within, found_on=found_on, found_by=found_by, follows=follows)
        if reply.status == 200 and reply.body:
            return await self._reader.read(job, reply.body)
        kind = {"application/pdf": "pdf", "text/html": "html"}.get(reply.type, "other")
        error = reply.error
        if reply.status is not None:
            error = "" if reply.status == 200 else f"it answers {reply.status}"
        return as_read(job.page(kind if reply.status is not None else "other", error))


def job_for(
    reply: Reply | KeptReply,
    *,
    is_within: bool = True,
    found_on: str = "",
    found_by: str = "",
    follows: Callable[[str], bool] = lambda url: False,
) -> Job:
    """What is to be done with a reply, of now or kept."""
    url = addresses.alike(reply.final_url) or reply.final_url
    return Job(
        url=url,
        status=reply.status or 0,
        type=reply.type,
        charset=reply.charset,
        asked_url=reply.url if reply.url != url else "",
        is_within=is_within,
        found_on=found_on,
        found_by=found_by,
        is_followed=follows(url),
        is_packed=isinstance(reply, KeptReply) or bool(reply.packed),
    )


def _as_before(reply: Reply, old: KeptReply) -> Reply:
    """The last audit's reply under today's headers: the page has not changed."""
    return Reply(
        url=reply.url,
        final_url=old.final_url,
        status=old.status,
        type=old.type,
        charset=old.charset,
        body=old.body,
        redirects=old.redirects,
        headers={"etag": old.etag, "last-modified": old.modified, **reply.headers},
    )
