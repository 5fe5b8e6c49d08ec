"""A browser for the auditor: opens one page at a time, each as if it were the first, and never stays for long.

Whatever a page does (hangs, asks, leads round in circles, takes memory without end), it costs that page alone: the
answer then has an `error` in words, and the next page has a browser again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import msgspec

from ..network.guard import Guard, RefusedError
from ..values import AxeViolation, Rendered, Value, quoted
from . import visits
from .axe import axe_script
from .launching import HOW_TO_GET_ONE, browser_path, launched
from .proxy import Allows, Proxy, everything
from .visits import Failed, Use, World, in_words

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Page, Playwright, Route

LARGEST_DOM: Final = 2 * 1024 * 1024
"""Characters of a page after its scripts have run."""

CLOSING: Final = 5.0
"""Seconds until something that is closed has to be gone."""

PHONE: Final[Any] = {"width": 375, "height": 667}
NARROW: Final[Any] = {"width": 320, "height": 667}
FIRST_SCREEN: Final = 1000  # characters
#: WCAG 2.2 AA, and what axe's makers recommend besides.
AXE_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_NOT_FOR_TEXT: Final = frozenset({"image", "media", "font"})

T = TypeVar("T")


class Dom(Value, frozen=True):
    """A page as its scripts left it. `html` is "" where there is none; `error` then says why, in words."""

    url: str  # as asked
    final_url: str = ""
    html: str = ""
    is_cut: bool = False  # there was more than we take
    error: str = ""


class Browser:
    """A Chromium that is started when it is first wanted, and again when a page has broken it.

    Use as an async context manager. Nothing that a site does makes it raise: what went wrong is said in the `error`.

    :param user_agent: what it calls itself: the auditor's own name, never another browser's
    :param allows: asked of each address before it is asked for, such as `Robots.allows`; of redirects too where they
        are plain http
    """

    def __init__(self, guard: Guard, user_agent: str, *, allows: Allows = everything) -> None:
        self._guard = guard
        self._user_agent = user_agent
        self._allows = allows
        self._proxy = Proxy(guard, allows=allows)
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None
        self._turn = asyncio.Lock()
        #: Why this machine has no browser for us, and how to get one; "" as long as none was missed.
        self.missing = ""

    async def __aenter__(self) -> Self:
        await self._proxy.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()
        await self._proxy.__aexit__(kind, error, trace)

    async def look(self, url: str) -> Rendered:
        """What a browser sees of a page on a phone: faults of accessibility, sideways scrolling, its first screen."""
        try:
            return msgspec.structs.replace(await self._open(url, _looked), url=url)
        except Failed as error:
            return Rendered(url, error=str(error))

    async def html_of(self, url: str) -> Dom:
        """A page as its scripts leave it, for one that is nearly empty without. Pictures are not asked for."""
        try:
            return msgspec.structs.replace(await self._open(url, _read, only_text=True), url=url)
        except Failed as error:
            return Dom(url, error=str(error))

    # --- One page -------------------------------------------------------------------------------------------------

    async def _open(self, url: str, use: Use[T], *, only_text: bool = False) -> T:
        async with self._turn:
            try:
                self._guard.check_url(url)
            except RefusedError as error:
                raise Failed(str(error)) from None
            if not await self._allows(url):
                raise Failed("its robots.txt asks us not to read it")
            chromium = await self._running()
            from playwright.async_api import Error  # it is there, as the browser is

            try:
                async with (
                    asyncio.timeout(visits.LOADING + visits.LOOKING),
                    self._visitor(chromium, only_text) as context,
                ):
                    return await visits.visit(chromium, await context.new_page(), url, use)
            except TimeoutError:
                raise Failed("it kept the browser too busy to be looked at") from None
            except msgspec.ValidationError as error:
                raise Failed(f"it could not be examined: {error}") from None
            except Error as error:
                raise Failed(in_words(error.message)) from None

    @contextlib.asynccontextmanager
    async def _visitor(self, chromium: Chromium, only_text: bool) -> AsyncIterator[BrowserContext]:
        """Somebody who was never here before, on a phone. A page that will not go away is ended with its browser."""
        context = await chromium.new_context(
            viewport=PHONE,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            service_workers="block",
            accept_downloads=False,
        )
        try:
            await context.route("**/*", self._router(only_text))
            yield context
        finally:
            if not await _ended(context.close()):
                await self._stop()

    def _router(self, only_text: bool) -> Callable[[Route], Coroutine[Any, Any, None]]:
        """What a page may ask for as far as its browser can tell. A courtesy to the site: the guard is the proxy."""
        from playwright.async_api import Error

        unwanted = _NOT_FOR_TEXT if only_text else frozenset({"media"})

        async def answer(route: Route) -> None:
            asked = route.request
            is_wanted = asked.method in ("GET", "HEAD") and asked.resource_type not in unwanted
            with contextlib.suppress(Error):  # the page may be gone by now
                if is_wanted and await self._allows(asked.url):
                    await route.continue_()
                else:
                    await route.abort()

        return answer

    # --- Its process ----------------------------------------------------------------------------------------------

    async def _running(self) -> Chromium:
        if self._chromium and self._chromium.is_connected():
            return self._chromium
        await self._stop()
        if not self.missing:
            self.missing = await self._start()
        if not self._chromium:
            raise Failed(self.missing)
        return self._chromium

    async def _start(self) -> str:
        """Start Chromium. Returns why that could not be, or ""."""
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError:
            return "Playwright is not installed. Say: pip install 'localoffer[browser]'"
        self._playwright = await async_playwright().start()
        path = browser_path(self._playwright.chromium.executable_path)
        if not path:
            return f"There is no browser here. {HOW_TO_GET_ONE}"
        try:
            self._chromium = await launched(
                self._playwright, path, proxy=self._proxy, user_agent=self._user_agent
            )
        except Error as error:
            return f"{path} could not be started: {quoted(error.message)}"
        return ""

    async def _stop(self) -> None:
        chromium, self._chromium = self._chromium, None
        playwright, self._playwright = self._playwright, None
        if chromium:
            await _ended(chromium.close())
        if playwright:
            await _ended(playwright.stop())  # and with it what did not end by itself


async def _ended(closing: Awaitable[None]) -> bool:
    """Whether something that is being closed has gone in time, or was gone already."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(CLOSING):
            await closing
    except TimeoutError:
        return False
    except Error:
        return True
    return True


