"""The words of a page from another system, as blocks that our pages may hold. Plain Python.

Headings, paragraphs, lists, bold words and links stay. The rows of a table become a list. Pictures, forms, menus,
scripts and all looks are left out. Whatever comes in, only tags of ours go out: each is written anew.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

LEFT_OUT = frozenset(
    "script style noscript template nav header footer form button select textarea iframe object embed svg video audio "
    "map canvas dialog".split()
)
_NAMES = {
    "img": "picture",
    "iframe": "frame",
    "form": "form",
    "video": "film",
    "audio": "recording",
    "object": "frame",
}
_MAIN = frozenset({"main", "article"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKS = frozenset(
    "p div section aside address blockquote dl dt dd figure figcaption fieldset pre hr center body table thead tbody "
    "tfoot caption details summary".split()
)
_LISTS = frozenset({"ul", "ol"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass
class Block:
    """A heading (`level` 1 to 6), a paragraph, or the items of a list: `tag` is h, p, ul or ol."""

    tag: str
    html: str = ""
    level: int = 0
    items: list[str] = field(default_factory=list)
    is_main: bool = False


@dataclass
class Document:
    """What a page says: its title, its own sentence about itself, its blocks, and what was left out of it."""

    title: str = ""
    summary: str = ""
    blocks: list[Block] = field(default_factory=list)
    left_out: Counter = field(default_factory=Counter)


def read(text: str) -> Document:
    """Read a whole page or a piece of one. Of a page that marks its main part, only that counts."""
    reader = _Reader()
    reader.feed(text.replace("\0", ""))
    reader.close()
    reader.end_block()
    made = reader.made
    if any(block.is_main for block in made.blocks):
        made.blocks = [block for block in made.blocks if block.is_main]
    first = next((block for block in made.blocks if block.tag == "h" and block.level == 1), None)
    if first is not None:
        made.title = words(first.html)
        made.blocks.remove(first)
    made.title = " ".join(made.title.split())
    return made


def words(html: str) -> str:
    """The text of a piece of ours, without its tags."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.said).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


class _Reader(HTMLParser):
    """Writes blocks one after another. What is open is closed when the next begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = Document()
        self.skipping: list[str] = []
        self.in_title = False
        self.in_head = False
        self.main = 0
        self.lists: list[str] = []
        self.row = False
        self.is_new_list = False
        self.tag, self.level = "p", 0
        self.parts: list[str] = []
        self.bold = 0
        self.link: str | None = None

    # --- What the parser tells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.append(tag)
            return
        if tag in _NAMES:
            self.made.left_out[_NAMES[tag]] += 1
        if tag in LEFT_OUT:
            if tag not in _VOID:
                self.skipping.append(tag)
            return
        if tag == "title":
            self.in_title = True
        elif tag == "meta" and (attributes.get("name") or "").lower() == "description":
            self.made.summary = " ".join((attributes.get("content") or "").split())
        elif tag in _MAIN or (attributes.get("role") or "") == "main":
            self.end_block()
            self.main += 1
        elif tag in _HEADINGS:
            self.end_block()
            self.tag, self.level = "h", _HEADINGS[tag]
        elif tag in _LISTS:
            self.end_block()
            self.is_new_list = self.is_new_list or not self.lists
            self.lists.append(tag)
        elif tag == "li":
            self.end_block()
            self.tag = "li"
        elif tag == "tr":
            self.end_block()
            self.tag, self.row = "li", True
        elif tag in ("td", "th"):
            if self.row and self.has_words():
                self.parts.append("; ")
        elif tag in _BREAKS:
            self._break()
            self.is_new_list = self.is_new_list or tag == "table"
        elif tag == "br" and self.parts:
            self.parts.append("<br>" if self.tag == "p" else " ")
        elif tag in ("b", "strong"):
            self._open_bold()
        elif tag == "a" and attributes.get("href"):
            self._close_link()
            self.link = (attributes["href"] or "").strip()
            self.parts.append(f'<a href="{escape(self.link)}">')

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        if tag == "title":
            self.in_title = False
        elif tag in _MAIN:
            self.end_block()
            self.main = max(self.main - 1, 0)
        elif tag in _HEADINGS or tag == "li":
            self.end_block()
        elif tag == "tr":
            self.end_block()
            self.row = False
        elif tag in _LISTS:
            self.end_block()
            if self.lists:
                self.lists.pop()
        elif tag in _BREAKS:
            self._break()
        elif tag in ("b", "strong"):
            self._close_bold()
        elif tag == "a":
            self._close_link()

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        if self.in_title:
            self.made.title += data
            return
        self.parts.append(escape(data, quote=False))

    # --- Blocks

    def has_words(self) -> bool:
        return any(not part.startswith("<") and part.strip() for part in self.parts)

    def _break(self) -> None:
        """A paragraph within an item of a list, or within a cell, is no block of its own."""
        if self.tag == "li":
            self.parts.append(" ")
        elif self.tag == "p" or self.has_words():
            self.end_block()

    def end_block(self) -> None:
        link, bold = self.link, self.bold
        self._close_link()
        if bold:
            self.parts.append("</b>")
        text = " ".join("".join(self.parts).split())
        if self.has_words():
            self._keep(text)
        self.tag, self.level, self.parts = "p", 0, []
        # A block that ended within a link or bold words goes on so in the next
        self.bold = bold
        if bold:
            self.parts.append("<b>")
        if link is not None:
            self.link = link
            self.parts.append(f'<a href="{escape(link)}">')

    def _keep(self, text: str) -> None:
        text = text.removesuffix("<br>").strip()
        blocks, is_main = self.made.blocks, self.main > 0
        if self.tag != "li":
            blocks.append(Block(self.tag, text, self.level, is_main=is_main))
            return
        tag = self.lists[0] if self.lists and not self.row else "ul"
        if self.is_new_list or not blocks or blocks[-1].tag != tag or blocks[-1].is_main != is_main:
            blocks.append(Block(tag, is_main=is_main))
            self.is_new_list = False
        blocks[-1].items.append(text)

    def _open_bold(self) -> None:
        self.bold += 1
        if self.bold == 1 and self.tag != "h":
            self.parts.append("<b>")

    def _close_bold(self) -> None:
        if self.bold == 1 and self.tag != "h":
            self.parts.append("</b>")
        self.bold = max(self.bold - 1, 0)

    def _close_link(self) -> None:
        if self.link is not None:
            self.parts.append("</a>")
            self.link = None


def in_sections(document: Document, *, opening: str) -> Iterator[tuple[str, str]]:
    """The page in parts, as (title, HTML): a new one at each of its largest headings; `opening` is what comes before.

    Headings within a part are of the third and fourth level.
    """
    levels = sorted({block.level for block in document.blocks if block.tag == "h"})
    largest = levels[0] if levels else 0
    title, made = opening, []
    for block in document.blocks:
        if block.tag == "h" and block.level == largest:
            if made:
                yield title, "".join(made)
            title, made = words(block.html), []
        elif block.tag == "h":
            level = 3 if levels.index(block.level) == 1 else 4
            made.append(f"<h{level}>{escape(words(block.html), quote=False)}</h{level}>")
        elif block.tag == "p":
            made.append(f"<p>{block.html}</p>")
        else:
            made.append(f"<{block.tag}>{''.join(f'<li>{item}</li>' for item in block.items)}</{block.tag}>")
    if made:
        yield title, "".join(made)
