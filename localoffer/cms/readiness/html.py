"""A text's HTML as a short list of what is in it, in order. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS: Final = (
    frozenset(
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form "
        "header li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
    )
    | HEADINGS
)


@dataclass(slots=True)
class Element:
    """A piece of text, a heading, a link or a picture, with the elements that it stands within."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    text: str = ""
    linked: str = ""  # that part of its text which is in links

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class _Reader(HTMLParser):
    """Gathers elements. Each text goes to everything that is open, but for a block within a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(each.tag for each in self.open))
        self.found.append(element)
        if tag == "br":
            self.handle_data(" ")
        if tag not in VOID:
            if tag in ("p", "li") and any(each.tag == tag for each in self.open[-1:]):
                self.open.pop()  # an end that nobody wrote
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self.open) - 1, -1, -1):
            if self.open[number].tag == tag:
                del self.open[number:]
                break

    def handle_data(self, data: str) -> None:
        in_link = any(each.tag == "a" for each in self.open)
        for element in reversed(self.open):
            element.text += data
            if in_link:
                element.linked += data
            if element.tag in _BLOCKS:
                break


def elements(html: str) -> Iterator[Element]:
    """Every element of a text, in order. Reads anything, however broken."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found
