"""The browser's only way out: a proxy on this machine that goes where the guard lets it, and nowhere else.

Pages that a browser opens run their own scripts, and what they ask for (frames, WebSockets, targets of redirects) can
slip past anything that watches from inside the browser. It cannot slip past the only door.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import secrets
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from ..network.guard import Guard, RefusedError

LARGEST_HEAD: Final = 64 * 1024
LARGEST_ANSWER: Final = 20 * 1024 * 1024
"""Bytes of headers, and of all that comes back through one connection."""

CONNECTING: Final = 10.0
WHOLE: Final = 30.0
"""Seconds until there is a connection, and until it has to have ended."""

AT_ONCE: Final = 64
#: Where it says why an address was refused; no site can: such headers of theirs are not handed on.
WHY: Final = "Proxy-Refused"

_READ: Final = 64 * 1024
_REQUEST: Final = re.compile(rb"([A-Z]{1,16}) ([\x21-\x7e]{1,8000}) HTTP/1\.[01]")
_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})(?: |$)")
#: Headers between two neighbours on the way, RFC 9110, 7.6.1; what is sent on says Connection: close instead.
_BETWEEN: Final = frozenset({b"connection", b"keep-alive", b"te", b"trailer", b"upgrade"})
#: Headers of a request that are written anew, or speak of a body that there must not be.
_OURS: Final = frozenset({b"host", b"content-length", b"transfer-encoding", b"expect"})
_TLS_HANDSHAKE: Final = b"\x16\x03"

#: Says of a whole address whether it may be asked for, such as `Robots.allows`.
Allows = Callable[[str], Awaitable[bool]]


async def everything(url: str) -> bool:
    """Allow whatever the guard allows."""
    return True


class Proxy:
    """Serves one browser, which has to say a password that is drawn anew each time. An async context manager.

    It takes plain GETs and HEADs, and tunnels (CONNECT) that carry TLS. A tunnel's inside cannot be seen, but it leads
    to an address that the guard has looked at.

    :param allows: asked of each address that can be seen whole, so of plain http and every step of its redirects
    """

    def __init__(self, guard: Guard, *, allows: Allows = everything) -> None:
        self.username = "browser"
        self.password = secrets.token_urlsafe(24)
        self._guard = guard
        self._allows = allows
        self._credential = b"Basic " + base64.b64encode(f"{self.username}:{self.password}".encode())
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=LARGEST_HEAD)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where it listens: http://127.0.0.1:PORT."""
        assert self._server, "use it as an async context manager"
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._serving.add(task)
        try:
            # The time it may take ends what a caller began and never went on with, too
            async with asyncio.timeout(WHOLE):
                if len(self._serving) > AT_ONCE:
                    writer.write(_answer(503, "too much at once"))
                else:
                    await self._serve(reader, writer)
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the caller sees the connection end, as it would without a proxy
        finally:
            self._serving.discard(task)
            await _closed(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read what is asked and answer it."""
        first, headers = _parts(await reader.readuntil(b"\r\n\r\n"))
        request = _REQUEST.fullmatch(first)
        if not request:
            writer.write(_answer(400, "not a request"))
            return
        method, target = request[1].decode(), request[2].decode()
        said = next((value for name, value in headers if name.lower() == b"proxy-authorization"), b"")
        if not secrets.compare_digest(said, self._credential):
            writer.write(_answer(407, "who are you?", 'Proxy-Authenticate: Basic realm="auditor"\r\n'))
            return
        try:
            if method == "CONNECT":
                await self._tunnel(target, reader, writer)
            elif method in ("GET", "HEAD"):
                await self._pass_on(method, target, headers, reader, writer)
            else:
                writer.write(_refused(f"nothing is sent, and {method} would", status=405))
        except RefusedError as error:
            writer.write(_refused(str(error)))
        except (OSError, TimeoutError, ValueError) as error:
            writer.write(_answer(502, f"no connection: {type(error).__name__}"))

    async def _tunnel(self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join the browser to a server that speaks TLS; to a server that does not, no word is passed on."""
        parts = urlsplit(f"//{target}")
        if not parts.hostname or not parts.port or parts.path or "@" in target:
            raise RefusedError("the address is not well formed")
        upstream_reader, upstream = await self._connected(parts.hostname, parts.port)
        try:
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await writer.drain()
            # Whatever is not TLS here is a WebSocket or a disguise: plain pages come as a GET
            hello = await reader.readexactly(len(_TLS_HANDSHAKE))
            if hello == _TLS_HANDSHAKE:
                upstream.write(hello)
                await _joined(reader, writer, upstream_reader, upstream)
        finally:
            await _closed(upstream)

    async def _pass_on(
        self,
        method: str,
        url: str,
        headers: list[tuple[bytes, bytes]],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Ask for a plain page on the browser's behalf, once for a connection."""
        parts = self._guard.check_url(url)
        if parts.scheme != "http":
            raise RefusedError("https is asked for through a tunnel")
        if not await self._allows(url):
            raise RefusedError("its robots.txt asks us not to read it")
        host = parts.netloc.encode()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kept = [(name, value) for name, value in headers if _is_for(name) and name.lower() not in _OURS]
        asked = _head(
            f"{method} {path} HTTP/1.1".encode(), [(b"Host", host), *kept, (b"Connection", b"close")]
        )
        upstream_reader, upstream = await self._connected(parts.hostname or "", parts.port or 80)
        try:
            upstream.write(asked)
            await upstream.drain()
            first, answered = _parts(await upstream_reader.readuntil(b"\r\n\r\n"))
            status = _STATUS.match(first)
            if not status or status[1] == b"101":
                raise ValueError("not an answer")
            kept = [(name, value) for name, value in answered if _is_for(name)]
            writer.write(_head(first, [*kept, (b"Connection", b"close")]))
            await _joined(reader, writer, upstream_reader)
        finally:
            await _closed(upstream)

    async def _connected(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to an address that the guard looked at, never to a name."""
        failed: OSError | None = None
        async with asyncio.timeout(CONNECTING):
            for address in await self._guard.addresses(host, port):
                try:
                    return await asyncio.open_connection(address, port, limit=LARGEST_HEAD)
                except OSError as error:
                    failed = error
        raise failed or OSError("no address")


async def _joined(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    upstream_reader: asyncio.StreamReader,
    upstream: asyncio.StreamWriter | None = None,
) -> None:
    """Hand on until either side has ended, or the answer is larger than we take.

    Without `upstream` nothing more is handed to it: whatever the browser says next ends the connection.
    """
    back = asyncio.create_task(_copied(upstream_reader, writer, LARGEST_ANSWER))
    there = asyncio.create_task(_copied(reader, upstream, LARGEST_ANSWER) if upstream else reader.read(1))
    both: set[asyncio.Task[object]] = {back, there}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int) -> None:
    while most > 0 and (piece := await reader.read(min(_READ, most))):
        most -= len(piece)
        writer.write(piece)
        await writer.drain()


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(1):
            await writer.wait_closed()


def _parts(head: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The first line of a request or an answer, and its headers; folded and nameless ones are left out."""
    first, *lines = head[:-4].split(b"\r\n")
    pairs = (line.partition(b":") for line in lines if not line.startswith((b" ", b"\t")))
    return first, [(name, value.strip()) for name, colon, value in pairs if colon and name]


def _head(first: bytes, headers: list[tuple[bytes, bytes]]) -> bytes:
    return b"\r\n".join([first, *(name + b": " + value for name, value in headers), b"", b""])


def _is_for(name: bytes) -> bool:
    """Whether a header is for who is at the other end, and not for us."""
    name = name.lower().strip()
    return name not in _BETWEEN and not name.startswith(b"proxy-")


def _refused(why: str, *, status: int = 403) -> bytes:
    # It may hold a host's name, as a site wrote it
    plain = "".join(letter if " " <= letter <= "~" else "?" for letter in why)
    return _answer(status, plain, f"{WHY}: {plain}\r\n")


def _answer(status: int, text: str, header: str = "") -> bytes:
    """An answer of our own, in plain letters."""
    return (
        f"HTTP/1.1 {status} Auditor\r\n{header}Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n"
        f"Connection: close\r\n\r\n{text}"
    ).encode("ascii")
