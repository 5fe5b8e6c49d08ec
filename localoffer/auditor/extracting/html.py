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
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple
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
# Each way to begin starts with a letter of its own, and what may not stand before it is asked after: so most of a text
# is passed over at once
_PHONE: Final = re.compile(
    r"(?:\+(?<![\d/.-]\+)44 ?(?:\(0\) ?)?|\((?<![\d/.-]\()0|0(?<![\d/.-]0))\d(?:[ ().-]{0,2}\d){7,10}(?![\d/])"
)
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
    about = _about(tree)
    base = urljoin(url, about.base) if about.base else url
    contents = {name.lower(): content for name, content in about.named}
    tree.strip_tags(_NEVER_SHOWN)
    comments = tree.css(_COMMENT) if b"comment" in body else []
    for node in comments:
        node.decompose()

    links, contacts = _links(tree, base)
    forms = tuple(_forms(tree, base))
    images, anchors = _images_and_anchors(tree, base)

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
        title=about.title,
        language=(root.attributes.get("lang") or "").strip()[:35] if root else "",
        text=text,
        paragraphs=tuple(line for line in lines if line not in titled and is_sentence(line)),
        first_words=" ".join(shown)[:FIRST],
        headings=headings,
        links=links,
        forms=forms,
        images=images,
        dates=tuple(
            islice(
                _once([*dates.in_metadata(about.named, about.structured), *dates.in_lines(shown)]), dates.MOST
            )
        ),
        contacts=tuple(contacts),
        anchors=anchors,
        viewport=contents.get("viewport"),
        canonical=addresses.alike(urljoin(base, about.canonical)) if about.canonical else "",
        comments=len(comments),
        scripts=about.scripts,
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
    return hashlib.blake2b(re.sub(r"[\d\s]+", " ", text).encode(), digest_size=12).hexdigest()


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


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
            title = _words(node) if title is None else title
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


def _lines_of(source: str) -> list[str]:
    """The words of serialised HTML, a line for each block."""
    text = html.unescape(_TAG.sub("\n", _INLINE_TAG.sub("", source)))
    return [" ".join(words) for line in text.split("\n") if (words := line.split())]


def _lines_around(source: str) -> list[str]:
    """The lines of what stands around the main part: its menus are the same on most pages, and are read once."""
    if "<!--" in source or len(source) > MOST_TEXT:
        return _lines_of(source)
    return [line for piece in source.split("</nav>") for line in _lines_read_once(piece)]


@lru_cache(maxsize=64)
def _lines_read_once(source: str) -> tuple[str, ...]:
    return tuple(_lines_of(source))


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
        shown = [*_lines_around(before), *lines, *_lines_around(after)] if is_there else _lines_of(source)
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
    """The links of a page as they stand, and the numbers and mailboxes that it links."""
    origin = addresses.origin(base)
    runs: dict[
        int, tuple[int, _Links]
    ] = {}  # those of each part, which follow each other, by the first of them
    outer: set[int] = set()
    for part in tree.css(_PARTS):
        if _is_within(part, outer) or not (first := part.css_first("a[href]")):
            continue
        outer.add(part.mem_id)
        # A menu is the same on every page, and is read once
        key = origin, part.html or ""
        run = _READ.get(key)
        if run is None:
            nodes = part.css("a[href]")
            run = len(nodes), _links_of(nodes, base, _places(part, nodes))
            if run[1].is_anywhere:
                _remember(_READ, key, run, MOST_READ)
        runs[first.mem_id] = run
    found: list[Link] = []
    contacts: list[Contact] = []
    nodes = tree.css("a[href]")
    loose = at = 0
    while at <= len(nodes):
        found_run = runs.get(nodes[at].mem_id) if at < len(nodes) else (1, _NONE)
        if found_run is None:
            at += 1
            continue
        # Those that stand in no part, and the part after them
        count, links = found_run
        for some in (_links_of(nodes[loose:at], base, {}), links):
            found += some.links
            contacts += some.contacts
        loose = at = at + count
    return tuple(found[:MOST_LINKS]), contacts[:100]


class _Links(NamedTuple):
    """What some links of a page lead to."""

    links: tuple[Link, ...]
    contacts: tuple[Contact, ...]
    #: they lead to the same from every page of the site
    is_anywhere: bool


_NONE: Final = _Links((), (), is_anywhere=True)
MOST_MADE: Final = 5000
_MADE: Final[dict[tuple[str, str, str], Link]] = {}
MOST_READ: Final = 50
_READ: Final[dict[tuple[str, str], tuple[int, _Links]]] = {}


def _links_of(nodes: list[LexborNode], base: str, places: dict[int, str]) -> _Links:
    origin = addresses.origin(base)
    found: list[Link] = []
    contacts: list[Contact] = []
    is_anywhere = True
    for node in nodes:
        place = places.get(node.mem_id, "main")
        key = (origin, place, node.html or "")
        if link := _MADE.get(key):
            found.append(link)
            continue
        href = (node.attributes.get("href") or "").strip()
        if href[:7].lower() == "mailto:" and (value := href[7:].partition("?")[0].strip()):
            contacts.append(Contact("email", value[:100], quoted(_words(node))))
        elif href[:4].lower() == "tel:":
            contacts.append(Contact("phone", href[4:].strip()[:40], quoted(_words(node))))
        elif target := addresses.whole(base, href):
            selector = f'a[href="{href}"]' if len(href) < 300 and '"' not in href else ""
            rel = node.attributes.get("rel") or ""
            link = Link(target[0], _name_of(node)[:200], place, target[1], rel, selector)
            found.append(link)
            if href.startswith(("/", "http")):
                _remember(_MADE, key, link, MOST_MADE)
            else:
                is_anywhere = False
    return _Links(tuple(found), tuple(contacts), is_anywhere)


def _remember(kept: dict[Any, Any], key: Any, value: Any, most: int) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value


def _places(part: LexborNode, nodes: list[LexborNode]) -> dict[int, str]:
    """What each link of a part stands in, by the innermost."""
    name = _part(part)
    places = {node.mem_id: name for node in nodes}
    for inner in part.css(_PARTS):
        name = _part(inner)
        places |= {node.mem_id: name for node in inner.css("a[href]")}
    return places


def _is_within(node: LexborNode, outer: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in outer:
            return True
        above = above.parent
    return False


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


def _images_and_anchors(tree: LexborHTMLParser, base: str) -> tuple[tuple[Image, ...], tuple[str, ...]]:
    """Pictures, and the names by which links lead to a place on the page."""
    images: list[Image] = []
    anchors: list[str] = []
    for node in tree.css("img, [id], a[name]"):
        told = node.attributes
        tag = node.tag
        if tag == "img" and len(images) < MOST_IMAGES:
            images.append(_image(told, base))
        for name in (told.get("id"), told.get("name") if tag == "a" else None):
            if name and len(name) < 200 and len(anchors) < MOST_ANCHORS:
                anchors.append(name)
    return tuple(images), tuple(anchors)


def _image(told: dict[str, str | None], base: str) -> Image:
    src = (told.get("src") or "").strip()
    target = addresses.whole(base, src)
    hidden = told.get("role") in ("presentation", "none") or told.get("aria-hidden") == "true"
    alt = (told["alt"] or "") if "alt" in told else (told.get("aria-label") or ("" if hidden else None))
    return Image(
        target[0] if target else src[:100],
        alt[:300] if alt is not None else None,
        selector=f'img[src="{src}"]' if src and len(src) < 300 and '"' not in src else "img",
    )


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
