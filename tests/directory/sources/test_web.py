"""A typed address is fetched with care: not just anywhere, not without measure, not for ever."""

import gzip
import socket

import pytest

from localoffer.directory.sources import web
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


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org",
        "example.org",
        "",
        "http://",
        "http://[::1",
        "https://user:secret@example.org/",
        "http://example.org/a b",
        "http://example.org/\r\nX: y",
        "http://a:99999/",
    ],
)
def test_only_whole_addresses_of_the_web_are_fetched(browser, address):
    with pytest.raises(FetchError) as caught:
        browser.get(address)

    assert "secret" not in str(caught.value)


def test_an_address_inside_the_own_network_is_refused(feed):
    feed.at("/", lambda _: (200, {}, b"secret"))

    with pytest.raises(FetchError, match="inside a private network"):
        Browser(waits=()).get(f"{feed.base}/")
    assert feed.asked == []


def test_a_name_that_stands_for_an_inner_address_is_refused(feed):
    with pytest.raises(FetchError, match="inside a private network"):
        Browser(waits=()).get(feed.base.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "nonsense",
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address):
    assert not web.is_on_the_open_internet(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_addresses_of_the_open_internet(address):
    assert web.is_on_the_open_internet(address)


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
