"""Tables of data that name neither their columns nor their rows.

Where a table does not say whether it is data or there for looks alone, its size and what it holds decide, much as in
axe-core and Firefox; in doubt it is there for looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..values import Nameless, quoted
from .lines import words

LEAST: Final = 10
"""Cells. A smaller table that does not say that it is one may be there for looks."""

LONGEST: Final = 150
"""Characters. A cell with more is a piece of the page, and not a thing told of its row."""

_HEADERS: Final = "th, [scope], [role=columnheader], [role=rowheader]"
_SAYS_SO: Final = "caption, thead"
_NOT_DATA: Final = (
    "form, input, select, textarea, button, iframe, object, video, img, h1, h2, h3, h4, h5, h6, nav, ul, ol"
)


def without_headers(top: LexborHTMLParser | LexborNode) -> Iterator[Nameless]:
    """The tables of data of an element that have no header cell."""
    for table in islice(top.css("table"), 100):
        if table.css_first(_HEADERS) or table.attributes.get("role") in ("presentation", "none"):
            continue
        rows = [[words(cell) for cell in row.css("td")] for row in islice(table.css("tr"), 200)]
        if _is_data(table, rows):
            yield Nameless("table", said=quoted(" | ".join(rows[0])))


def _is_data(table: LexborNode, rows: list[list[str]]) -> bool:
    if len(table.css("table")) > 1 or table.css_first(_NOT_DATA):
        return False
    columns, alike = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if columns < 2 or alike < 2:
        return False
    said = [cell for row in rows for cell in row]
    if max(map(len, said)) > LONGEST or 4 * sum(map(bool, said)) < 3 * len(said):
        return False
    if table.css_first(_SAYS_SO) or (table.attributes.get("summary") or "").strip():
        return True
    # One link in each cell: a list of links, put side by side
    return len(said) >= LEAST and 4 * alike >= 3 * len(rows) and len(table.css("a")) < len(said) / 2
