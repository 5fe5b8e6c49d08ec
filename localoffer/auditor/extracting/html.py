"""A web page, read: what it says, and what its links, forms, pictures and dates are.

The main text is found by landmarks (`<main>`), where a page has none by leaving out what is mostly links, and where
that leaves next to nothing of a page that has words, by trafilatura. What visitors wrote under a page is counted and
left out: it may name people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final, NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from .. import addresses
from ..values import DateSaid, Heading, Page
from . import dates, frame
from .elements import (
    MOST_ANCHORS,
    MOST_FORMS,
    MOST_IMAGES,
    MOST_LINKS,
    MOST_NAMELESS,
    Gathered,
    columns,
    gathered,
    headings,
    heads,
)
from .lines import WORDLESS, lines_of, strip_hidden, words

MOST_TEXT: Final = 200_000
FIRST: Final = 600
ENOUGH: Final = 200
"""Characters of main text with which a way of finding it is content."""

_NEVER_SHOWN: Final = ["script", "style", "noscript", "template"]
_MAIN: Final = "main, [role=main], #main-content, #maincontent"
_MAIN_ELSE: Final = "#content, #main, #page-content, .main-content, article"
_NOT_MAIN: Final = (
    "nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=complementary],"
    "[role=search], .nav, .navigation, .menu, .breadcrumb, .breadcrumbs, .sidebar, .cookie-banner, #cookie-banner,"
    ".cookies, .skip-link, .skiplink, #header, #footer, #nav, #sidebar"
)
_NOT_MAIN_INSIDE: Final = (
    "nav, [role=navigation], [role=search], .breadcrumb, .breadcrumbs, .cookie-banner, .skip-link, .pagination,"
    ".share, .social-share"
)
_COMMENT: Final = (
    "[itemprop=comment], .comment-body, .comment-content, .commentlist > li, .comment-list > li, .comment,"
    ".comments article, #comments article, .comments > ol > li, #comments > ol > li"
)
#: Without one of these in its source a page has no such element, which costs less to see.
_COMMENTED: Final = re.compile(r"comment(?:list|-list|-body|-content|s?[\s\"'>])")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_SENTENCE_END: Final = (".", "!", "?", ":", ";", ".”", '."', ".)", "?)", "…")


def read(body: bytes, *, url: str, status: int = 200, charset: str = "", asked_url: str = "") -> Page:
    """Read a web page. Never fails on what a page may hold; what is no HTML at all has no text.

    :param url: where the page was, after redirects; links are made whole by it
    :param charset: what the server said, "" if nothing
    """
    source = frame.plain(decoded(body, charset))
    cut, known = frame.cut_out(source, url)
    apart = _take_apart(cut, known, url)
    # With a base of its own its links lead elsewhere
    if known and (apart.about.base or not frame.are_shown(known, apart.shown, url)):
        apart = _take_apart(source, [], url)
    about, parts, base, lines, read_by = apart.about, apart.parts, apart.base, apart.lines, apart.read_by
    shown = frame.put_back(apart.shown, parts)
    said = frame.with_headings(apart.headings, parts)
    if read_by != "landmark" and len("".join(lines)) < ENOUGH < len("".join(shown)) / 3:
        if else_found := _by_trafilatura(body, charset):
            lines, read_by = else_found, "trafilatura"
    found = frame.joined(apart.own, parts, base)
    own_lines = frame.without_marks(apart.shown)
    contents = {name.lower(): content for name, content in about.named}
    titled = {heading.text for heading in said}
    return Page(
        url=url,
        asked_url=asked_url if asked_url != url else "",
        status=status,
        type="html",
        title=about.title,
        language=apart.language,
        text="\n".join(lines)[:MOST_TEXT],
        paragraphs=tuple(line for line in lines if line not in titled and is_sentence(line)),
        first_words=" ".join(shown)[:FIRST],
        headings=tuple(said),
        heads=tuple(apart.heads),
        links=tuple(found.links[:MOST_LINKS]),
        forms=tuple(found.forms[:MOST_FORMS]),
        images=tuple(found.images[:MOST_IMAGES]),
        nameless=tuple(found.nameless[:MOST_NAMELESS]),
        dates=tuple(
            islice(
                _once(
                    dates.in_metadata(about.named, about.structured),
                    dates.in_lines(own_lines),
                    *(part.dates for part in parts),
                ),
                dates.MOST,
            )
        ),
        contacts=frame.with_contacts(found.contacts, own_lines, parts),
        anchors=tuple(found.anchors[:MOST_ANCHORS]),
        viewport=contents.get("viewport"),
        canonical=addresses.alike(urljoin(base, about.canonical)) if about.canonical else "",
        comments=apart.comments,
        scripts=about.scripts,
        shown_characters=sum(map(len, shown)),
        read_by=read_by,
        columns=tuple(dict.fromkeys(apart.columns)),
    )


class _Apart(NamedTuple):
    """A page taken apart: its frame, what it says, and what else stands in it."""

    about: _About
    language: str
    base: str
    comments: int
    parts: list[frame.Part]
    #: without what stands in the parts
    own: Gathered
    columns: list[str]
    headings: list[Heading]
    heads: list[str]
    lines: list[str]
    #: with marks where the parts were
    shown: list[str]
    read_by: str


def _take_apart(source: str, known: list[frame.Part], url: str) -> _Apart:
    """Take a page apart. `known`: the parts of its frame that were cut out of its source."""
    tree = LexborHTMLParser(source)
    root = tree.root
    about = _about(tree)
    base = urljoin(url, about.base) if about.base else url
    language = (root.attributes.get("lang") or "").strip()[:35] if root is not None else ""
    tree.strip_tags(_NEVER_SHOWN)
    comments = tree.css(_COMMENT) if "comment" in source and _COMMENTED.search(source) else []
    for node in comments:
        node.decompose()
    parts = [*known, *frame.take_out(tree, base, source, len(known))]
    own = gathered(tree, base)
    tree.strip_tags(WORDLESS)
    headed = list(columns(tree)) if "<th" in source else []
    return _Apart(about, language, base, len(comments), parts, own, headed, *_main(tree))


def without_comments(body: bytes, charset: str = "") -> bytes:
    """A page's source without what visitors wrote under it; the same bytes where nobody wrote."""
    tree = LexborHTMLParser(decoded(body, charset))
    written = tree.css(_COMMENT)
    if not written:
        return body
    for node in written:
        node.decompose()
    return (tree.html or "").encode()


