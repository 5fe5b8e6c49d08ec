"""robots.txt, as RFC 9309 has it: asked once of each host, and obeyed."""

from __future__ import annotations

import asyncio
from typing import Final

from protego import Protego

from ..addresses import origin
from .fetching import Fetcher, Gate

LARGEST: Final = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB have to be read
NAME: Final = "LocalOfferAuditor"


class Robots:
    """What each host lets a robot read. Without an answer (no connection, or 5xx) nothing of the host is read.

    :param gate: asked before robots.txt itself is fetched: for its turn, as it cannot be asked whether it may be
    """

    def __init__(self, fetcher: Fetcher, gate: Gate) -> None:
        self._fetcher = fetcher
        self._gate = gate
        self._rules: dict[str, Protego | None] = {}
        self._asking: dict[str, asyncio.Lock] = {}
        self.sitemaps: dict[str, list[str]] = {}
        self.unreachable: dict[str, str] = {}  # host -> why nothing of it may be read

    async def allows(self, url: str) -> bool:
        """Whether a page may be read."""
        rules = await self._of(url)
        return rules is not None and rules.can_fetch(url, NAME)

    def why_nothing(self, url: str) -> str:
        """Why nothing of a host may be read, in words; "" where its robots.txt could be asked."""
        return self.unreachable.get(origin(url), "")

    async def delay(self, url: str) -> float:
        """The seconds a host wants between two requests; 0 where it does not say."""
        rules = await self._of(url)
        if rules is None:
            return 0.0
        wanted = float(rules.crawl_delay(NAME) or 0)
        if rate := rules.request_rate(NAME):
            wanted = max(wanted, rate.seconds / max(rate.requests, 1))
        return wanted

    async def _of(self, url: str) -> Protego | None:
        host = origin(url)
        if host in self._rules:
            return self._rules[host]
        async with self._asking.setdefault(host, asyncio.Lock()):
            if host not in self._rules:
                self._rules[host] = await self._ask(host)
        return self._rules[host]

    async def _ask(self, host: str) -> Protego | None:
        reply = await self._fetcher.get(f"{host}/robots.txt", gate=self._gate, most=LARGEST)
        if reply.status is None or reply.status >= 500 or reply.status == 429:
            self.unreachable[host] = reply.error or f"its robots.txt answers {reply.status}"
            return None
        # Some editors put a byte order mark before the first rule, which would hide it
        text = reply.body.decode("utf-8-sig", "replace") if reply.status == 200 else ""
        rules = Protego.parse(text)
        self.sitemaps[host] = list(rules.sitemaps)[:20]
        return rules
