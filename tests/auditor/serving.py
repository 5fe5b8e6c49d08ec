"""A server for tests, on loopback alone: some sites, each at its own port, and a note of all that was asked of them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

MODIFIED = "Mon, 05 Jan 2026 09:00:00 GMT"
LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as it came."""

    at: float  # time.monotonic()
    site: str
    method: str
    target: str  # as it was sent: path and query
    headers: Mapping[str, str]  # names in lower case

    @property
    def path(self) -> str:
        """Its path alone."""
        return urlsplit(self.target).path


Raw = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Reply:
    """What a site answers. `raw` writes whatever it likes instead, and the connection ends after it."""

    body: bytes = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    keeps: bool = False  # it has an ETag, and says 304 to whoever has it
    raw: Raw | None = None
    _packed: bytes = b""
    _etag: str = ""

    @property
    def etag(self) -> str:
        """A mark of this very body."""
        if not self._etag:
            self._etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'
        return self._etag

    def packed(self) -> bytes:
        """The body in gzip, packed once."""
        if not self._packed:
            self._packed = gzip.compress(self.body, 1)
        return self._packed


Site = Callable[[Asked], Reply]


def bound(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket that has its port and does not listen yet: who connects is refused."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    return made


class Server:
    """Sites, each at its socket, served from a thread of their own until `close`."""

    def __init__(self, sites: Mapping[str, tuple[socket.socket, Site]], log: str = "") -> None:
        self.sites = sites
        self.asked: list[Asked] = []
        self.connected: list[str] = []  # the site of every connection, whether or not anything was asked
        self._log = open(log, "a", buffering=1) if log else None  # noqa: SIM115 - open as long as the server
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="town", daemon=True)
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """End, with every connection that is open."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        for listening, _ in self.sites.values():
            listening.close()
        if self._log:
            self._log.close()

    def asked_of(self, site: str) -> list[Asked]:
        """What was asked of one site, in order."""
        return [one for one in self.asked if one.site == site]

    def _run(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        servers = [
            loop.run_until_complete(
                asyncio.start_server(self._serving(name, site), sock=listening, limit=LONGEST_HEAD)
            )
            for name, (listening, site) in self.sites.items()
        ]
        loop.call_soon(self._ready.set)
        loop.run_forever()
        for server in servers:
            server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    def _serving(self, name: str, site: Site) -> Callable[..., Awaitable[None]]:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connected.append(name)
            # A visitor who goes away, or a server that is closed, ends the connection; nobody need hear of it.
            gone = (
                ConnectionError,
                asyncio.IncompleteReadError,
                asyncio.LimitOverrunError,
                asyncio.CancelledError,
            )
            with suppress(*gone):
                while await self._answer(name, site, reader, writer):
                    pass
            writer.close()

        return connected

    async def _answer(
        self, name: str, site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One request and its answer. Whether the connection stays."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        method, target, _ = (first + "  ").split(" ", 2)
        pairs = (line.partition(":") for line in lines if line)
        asked = Asked(time.monotonic(), name, method, target, {n.lower(): v.strip() for n, _, v in pairs})
        if length := int(asked.headers.get("content-length") or 0):
            await reader.readexactly(min(length, 1_000_000))
        self._note(asked)
        reply = site(asked)
        if reply.wait:
            await asyncio.sleep(reply.wait)
        if reply.raw:
            await reply.raw(asked, writer)
            return False
        writer.write(answer_of(asked, reply))
        await writer.drain()
        return asked.headers.get("connection", "").lower() != "close"

    def _note(self, asked: Asked) -> None:
        self.asked.append(asked)
        if self._log:
            told = {"at": asked.at, "site": asked.site, "method": asked.method, "target": asked.target}
            self._log.write(json.dumps(told | {"headers": dict(asked.headers)}) + "\n")


def answer_of(asked: Asked, reply: Reply) -> bytes:
    """A reply as bytes, packed for who can read that."""
    headers = {"Content-Type": reply.type, **reply.headers}
    status, body = reply.status, reply.body
    if reply.keeps:
        etag = reply.etag
        headers |= {"ETag": etag, "Last-Modified": MODIFIED}
        known = asked.headers.get("if-none-match", "")
        if known == etag or (not known and asked.headers.get("if-modified-since") == MODIFIED):
            status, body = 304, b""
    if len(body) > 500 and "gzip" in asked.headers.get("accept-encoding", "") and "text" in reply.type:
        body = reply.packed()
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    if status not in (204, 304):
        headers["Content-Length"] = str(len(body))
    phrase = HTTPStatus(status).phrase
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    start = f"HTTP/1.1 {status} {phrase}\r\n{head}\r\n".encode("latin-1", "replace")
    return start + (b"" if asked.method == "HEAD" else body)
