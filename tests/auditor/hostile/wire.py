"""Answers that break the manners of HTTP: without end, without truth, or drop by drop."""

from __future__ import annotations

import asyncio
import zlib
from asyncio import StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count

from tests.auditor.serving import Asked, Reply

from .perils import Peril, page

A_PIECE = 64 * 1024
#: No test has so much patience or so much room; a server that a test forgot still comes to an end.
MOST_BYTES = 2 * 1024**3
DROP_EVERY = 0.5  # seconds

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
START = page("<p>It begins well.</p>").encode()

Writing = Callable[[Asked, StreamWriter], Awaitable[None]]


def raw(*pieces: bytes) -> Callable[[Asked], Reply]:
    """Exactly these bytes, and the end."""

    async def write(_: Asked, writer: StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return lambda _: Reply(raw=write)


def endless(head: bytes, piece: bytes, *, every: float = 0) -> Callable[[Asked], Reply]:
    """A beginning, and then one piece again and again."""

    async def write(_: Asked, writer: StreamWriter) -> None:
        writer.write(head)
        async for more in again(piece, every):
            writer.write(more)
            await writer.drain()

    return lambda _: Reply(raw=write)


async def again(piece: bytes, every: float) -> AsyncIterator[bytes]:
    """A piece until `MOST_BYTES`, with a rest between two."""
    for number in count(1):
        if number * len(piece) > MOST_BYTES:
            return
        yield piece
        await asyncio.sleep(every)


def bomb(encoding: str, blocks: int) -> Callable[[Asked], Reply]:
    """Ten megabytes of spaces for each block, packed into ten kilobytes."""

    async def write(_: Asked, writer: StreamWriter) -> None:
        bits = {"gzip": 31, "deflate": 15}[encoding]
        packer = zlib.compressobj(9, zlib.DEFLATED, bits)
        spaces = b" " * 10_000_000
        start = packer.compress(START) + packer.flush(zlib.Z_FULL_FLUSH)
        # After a full flush a block knows nothing of what came before, and may be sent as often as one likes.
        block = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
        writer.write(HTML + f"Content-Encoding: {encoding}\r\nConnection: close\r\n\r\n".encode() + start)
        for _number in range(blocks):
            writer.write(block)
            await writer.drain()

    return lambda _: Reply(raw=write)


async def _packed_nothing(_: Asked, writer: StreamWriter) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(START) + packer.flush(zlib.Z_FULL_FLUSH)
    writer.write(HTML + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + start)
    for _number in range(100):
        writer.write(b"\0\0\0\xff\xff" * 13_000)  # blocks of no bytes
        await writer.drain()


async def silence(_: Asked, writer: StreamWriter) -> None:
    await asyncio.sleep(3600)
    writer.write(HTML + b"\r\n")


def chunk(data: bytes) -> bytes:
    """A piece of a chunked body."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"


def _length(said: str) -> bytes:
    return HTML + f"Content-Length: {said}\r\n\r\n".encode() + START


PERILS = (
    Peril(
        "/wire/endless-headers",
        "sends headers without end",
        "cut short",
        endless(HTML, b"X-More: and more\r\n" * 500),
    ),
    Peril(
        "/wire/huge-header",
        "sends one header without end",
        "cut short",
        endless(HTML + b"X-Long: ", b"a" * A_PIECE),
    ),
    Peril(
        "/wire/many-cookies",
        "sets 2,000 cookies",
        "cut short",
        raw(
            HTML,
            b"Set-Cookie: a=" + b"b" * 900 + b"\r\n",
            *[b"Set-Cookie: c%d=%s\r\n" % (n, b"d" * 90) for n in range(2000)],
            b"\r\n",
            START,
        ),
    ),
    Peril("/wire/silence", "says nothing at all", "cut short", lambda _: Reply(raw=silence)),
    Peril(
        "/wire/slow-headers",
        "sends a header letter by letter",
        "cut short",
        endless(HTML + b"X-Slow: ", b"a", every=DROP_EVERY),
    ),
    Peril(
        "/wire/slow-body",
        "sends a page letter by letter",
        "cut short",
        endless(HTML + b"Content-Length: 100000\r\n\r\n", b"a", every=DROP_EVERY),
    ),
    Peril(
        "/wire/slow-chunks",
        "sends a page chunk by chunk, one letter each",
        "cut short",
        endless(CHUNKED, chunk(b"a"), every=DROP_EVERY),
    ),
    Peril(
        "/wire/endless-chunks",
        "sends chunks without end",
        "cut short",
        endless(CHUNKED + chunk(START), chunk(b"<p>more</p>" * 5000)),
    ),
    Peril(
        "/wire/endless-body",
        "sends a body without a length or an end",
        "cut short",
        endless(HTML + b"Connection: close\r\n\r\n" + START, b"<p>more</p>" * 5000),
    ),
    Peril(
        "/wire/endless-continue",
        "says 100 Continue for ever",
        "cut short",
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    ),
    Peril("/wire/gzip-bomb", "unpacks to a gigabyte", "cut short", bomb("gzip", 100)),
    Peril(
        "/wire/gzip-of-nothing",
        "is long, and unpacks to next to nothing",
        "cut short",
        lambda _: Reply(raw=_packed_nothing),
    ),
    Peril("/wire/deflate-bomb", "unpacks to a gigabyte", "cut short", bomb("deflate", 100)),
    Peril(
        "/wire/not-gzip",
        "says gzip of what is none",
        "read",
        raw(HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(START) + START),
    ),
    Peril(
        "/wire/unknown-encoding",
        "is packed in a way nobody knows",
        "read",
        raw(HTML + b"Content-Encoding: snow\r\nContent-Length: %d\r\n\r\n" % len(START) + START),
    ),
    Peril("/wire/length-too-long", "promises more than it sends", "read", raw(_length("999999"))),
    Peril("/wire/length-too-short", "sends more than it promised", "read", raw(_length("20"))),
    Peril("/wire/length-enormous", "promises an exabyte", "read", raw(_length("1000000000000000000"))),
    Peril("/wire/length-negative", "promises less than nothing", "read", raw(_length("-5"))),
    Peril("/wire/length-words", "promises a word", "read", raw(_length("plenty"))),
    Peril(
        "/wire/two-lengths",
        "promises two lengths",
        "read",
        raw(HTML + b"Content-Length: 10\r\nContent-Length: 99\r\n\r\n" + START),
    ),
    Peril(
        "/wire/broken-chunks",
        "has a chunk whose length is no number",
        "read",
        raw(CHUNKED + chunk(START) + b"zzz\r\nmore\r\n"),
    ),
    Peril(
        "/wire/huge-chunk",
        "promises a chunk of an exabyte",
        "read",
        raw(CHUNKED + b"FFFFFFFFFFFFFFF\r\n" + START),
    ),
    Peril(
        "/wire/chunks-unended",
        "stops in the middle of a chunk",
        "read",
        raw(CHUNKED + chunk(START) + b"ff\r\nhalf"),
    ),
    Peril("/wire/not-http", "does not speak HTTP", "read", raw(b"220 mail.example.org ESMTP\r\n")),
    Peril("/wire/hangs-up", "hangs up at once", "read", raw()),
    Peril(
        "/wire/strange-status",
        "has a status that there is not",
        "read",
        raw(b"HTTP/1.1 999 Hm\r\nContent-Length: 0\r\n\r\n"),
    ),
    Peril("/wire/no-status", "has no status", "read", raw(b"HTTP/1.1\r\n\r\n")),
    Peril(
        "/wire/control-in-header",
        "has control characters in a header",
        "read",
        raw(HTML + b"X-Odd: a\x00b\x1b[31m\r\nContent-Length: %d\r\n\r\n" % len(START) + START),
    ),
)
