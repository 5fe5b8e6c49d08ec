"""A real browser of the auditor's, a site that it may open, and one beside it that it must never ask for anything."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from localoffer.auditor.browser import Browser, Dom
from localoffer.auditor.network.guard import Guard
from localoffer.auditor.values import Rendered
from tests.auditor.browser.served import USER_AGENT, Served


class Loop:
    """An event loop of its own thread: that of the tests may hold the journeys' browser, which has one running."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=90)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def _site() -> Iterator[Served]:
    served = Served()
    yield served
    served.close()


@pytest.fixture
def site(_site: Served) -> Served:
    """The site that may be opened, empty."""
    _site.pages, _site.asked, _site.connections = {}, [], 0
    return _site


@pytest.fixture
def closed() -> Iterator[Served]:
    """A site of this machine that nobody allowed."""
    served = Served()
    yield served
    served.close()


@pytest.fixture
def datagrams() -> Iterator[tuple[int, Callable[[], int]]]:
    """A port that hears UDP, and how many packets came."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind(("127.0.0.1", 0))
        heard.setblocking(False)

        def count() -> int:
            number = 0
            while True:
                try:
                    heard.recv(65536)
                except BlockingIOError:
                    return number
                number += 1

        yield heard.getsockname()[1], count


class Auditing:
    """The auditor's browser, for tests that do not wait themselves."""

    def __init__(self, browser: Browser, loop: Loop) -> None:
        self.browser = browser
        self._run = loop.run

    def look(self, url: str) -> Rendered:
        return self._run(self.browser.look(url))

    def html_of(self, url: str) -> Dom:
        return self._run(self.browser.html_of(url))


@pytest.fixture(scope="session")
def chromium(loop: Loop, _site: Served) -> Iterator[Auditing]:
    """The auditor's browser, one for all tests; it may open `site` and nothing else of this machine."""
    guard = Guard([f"127.0.0.1:{_site.port}", f"town.localhost:{_site.port}"])
    browser = Browser(guard, USER_AGENT)
    loop.run(browser.__aenter__())
    yield Auditing(browser, loop)
    loop.run(browser.__aexit__(None, None, None))
