"""How pages and values are kept: as JSON, pressed together."""

from __future__ import annotations

import zlib
from typing import Final

import msgspec

from .values import Page, Value

try:
    from isal.isal_zlib import compress as _compress
    from isal.isal_zlib import decompress as _decompress

    _QUICK = 0
except ImportError:  # it is not made for every kind of computer
    from zlib import compress as _compress
    from zlib import decompress as _decompress

    _QUICK = 1

_PAGE: Final = msgspec.json.Decoder(Page)


def pressed(source: bytes) -> bytes:
    """Bytes in less room, as zlib has it, quickly rather than well."""
    return _compress(source, _QUICK)


def unpressed(pressed: bytes) -> bytes:
    """The bytes that were pressed, by us or by a server in gzip."""
    return zlib.decompress(pressed, wbits=zlib.MAX_WBITS | 32)


def packed(value: Value) -> bytes:
    """A value as it is kept."""
    return pressed(msgspec.json.encode(value))


def page_of(packed: bytes) -> Page:
    """A page that was packed here."""
    return _PAGE.decode(_decompress(packed))
