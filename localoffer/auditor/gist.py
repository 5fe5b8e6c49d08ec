"""What whoever follows links has to know of a page: a small part of it, since a page has hundreds of links."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from . import addresses
from .values import Page, Value


class Gist(Value, frozen=True):
    """Of a page, as it was read.

    `links` are address, words and place of each; `lines` the same number for the same line, whatever numbers are in it.
    """

    url: str
    status: int
    type: str
    error: str = ""
    is_within: bool = True
    scripts: int = 0
    shown_characters: int = 0
    read_by: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    lines: frozenset[int] = frozenset()

    @property
    def is_read(self) -> bool:
        """Whether the page answered and could be read."""
        return self.status == 200 and not self.error


def gist_of(page: Page, *, has_links: bool = True, told: set[int] | None = None) -> Gist:
    """What is to be known of a page.

    :param has_links: with its links
    :param told: which links were told of a page before, to be added to. Most of a page's are those of its menus, and
        need not be told again
    """
    text = addresses.NUMBER.sub("", page.text)
    return Gist(
        url=page.url,
        status=page.status,
        type=page.type,
        error=page.error,
        is_within=page.is_within,
        scripts=page.scripts,
        shown_characters=page.shown_characters,
        read_by=page.read_by,
        links=tuple(_untold(page, set() if told is None else told)) if has_links else (),
        lines=frozenset(map(zlib.crc32, text.encode().split(b"\n"))) if text else frozenset(),
    )


def _untold(page: Page, told: set[int]) -> Iterator[tuple[str, str, str]]:
    for link in page.links:
        each = link.url, link.text, link.where
        if (key := hash(each)) not in told:
            told.add(key)
            yield each
