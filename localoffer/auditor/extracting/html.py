"""A web page, read: what it says, and what its links, forms, pictures and dates are.

The main text is found by landmarks (`<main>`), where a page has none by leaving out what is mostly links, and where
that leaves next to nothing of a page that has words, by trafilatura. What visitors wrote under a page is counted and
left out: it may name people.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import addresses
from ..values import Contact, Field, Form, Heading, Image, Link, Page, quoted
from . import dates

MOST_LINKS: Final = 1500
MOST_IMAGES: Final = 300
MOST_ANCHORS: Final = 2000
MOST_TEXT: Final = 200_000
FIRST: Final = 600
ENOUGH: Final = 200
"""Characters of main text with which a way of finding it is content."""

_NEVER_SHOWN: Final = ["script", "style", "noscript", "template"]
_NO_WORDS: Final = ["svg", "iframe", "object", "canvas", "select", "datalist"]
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
_HIDDEN: Final = "[hidden], [aria-hidden=true]"
_COMMENT: Final = (
    "[itemprop=comment], .comment-body, .comment-content, .commentlist > li, .comment-list > li, .comment,"
    ".comments article, #comments article, .comments > ol > li, #comments > ol > li"
)
#: Parts of a page that are the same on many, and what a link in one of them stands in. An inner part decides.
_PARTS: Final = (
    "nav, [role=navigation], .breadcrumb, .breadcrumbs, body > header, [role=banner], #header, .header, footer,"
    "[role=contentinfo], #footer, aside, [role=complementary], .sidebar"
)
_PART: Final = {
    "nav": "nav",
    "navigation": "nav",
    "breadcrumb": "nav",
    "breadcrumbs": "nav",
    "header": "header",
    "banner": "header",
    "footer": "footer",
    "contentinfo": "footer",
    "aside": "aside",
    "complementary": "aside",
    "sidebar": "aside",
}
_WORDS_ASKED: Final = frozenset(
    "q s search query keyword keywords searchterm search_term term terms searchtext text k qs searchstring".split()
)

# The parser writes ">" inside an attribute as "&gt;", so that a tag ends at the first ">"
_INLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span"
    r"|strong|sub|sup|time|tt|u|var|wbr|input|button|picture|source)(?=[\s>])[^>]*>|<!--.*?-->",
    re.DOTALL,
)
_TAG: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"[^\S\n]{2,}|[\t\xa0\r]")
_BREAKS: Final = re.compile(r"\s*\n\s*")
_PHONE: Final = re.compile(r"(?<![\d/.-])(?:\+44 ?(?:\(0\) ?)?|\(?0)\d(?:[ ().-]{0,2}\d){7,10}(?![\d/])")
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_SENTENCE_END: Final = (".", "!", "?", ":", ";", ".”", '."', ".)", "?)", "…")


def read(body: bytes, *, url: str, status: int = 200, charset: str = "", asked_url: str = "") -> Page:
    """Read a web page. Never fails on what a page may hold; what is no HTML at all has no text.

    :param url: where the page was, after redirects; links are made whole by it
    :param charset: what the server said, "" if nothing
    """
    tree = LexborHTMLParser(decoded(body, charset))
    root = tree.css_first("html")
    base = url
    if b"<base" in body and (node := tree.css_first("base[href]")):
        base = urljoin(url, node.attributes.get("href") or "")
    named = _named_contents(tree)
    contents = {name.lower(): content for name, content in named}
    structured = []
    if b"ld+json" in body:
        structured = [node.text() for node in islice(tree.css('script[type="application/ld+json"]'), 10)]
    title = tree.css_first("title")
    canonical = tree.css_first("link[rel=canonical]")
    scripts = len(tree.css("script"))
    tree.strip_tags(_NEVER_SHOWN)
    comments = tree.css(_COMMENT) if b"comment" in body else []
    for node in comments:
        node.decompose()

    links, contacts = _links(tree, base)
    forms = tuple(_forms(tree, base))
    images = tuple(_images(tree, base))
    anchors = tuple(_anchors(tree))
    title_words = _words(title) if title else ""

    tree.strip_tags(_NO_WORDS)
    source = (tree.body.html or "") if tree.body else ""
    main, lines, shown, read_by = _main(tree, source)
    headings = tuple(_headings(tree, main))
    if read_by != "landmark" and len("".join(lines)) < ENOUGH < len("".join(shown)) / 3:
        if found := _by_trafilatura(body, charset):
            lines, read_by = found, "trafilatura"
    text = "\n".join(lines)[:MOST_TEXT]
    titled = {heading.text for heading in headings}
    contacts += contacts_in(shown, contacts)
    return Page(
        url=url,
        asked_url=asked_url if asked_url != url else "",
        status=status,
        type="html",
        title=title_words,
        language=(root.attributes.get("lang") or "").strip()[:35] if root else "",
        text=text,
        paragraphs=tuple(line for line in lines if line not in titled and is_sentence(line)),
        first_words=" ".join(shown)[:FIRST],
        headings=headings,
        links=links,
        forms=forms,
        images=images,
        dates=tuple(
            islice(_once([*dates.in_metadata(named, structured), *dates.in_lines(shown)]), dates.MOST)
        ),
        contacts=tuple(contacts),
        anchors=anchors,
        description=quoted(contents.get("description", "")),
        viewport=contents.get("viewport"),
        canonical=addresses.alike(urljoin(base, canonical.attributes.get("href") or "")) if canonical else "",
        generator=contents.get("generator", "")[:100],
        comments=len(comments),
        scripts=scripts,
        shown_characters=sum(map(len, shown)),
        read_by=read_by,
    )


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
    except (LookupError, UnicodeDecodeError):
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
    return hashlib.blake2b(re.sub(r"[\d\s]+", " ", text).encode(), digest_size=12).hexdigest()


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _named_contents(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    found = []
    for node in islice(tree.css("meta[content]"), 100):
        told = node.attributes
        if name := told.get("name") or told.get("property"):
            found.append((name, told.get("content") or ""))
    return found


def _lines_of(source: str) -> list[str]:
    """The words of serialised HTML, a line for each block."""
    text = html.unescape(_TAG.sub("\n", _INLINE_TAG.sub("", source)))
    return [line for line in _BREAKS.sub("\n", _SPACES.sub(" ", text)).split("\n") if line]


def _main(tree: LexborHTMLParser, source: str) -> tuple[LexborNode | None, list[str], list[str], str]:
    """The part of a page that is its own, its lines, those of all that is shown, and how it was found.

    Takes menus and what is hidden out of the tree.
    """
    if "hidden" in source:
        for node in tree.css(_HIDDEN):
            if node.tag not in ("html", "body", "main"):
                node.decompose()
    for selector in (_MAIN, _MAIN_ELSE):
        found = tree.css(selector)
        if not found:
            continue
        main = found[0] if len(found) == 1 else max(found, key=lambda node: len(node.text()))
        inner = main.html or ""
        for node in main.css(_NOT_MAIN_INSIDE):
            node.decompose()
        lines = _lines_of(main.html or "")
        size = sum(map(len, lines))
        # Each word is read once: what stands before the main part, in it, and after it
        before, is_there, after = source.partition(inner)
        shown = [*_lines_of(before), *lines, *_lines_of(after)] if is_there else _lines_of(source)
        if size >= ENOUGH or selector == _MAIN or size * 3 > sum(map(len, shown)):
            return main, lines, shown, "landmark"
    shown = _lines_of(source)
    body = tree.body
    if body is None:
        return None, shown, shown, "density"
    for node in body.css(_NOT_MAIN):
        if node.tag not in ("body", "main") and node.parent is not None:
            node.decompose()
    for node in body.css("ul, ol, table, div"):
        linked = node.css("a")
        if len(linked) >= 6:
            size = len(node.text(strip=True))
            if size and sum(len(link.text(strip=True)) for link in linked) / size > 0.8 and size < 3000:
                node.decompose()
    return body, _lines_of(body.html or ""), shown, "density"


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


def _headings(tree: LexborHTMLParser, main: LexborNode | None) -> Iterator[Heading]:
    inside = {node.mem_id for node in main.css("h1, h2, h3, h4, h5, h6")} if main else set()
    for node in islice(tree.css("h1, h2, h3, h4, h5, h6"), 300):
        if words := _words(node):
            yield Heading(int(str(node.tag)[1]), words[:300], node.mem_id in inside)


def _links(tree: LexborHTMLParser, base: str) -> tuple[tuple[Link, ...], list[Contact]]:
    where = {}
    for part in tree.css(_PARTS):
        name = _part(part)
        for node in part.css("a[href]"):
            where[node.mem_id] = name
    origin = addresses.origin(base)
    found: list[Link] = []
    contacts: list[Contact] = []
    for node in tree.css("a[href]"):
        place = where.get(node.mem_id, "main")
        # A menu's links are the same on every page, and made once
        key = (origin, place, node.html or "")
        if link := _MADE.get(key):
            if len(found) < MOST_LINKS:
                found.append(link)
            continue
        href = (node.attributes.get("href") or "").strip()
        if href[:7].lower() == "mailto:" and (value := href[7:].partition("?")[0].strip()):
            contacts.append(Contact("email", value[:100], quoted(_words(node))))
        elif href[:4].lower() == "tel:":
            contacts.append(Contact("phone", href[4:].strip()[:40], quoted(_words(node))))
        elif (target := addresses.whole(base, href)) and len(found) < MOST_LINKS:
            selector = f'a[href="{href}"]' if len(href) < 300 and '"' not in href else ""
            rel = node.attributes.get("rel") or ""
            link = Link(target[0], _name_of(node)[:200], place, target[1], rel, selector)
            found.append(link)
            if href.startswith(("/", "http")):
                if len(_MADE) > MOST_MADE:
                    _MADE.clear()
                _MADE[key] = link
    return tuple(found), contacts[:100]


MOST_MADE: Final = 5000
_MADE: Final[dict[tuple[str, str, str], Link]] = {}


def _part(node: LexborNode) -> str:
    told = node.attributes
    names = (told.get("role"), node.tag, told.get("id"), *(told.get("class") or "").split())
    return next((_PART[name] for name in names if name in _PART), "nav")


def _name_of(node: LexborNode) -> str:
    """What a screen reader calls a link: its label, its words, its picture's alternative text, its title."""
    told = node.attributes
    if label := told.get("aria-label"):
        return " ".join(label.split())
    if words := _words(node):
        return words
    if (image := node.css_first("img[alt]")) and (alt := image.attributes.get("alt")):
        return " ".join(alt.split())
    return " ".join((told.get("title") or "").split())


