"""PDFs and XML that are small to send and ruinous to read."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

from tests.auditor.town.pdfs import pdf

from .perils import Peril, made, says

PDF = "application/pdf"
XML = "application/xml"
_URL = "<url><loc>http://example.org/{}</loc></url>"
_SET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def _objects(
    *objects: bytes, trailer: bytes = b"<</Root 1 0 R /Size 99>>", start: bytes | None = None
) -> bytes:
    """A PDF of these objects, numbered from 1."""
    body = b"%PDF-1.7\n"
    table = b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    at = start if start is not None else b"%d" % len(body)
    return body + b"xref\n0 %d\n%strailer\n%s\nstartxref\n%s\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        trailer,
        at,
    )


CATALOGUE = b"<</Type /Catalog /Pages 2 0 R>>"
ONE_PAGE = b"<</Type /Pages /Count 1 /Kids [3 0 R]>>"


def _stream(data: bytes, *filters: bytes) -> bytes:
    names = b" ".join(b"/" + name for name in filters)
    return b"<</Length %d /Filter [%s]>>\nstream\n%s\nendstream" % (len(data), names, data)


def _sheet(contents: bytes = b"4 0 R", resources: bytes = b"<<>>") -> bytes:
    return b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources %s>>" % (
        contents,
        resources,
    )


def _packed(blocks: int, times: int = 1) -> bytes:
    """Ten megabytes of spaces for each block, packed without ever being there."""
    spaces = b" " * 10_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # After a full flush a block knows nothing of what came before, and may be used as often as one likes.
    block = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(blocks):
        checksum = zlib.adler32(spaces, checksum)
    data = b"\x78\xda" + block * blocks + packer.flush() + checksum.to_bytes(4, "big")
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def _packed_addresses() -> bytes:
    """Ten megabytes of addresses, thirty times over, as parts of one file."""
    return gzip.compress(_SET.encode()) + gzip.compress(_URL.format("b" * 60).encode() * 100_000) * 30


def _many_pages(how_many: int) -> bytes:
    """One page, named again and again."""
    kids = b"3 0 R " * how_many
    return _objects(
        CATALOGUE, b"<</Type /Pages /Count %d /Kids [%s]>>" % (how_many, kids), _sheet(), _stream(b"BT ET")
    )


def _tree_of_pages() -> bytes:
    """Nine branches of ten twigs each, every twig the next branch: a thousand million pages in a kilobyte."""
    levels = [
        b"<</Type /Pages /Count 1000000000 /Kids [%s]>>" % (b"%d 0 R " % (n + 1) * 10) for n in range(2, 11)
    ]
    return _objects(CATALOGUE, *levels, _sheet(b"12 0 R"), _stream(b"BT ET"))


def pdfs() -> Iterator[tuple[str, str, bytes | None]]:
    """Name, what it does, and the file; None where making it is left to `big_pdf`."""
    yield "many-pages", "names one page 200,000 times", _many_pages(200_000)
    yield "tree-of-pages", "has a thousand million pages in a kilobyte", _tree_of_pages()
    yield (
        "pages-in-pages",
        "has pages that hold themselves",
        _objects(CATALOGUE, b"<</Type /Pages /Count 1 /Kids [2 0 R]>>"),
    )
    yield (
        "parent-of-itself",
        "has a page that is its own parent",
        _objects(CATALOGUE, ONE_PAGE, b"<</Type /Page /Parent 3 0 R>>"),
    )
    yield (
        "xref-in-circles",
        "has a table that was before itself",
        _objects(CATALOGUE, ONE_PAGE, _sheet(), trailer=b"<</Root 1 0 R /Size 5 /Prev 0>>", start=b"0"),
    )
    yield "prev-itself", "says that the table before it is itself", _prev_itself()
    yield (
        "reference-in-circles",
        "has an object that is itself",
        _objects(b"1 0 R", trailer=b"<</Root 1 0 R /Size 2>>"),
    )
    yield (
        "length-in-circles",
        "has a stream as long as itself",
        _objects(CATALOGUE, ONE_PAGE, _sheet(), b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"),
    )
    yield (
        "form-in-form",
        "draws a picture that draws itself",
        _objects(
            CATALOGUE,
            ONE_PAGE,
            _sheet(resources=b"<</XObject <</A 5 0 R>>>>"),
            _stream(b"/A Do"),
            b"<</Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources <</XObject <</A 5 0 R>>>> /Length 5>>"
            b"\nstream\n/A Do\nendstream",
        ),
    )
    yield "deep-array", "has brackets 100,000 deep", _objects(b"[" * 100_000 + b"]" * 100_000)
    yield "truncated", "ends in the middle", pdf("Short breaks\n" * 200, title="Cut")[:900]
    yield "no-end", "has no end mark and no table", pdf("Short breaks", title="x").partition(b"xref")[0]
    yield "not-a-pdf", "is no PDF at all", b"<html><title>404</title>Not found</html>"
    yield "empty", "is empty", b""
    yield "only-a-head", "is a head and nothing else", b"%PDF-1.7\n"
    yield (
        "encrypted",
        "is locked with a word",
        _objects(
            CATALOGUE,
            ONE_PAGE,
            _sheet(),
            trailer=b"<</Root 1 0 R /Size 5 /Encrypt <</Filter /Standard /V 2 /R 3 /Length 128 /P -1 "
            b"/O (%s) /U (%s)>> /ID [(a) (a)]>>" % (b"0" * 32, b"1" * 32),
        ),
    )
    yield (
        "endless-text",
        "shows a text of 400,000 moves",
        _objects(
            CATALOGUE,
            ONE_PAGE,
            _sheet(),
            b"<</Length 4000000>>\nstream\nBT " + b"1 0 Td (a)" * 400_000 + b" ET\nendstream",
        ),
    )
    yield "title-of-a-megabyte", "has a title of a megabyte", pdf("x", title="a" * 1_000_000)


def _prev_itself() -> bytes:
    whole = _objects(CATALOGUE, ONE_PAGE, _sheet(), trailer=b"<</Root 1 0 R /Size 5 /Prev 0000000000>>")
    at = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Prev 0000000000", b"/Prev %010d" % at)


def perils(canary: str) -> Iterator[Peril]:
    """Every ruinous file."""
    for name, does, body in pdfs():
        yield Peril(f"/pdf/{name}.pdf", does, "read", says(body or b"", type=PDF))
    page = (CATALOGUE, ONE_PAGE, _sheet())
    yield Peril(
        "/pdf/packed-gigabyte.pdf",
        "unpacks to a gigabyte",
        "read",
        made(lambda: _objects(*page, _stream(_packed(100), b"FlateDecode")), type=PDF),
    )
    yield Peril(
        "/pdf/packed-thrice.pdf",
        "is packed three times over",
        "read",
        made(
            lambda: _objects(*page, _stream(_packed(50, 3), b"FlateDecode", b"FlateDecode", b"FlateDecode")),
            type=PDF,
        ),
    )
    yield Peril(
        "/pdf/thirty-megabytes.pdf",
        "is 30 MB long",
        "cut short",
        made(lambda: pdf("x") + b"%" * 30_000_000, type=PDF),
    )
    yield Peril(
        "/pdf/really-a-page", "is a page that says it is a PDF", "read", says(b"<html><h1>x</h1>", type=PDF)
    )
    yield Peril("/xml/laughs.xml", "is the billion laughs", "read", says(_laughs(), type=XML))
    yield Peril(
        "/xml/quadratic.xml", "has one long entity 10,000 times", "read", says(_quadratic(), type=XML)
    )
    yield Peril(
        "/xml/entity-file.xml",
        "asks for a file of the reader's machine",
        "read",
        says(_entity("file:///etc/passwd"), type=XML),
    )
    yield Peril(
        "/xml/entity-within.xml",
        "asks for an address within",
        "refused",
        says(_entity(f"{canary}/here"), type=XML),
    )
    yield Peril(
        "/xml/dtd-within.xml",
        "has its grammar at an address within",
        "refused",
        says(f'<?xml version="1.0"?><!DOCTYPE urlset SYSTEM "{canary}/here.dtd">{_SET}</urlset>', type=XML),
    )
    yield Peril(
        "/xml/deep.xml", "is nested 100,000 deep", "read", says("<a>" * 100_000 + "</a>" * 100_000, type=XML)
    )
    yield Peril(
        "/xml/fifty-megabytes.xml",
        "is 50 MB of addresses",
        "cut short",
        made(lambda: (_SET + _URL.format("a" * 60) * 500_000 + "</urlset>").encode(), type=XML),
    )
    yield Peril(
        "/xml/packed.xml.gz",
        "unpacks to 300 MB of addresses",
        "read",
        made(
            _packed_addresses,
            type="application/gzip",
        ),
    )
    yield Peril(
        "/xml/index-of-itself.xml",
        "is a list of lists that names itself",
        "read",
        says(
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/xml/index-of-itself.xml</loc></sitemap></sitemapindex>',
            type=XML,
        ),
    )
    yield Peril(
        "/xml/within.xml",
        "lists addresses within",
        "refused",
        says(
            f"{_SET}<url><loc>{canary}/here</loc></url><url><loc>file:///etc/passwd</loc></url></urlset>",
            type=XML,
        ),
    )
    yield Peril(
        "/xml/unended.xml", "does not end", "read", says(_SET + _URL.format(1) + "<url><loc>", type=XML)
    )


def _laughs() -> str:
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return (
        f'<?xml version="1.0"?><!DOCTYPE urlset [{"".join(lines)}]>{_SET}<url><loc>&a9;</loc></url></urlset>'
    )


def _quadratic() -> str:
    kind = f'<!DOCTYPE urlset [<!ENTITY a "{"a" * 50_000}">]>'
    return f'<?xml version="1.0"?>{kind}{_SET}<url><loc>{"&a;" * 10_000}</loc></url></urlset>'


def _entity(address: str) -> str:
    kind = f'<!DOCTYPE urlset [<!ENTITY a SYSTEM "{address}">]>'
    return f'<?xml version="1.0"?>{kind}{_SET}<url><loc>&a;</loc></url></urlset>'
