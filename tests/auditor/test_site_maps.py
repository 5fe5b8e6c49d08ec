"""A site's own map is read however it is written and packed, and what only looks like one names nothing."""

import asyncio
import gzip
import tracemalloc
from pathlib import Path

import pytest

from localoffer.auditor import finding, site_maps
from localoffer.auditor.keeping import KeptAudit
from localoffer.auditor.network.fetching import LARGEST_PAGE
from localoffer.auditor.network.guard import Guard
from localoffer.auditor.visiting import Visitor
from tests.auditor.hostile import Hostile
from tests.auditor.serving import Asked, Reply, Server, bound


def in_xml(*urls: str, kind: str = "urlset", each: str = "url") -> bytes:
    listed = "".join(f"<{each}><loc>\n  {url} </loc></{each}>" for url in urls)
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{kind}>'.encode()


ONE = in_xml("https://town.example/send/short-breaks")


@pytest.mark.parametrize(
    "body",
    [
        ONE,
        gzip.compress(ONE),
        gzip.compress(ONE[:60]) + gzip.compress(ONE[60:]),
        gzip.compress(ONE) + b"\0" * 200,
        b"https://town.example/send/short-breaks\n",
        gzip.compress(b"\xef\xbb\xbfhttps://town.example/send/short-breaks\r\n\r\n"),
    ],
    ids=["xml", "packed", "packed in two parts", "packed with padding", "a list", "a packed list"],
)
def test_a_map_is_read_as_xml_or_as_a_list_packed_or_not(body: bytes):
    assert site_maps.read(body).pages == ("https://town.example/send/short-breaks",)


def test_a_list_of_maps_names_maps_and_no_pages():
    listed = in_xml("https://town.example/a.xml.gz", kind="sitemapindex", each="sitemap")

    assert site_maps.read(gzip.compress(listed)) == site_maps.SiteMap(maps=("https://town.example/a.xml.gz",))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00 broken before anything came of it",
        gzip.compress(b"PK\x03\x04 an archive"),
        gzip.compress(b"https://town.example/log.txt was asked for by 10.0.0.1"),
        gzip.compress(gzip.compress(ONE)),
        b"<html><title>Page not found</title><p>https://town.example/</html>",
        in_xml("file:///etc/passwd", "javascript:alert(1)", "/send"),
    ],
    ids=["nothing", "a head", "broken", "an archive", "a log", "packed twice", "a page", "no web addresses"],
)
def test_what_is_no_map_names_nothing(body: bytes):
    assert site_maps.read(body) == site_maps.SiteMap()


def test_of_a_packed_map_that_breaks_off_or_is_long_what_comes_first_is_read():
    many = in_xml(*(f"https://town.example/{number:05}" for number in range(9000)))

    assert len(site_maps.read(gzip.compress(many)).pages) == site_maps.MOST
    assert 0 < len(site_maps.read(gzip.compress(many)[:-4000]).pages) <= site_maps.MOST