def _forms(tree: LexborHTMLParser, base: str) -> Iterator[Form]:
    forms = tree.css("form")
    if not forms:
        return
    labels = {node.attributes.get("for"): _words(node) for node in islice(tree.css("label[for]"), 500)}
    for form in islice(forms, 20):
        told = form.attributes
        fields = tuple(islice(_fields(form, tree, labels), 100))
        target = addresses.whole(base, told.get("action") or base)
        method = (told.get("method") or "get").lower()
        asks = any(field.type == "search" or field.name.lower() in _WORDS_ASKED for field in fields)
        is_search = (
            told.get("role") == "search"
            or (asks or "search" in (told.get("action") or "").lower())
            and any(field.type in ("text", "search") for field in fields)
        )
        yield Form(target[0] if target else "", method, fields, is_search)


def _fields(form: LexborNode, tree: LexborHTMLParser, labels: dict[str | None, str]) -> Iterator[Field]:
    for node in form.css("input, select, textarea"):
        told = node.attributes
        kind = (told.get("type") or "text").lower() if node.tag == "input" else str(node.tag)
        if kind in ("hidden", "submit", "button", "reset", "image"):
            continue
        name, own = told.get("name") or "", told.get("id")
        label = told.get("aria-label") or labels.get(own, "") if own else told.get("aria-label") or ""
        if not label and (by := told.get("aria-labelledby")):
            named = [tree.css_first(f'[id="{each}"]') for each in by.split()[:4] if '"' not in each]
            label = " ".join(_words(each) for each in named if each)
        if not label:
            label = _wrapping_label(node) or told.get("title") or ""
        yield Field(
            name[:100],
            kind,
            " ".join(label.split())[:200],
            f'[name="{name}"]' if name and '"' not in name else str(node.tag),
        )


