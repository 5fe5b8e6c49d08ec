"""Menus, headers and footers: the same on most pages of a site, and most of such a page. Each is read once.

A part that is large, or was met before, is taken out of the page's tree and its place marked. One that came again,
letter for letter, is cut out of the next page's source before that is parsed at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import Final, NamedTuple

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import addresses
from ..values import Contact, DateSaid, Heading, Link
from . import dates
from .contacts import MOST, contacts_in, unknown
from .elements import Gathered, gathered, headings
from .lines import WORDLESS, lines_of, strip_hidden

LARGE: Final = 1500
LEAST: Final = 150
"""Characters of source. To remember a part that is not large costs more than to read it, unless it comes again."""

MOST_KEPT: Final = 50
MOST_MET: Final = 5000
MOST_SITES: Final = 20

_BEGINNING: Final = 60
"""Characters by which a part is looked for in a page's source."""

# Characters that no text has, and that take no more room than a letter: else all of a page would take twice as much
_MARK: Final = "\x01"
"""Stands about the number of a part that was taken out."""

MAIN: Final = "\x02"
"""Stands for the main part while the rest is read."""

_BEGIN: Final = re.compile("<(?:nav|header|footer)")
_LANDMARKS: Final = "nav, body > header, footer, [role]"
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo"})
_MAIN_TAGS: Final = ("main", "article")


class Part(NamedTuple):
    """What a part holds, whatever page it stands on."""

    found: Gathered
    headings: list[Heading]
    lines: list[str]
    dates: list[DateSaid]
    #: numbers and mailboxes among its words that it does not link
    said: list[Contact]
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


class _Known:
    """The parts of one site's frame."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        # Parts that lead elsewhere from elsewhere
        self._unlike: set[int] = set()
        self._once: dict[str, Part] = {}
        self._again: dict[str, Part] = {}
        #: by how their author wrote them
        self.written: dict[str, Part] = {}
        self._by_beginning: dict[str, list[str]] = defaultdict(list)

    def is_worth(self, shape: str) -> bool:
        """Whether a part is to be taken out: a large one, and another that was met before."""
        if len(shape) >= LARGE or shape in self._again or shape in self._once:
            return True
        key = hash(shape)
        if len(shape) < LEAST or key in self._unlike:
            return False
        if key in self._met:
            return True
        if len(self._met) >= MOST_MET:
            self._met.clear()
        self._met.add(key)
        return False

    def part(self, node: LexborNode, shape: str, base: str, source: str) -> Part:
        """What an element holds. The second time it is looked for in the page's source as well."""
        if part := self._again.get(shape):
            return part
        if part := self._once.pop(shape, None):
            if len(self._again) >= MOST_KEPT:
                self._again.clear()
                self.written.clear()
                self._by_beginning.clear()
            self._again[shape] = part
            if written := _written(str(node.tag), shape, source):
                self.written[written] = part
                self._by_beginning[written[:_BEGINNING]].append(written)
            return part
        part, is_anywhere = _part(node, base)
        if is_anywhere:
            if len(self._once) >= MOST_KEPT:
                del self._once[next(iter(self._once))]
            self._once[shape] = part
        elif len(shape) < LARGE and len(self._unlike) < MOST_MET:
            self._unlike.add(hash(shape))
        return part

    def written_at(self, source: str, at: int) -> str:
        """The part that begins at a place of a page's source, as it is written; "" where none does."""
        for written in self._by_beginning.get(source[at : at + _BEGINNING], ()):
            if source.startswith(written, at):
                return written
        return ""

    def forget(self, parts: list[Part]) -> None:
        """Look for some parts in no source any more."""
        for written in [each for each, part in self.written.items() if any(part is one for one in parts)]:
            del self.written[written]
            self._by_beginning[written[:_BEGINNING]].remove(written)


_SITES: Final[dict[str, _Known]] = {}


def _known_of(url: str) -> _Known:
    site = addresses.origin(url)
    if site not in _SITES:
        if len(_SITES) >= MOST_SITES:
            del _SITES[next(iter(_SITES))]
        _SITES[site] = _Known()
    return _SITES[site]


def plain(source: str) -> str:
    """A page's source without the characters that mark a place."""
    for mark in (_MARK, MAIN):
        if mark in source:
            source = source.replace(mark, "")
    return source


