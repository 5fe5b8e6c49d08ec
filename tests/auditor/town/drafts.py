"""Pages before they are rendered, so that faults can be planted on them; and the sites they are served from."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.auditor.serving import Asked, Reply

from .markup import Address, Document, Shell, to_html

#: What only keeps or counts a visitor, and does not change the page.
_SESSION = re.compile(r";jsessionid=\w+|(?<=[?&])(?:sid|utm_\w+)=[^&]*&?")


@dataclass(slots=True)
class Draft:
    """A page of a site: what stands on it, and how it is to be spoilt."""

    url: str
    kind: str  # topic, section, entry, council, decoy, outside …
    title: str
    text: str = ""  # marked up as markup.py reads it
    criteria: list[str] = field(default_factory=list)
    folded: list[tuple[str, str]] = field(default_factory=list)  # an accordion: heading and text
    extras: list[str] = field(default_factory=list)  # HTML after the text
    trail: list[tuple[str, str]] = field(default_factory=list)
    aside: str = ""
    below: str = ""
    reviewed: str = ""
    head: str = ""
    flags: set[str] = field(default_factory=set)
    is_scripted: bool = False
    is_broken: bool = False  # tags left open
    encoding: str = "utf-8"
    status: int = 200
    wait: float = 0
    first: list[int] = field(default_factory=list)  # statuses that come before the page, such as 429

    @property
    def key(self) -> str:
        """Where its own site keeps it."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def html(self, shell: Shell, address: Address, base: str) -> str:
        """The whole page. Links to its own site leave the host out, as most do."""
        body = to_html(self.text, address)
        for heading, text in self.folded:
            body += f"<details><summary>{escape(heading)}</summary>{to_html(text, address)}</details>"
        body += "".join(self.extras)
        if self.is_scripted:
            packed = base64.b64encode(body.encode()).decode()
            body = (
                '<div id="app"></div><noscript><p>Please turn on JavaScript.</p></noscript><script>'
                f'const packed = Uint8Array.from(atob("{packed}"), c => c.charCodeAt(0));'
                'document.getElementById("app").innerHTML = new TextDecoder().decode(packed);</script>'
            )
        document = Document(
            self.title,
            body,
            "",
            self.trail,
            self.aside,
            self.below,
            self.reviewed,
            self.head,
            frozenset(self.flags),
        )
        html = shell.page(document)
        if self.is_broken:
            html = html.replace("</p>", "").replace("</li>", "").replace("<h1>", "<div><b><h1>", 1)
        html = html.replace(f'href="{base}/', 'href="/')
        if self.encoding != "utf-8":
            html = html.replace('charset="utf-8"', f'charset="{self.encoding}"')
        return html

    def reply(self, shell: Shell, address: Address, base: str) -> Reply:
        """What the server says."""
        return Reply(
            self.html(shell, address, base).encode(self.encoding, "xmlcharrefreplace"),
            self.status,
            f"text/html; charset={self.encoding}",
            wait=self.wait,
            keeps=self.status == 200,
        )


class Pages:
    """A site: what it answers to each address. Rules answer what has no end, such as a calendar."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.fixed: dict[str, Reply] = {}
        self.rules: list[tuple[str, Callable[[Asked], Reply | None]]] = []
        self.first: dict[str, list[Reply]] = {}
        self.missing = Reply(b"<!DOCTYPE html><title>404</title><h1>Page not found</h1>", 404)

    def __call__(self, asked: Asked) -> Reply:
        if asked.method not in ("GET", "HEAD"):
            return Reply(b"Only GET", 405, "text/plain", {"Allow": "GET, HEAD"})
        key = without_session(asked.target)
        if waiting := self.first.get(key):
            return waiting.pop(0)
        # Most servers take no notice of a query they do not know.
        if found := self.fixed.get(key) or self.fixed.get(key.partition("?")[0]):
            return found
        for start, rule in self.rules:
            if key.startswith(start) and (found := rule(asked)):
                return found
        return self.missing

    def knows(self, key: str) -> bool:
        """Whether there is a fixed page, or a rule that may answer."""
        return (
            key in self.fixed
            or key.partition("?")[0] in self.fixed
            or any(key.startswith(start) for start, _ in self.rules)
        )


def without_session(target: str) -> str:
    """An address without what only keeps a visitor."""
    return _SESSION.sub("", target).rstrip("?&")


def hrefs(html: str) -> Iterator[str]:
    """The address of every link, as written."""
    for node in LexborHTMLParser(html).css("a[href]"):
        yield node.attributes["href"] or ""
