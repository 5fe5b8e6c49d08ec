"""robots.txt is asked first, and obeyed; where it cannot be read, nothing is."""

import asyncio

import pytest

from localoffer.auditor.network.fetching import Fetcher
from localoffer.auditor.network.guard import Guard
from localoffer.auditor.network.robots import Robots
from tests.auditor.serving import Reply, Server, bound


async def at_once(url: str) -> None:
    return None


def allowed(robots: Reply, *paths: str) -> tuple[list[bool], float]:
    socket = bound()
    port = socket.getsockname()[1]
    server = Server({"town": (socket, lambda asked: robots)})

    async def ask() -> tuple[list[bool], float]:
        async with Fetcher(Guard([f"127.0.0.1:{port}"]), user_agent="a test") as fetcher:
            rules = Robots(fetcher, at_once)
            urls = [f"http://127.0.0.1:{port}{path}" for path in paths]
            return [await rules.allows(url) for url in urls], await rules.delay(urls[0])

    try:
        return asyncio.run(ask())
    finally:
        server.close()


def test_what_robots_txt_forbids_is_not_read_and_its_delay_is_kept():
    robots = Reply(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n", type="text/plain")

    assert allowed(robots, "/open", "/private/x") == ([True, False], 3)


def test_rules_for_us_by_name_count_before_those_for_all():
    robots = Reply(
        b"User-agent: *\nDisallow:\n\nUser-agent: LocalOfferAuditor\nDisallow: /\n", type="text/plain"
    )

    assert allowed(robots, "/open") == ([False], 0)


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_host_without_robots_txt_may_be_read(status):
    assert allowed(Reply(b"", status), "/open") == ([True], 0)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_read_of_a_host_whose_robots_txt_is_in_trouble(status):
    assert allowed(Reply(b"", status), "/open") == ([False], 0)


def test_a_byte_order_mark_does_not_hide_the_first_rule():
    robots = Reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /private/\n", type="text/plain")

    assert allowed(robots, "/open", "/private/x") == ([True, False], 0)