def cut_out(source: str, url: str) -> tuple[str, list[Part]]:
    """Cut the parts that are known out of a page's source. Each leaves a mark where it was, for `put_back`.

    What is cut out may turn out to stand where nothing is shown, such as in a comment: see `are_shown`.
    """
    known = _known_of(url)
    if not known.written:
        return source, []
    pieces: list[str] = []
    parts: list[Part] = []
    end = 0
    begin = _BEGIN.search(source)
    while begin:
        at = begin.start()
        if written := known.written_at(source, at):
            pieces += source[end:at], f"{_MARK}{len(parts)}{_MARK}"
            parts.append(known.written[written])
            end = at + len(written)
        begin = _BEGIN.search(source, max(end, at + 1))
    return "".join([*pieces, source[end:]]), parts


def are_shown(parts: list[Part], lines: list[str], url: str) -> bool:
    """Whether the mark of each part that was cut out stands among the lines that a page shows.

    One that does not is not cut out again.
    """
    marked = "".join(line for line in lines if _MARK in line)
    missing = [part for number, part in enumerate(parts) if f"{_MARK}{number}{_MARK}" not in marked]
    if missing:
        _known_of(url).forget(missing)
    return not missing


def take_out(tree: LexborHTMLParser, base: str, source: str, known: int) -> list[Part]:
    """Take the parts of a page's frame out of its tree that are large, or came before.

    Each leaves a mark where it was, for `put_back`.

    :param source: what the tree was made of
    :param known: how many were cut out before: numbers go on from there
    """
    site = _known_of(base)
    taken: list[tuple[LexborNode, str]] = []
    within: set[int] = set()
    for node in tree.css(_LANDMARKS):
        if _is_frame(node, within):
            shape = node.html or ""
            if "<main" not in shape and 'role="main"' not in shape and site.is_worth(shape):
                within.add(node.mem_id)
                taken.append((node, shape))
    parts: list[Part] = []
    for number, (node, shape) in enumerate(taken, known):
        parts.append(site.part(node, shape, base, source))
        node.replace_with(f"{_MARK}{number}{_MARK}")
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


def with_contacts(linked: list[Contact], lines: list[str], parts: list[Part]) -> tuple[Contact, ...]:
    """The numbers and mailboxes that a page links, those among its own words, and those among its frame's."""
    said = contacts_in(lines, linked)
    for part in parts:
        if part.said:
            said += unknown(part.said, [*linked, *said])
    return (*linked[:MOST], *said[:MOST])


def with_headings(own: list[Heading], parts: list[Part]) -> list[Heading]:
    """A page's headings, with those of its frame about them."""
    first = _all(part.headings for part in parts if not part.is_foot)
    return [*first, *own, *_all(part.headings for part in parts if part.is_foot)]


def put_back(lines: list[str], parts: list[Part]) -> list[str]:
    """Lines with those of the parts whose marks are among them."""
    said: list[str] = []
    for line in lines:
        if _MARK not in line:
            said.append(line)
            continue
        # What stands about the marks of a line, and between them what they stand for
        for place, piece in enumerate(line.split(_MARK)):
            if place % 2 == 0:
                said += filter(None, [piece.strip()])
            elif (number := _number(piece)) < len(parts):
                said += parts[number].lines
    return said


def _number(piece: str) -> int:
    """The number in a mark. A page may write such characters by their numbers, and then anything between them."""
    return int(piece) if len(piece) < 5 and piece.isdecimal() else 10_000


def without_marks(lines: list[str]) -> list[str]:
    """Lines without those of the parts."""
    return [
        said
        for line in lines
        for said in (filter(None, map(str.strip, line.split(_MARK)[::2])) if _MARK in line else (line,))
    ]


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


def _part(node: LexborNode, base: str) -> tuple[Part, bool]:
    """What an element holds, and whether it leads to the same from everywhere. Takes what has no words out of it."""
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
    dated = list(dates.in_lines(lines))
    return Part(found, said, lines, dated, contacts_in(lines, found.contacts), is_foot, own), is_anywhere


def _written(tag: str, shape: str, source: str) -> str:
    """A part as its author wrote it; "" where that is not the whole of it, or leans on what stands about it."""
    begin, close = 0, f"</{tag}>"
    while (begin := source.find(f"<{tag}", begin)) >= 0 and (end := source.find(close, begin)) >= 0:
        written = source[begin : end + len(close)]
        alone = LexborHTMLParser(written).body
        if alone is not None and alone.html == f"<body>{shape}</body>":
            return written
        begin = end
    return ""


def _is_anywhere(node: LexborNode, found: Gathered) -> bool:
    """Whether a part leads to the same from every page of its site: no address in it begins where the page is."""
    told = [link.selector.removeprefix('a[href="') for link in found.links]
    told += [image.selector.removeprefix('img[src="') for image in found.images]
    told += [form.attributes.get("action") or "" for form in node.css("form")]
    return all(address.startswith(("/", "http", "#", "data:")) for address in told)
