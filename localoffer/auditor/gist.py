"""What whoever follows links has to know of a page: a small part of it, since a page has hundreds of links."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from .values import Link, Page, Value

MOST_AGAIN: Final = 4000
#: A line of so many characters is prose, and no label, menu or heading.
LONG: Final = 80
_LONG_LINES: Final = re.compile(rb"[^\n]{%d,}" % LONG)


class Gist(Value, frozen=True):
    """Of a page, as it was read.

    `links` are address, words and place of each; `lines` the same number for the same line, whatever numbers are in it;
    `passages` those of them that have `LONG` characters.
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
    passages: frozenset[int] = frozenset()

    @property
    def is_read(self) -> bool:
        """Whether the page answered and could be read."""
        return self.status == 200 and not self.error


class Told:
    """Which links were told of a page before: most of a page's are those of its menus, and need not be told again."""

    def __init__(self) -> None:
        self._keys: set[int] = set()
        # The same object, as the links of a menu are that was read once, is known sooner. It is held, so that no other
        # has its id
        self._again: dict[int, Link] = {}

    def untold(self, page: Page) -> Iterator[tuple[str, str, str]]:
        """The links of a page that were not told, which they are then."""
        again = self._again
        for link in [link for link in page.links if id(link) not in again]:
            each = link.url, link.text, link.where
            if (key := hash(each)) not in self._keys:
                self._keys.add(key)
                yield each
                continue
            if len(again) >= MOST_AGAIN:
                again.clear()
            again[id(link)] = link


def gist_of(page: Page, *, has_links: bool = True, told: Told | None = None) -> Gist:
    """What is to be known of a page.

    :param has_links: with its links
    :param told: of earlier pages, whose links are left out
    """
    text = page.text.encode().translate(None, b"0123456789")
    return Gist(
        url=page.url,
        status=page.status,
        type=page.type,
        error=page.error,
        is_within=page.is_within,
        scripts=page.scripts,
        shown_characters=page.shown_characters,
        read_by=page.read_by,
        links=tuple((told or Told()).untold(page)) if has_links else (),
        lines=frozenset(map(zlib.crc32, text.split(b"\n"))) if text else frozenset(),
        passages=frozenset(map(zlib.crc32, _LONG_LINES.findall(text))),
    )
