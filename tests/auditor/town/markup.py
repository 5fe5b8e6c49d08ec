"""Texts as HTML: a few marks, and the shells that councils' pages come in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

_LINK = re.compile(r"\[([^\]]+)\]\(([a-z]+:[^)\s]*)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")

#: What a link of a text, such as page:short-breaks, leads to.
Address = Callable[[str], str]


def inline(text: str, address: Address) -> str:
    """One line's links and strong words."""
    parts = []
    at = 0
    for found in _LINK.finditer(text):
        parts.append(_strong(text[at : found.start()]))
        parts.append(f'<a href="{escape(address(found[2]))}">{escape(found[1])}</a>')
        at = found.end()
    return "".join([*parts, _strong(text[at:])])


def _strong(text: str) -> str:
    return _STRONG.sub(r"<strong>\1</strong>", escape(text, quote=False))


def to_html(text: str, address: Address) -> str:
    """A text of headings (##), items (-), rows (| a | b |) and paragraphs, each on a line."""
    made: list[str] = []
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("## "):
            made.append(f"<h2>{escape(line[3:])}</h2>")
        elif line[:2] == "- ":
            items = _run(lines, at, "- ")
            made.append("<ul>" + "".join(f"<li>{inline(item[2:], address)}</li>" for item in items) + "</ul>")
            at += len(items) - 1
        elif line[0] == "|":
            rows = _run(lines, at, "|")
            made.append(_table(rows, address))
            at += len(rows) - 1
        else:
            made.append(f"<p>{inline(line, address)}</p>")
        at += 1
    return "\n".join(made)


def _run(lines: list[str], at: int, mark: str) -> list[str]:
    end = at
    while end < len(lines) and lines[end].startswith(mark):
        end += 1
    return lines[at:end]


def _table(rows: list[str], address: Address) -> str:
    head, *body = ([cell.strip() for cell in row.strip("|").split("|")] for row in rows)
    made = "".join(f'<th scope="col">{inline(cell, address)}</th>' for cell in head)
    made = f"<thead><tr>{made}</tr></thead><tbody>"
    for row in body:
        made += "<tr>" + "".join(f"<td>{inline(cell, address)}</td>" for cell in row) + "</tr>"
    return f'<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>{made}</tbody></table></div>'


def to_plain(text: str) -> str:
    """A text without marks, for a PDF."""
    text = _STRONG.sub(r"\1", _LINK.sub(r"\1", text))
    lines = [line.strip().removeprefix("## ").removeprefix("- ") for line in text.strip().split("\n")]
    return "\n".join(line.strip("| ").replace(" | ", ", ") for line in lines if line)


@dataclass(slots=True)
class Document:
    """A page before it is in its shell. `flags` are faults of the shell."""

    title: str
    body: str  # HTML
    heading: str = ""  # where it is not the title
    trail: list[tuple[str, str]] = field(default_factory=list)  # (words, address)
    aside: str = ""
    below: str = ""  # after the text: comments
    reviewed: str = ""  # "Last reviewed: 3 May 2026"
    head: str = ""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands round every page of a site."""

    kind: str  # landmarks, divisions, tables
    name: str
    menu: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]
    search: str  # the address of its search
    year: int

    def page(self, document: Document) -> str:
        """A whole page."""
        flags = document.flags
        language = "" if "no-language" in flags else ' lang="en-GB"'
        title = (
            "" if "no-title" in flags else f"<title>{escape(document.title)} - {escape(self.name)}</title>"
        )
        viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        head = f'<meta charset="utf-8">{title}{"" if "no-viewport" in flags else viewport}'
        return (
            f"<!DOCTYPE html>\n<html{language}><head>{head}<style>{STYLE}</style>{document.head}</head>\n"
            f"<body>{self._round(document)}</body></html>\n"
        )

    def _round(self, document: Document) -> str:
        trail = [*document.trail, (document.heading or document.title, "")]
        crumbs = links(trail[:-1]) + f"<li>{escape(trail[-1][0])}</li>"
        text = (
            f"<h1>{escape(document.heading or document.title)}</h1>\n{document.body}\n"
            f'<p class="reviewed">{escape(document.reviewed)}</p>'
        )
        find = (
            f'<form action="{escape(self.search)}" method="get" role="search"><label for="q">Search</label>'
            '<input type="search" id="q" name="q"><button>Search</button></form>'
        )
        foot = f"<ul>{links(self.foot)}</ul><p>© {escape(self.name)} {self.year}</p>"
        cookies = (
            '<div class="cookies"><p>We use cookies to make this site work.</p><button>Hide</button></div>'
        )
        name = f'<a href="/">{escape(self.name)}</a>'
        if self.kind == "landmarks":
            return (
                f'<a href="#main" class="skip">Skip to main content</a>{cookies}<header>{name}{find}</header>'
                f'<nav aria-label="Menu"><ul>{links(self.menu)}</ul></nav>'
                f'<nav aria-label="Breadcrumb"><ol>{crumbs}</ol></nav>'
                f'<main id="main">{text}{document.below}</main>'
                f'<aside aria-label="Related">{document.aside}</aside><footer>{foot}</footer>'
            )
        if self.kind == "divisions":
            return (
                f'<div id="top"><div class="header">{name}{find}</div><div class="nav"><ul>{links(self.menu)}</ul>'
                f'</div><div class="crumbs"><ol>{crumbs}</ol></div><div class="wrap"><div class="content">{text}'
                f'</div><div class="side">{document.aside}</div></div>{document.below}'
                f'<div class="footer">{foot}</div></div>{cookies}'
            )
        return (
            f'<table role="presentation"><tr><td colspan="2">{name}{find}</td></tr><tr><td><ul>{links(self.menu)}'
            f"</ul>{document.aside}</td><td><p>You are here:</p><ol>{crumbs}</ol>{text}{document.below}</td></tr>"
            f'<tr><td colspan="2">{foot}</td></tr></table>'
        )


def links(of: Iterable[tuple[str, str]]) -> str:
    """Links as items of a list."""
    return "".join(f'<li><a href="{escape(url)}">{escape(words)}</a></li>' for words, url in of)


STYLE = (
    "body{font:1rem/1.5 sans-serif;color:#111;background:#fff;margin:0 auto;max-width:60rem;padding:0 1rem}"
    "nav ul,nav ol,.nav ul{display:flex;flex-wrap:wrap;list-style:none;padding:0}"
    "li{margin:.25rem 1rem .25rem 0}a{color:#0b4f8a}"
    ".scroll{overflow-x:auto}table[role=presentation]{table-layout:fixed;width:100%;overflow-wrap:anywhere}"
    "input,.cookies{max-width:100%;box-sizing:border-box}p,li,a{overflow-wrap:anywhere}"
    "td,th{padding:.25rem .5rem;text-align:left;vertical-align:top}"
    "button,input{font:inherit;padding:.5rem}"
)
