"""A typed address is fetched with care: not just anywhere, not without measure, not for ever."""

import gzip
import socket

import pytest

from localoffer.directory.sources.web import Browser, FetchError


@pytest.fixture
def browser() -> Browser:
    return Browser(allow_private=True, waits=(0, 0), largest_reply=10_000)


def test_a_reply_is_text(feed, browser):
    feed.at("/", lambda _: (200, {}, "Café".encode()))

    assert browser.get(f"{feed.base}/") == "Café"


def test_a_packed_reply_is_unpacked(feed, browser):
    feed.at("/", lambda _: (200, {"Content-Encoding": "gzip"}, gzip.compress("Café".encode())))

    assert browser.get(f"{feed.base}/") == "Café"


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://example.org/", "gopher://example.org/"])
def test_a_reply_cannot_lead_on_to_another_kind_of_address(feed, browser, where):
    feed.at("/", lambda _: (302, {"Location": where}, b""))

    with pytest.raises(FetchError):
        browser.get(f"{feed.base}/")


def test_a_reply_may_lead_on_to_the_feeds_new_address(feed, browser):
    feed.at("/old", lambda _: (301, {"Location": "/new"}, b""))
    feed.at("/new", lambda _: (200, {}, b"here"))

    assert browser.get(f"{feed.base}/old") == "here"


def test_a_reply_that_leads_round_in_circles_is_given_up(feed, browser):
    feed.at("/", lambda _: (302, {"Location": "/"}, b""))

    with pytest.raises(FetchError):
        browser.get(f"{feed.base}/")


@pytest.mark.parametrize(
    ("headers", "body"),
    [({}, b"x" * 10_001), ({"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1_000_000))],
    ids=["large", "large once unpacked"],
)
def test_a_reply_without_measure_is_refused(feed, browser, headers, body):
    feed.at("/", lambda _: (200, headers, body))

    with pytest.raises(FetchError, match="Ask for smaller pages"):
        browser.get(f"{feed.base}/")


def test_a_reply_that_breaks_off_is_asked_for_again(feed, browser):
    lengths = iter(["100", "2"])
    feed.at("/", lambda _: (200, {"Content-Length": next(lengths), "Connection": "close"}, b"ok"))

    assert browser.get(f"{feed.base}/") == "ok"


def test_a_busy_server_is_asked_twice_more(feed, browser):
    feed.at("/", lambda _: (503, {}, b""))

    with pytest.raises(FetchError, match="503") as caught:
        browser.get(f"{feed.base}/")
    assert caught.value.status == 503
    assert len(feed.asked) == 3


def test_a_plain_no_is_not_asked_again(feed, browser):
    with pytest.raises(FetchError, match="404"):
        browser.get(f"{feed.base}/nowhere")
    assert len(feed.asked) == 1


def test_a_server_that_is_not_there_is_told_plainly(browser):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(FetchError, match="could not be reached"):
        browser.get(f"http://127.0.0.1:{port}/")


def test_letters_that_are_not_utf_8_are_told_plainly(feed, browser):
    feed.at("/", lambda _: (200, {}, b"Caf\xe9"))

    with pytest.raises(FetchError, match="not UTF-8"):
        browser.get(f"{feed.base}/")