@pytest.mark.parametrize("parts", [1, 200])
def test_a_packed_gigabyte_is_cut_where_a_page_would_be(parts: int):
    packed = gzip.compress(b"\n" * (200_000_000 // parts)) * parts * 5
    tracemalloc.start()

    unpacked = site_maps.unpacked(packed)

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(unpacked) <= LARGEST_PAGE
    assert most < 20_000_000


def test_entities_of_a_map_are_left_as_they_are_written():
    entity = '<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    named = site_maps.read(entity.encode() + in_xml("https://town.example/&a;?x=1&amp;y=2"))

    assert named.pages == ("https://town.example/&a;?x=1&y=2",)


def test_a_map_that_opens_an_address_and_never_ends_it_does_not_keep_anybody():
    """Looking for the end of each from each blank would take for days."""
    endless = in_xml("https://town.example/first") + b"<loc>a" + b" " * 1_900_000

    assert site_maps.read(endless).pages == ("https://town.example/first",)


# --- As they are found on a site


def named_by(address: str, allowed: list[str], folder: Path) -> list[str]:
    async def look() -> list[str]:
        kept = KeptAudit(folder / "kept.sqlite")
        try:
            async with Visitor(kept, Guard(allowed), user_agent="a test", delay=0) as visitor:
                return await finding.sitemap(visitor, address)
        finally:
            kept.close()

    return asyncio.run(look())


@pytest.mark.parametrize("type", ["application/gzip", "application/x-gzip", "application/octet-stream"])
@pytest.mark.parametrize("is_packed_to_be_sent", [False, True])
def test_a_site_whose_list_of_maps_names_packed_ones_is_known_by_them(
    type: str, is_packed_to_be_sent: bool, tmp_path: Path
):
    listening = bound()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    sent = {"Content-Encoding": "gzip"} if is_packed_to_be_sent else {}

    def answer(asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return Reply(f"Sitemap: {base}/maps.xml.gz".encode(), type="text/plain")
        if asked.path == "/maps.xml.gz":
            listed = in_xml(f"{base}/send.xml.gz", kind="sitemapindex", each="sitemap")
            return Reply(gzip.compress(listed), type=type, headers=sent)
        if asked.path == "/send.xml.gz":
            return Reply(gzip.compress(in_xml(f"{base}/send/short-breaks")), type=type, headers=sent)
        return Reply(b"", 404)

    server = Server({"town": (listening, answer)})
    try:
        assert named_by(base + "/", [base.removeprefix("http://")], tmp_path) == [f"{base}/send/short-breaks"]
    finally:
        server.close()


def test_whoever_looks_at_a_sites_maps_again_is_told_the_same_and_asks_for_none(tmp_path: Path):
    listening = bound()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    rules = Reply(f"Sitemap: {base}/a.xml\nSitemap: {base}/b.xml".encode(), type="text/plain")
    maps = {f"/{name}.xml": Reply(in_xml(f"{base}/{name}"), type="application/xml") for name in "ab"}
    server = Server(
        {"town": (listening, lambda one: {"/robots.txt": rules, **maps}.get(one.path, Reply(b"", 404)))}
    )

    async def look_twice() -> list[list[str]]:
        kept = KeptAudit(tmp_path / "kept.sqlite")
        async with Visitor(kept, Guard([base[7:]]), user_agent="a test", delay=0) as visitor:
            told = [await finding.sitemap(visitor, f"{base}/{page}") for page in ("", "send/")]
        kept.close()
        return told

    try:
        assert asyncio.run(look_twice()) == [[f"{base}/a", f"{base}/b"]] * 2
    finally:
        server.close()

    assert [one.path for one in server.asked] == ["/robots.txt", "/a.xml", "/b.xml"]


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        ("/sitemap.xml.gz", ["/sitemap.xml", "/sitemap.xml.gz"]),
        ("/sitemap.xml", ["/sitemap.xml"]),
        ("/nowhere", ["/sitemap.xml", "/sitemap.xml.gz"]),
    ],
)
def test_a_packed_map_is_asked_for_once_where_robots_txt_names_none_and_the_usual_one_is_not_there(
    there: str, asked: list[str], tmp_path: Path
):
    listening = bound()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    packed = gzip.compress(in_xml(f"{base}/send"))
    server = Server(
        {
            "town": (
                listening,
                lambda one: Reply(packed, type="application/gzip") if one.path == there else Reply(b"", 404),
            )
        }
    )
    try:
        named = named_by(base + "/", [base.removeprefix("http://")], tmp_path)
    finally:
        server.close()

    assert named == ([] if there == "/nowhere" else [f"{base}/send"])
    assert [one.path for one in server.asked] == ["/robots.txt", *asked]


def test_a_site_whose_map_is_in_trouble_is_not_asked_for_another(tmp_path: Path):
    listening = bound()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = Server({"town": (listening, lambda one: Reply(b"", 404 if one.path == "/robots.txt" else 500))})
    try:
        assert named_by(base + "/", [base.removeprefix("http://")], tmp_path) == []
    finally:
        server.close()

    assert [one.path for one in server.asked] == ["/robots.txt", "/sitemap.xml"]


def test_a_link_to_a_packed_file_is_no_page_to_be_asked_for(tmp_path: Path):
    listening = bound()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = Server({"town": (listening, lambda _: Reply(gzip.compress(ONE), type="application/gzip"))})

    async def visit() -> list[str]:
        kept = KeptAudit(tmp_path / "kept.sqlite")
        async with Visitor(kept, Guard([base[7:]]), user_agent="a test", delay=0) as visitor:
            archive = await visitor.visit(f"{base}/sitemap.xml.gz", is_within=True)
            download, _ = await visitor.reply(f"{base}/download?file=1")
        kept.close()
        return [archive.error, download.body.decode()]

    try:
        assert asyncio.run(visit()) == ["it is not a page", ""]
    finally:
        server.close()


def test_a_hostile_packed_map_is_cut_and_leads_nowhere(hostile: Hostile, tmp_path: Path):
    listening = bound()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    named = [f"{hostile.base}/xml/packed.xml.gz", f"{hostile.base}/xml/index-of-itself.xml", hostile.canary]
    rules = "\n".join(f"Sitemap: {url}" for url in named).encode()
    server = Server({"town": (listening, lambda _: Reply(rules, type="text/plain"))})

    try:
        found = named_by(base + "/", [base[7:], *hostile.allowed], tmp_path)
    finally:
        server.close()

    assert found == [f"http://example.org/{'b' * 60}"]
    assert hostile.contacted == []