def decoded(body: bytes, charset: str = "") -> str:
    """A page's source as text: by its byte order mark, what the server said, what it says itself, else by trying."""
    if body.startswith(b"\xef\xbb\xbf"):
        return body[3:].decode("utf-8", "replace")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if not charset and (said := _CHARSET.search(body, 0, 4096)):
        charset = said[1].decode("ascii", "replace")
    if charset.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        charset = "windows-1252"  # as the HTML standard has it
    try:
        return body.decode(charset or "utf-8")
    except (LookupError, ValueError):  # "idna" is a name of one, and fails in its own way
        pass
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")


def is_sentence(line: str) -> bool:
    """Whether a line is something said, and not a label, a name or a link in a list."""
    words = line.count(" ") + 1
    return words >= 5 and (line.endswith(_SENTENCE_END) or words >= 12)


def digest(text: str) -> str:
    """The same for the same words, whatever the numbers in them: by which a trap shows that it says nothing new."""
    return hashlib.blake2b(text.encode().translate(None, b"0123456789 \n"), digest_size=12).hexdigest()


class _About(NamedTuple):
    """What a page says of itself, rather than shows."""

    title: str
    base: str
    canonical: str
    named: list[tuple[str, str]]
    structured: list[str]
    scripts: int


def _about(tree: LexborHTMLParser) -> _About:
    """Gathered in one walk, since each walks through the whole page."""
    title, base, canonical = None, "", ""
    named: list[tuple[str, str]] = []
    structured: list[str] = []
    scripts = 0
    for node in tree.css("title, base[href], link[rel=canonical], meta[content], script"):
        tag = node.tag
        if tag == "title":
            # A drawing has titles, too
            title = words(node) if title is None else title
            continue
        told = node.attributes
        if tag == "script":
            scripts += 1
            if told.get("type") == "application/ld+json" and len(structured) < 10:
                structured.append(node.text())
        elif tag == "meta":
            if len(named) < 100 and (name := told.get("name") or told.get("property")):
                named.append((name, told.get("content") or ""))
        elif tag == "base":
            base = base or told.get("href") or ""
        else:
            canonical = canonical or told.get("href") or ""
    return _About(title or "", base, canonical, named, structured, scripts)


def _main(tree: LexborHTMLParser) -> tuple[list[Heading], list[str], list[str], list[str], str]:
    """A page's headings, what else heads a part, the lines of the part that is its own, those of all that is shown, and
    how it was found.

    Takes menus and what is hidden out of the tree, and the main part as well.
    """
    body = tree.body
    if body is None:
        return [], [], [], [], "density"
    strip_hidden(body)
    for selector in (_MAIN, _MAIN_ELSE):
        found = body.css(selector)
        if not found:
            continue
        main = found[0] if len(found) == 1 else max(found, key=lambda node: len(node.text()))
        for node in main.css(_NOT_MAIN_INSIDE):
            node.decompose()
        lines = frame.without_marks(lines_of(main.html or ""))
        size = sum(map(len, lines))
        if size >= ENOUGH or selector == _MAIN or size * 3 > sum(map(len, lines_of(body.html or ""))):
            said, also = list(headings(tree, main)), list(heads(main))
            # Each word is read once: what stands before the main part, in it, and after it
            main.replace_with(frame.MAIN)
            before, _, after = (body.html or "").partition(frame.MAIN)
            return said, also, lines, [*lines_of(before), *lines, *lines_of(after)], "landmark"
    shown = lines_of(body.html or "")
    for node in body.css(_NOT_MAIN):
        if node.tag not in ("body", "main") and node.parent is not None:
            node.decompose()
    for node in body.css("ul, ol, table, div"):
        linked = node.css("a")
        if len(linked) >= 6:
            size = len(node.text(strip=True))
            if size and sum(len(link.text(strip=True)) for link in linked) / size > 0.8 and size < 3000:
                node.decompose()
    lines = frame.without_marks(lines_of(body.html or ""))
    return list(headings(tree, body)), list(heads(body)), lines, shown, "density"


def _by_trafilatura(body: bytes, charset: str) -> list[str]:
    """The last resort: slow, and loaded only when it is wanted."""
    import trafilatura

    try:
        text = trafilatura.extract(
            decoded(body, charset), include_comments=False, include_tables=True, favor_recall=True
        )
    except Exception:
        return []
    return [line for each in (text or "").split("\n") if (line := " ".join(each.split()))]


def _once(*values: Iterable[DateSaid]) -> Iterator[DateSaid]:
    seen = set()
    for value in chain.from_iterable(values):
        key = (value.kind, value.on)
        if key not in seen:
            seen.add(key)
            yield value
