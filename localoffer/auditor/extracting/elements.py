"""What stands in an element of a page, or in all of it: links, forms, pictures, headings, and names to lead to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .. import addresses
from ..values import Contact, Field, Form, Heading, Image, Link, Nameless, quoted
from . import tables
from .lines import words

MOST_LINKS: Final = 1500
MOST_FORMS: Final = 20
MOST_IMAGES: Final = 300
MOST_ANCHORS: Final = 2000
MOST_HEADS: Final = 300
MOST_TABLES: Final = 30
#: What has no name and is told of one page.
MOST_NAMELESS: Final = 50

_CONTROLS: Final = "input, select, textarea"
_HEADINGS: Final = "h1, h2, h3, h4, h5, h6"
_HEADS: Final = "summary, p > strong:first-child, p > b:first-child"
_SECOND_COLUMN: Final = "tr > th:first-child + th"
#: What has to have a name, by its tag; what else is pressed is a button.
_NAMED_SORTS: Final = {"iframe": "frame"} | dict.fromkeys(_HEADINGS.split(", "), "heading")
#: What gives something a name that has no words, and what has one of them.
_NAMES: Final = ("aria-label", "aria-labelledby", "alt", "title")
_NAMED: Final = ", ".join(f"[{name}]" for name in _NAMES)
#: Roles of windows that open later, and those by which a heading is said to be none.
_NOT_YET: Final = ("dialog", "alertdialog", "presentation", "none")

#: Parts of a page that are the same on many, by their roles, names and classes, and what a link in one of them stands
#: in. An inner part decides. A `header` is one only at the top of a page: sections have headers, too.
_PART_TAGS: Final = frozenset({"nav", "footer", "aside"})
_PART_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "complementary"})
_PART_IDS: Final = frozenset({"header", "footer"})
_PART_CLASSES: Final = frozenset({"breadcrumb", "breadcrumbs", "header", "sidebar"})
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


class Gathered(NamedTuple):
    """What was found, in the order of the page."""

    links: list[Link]
    contacts: list[Contact]
    forms: list[Form]
    images: list[Image]
    anchors: list[str]
    nameless: list[Nameless]


def gathered(top: LexborHTMLParser | LexborNode, base: str) -> Gathered:
    """What stands in an element and is not its words. `base`: the address that its links begin from."""
    links, contacts = _links(top, base)
    images, anchors = _images_and_anchors(top, base)
    return Gathered(
        links,
        contacts,
        list(_forms(top, base)),
        images,
        anchors,
        [*_nameless(top), *tables.without_headers(top)],
    )


def headings(top: LexborHTMLParser | LexborNode, main: LexborNode | None = None) -> Iterator[Heading]:
    """The headings of an element. `main`: the element that the page's own stand in."""
    ours = {main.mem_id} if main else set()
    for node in islice(top.css(_HEADINGS), 300):
        if said := words(node):
            yield Heading(int(str(node.tag)[1]), said[:300], bool(ours) and is_within(node, ours))


def heads(main: LexborNode) -> Iterator[str]:
    """What heads a part of the main text without a heading tag: what is pressed to unfold it, or a line all in bold."""
    for node in islice(main.css(_HEADS), MOST_HEADS):
        said = words(node)
        if said and (node.tag == "summary" or (node.parent is not None and said == words(node.parent))):
            yield said[:300]


def columns(top: LexborHTMLParser) -> Iterator[str]:
    """What heads the columns of a page's tables: the header cells that stand side by side."""
    for second in islice(top.css(_SECOND_COLUMN), MOST_TABLES):
        for node in second.parent.css("th") if second.parent is not None else ():
            yield words(node)[:300]


def is_within(node: LexborNode, outer: set[int]) -> bool:
    """Whether an element stands in one of some."""
    above = node.parent
    while above is not None:
        if above.mem_id in outer:
            return True
        above = above.parent
    return False


def _links(top: LexborHTMLParser | LexborNode, base: str) -> tuple[list[Link], list[Contact]]:
    """The links as they stand, and the numbers and mailboxes that are linked."""
    found: list[Link] = []
    contacts: list[Contact] = []
    places: dict[int, str] = {}
    for node in top.css("a[href]"):
        told = node.attributes
        href = (told.get("href") or "").strip()
        if target := addresses.whole(base, href):
            selector = f'a[href="{href}"]' if len(href) < 300 and '"' not in href else ""
            place = _place_of(node, places)
            found.append(
                Link(target[0], _name_of(node, told)[:200], place, target[1], told.get("rel") or "", selector)
            )
        elif href[:7].lower() == "mailto:" and (value := href[7:].partition("?")[0].strip()):
            contacts.append(Contact("email", value[:100], quoted(words(node))))
        elif href[:4].lower() == "tel:":
            contacts.append(Contact("phone", href[4:].strip()[:40], quoted(words(node))))
    return found, contacts


def _place_of(node: LexborNode, known: dict[int, str]) -> str:
    """What an element stands in, by the innermost part about it. `known`: the same of elements, to be added to."""
    passed: list[int] = []
    above, place = node.parent, "main"
    while above is not None:
        key = above.mem_id
        if found := known.get(key):
            place = found
            break
        passed.append(key)
        if found := _part(above):
            place = found
            break
        above = above.parent
    for key in passed:
        known[key] = place
    return place


def _part(node: LexborNode) -> str:
    """What part of a page an element is; "" where it is none."""
    told, tag = node.attributes, node.tag
    role, name, classes = told.get("role"), told.get("id"), (told.get("class") or "").split()
    if (
        tag in _PART_TAGS
        or role in _PART_ROLES
        or name in _PART_IDS
        or not _PART_CLASSES.isdisjoint(classes)
        or (tag == "header" and node.parent is not None and node.parent.tag == "body")
    ):
        return next((_PART[each] for each in (role, tag, name, *classes) if each in _PART), "nav")
    return ""


