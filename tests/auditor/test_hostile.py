"""The hostile site that the auditor is tried on does what it says, and comes to no harm by it itself."""

from __future__ import annotations

import socket
import time
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.auditor.hostile import MUST, Hostile, Peril


def first_of(url: str, most: int = 200_000, seconds: float = 10) -> bytes:
    """What comes first from an address, over a bare socket that trusts nothing."""
    parts = urlsplit(url)
    came = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=seconds) as line:
        line.sendall(
            f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()
        )
        until = time.monotonic() + seconds
        try:
            while len(came) < most and time.monotonic() < until and (more := line.recv(65536)):
                came += more
        except TimeoutError:
            pass
    return came


def named(hostile: Hostile, path: str) -> str:
    return next(hostile.url(peril) for peril in hostile.perils if peril.path == path)


@pytest.fixture(scope="module")
def quiet(hostile: Hostile) -> Iterator[Hostile]:
    """The site, for tests that must leave its canary alone."""
    yield hostile
    assert hostile.contacted == []


def test_every_peril_has_an_address_of_its_own_and_says_what_must_come_of_it(quiet: Hostile):
    paths = [peril.path for peril in quiet.perils]

    assert len(paths) == len(set(paths)) > 150
    assert all(peril.must in MUST and peril.does for peril in quiet.perils)


def test_every_peril_answers_or_keeps_its_silence(quiet: Hostile):
    def is_heavy(peril: Peril) -> bool:
        return peril.path.startswith(("/pdf/packed", "/xml/packed", "/xml/fifty"))

    for peril in quiet.perils:
        if is_heavy(peril):
            continue
        patience = 0.3 if "slow" in peril.path or "silence" in peril.path else 5
        came = first_of(quiet.url(peril), most=2000, seconds=patience)

        assert bool(came) == (peril.name not in ("wire-silence", "wire-hangs-up", "wire-slow-nothing")), peril


def test_the_first_page_leads_to_all_of_them(quiet: Hostile):
    page = first_of(quiet.base + "/").decode()

    assert all(f'href="{peril.path}"' in page for peril in quiet.perils)


@pytest.mark.parametrize(("path", "bits"), [("/wire/gzip-bomb", 31), ("/wire/deflate-bomb", 15)])
def test_a_bomb_of_a_hundred_kilobytes_unpacks_to_fifty_megabytes(quiet: Hostile, path: str, bits: int):
    body = first_of(named(quiet, path), most=100_000, seconds=10).partition(b"\r\n\r\n")[2]

    assert len(zlib.decompressobj(bits).decompress(body)) > 50_000_000


def test_what_does_not_end_goes_on_while_somebody_listens(quiet: Hostile):
    for path in ("/wire/endless-headers", "/wire/endless-chunks", "/wire/endless-body", "/wire/huge-header"):
        assert len(first_of(named(quiet, path), most=3_000_000, seconds=10)) >= 3_000_000, path


def test_a_visitor_who_leaves_an_endless_page_leaves_the_server_idle(quiet: Hostile):
    for _ in range(5):
        first_of(named(quiet, "/wire/endless-body"), most=1000)

    started = time.process_time()
    time.sleep(0.5)

    assert time.process_time() - started < 0.25
    assert b"Nothing is wrong here" in first_of(named(quiet, "/page/ok"))


def test_redirects_lead_within_in_many_spellings(quiet: Hostile):
    told = first_of(named(quiet, "/to/decimal")).decode("latin-1")

    assert f"Location: http://2130706433:{quiet.canary_port}/here" in told
    assert "Location: file:///etc/passwd" in first_of(named(quiet, "/to/file")).decode("latin-1")


def test_a_trap_leads_on_to_pages_that_were_not_there_before(quiet: Hostile):
    seen = {"/trap/maze/"}
    new = set(seen)
    for _ in range(2):
        pages = [first_of(quiet.base + path).decode() for path in new]
        new = {part.partition('"')[0] for page in pages for part in page.split('href="')[1:]} - seen
        seen |= new

    assert len(seen) == 1 + 10 + 100


def test_each_site_of_hard_robots_has_a_page_beside_them(quiet: Hostile):
    for name in quiet.robots:
        assert b"A page." in first_of(quiet.bases[name] + "/page"), name
    assert len(first_of(quiet.bases["robots-huge"] + "/robots.txt", most=9_000_000, seconds=10)) > 5_000_000


def test_a_contact_of_the_canary_is_noticed_though_nothing_is_said():
    with Hostile() as hostile:
        socket.create_connection(("127.0.0.1", hostile.canary_port)).close()
        until = time.monotonic() + 5
        while not hostile.contacted and time.monotonic() < until:
            time.sleep(0.01)

        assert hostile.contacted == ["canary"]
        assert urlsplit(hostile.canary).netloc not in hostile.allowed


def test_a_pdf_of_a_megabyte_holds_a_thousand_times_as_much(quiet: Hostile):
    file = first_of(named(quiet, "/pdf/packed-gigabyte.pdf"), most=2_000_000).partition(b"\r\n\r\n")[2]

    packed = file.partition(b"/FlateDecode]>>\nstream\n")[2][: len(file) // 10]

    assert len(file) < 1_500_000
    assert len(zlib.decompressobj().decompress(packed)) > 90_000_000