# --- What is made of a page ---------------------------------------------------------------------------------------


class _Examined(msgspec.Struct):
    violations: tuple[AxeViolation, ...]
    incomplete: tuple[str, ...]


class _Targets(msgspec.Struct):
    targets: int
    small: int


async def _looked(page: Page, world: World) -> Rendered:
    first_screen = await world.ask(f"auditor.firstScreen({FIRST_SCREEN})")
    has_search = await world.ask("auditor.hasSearchOnScreen()")
    await world.ask(f"{axe_script()};0")
    examined = msgspec.convert(await world.ask(f"auditor.examined({list(AXE_TAGS)})"), _Examined)
    targets = msgspec.convert(await world.ask("auditor.targets()"), _Targets)
    await page.set_viewport_size(NARROW)
    await world.ask("auditor.settled(100, 500)")
    return Rendered(
        page.url,
        violations=examined.violations,
        incomplete=examined.incomplete,
        scrolls_sideways=await world.ask("auditor.scrollsSideways()"),
        small_targets=targets.small,
        targets=targets.targets,
        first_screen=first_screen,
        has_search_on_first_screen=has_search,
    )


async def _read(page: Page, world: World) -> Dom:
    html = await world.ask(f"auditor.html({LARGEST_DOM + 1})")
    return Dom(page.url, page.url, html[:LARGEST_DOM], is_cut=len(html) > LARGEST_DOM)