def _name_of(node: LexborNode, told: dict[str, str | None]) -> str:
    """What a screen reader calls a link: its label, its words, its picture's alternative text, its title."""
    if label := told.get("aria-label"):
        return " ".join(label.split())
    if said := words(node):
        return said
    if (image := node.css_first("img[alt]")) and (alt := image.attributes.get("alt")):
        return " ".join(alt.split())
    return " ".join((told.get("title") or "").split())


def _forms(top: LexborHTMLParser | LexborNode, base: str) -> Iterator[Form]:
    forms = top.css("form")
    loose = [node for node in top.css(_CONTROLS) if not _is_of_a_form(node)]
    if not forms and not loose:
        return
    labels = {node.attributes.get("for"): words(node) for node in islice(top.css("label[for]"), 500)}
    for form in islice(forms, MOST_FORMS):
        told = form.attributes
        fields = tuple(islice(_fields(form.css(_CONTROLS), top, labels), 100))
        target = addresses.whole(base, told.get("action") or base)
        method = (told.get("method") or "get").lower()
        asks = any(field.type == "search" or field.name.lower() in _WORDS_ASKED for field in fields)
        is_search = (
            told.get("role") == "search"
            or (asks or "search" in (told.get("action") or "").lower())
            and any(field.type in ("text", "search") for field in fields)
        )
        yield Form(target[0] if target else "", method, fields, is_search)
    # Controls that scripts read, and no form holds
    if fields := tuple(islice(_fields(loose, top, labels), 100)):
        yield Form("", "get", fields, where="loose")


def _is_of_a_form(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag == "form":
            return True
        above = above.parent
    return False


def _fields(
    nodes: list[LexborNode], top: LexborHTMLParser | LexborNode, labels: dict[str | None, str]
) -> Iterator[Field]:
    for node in nodes:
        told = node.attributes
        kind = (told.get("type") or "text").lower() if node.tag == "input" else str(node.tag)
        if kind in ("hidden", "submit", "button", "reset", "image"):
            continue
        name, own = told.get("name") or "", told.get("id")
        label = told.get("aria-label") or labels.get(own, "") if own else told.get("aria-label") or ""
        if not label and (by := told.get("aria-labelledby")):
            named = [top.css_first(f'[id="{each}"]') for each in by.split()[:4] if '"' not in each]
            label = " ".join(words(each) for each in named if each)
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
            return words(above)
        above = above.parent
    return ""


def _images_and_anchors(top: LexborHTMLParser | LexborNode, base: str) -> tuple[list[Image], list[str]]:
    """Pictures, and the names by which links lead to a place on the page."""
    images: list[Image] = []
    anchors: list[str] = []
    for node in top.css('img, [id], a[name], input[type="image"], area[href]'):
        told = node.attributes
        tag = str(node.tag)
        is_image = tag in ("img", "area") or (tag == "input" and told.get("type") == "image")
        if is_image and len(images) < MOST_IMAGES:
            images.append(_image(told, base, tag))
        for name in (told.get("id"), told.get("name") if tag == "a" else None):
            if name and len(name) < 200 and len(anchors) < MOST_ANCHORS:
                anchors.append(name)
    return images, anchors


def _nameless(top: LexborHTMLParser | LexborNode) -> Iterator[Nameless]:
    """Buttons, frames and headings of which a screen reader can say nothing. What is not shown needs no name."""
    for node in islice(top.css(f'button, [role="button"], iframe, {_HEADINGS}'), 800):
        told = node.attributes
        what = _NAMED_SORTS.get(str(node.tag), "button")
        named = told.get("aria-labelledby") or (
            told.get("title") if what == "frame" else _name_of(node, told)
        )
        if named or told.get("aria-label") or _is_hidden(told):
            continue
        if what == "button" and any(words(title) for title in node.css("svg title")):
            continue
        if what == "heading" and (_is_named_within(node) or _is_not_shown_yet(node)):
            continue
        own = told.get("id") or ""
        selector = f'[id="{own}"]' if own and '"' not in own else str(node.tag)
        yield Nameless(what, selector)


def _is_named_within(node: LexborNode) -> bool:
    """Whether anything in an element that has no words has a name, which is then the element's as well."""
    return any(any(map(each.attributes.get, _NAMES)) for each in node.css(_NAMED))


def _is_not_shown_yet(node: LexborNode | None) -> bool:
    """Whether an element stands in what is hidden, or in a window that a script opens and gives its heading."""
    while node is not None:
        told = node.attributes
        if node.tag == "dialog" or told.get("role") in _NOT_YET or "modal" in (told.get("class") or ""):
            return True
        if _is_hidden(told):
            return True
        node = node.parent
    return False


def _is_hidden(told: dict[str, str | None]) -> bool:
    style = (told.get("style") or "").replace(" ", "").lower()
    return (
        "hidden" in told
        or told.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or "0" in (told.get("width"), told.get("height"))
    )


def _image(told: dict[str, str | None], base: str, tag: str = "img") -> Image:
    src = (told.get("src") or told.get("href") or "").strip()
    target = addresses.whole(base, src)
    hidden = told.get("role") in ("presentation", "none") or told.get("aria-hidden") == "true"
    alt = (told["alt"] or "") if "alt" in told else (told.get("aria-label") or ("" if hidden else None))
    return Image(
        target[0] if target else src[:100],
        alt[:300] if alt is not None else None,
        selector=f'{tag}[{"href" if tag == "area" else "src"}="{src}"]'
        if src and len(src) < 300 and '"' not in src
        else tag,
    )
