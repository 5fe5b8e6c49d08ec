"""Reads the examples beside it: passages with the criteria they meet, and small sites with what they are.

Every second one was set aside: nothing was tuned on it (`held_out`). `unseen.txt` and `later.txt` were written after
the tuning; `thin.txt` has pages of few words, which name something that is there, or recite the duty beside a telephone
number; `small.txt` has whole sites of few words a page; `voices.txt` has lists, tables and questions on the one hand,
and what parents tell on the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from localoffer.auditor.sites import Site
from localoffer.auditor.values import Crawled, Heading, Link, Page

HERE: Final = Path(__file__).parent
TODAY: Final = date(2026, 11, 26)
HOST: Final = "https://localoffer.example.gov.uk"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in the voice of a council. `tempts` names what a decoy might be taken for, and `why` it is not.

    `partly`: what it tells a little of. `neither`: what it speaks of and tells nothing of. `voice`: terse or warm.
    """

    text: str
    meets: tuple[str, ...] = ()
    tempts: str = ""
    why: str = ""
    held_out: bool = False
    partly: str = ""
    neither: str = ""
    voice: str = ""

    @property
    def slug(self) -> str:
        return self.meets[0] if self.meets else self.tempts or self.partly or self.neither


def passages(pattern: str = "passages-*.txt") -> list[Passage]:
    """All passages, by file."""
    found: list[Passage] = []
    for file in sorted(HERE.glob(pattern)):
        pieces = re.split(r"^=== (.*)\n", file.read_text("utf-8"), flags=re.MULTILINE)[1:]
        for number, (head, text) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
            said = dict(item.strip().split(": ", 1) for item in head.split(";"))
            meets = tuple(slug.strip() for slug in said.get("meets", "").split(",") if slug.strip())
            found.append(
                Passage(
                    text.strip(),
                    meets,
                    said.get("tempts", ""),
                    said.get("why", ""),
                    bool(number % 2),
                    said.get("partly", ""),
                    said.get("neither", ""),
                    said.get("voice", ""),
                )
            )
    return found


def page(text: str, url: str = f"{HOST}/page", **more: object) -> Page:
    """A page of lines: `# ` begins a heading, `> ` a link with its address and words."""
    lines: list[str] = []
    headings: list[Heading] = []
    links: list[Link] = []
    for line in text.strip().split("\n"):
        if match := re.match(r"(#+) (.*)", line):
            headings.append(Heading(len(match[1]), match[2]))
            lines.append(match[2])
        elif match := re.match(r"> (\S+) (.*)", line):
            address = match[1] if "//" in match[1] else HOST + match[1]
            links.append(Link(address, match[2]))
            lines.append(match[2])
        elif line.strip():
            lines.append(line.strip())
    prose = tuple(line for line in lines if line.endswith((".", "!", "?")) and " " in line)
    return Page(
        url=url,
        status=200,
        type="pdf" if url.endswith(".pdf") else "html",
        title=headings[0].text if headings else "",
        text="\n".join(lines),
        paragraphs=prose,
        first_words=" ".join(lines)[:600],
        headings=tuple(headings),
        links=tuple(links),
        **more,  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class SmallSite:
    """A small site, and what it is."""

    kind: str
    name: str
    site: Site
    held_out: bool


def sites(file: str = "sites.txt") -> Iterator[SmallSite]:
    """All small sites."""
    by_slug: dict[str, list[str]] = {}
    for passage in passages():
        if passage.meets:
            by_slug.setdefault(passage.slug, []).append(passage.text)
    pieces = re.split(r"^==== (.*)\n", (HERE / file).read_text("utf-8"), flags=re.MULTILINE)[1:]
    for number, (head, text) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
        kind, name = head.split("; ", 1)
        pages = list(_pages(text, by_slug))
        menu = tuple(Link(each.url, each.title) for each in pages[1:])
        pages[0] = replace_links(pages[0], menu)
        yield SmallSite(
            kind,
            name,
            Site(pages[0].url, TODAY, pages, Crawled(len(pages), is_complete=True)),
            bool(number % 2),
        )


def replace_links(first: Page, menu: tuple[Link, ...]) -> Page:
    """A page whose own links are followed by those of a menu."""
    known = {link.url for link in first.links}
    return msgspec.structs.replace(
        first, links=(*first.links, *(link for link in menu if link.url not in known))
    )


def _pages(text: str, by_slug: dict[str, list[str]]) -> Iterator[Page]:
    # `+ slug 1` puts a passage on the page before it, one level down; `& slug 1` makes a page of it
    text = re.sub(
        r"^\+ (\S+) (\d)\n?",
        lambda match: "#" + by_slug[match[1]][int(match[2]) - 1] + "\n",
        text,
        flags=re.MULTILINE,
    )
    text = re.sub(
        r"^& (\S+) (\d)\n?",
        lambda match: f"@ /{match[1]}-{match[2]}\n{by_slug[match[1]][int(match[2]) - 1]}\n",
        text,
        flags=re.MULTILINE,
    )
    pieces = re.split(r"^@ (\S+)\n", text, flags=re.MULTILINE)[1:]
    for path, body in zip(pieces[::2], pieces[1::2], strict=True):
        yield page(body, HOST + path)
