"""One careful GET: nothing that a hostile site does hangs it, fills the memory, or leads it where it must not go."""

import asyncio
import gzip
import resource
import time

import pytest

from localoffer.auditor.keeping import KeptAudit
from localoffer.auditor.network.fetching import LARGEST_PAGE, LARGEST_PDF, WHOLE, Fetcher, Reply
from localoffer.auditor.network.guard import Guard
from tests.auditor.hostile import Hostile
from tests.auditor.serving import Reply as Answer
from tests.auditor.serving import Server, bound
from tests.auditor.town import Town

PAGE = b"<!DOCTYPE html><title>Breaks</title>" + b"".join(b"<p>Topic %d</p>" % number for number in range(60))


def fetched(urls: list[str], allowed: list[str], **conditions) -> list[Reply]:
    async def all_of_them() -> list[Reply]:
        # All at once: an answer that waits for others to end would fail for that alone
        async with Fetcher(Guard(allowed), user_agent="a test", at_once=len(urls)) as fetcher:
            return await asyncio.gather(*(fetcher.get(url, **conditions) for url in urls))

    return asyncio.run(all_of_them())


def fetched_as(body: bytes, coding: str) -> Reply:
    """What comes of a page that is sent as it is, and said to be packed so."""
    socket = bound()
    headers = {"Content-Encoding": coding}
    server = Server({"sends": (socket, lambda asked: Answer(body, type="text/html", headers=headers))})
    try:
        host = f"127.0.0.1:{socket.getsockname()[1]}"
        (reply,) = fetched([f"http://{host}/"], [host])
    finally:
        server.close()
    return reply


def test_nothing_that_a_hostile_site_answers_hangs_or_fills_the_memory_or_leads_inside(hostile: Hostile):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()

    replies = fetched([hostile.url(peril) for peril in hostile.perils], hostile.allowed)

    assert time.monotonic() - started < 6 * WHOLE
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
    )  # KiB, for some 170 at once
    assert hostile.contacted == []
    for peril, reply in zip(hostile.perils, replies, strict=True):
        limit = LARGEST_PDF if reply.type == "application/pdf" else LARGEST_PAGE
        assert len(reply.body) <= limit, peril.path
        # What is made of pages that end, or never ends in a browser, ends here
        if peril.must == "cut short" and not peril.path.startswith(("/trap/", "/script/")):
            assert reply.error or reply.is_cut, (peril.path, reply.status, len(reply.body))


def test_whatever_leads_to_a_closed_network_is_refused_and_said(hostile: Hostile):
    urls = [hostile.url(peril) for peril in hostile.perils if peril.path.startswith("/to/")]

    for reply in fetched(urls, hostile.allowed):
        assert reply.error or reply.final_url.startswith(hostile.base + "/"), reply.url

    assert hostile.contacted == []


def test_whoever_has_a_page_already_is_told_that_it_has_not_changed(town: Town):
    url = town.truth.offer_home
    (first,) = fetched([url], town.allowed)

    (again,) = fetched([url], town.allowed, conditions={"If-None-Match": first.headers["etag"]})

    assert first.status == 200
    assert (again.status, again.body) == (304, b"")


def test_a_packed_page_comes_unpacked(town: Town):
    (reply,) = fetched([town.truth.offer_home], town.allowed)

    assert reply.headers["content-encoding"] == "gzip"
    assert reply.body.lstrip().lower().startswith(b"<!doctype html")


def test_a_page_that_says_it_is_packed_as_none_is_read_as_a_browser_reads_it():
    reply = fetched_as(PAGE, "None")

    assert reply.body[:1000] == PAGE[:1000]


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        (gzip.compress(PAGE), True),
        (gzip.compress(PAGE) + b"more" * 40, False),
        (gzip.compress(PAGE)[:-9], False),
    ],
    ids=["whole", "followed by something", "cut off"],
)
def test_a_page_that_comes_packed_is_kept_as_it_came_where_that_is_all_there_is(sent, is_kept, tmp_path):
    reply = fetched_as(sent, "gzip")
    kept = KeptAudit(tmp_path / "audit.sqlite3")
    kept.put_reply(reply)

    assert reply.body[:1000] == PAGE[:1000]
    assert bool(reply.packed) == is_kept
    assert kept.reply(reply.url).body == reply.body


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://town.example:22/", "http://10.0.0.1/"])
def test_an_address_that_is_refused_gives_a_reply_that_says_why(url):
    (reply,) = fetched([url], [])

    assert reply.is_refused
    assert reply.status is None
    assert reply.error
