"""A PDF, read: its words, and whether a screen reader can follow it."""

from __future__ import annotations

import io
import logging
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..values import Page, PdfFacts
from . import dates
from .contacts import contacts_in
from .html import FIRST, MOST_TEXT, is_sentence

MOST_PAGES: Final = 60
"""Pages whose words are read: of a longer one, the first."""

# It warns of every oddity of a file, and there are many
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(body: bytes, *, url: str, status: int = 200, asked_url: str = "") -> Page:
    """Read a PDF. One that cannot be opened has an `error`."""
    asked = asked_url if asked_url != url else ""
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return Page(
                url=url, status=status, type="pdf", asked_url=asked, error="it is locked with a password"
            )
        catalog = reader.root_object
        pages = len(reader.pages)
        marked = catalog.get("/MarkInfo")
        is_tagged = bool(marked and marked.get_object().get("/Marked")) and "/StructTreeRoot" in catalog
        title = str((reader.metadata.title if reader.metadata else "") or "").strip()
        language = str(catalog.get("/Lang") or "")
        lines: list[str] = []
        size = 0
        for number in range(min(pages, MOST_PAGES)):
            for each in reader.pages[number].extract_text().split("\n"):
                if line := " ".join(each.split()):
                    lines.append(line)
                    size += len(line)
            if size > MOST_TEXT:
                break
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        return Page(
            url=url,
            status=status,
            type="pdf",
            asked_url=asked,
            error=f"it could not be read ({type(error).__name__})",
        )
    lines = _paragraphs(lines)
    return Page(
        url=url,
        asked_url=asked,
        status=status,
        type="pdf",
        title=title[:300] or (lines[0][:120] if lines else ""),
        language=language[:35],
        text="\n".join(lines)[:MOST_TEXT],
        paragraphs=tuple(line for line in lines if is_sentence(line)),
        first_words=" ".join(lines)[:FIRST],
        dates=tuple(dates.in_lines(lines))[: dates.MOST],
        contacts=tuple(contacts_in(lines, [])),
        shown_characters=sum(map(len, lines)),
        read_by="pdf",
        pdf=PdfFacts(pages=pages, is_tagged=is_tagged, has_title=bool(title), language=language[:35]),
    )


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines of print joined to paragraphs: a line goes on where the last one ended in mid-sentence."""
    joined: list[str] = []
    for line in lines:
        goes_on = joined and len(joined[-1]) > 50 and joined[-1][-1] not in ".!?:;" and line[0].islower()
        if goes_on and len(joined[-1]) < 3000:
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined
