"""Small real PDFs, written by hand: with or without a title, with or without tags."""

from __future__ import annotations

import textwrap

LINES_OF_A_PAGE = 45


def pdf(text: str, *, title: str = "", language: str = "en-GB", is_tagged: bool = True) -> bytes:
    """A PDF of a text, as many pages as it needs."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, 85) or [""]]
    sheets = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, len(lines), LINES_OF_A_PAGE)] or [[]]
    objects: dict[int, bytes] = {}
    # 1 catalogue, 2 pages, 3 font, 4 information, 5 structure; then a page and its words for each sheet.
    pages = [6 + 2 * number for number in range(len(sheets))]
    tags = b"/MarkInfo <</Marked true>> /StructTreeRoot 5 0 R " if is_tagged else b""
    spoken = b"/Lang (%s) " % language.encode() if is_tagged else b""
    objects[1] = b"<</Type /Catalog /Pages 2 0 R %s%s>>" % (tags, spoken)
    kids = " ".join(f"{page} 0 R" for page in pages).encode()
    objects[2] = b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(pages), kids)
    objects[3] = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
    objects[4] = b"<<%s/Producer (A word processor)>>" % (b"/Title %s " % _said(title) if title else b"")
    objects[5] = b"<</Type /StructTreeRoot /K []>>"
    for page, sheet in zip(pages, sheets, strict=True):
        words = (
            b"BT /F1 11 Tf 14 TL 50 780 Td " + b"".join(_said(line) + b" Tj T* " for line in sheet) + b"ET"
        )
        if is_tagged:
            words = b"/P <</MCID 0>> BDC " + words + b" EMC"
        objects[page] = (
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources <</Font <</F1 3 0 R>>>>>>" % (page + 1)
        )
        objects[page + 1] = b"<</Length %d>>\nstream\n%s\nendstream" % (len(words), words)
    return _file(objects)


def _said(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252", "replace") + b")"


def _file(objects: dict[int, bytes]) -> bytes:
    made = b"%PDF-1.7\n"
    starts = []
    for number, body in sorted(objects.items()):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d /Root 1 0 R /Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(made))
    )
