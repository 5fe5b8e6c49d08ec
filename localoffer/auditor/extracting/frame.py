"""Menus, headers and footers: the same on most pages of a site, and most of such a page. Each is read once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import addresses
from ..values import Heading, Link
from .elements import Gathered, gathered, headings
from .lines import WORDLESS, lines_of, strip_hidden

LEAST: Final = 1500
"""Characters of source. A smaller part costs more to remember than to read."""

MOST_KEPT: Final = 50

_MARK: Final = "\ufdd0"
"""Stands about the number of a part that was taken out: a character that no text has (a noncharacter of Unicode)."""

MAIN: Final = "\ufdd1"
"""Stands for the main part while the rest is read: another."""

_LANDMARKS: Final = "nav, body > header, footer, [role]"
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo"})
_MAIN_TAGS: Final = ("main", "article")


class Part(NamedTuple):
    """What a part holds, whatever page it stands on."""

    found: Gathered
    headings: list[Heading]
    lines: list[str]
    is_foot: bool
    #: the places of those of its links that lead to the page itself: "#top"
    own: list[int]

    def links_on(self, base: str) -> list[Link]:
        """Its links as they are on a page."""
        if not self.own:
            return self.found.links
        links = list(self.found.links)
        here = addresses.alike(base)
        for place in self.own:
            links[place] = msgspec.structs.replace(links[place], url=here)
        return links


_all: Final = chain.from_iterable
_KEPT: Final[dict[tuple[str, str], Part]] = {}


def plain(source: str) -> str:
    """A page's source without the characters that mark a place."""
    for mark in (_MARK, MAIN):
        if mark in source:
            source = source.replace(mark, "")
    return source


def take_out(tree: LexborHTMLParser, base: str) -> list[Part]:
    """Take the large parts of a page's frame out of its tree. Each leaves a mark where it was, for `put_back`."""
    large: list[tuple[LexborNode, str]] = []
    within: set[int] = set()
    for node in tree.css(_LANDMARKS):
        if _is_frame(node, within):
            source = node.html or ""
            if len(source) >= LEAST and "<main" not in source and 'role="main"' not in source:
                within.add(node.mem_id)
                large.append((node, source))
    parts: list[Part] = []
    for node, source in large:
        parts.append(_part(node, source, base))
        node.replace_with(f"{_MARK}{len(parts) - 1}{_MARK}")
    return parts


def joined(own: Gathered, parts: list[Part], base: str) -> Gathered:
    """What a page holds, with what its frame holds: menus and headers first, feet last."""
    first = [part for part in parts if not part.is_foot]
    last = [part for part in parts if part.is_foot]
    return Gathered(
        links=[
            *_all(part.links_on(base) for part in first),
            *own.links,
            *_all(part.links_on(base) for part in last),
        ],
        contacts=[*own.contacts, *_all(part.found.contacts for part in parts)],
        forms=[
            *_all(part.found.forms for part in first),
            *own.forms,
            *_all(part.found.forms for part in last),
        ],
        images=[*own.images, *_all(part.found.images for part in parts)],
        anchors=[*own.anchors, *_all(part.found.anchors for part in parts)],
        nameless=[*own.nameless, *_all(part.found.nameless for part in parts)],
    )


def with_headings(own: list[Heading], parts: list[Part]) -> list[Heading]:
    """A page's headings, with those of its frame about them."""
    first = _all(part.headings for part in parts if not part.is_foot)
    return [*first, *own, *_all(part.headings for part in parts if part.is_foot)]


def put_back(lines: list[str], parts: list[Part]) -> list[str]:
    """Lines with those of the parts whose marks are among them."""
    return [said for line in lines for said in (_unmarked(line, parts) if _MARK in line else (line,))]


def without_marks(lines: list[str]) -> list[str]:
    """Lines without those of the parts."""
    return [
        said
        for line in lines
        for said in (filter(None, map(str.strip, line.split(_MARK)[::2])) if _MARK in line else (line,))
    ]


def _unmarked(line: str, parts: list[Part]) -> Iterator[str]:
    """What stands about the marks of a line, and between them what they stand for."""
    for place, piece in enumerate(line.split(_MARK)):
        if place % 2:
            yield from parts[int(piece)].lines
        elif said := piece.strip():
            yield said


def _is_frame(node: LexborNode, within: set[int]) -> bool:
    """Whether an element is a part of the frame, and in no other that is. A menu is one wherever it stands."""
    tag = node.tag
    role = "" if tag in ("nav", "header") else node.attributes.get("role")
    if tag not in ("nav", "header", "footer") and role not in _ROLES:
        return False
    is_menu = tag == "nav" or role == "navigation"
    above = node.parent
    while above is not None:
        if above.mem_id in within or (not is_menu and above.tag in _MAIN_TAGS):
            return False
        above = above.parent
    return True


def _part(node: LexborNode, source: str, base: str) -> Part:
    key = addresses.origin(base), source
    if kept := _KEPT.get(key):
        return kept
    told = node.attributes
    found = gathered(node, base)
    own = [place for place, link in enumerate(found.links) if link.selector.startswith('a[href="#')]
    is_foot = node.tag == "footer" or told.get("role") == "contentinfo"
    said = list(headings(node))
    is_anywhere = _is_anywhere(node, found)
    lines: list[str] = []
    if "hidden" not in told and told.get("aria-hidden") != "true":
        node.strip_tags(WORDLESS)
        strip_hidden(node)
        lines = lines_of(node.html or "")
    part = Part(found, said, lines, is_foot, own)
    if is_anywhere:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = part
    return part


def _is_anywhere(node: LexborNode, found: Gathered) -> bool:
    """Whether a part leads to the same from every page of its site: no address in it begins where the page is."""
    told = [link.selector.removeprefix('a[href="') for link in found.links]
    told += [image.selector.removeprefix('img[src="') for image in found.images]
    told += [form.attributes.get("action") or "" for form in node.css("form")]
    return all(address.startswith(("/", "http", "#", "data:")) for address in told)
