"""The words of a page's source, a line for each block: a paragraph, an item, a cell."""

from __future__ import annotations

import html
import re
from typing import Final

from selectolax.lexbor import LexborNode

#: Elements without words of their own.
WORDLESS: Final = ["svg", "iframe", "object", "canvas", "select", "datalist"]
HIDDEN: Final = "[hidden], [aria-hidden=true]"

# The parser writes ">" inside an attribute as "&gt;", so that a tag ends at the first ">"
_INLINE_TAG: Final = re.compile(
    r"<(?:/?(?:a(?:bbr|cronym)?|b(?:d[io]|ig|utton)?|c(?:ite|ode)|d(?:ata|el|fn)|em|font|i(?:mg|n(?:put|s))?|kbd|label"
    r"|mark|picture|q|s(?:amp|mall|ource|pan|trong|u[bp])?|t(?:ime|t)|u|var|wbr)(?=[\s>])[^>]*|!--.*?--)>",
    re.DOTALL,
)
_TAG: Final = re.compile(r"<[^>]*>")


def lines_of(source: str) -> list[str]:
    """The lines of serialised HTML. Where its author broke a line of the source says nothing."""
    text = html.unescape(_TAG.sub("\n", _INLINE_TAG.sub("", source.replace("\n", " "))))
    for space in "\xa0\t\r\f\v":
        text = text.replace(space, " ")
    lines = filter(None, map(str.strip, text.split("\n")))
    return [" ".join(line.split()) if "  " in line else line for line in lines]


def words(node: LexborNode) -> str:
    """All words of an element in one line."""
    return " ".join(node.text().split())


def strip_hidden(node: LexborNode) -> None:
    """Take out what is not shown, or is hidden from whoever cannot see it."""
    for each in node.css(HIDDEN):
        if each.tag not in ("html", "body", "main"):
            each.decompose()
