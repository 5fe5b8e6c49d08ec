"""One visit of a browser to one page: there, waiting until it is still, and asking it what somebody sees."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..values import quoted
from .proxy import WHY

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import CDPSession, Page, Response

LOADING: Final = 10.0
SETTLING: Final = 2.0
LOOKING: Final = 12.0
"""Seconds until a page's text is there, until nothing more comes and moves, and for all that is asked of it."""

LARGEST_MEMORY: Final = 1024**3
"""Bytes that one page may take."""

BREAKS: Final = "it breaks the browser"

_WATCHING: Final = 0.2
_GONE_ON: Final = re.compile(r"context|navigat", re.IGNORECASE)
_CODE: Final = re.compile(r"net::(ERR_\w+)")
_IN_WORDS: Final = {
    "ERR_TOO_MANY_REDIRECTS": "its redirects go round in a circle",
    "ERR_TUNNEL_CONNECTION_FAILED": "there is no connection to it, or it leads where the auditor does not go",
    "ERR_EMPTY_RESPONSE": "it answers nothing",
    "ERR_ABORTED": "it is a file to keep, or it leads where the auditor does not go",
}

T = TypeVar("T")


class Failed(Exception):  # noqa: N818 -- it says something of a page, and is no fault of ours
    """A page could not be opened or looked at. The message says why, for a report."""


class World:
    """A place beside a page's own scripts: ours see its elements there, and nothing that it did to JavaScript."""

    def __init__(self, session: CDPSession, context: int) -> None:
        self._session = session
        self._context = context

    @classmethod
    async def of(cls, page: Page) -> World:
        """Make one for the document that a page shows now."""
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        made = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "auditor"})
        world = cls(session, made["executionContextId"])
        await world.ask(_measures())
        return world

    async def ask(self, script: str) -> Any:
        """What a script gives back; a promise is waited for."""
        asked = {
            "expression": script,
            "contextId": self._context,
            "awaitPromise": True,
            "returnByValue": True,
        }
        answer = await self._session.send("Runtime.evaluate", asked)
        if fault := answer.get("exceptionDetails"):
            said = fault.get("exception", {}).get("description") or fault.get("text", "")
            raise Failed(f"it could not be examined: {quoted(said)}")
        return answer["result"].get("value")


Use = Callable[["Page", World], Awaitable[T]]


async def visit(chromium: Chromium, page: Page, url: str, use: Use[T]) -> T:
    """Open a page and make something of it, unless it breaks or takes too much memory meanwhile.

    :raises Failed: saying why not
    :raises TimeoutError: if it keeps the browser too busy
    """
    broken = asyncio.Event()
    page.on("crash", lambda _: broken.set())
    visiting = asyncio.create_task(_visit(page, url, use))
    watching = asyncio.create_task(_watch(chromium, broken))
    try:
        done, _ = await asyncio.wait({visiting, watching}, return_when=asyncio.FIRST_COMPLETED)
        if watching in done:
            raise Failed(watching.result())
        return visiting.result()
    finally:
        for task in (visiting, watching):
            task.cancel()
        await asyncio.gather(visiting, watching, return_exceptions=True)


async def _visit(page: Page, url: str, use: Use[T]) -> T:
    from playwright.async_api import Error

    arrivals: list[Response] = []

    def arrived(response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            arrivals.append(response)

    page.on("response", arrived)
    await page.goto(url, wait_until="domcontentloaded", timeout=LOADING * 1000)
    async with asyncio.timeout(LOOKING):
        for _ in range(2):
            await _settle(page)
            _require_page(page, arrivals)
            try:
                world = await World.of(page)
                await world.ask("auditor.settled(150, 1000)")
                return await use(page, world)
            except Error as error:
                if not _GONE_ON.search(error.message):
                    raise
    raise Failed("it goes on to another page again and again")


async def _settle(page: Page) -> None:
    """Wait until all has come, or for as long as a family would."""
    from playwright.async_api import TimeoutError

    with contextlib.suppress(TimeoutError):
        await page.wait_for_load_state("load", timeout=SETTLING * 1000)
        await page.wait_for_load_state("networkidle", timeout=SETTLING * 1000)


def _require_page(page: Page, arrivals: list[Response]) -> None:
    """See that what is shown is the page of a site: no message of the browser's, nor of our proxy's."""
    if not arrivals or not page.url.startswith("http"):
        raise Failed("it goes on to an address that does not answer")
    last = arrivals[-1]
    if why := last.headers.get(WHY.lower()):
        raise Failed(f"it leads where the auditor does not go: {why}")
    if last.status >= 400:
        raise Failed(f"it answers {last.status}")
    if "html" not in last.headers.get("content-type", "html"):
        raise Failed("it is not a web page")


async def _watch(chromium: Chromium, broken: asyncio.Event) -> str:
    """Wait until a page has broken its process, or has made one too large, which is then ended. Returns which."""
    session = await chromium.new_browser_cdp_session()
    try:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(broken.wait(), _WATCHING)
                return BREAKS
            for process in (await session.send("SystemInfo.getProcessInfo"))["processInfo"]:
                if _memory(process["id"]) > LARGEST_MEMORY:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(process["id"], signal.SIGKILL)
                    return f"it takes more memory than {LARGEST_MEMORY // 1024**2} MB"
    finally:
        await session.detach()


def _memory(process: int) -> int:
    """The bytes a process holds; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


@cache
def _measures() -> str:
    return Path(__file__).with_name("measures.js").read_text(encoding="utf-8") + ";0"


def in_words(message: str) -> str:
    """What Playwright says of a failure, for a report."""
    if code := _CODE.search(message):
        return _IN_WORDS.get(code[1], f"the browser cannot open it ({code[1]})")
    if "Timeout" in message:
        return "it did not load in time"
    if "Download" in message:
        return "it is a file to keep, not a page"
    if "crash" in message:
        return BREAKS
    return f"the browser gave up on it: {quoted(message)}"
