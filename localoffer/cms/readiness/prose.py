"""The prose of a text: what is read as sentences, and not what is looked at or pressed. Plain Python."""

import re
from typing import Final

from .html import HEADINGS, elements

_NO_PROSE: Final = HEADINGS | {
    "table",
    "nav",
    "button",
    "form",
    "figcaption",
    "script",
    "style",
    "template",
    "summary",
}
_ENDS: Final = re.compile(r"[.!?:;…][\"”’)]*(?:\s|$)")


def prose_of(html: str) -> list[str]:
    """The paragraphs and list items that are sentences. Headings, tables, menus and lists of links are left out."""
    found = []
    for element in elements(html):
        if element.tag not in ("p", "li") or _NO_PROSE & set(element.within):
            continue
        words = element.words
        is_link_alone = len(" ".join(element.linked.split())) > len(words) * 0.8
        if _ENDS.search(words) and not is_link_alone:
            found.append(words)
    return found
