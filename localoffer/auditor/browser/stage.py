"""The stage of an audit that needs a browser: pages that scripts make are read again, and the sample is looked at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from types import TracebackType
from typing import Final, Self

import msgspec

from .. import addresses
from ..gist import Gist
from ..matching import classifying
from ..network.fetching import Reply
from ..network.guard import Guard
from ..sites import Site
from ..values import Page, Rendered, SearchTried
from ..visiting import Visitor
from .axe import axe_version
from .rendering import Browser
from .sample import choose

FEWEST_CHARACTERS: Final = 400
"""With fewer shown, menus and all, a page with scripts is likely made by them."""

MOST_DRAWN: Final = 200
HALF: Final = 0.5
"""Of the time that is left, for reading again; the sample is looked at in the rest."""

Progress = Callable[[str, int, int, str], None]


def is_made_by_scripts(page: Page | Gist) -> bool:
    """Whether a page says next to nothing without its scripts."""
    return (
        page.is_read
        and page.type == "html"
        and page.is_within
        and page.scripts > 0
        and page.shown_characters < FEWEST_CHARACTERS
        and page.read_by != "browser"
    )


async def render(
    visitor: Visitor,
    guard: Guard,
    user_agent: str,
    progress: Progress,
    *,
    most_minutes: float,
    today: date,
) -> str:
    """Do it, and keep what is found. What was kept before is not done again.

    :returns: why there was no browser, and how to get one; "" where there was
    """
    kept = visitor.kept
    began = time.monotonic()
    seconds = most_minutes * 60
    async with Browser(guard, user_agent, allows=partial(_allows, visitor)) as browser:
        empty = list(islice(filter(is_made_by_scripts, kept.pages), MOST_DRAWN))
        for number, page in enumerate(empty):
            if browser.missing or time.monotonic() - began > seconds * HALF:
                break
            progress("render", number, len(empty), page.url)
            await draw(browser, visitor, page)
        site = Site(
            url=kept.said("offer"),
            today=today,
            pages=kept.pages,
            searches=tuple(kept.values("search", SearchTried).values()),
        )
        site.kinds = classifying.kinds(site)
        sample = choose(site)
        looked = kept.values("rendered", Rendered)
        for number, chosen in enumerate(sample):
            if browser.missing or time.monotonic() - began > seconds:
                break
            progress("render", number, len(sample), chosen.url)
            if chosen.url in looked:
                continue
            await visitor.wait(chosen.url)
            seen = await browser.look(chosen.url)
            if not browser.missing:
                kept.put("rendered", chosen.url, seen)
        kept.say("axe", axe_version())
        return browser.missing


async def _allows(visitor: Visitor, url: str) -> bool:
    """Whether a page's scripts may have an address fetched: not one that might change something."""
    return not addresses.may_change(url) and await visitor.robots.allows(url)


class Drawer:
    """Has pages that scripts make drawn as they come, so that the links on them are followed too.

    Use as an async context manager. The browser is started for the first such page; where there is none, pages stay as
    they were read.
    """

    def __init__(self, visitor: Visitor, guard: Guard, user_agent: str) -> None:
        self._visitor = visitor
        self._browser = Browser(guard, user_agent, allows=partial(_allows, visitor))
        self._is_started = False
        self._left = MOST_DRAWN
        self._one = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_started:
            await self._browser.__aexit__(kind, error, trace)

    def wants(self, page: Page | Gist) -> bool:
        """Whether a page is likely made by its scripts."""
        return is_made_by_scripts(page)

    async def __call__(self, page: Page) -> Page:
        """A page as its scripts make it, if they do."""
        async with self._one:
            if not self._left:
                return page
            self._left -= 1
            if not self._is_started:
                await self._browser.__aenter__()
                self._is_started = True
            return page if self._browser.missing else await draw(self._browser, self._visitor, page)


async def draw(browser: Browser, visitor: Visitor, page: Page) -> Page:
    """A page as its scripts make it, kept instead of what it was without; the page as it was where they add nothing."""
    await visitor.wait(page.url)
    dom = await browser.html_of(page.url)
    if not dom.html:
        return page
    reply = Reply(
        page.asked_url or page.url, page.url, 200, "text/html", "utf-8", dom.html.encode("utf-8", "replace")
    )
    read = await visitor.read(reply, is_within=page.is_within, found_on=page.found_on, found_by=page.found_by)
    if read.gist.shown_characters <= page.shown_characters:
        return page
    drawn = msgspec.structs.replace(read.page, read_by="browser")
    visitor.kept.put_page(drawn)
    return drawn