def _wrapping_label(node: LexborNode) -> str:
    above = node.parent
    for _ in range(4):
        if above is None:
            return ""
        if above.tag == "label":
            return _words(above)
        above = above.parent
    return ""


def _images(tree: LexborHTMLParser, base: str) -> Iterator[Image]:
    for node in islice(tree.css("img"), MOST_IMAGES):
        told = node.attributes
        src = (told.get("src") or "").strip()
        target = addresses.whole(base, src)
        hidden = told.get("role") in ("presentation", "none") or told.get("aria-hidden") == "true"
        alt = (told["alt"] or "") if "alt" in told else (told.get("aria-label") or ("" if hidden else None))
        yield Image(
            target[0] if target else src[:100],
            alt[:300] if alt is not None else None,
            selector=f'img[src="{src}"]' if src and len(src) < 300 and '"' not in src else "img",
        )


def _anchors(tree: LexborHTMLParser) -> Iterator[str]:
    for node in islice(tree.css("[id], a[name]"), MOST_ANCHORS):
        told = node.attributes
        for name in (told.get("id"), told.get("name") if node.tag == "a" else None):
            if name and len(name) < 200:
                yield name


def contacts_in(lines: Iterable[str], known: list[Contact]) -> list[Contact]:
    """Numbers and addresses in the words of a page, beside those it links."""
    seen = {_same(contact.value) for contact in known}
    found: list[Contact] = []
    text = "\n".join(lines)
    for kind, looked_for in (("phone", _PHONE), ("email", _EMAIL)):
        if kind == "email" and "@" not in text:
            continue
        for match in looked_for.finditer(text):
            if (same := _same(match[0])) not in seen and len(found) < 100:
                seen.add(same)
                start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
                line = text[max(start, match.start() - 200) : end if end > 0 else None]
                found.append(Contact(kind, match[0].strip(), quoted(line)))
    return found


def _same(value: str) -> str:
    digits = "".join(letter for letter in value if letter.isdigit())
    return value.lower() if "@" in value else digits.removeprefix("44").lstrip("0")


def _once(values: Iterable[Any]) -> Iterator[Any]:
    seen = set()
    for value in values:
        key = (value.kind, value.on)
        if key not in seen:
            seen.add(key)
            yield value
