"""What a site's own map names: a map in XML, a list of maps, or a plain list of addresses, each of them packed or not.

It is read as text, so that no entity of it is ever expanded, and unpacked while counting, so that a little that would
become very much is cut where a page would be.
"""

from __future__ import annotations

import re
import zlib
from html import unescape
from itertools import islice
from typing import Final, NamedTuple

from . import addresses
from .network.fetching import LARGEST_PAGE

MOST: Final = 5000
"""Addresses taken from one map."""

TYPES: Final = frozenset(
    {"application/gzip", "application/x-gzip", "application/gzip-compressed", "application/octet-stream"}
)
"""What a packed map is served as, besides as XML or text. As nothing else is such a body asked for."""

_PACKED: Final = b"\x1f\x8b"
# The end is not looked for: a map may be made so that looking for it from each beginning takes for ever
_LOCATION: Final = re.compile(r"<loc>([^<]+)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)


class SiteMap(NamedTuple):
    """What a map names, in its order."""

    pages: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()  # where it is a list of maps


def read(body: bytes) -> SiteMap:
    """Read a map; what is none names nothing."""
    text = unpacked(body).decode("utf-8-sig", "replace")
    if "<sitemapindex" in text:
        return SiteMap(maps=_alike(_LOCATION.findall(text)))
    if "<urlset" in text:
        return SiteMap(pages=_alike(_LOCATION.findall(text)))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # A list is nothing but addresses. An archive of anything else is no map
    return SiteMap(pages=_alike(lines)) if all(map(_ADDRESS.fullmatch, lines)) else SiteMap()


def unpacked(body: bytes, most: int = LARGEST_PAGE) -> bytes:
    """A body that may be packed with gzip, in one part or in many. What is in it is not unpacked once more.

    Never more than `most` bytes; of one that breaks off, what came.
    """
    if not body.startswith(_PACKED):
        return body
    pieces: list[bytes] = []
    left = most
    while body.startswith(_PACKED) and left > 0:
        unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            pieces.append(unpack.decompress(body, left))
        except zlib.error:
            break
        left -= len(pieces[-1])
        body = unpack.unused_data
    return b"".join(pieces)


def _alike(named: list[str]) -> tuple[str, ...]:
    found = (addresses.alike(unescape(each)) for each in islice(named, MOST))
    return tuple(dict.fromkeys(filter(None, found)))
