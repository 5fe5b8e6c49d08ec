"""The one function that fetches: a careful GET for addresses that a site chose and answers that may be anything."""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Final, Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from .guard import Guard, RefusedError

FIRST_BYTE: Final = 10.0
WHOLE: Final = 20.0
"""Seconds until an answer begins, and until it has ended."""

LARGEST_PAGE: Final = 2 * 1024 * 1024
LARGEST_PDF: Final = 20 * 1024 * 1024
LARGEST_HEADERS: Final = 64 * 1024
"""Bytes, after unpacking."""

MOST_REDIRECTS: Final = 8
UNKNOWN_NAME: Final = "no computer is known by the name"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_READ: Final = 64 * 1024
#: The limits above are kept here, and aiohttp's own left out.
_OURS: Final = aiohttp.ClientTimeout(total=None)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `status` is None where there was no answer; `error` then says why, in words."""

    url: str  # as asked
    final_url: str
    status: int | None
    type: str = ""  # the media type: "text/html"
    charset: str = ""
    body: bytes = b""
    packed: bytes = b""  # the body as it came, where that was in gzip and nothing of it is cut
    is_cut: bool = False  # there was more than we take
    redirects: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    error: str = ""
    is_refused: bool = False  # we did not go there, or not on: the guard, robots.txt
    is_passing: bool = False  # another time may do: time-outs, broken connections


#: Asked before each request, also of a redirect. Raises `RefusedError`, or waits for its turn.
Gate = Callable[[str], Awaitable[None]]


async def _open_gate(url: str) -> None:
    return None


class _Checked(AbstractResolver):
    """Gives aiohttp only addresses that the guard has looked at; it connects to those, and looks up nothing itself."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in await self._guard.addresses(host, port)
        ]

    async def close(self) -> None:
        return None


class Fetcher:
    """Fetches, with the limits above. Use as an async context manager.

    :param gate: asked before each request, also of each redirect; it may wait (pace) or raise `RefusedError`
    """

    def __init__(self, guard: Guard, *, user_agent: str, gate: Gate = _open_gate, at_once: int = 16) -> None:
        self._guard = guard
        self._user_agent = user_agent
        self._gate = gate
        self._at_once = at_once
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=_Checked(self._guard),
                limit=self._at_once,
                ttl_dns_cache=60,
                enable_cleanup_closed=False,
            ),
            timeout=aiohttp.ClientTimeout(total=WHOLE),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # ours counts while it unpacks
            trust_env=False,  # a proxy of the environment would go anywhere
            max_field_size=8190,
            max_headers=100,
            headers={
                "User-Agent": self._user_agent,
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "en-GB,en;q=0.8",
            },
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session
        await self._session.close()

    async def get(
        self,
        url: str,
        *,
        conditions: Mapping[str, str] | None = None,
        gate: Gate | None = None,
        most: int = 0,
        also: Collection[str] = (),
    ) -> Reply:
        """GET an address, and follow where it leads, up to `MOST_REDIRECTS` times.

        :param conditions: headers of a conditional request (If-None-Match, If-Modified-Since), for the first address
        :param gate: instead of the fetcher's own
        :param most: bytes to take, instead of what is taken of a page or a PDF
        :param also: media types whose bodies are taken besides those of pages and PDFs
        :returns: always a reply; one without status where there was no answer
        """
        asked = url
        redirects: list[str] = []
        gate = gate or self._gate
        while True:
            reply = await self._once(asked, url, conditions or {}, gate, most, also)
            to = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not to:
                return _along(reply, redirects)
            redirects.append(asked)
            try:
                target = urljoin(asked, to.strip()).partition("#")[0]
            except ValueError:
                return _along(
                    _failed(url, asked, "the redirect leads to an address that is not well formed"), redirects
                )
            if target in redirects:
                return _along(_failed(url, asked, "the redirects go round in a circle"), redirects)
            if len(redirects) > MOST_REDIRECTS:
                return _along(_failed(url, asked, f"more than {MOST_REDIRECTS} redirects"), redirects)
            asked, conditions = target, None

    async def _once(
        self,
        asked: str,
        url: str,
        conditions: Mapping[str, str],
        gate: Gate,
        most: int,
        also: Collection[str],
    ) -> Reply:
        assert self._session, "use it as an async context manager"
        host = ""
        try:
            host = self._guard.check_url(asked).hostname or ""
            await gate(asked)
            until = asyncio.get_running_loop().time() + WHOLE
            async with asyncio.timeout(FIRST_BYTE) as limit:
                response = await self._session.get(
                    asked, headers=conditions, allow_redirects=False, timeout=_OURS
                )
                limit.reschedule(until)
                try:
                    return await self._read(response, asked, url, most, also)
                finally:
                    # Never drained: what is left of an answer that was cut may have no end
                    response.release() if response.content.at_eof() else response.close()
        except RefusedError as error:
            return _failed(url, asked, str(error), is_refused=True)
        except TimeoutError:
            return _failed(url, asked, f"{host} did not answer in time", is_passing=True)
        except aiohttp.ClientConnectorCertificateError:
            return _failed(url, asked, f"{host} has no valid certificate: browsers warn of it")
        except (aiohttp.ClientConnectorDNSError, socket.gaierror) as error:
            passing = getattr(error, "errno", None) == socket.EAI_AGAIN
            return _failed(url, asked, f"{UNKNOWN_NAME} {host}", is_passing=passing)
        except (aiohttp.ClientConnectorError, ConnectionError) as error:
            refused = isinstance(getattr(error, "os_error", error), ConnectionRefusedError)
            said = "nothing answers there" if refused else "the connection failed"
            return _failed(url, asked, f"{host}: {said}", is_passing=not refused)
        except aiohttp.http_exceptions.HttpProcessingError as error:
            return _failed(url, asked, f"{host} does not speak HTTP as it should ({type(error).__name__})")
        except (aiohttp.ClientError, ssl.SSLError, OSError, ValueError, zlib.error) as error:
            return _failed(
                url, asked, f"{host} broke off its answer ({type(error).__name__})", is_passing=True
            )

    async def _read(
        self, response: aiohttp.ClientResponse, asked: str, url: str, most: int, also: Collection[str]
    ) -> Reply:
        # What is no UTF-8 comes as lone surrogates, which no file takes
        headers = {
            name.lower(): value
            if value.isascii()
            else value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            for name, value in response.headers.items()
        }
        if sum(len(name) + len(value) + 4 for name, value in headers.items()) > LARGEST_HEADERS:
            return _failed(url, asked, "its headers are too long")
        kind, _, rest = headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        charset = rest.partition("charset=")[2].partition(";")[0].strip().strip("\"'").lower()
        most = most or (LARGEST_PDF if kind == "application/pdf" else LARGEST_PAGE)
        body, packed, is_cut = b"", b"", False
        if response.status not in _REDIRECTS and (_is_wanted(kind) or kind in also):
            body, packed, is_cut = await _unpacked(response, headers.get("content-encoding", ""), most)
        return Reply(
            url,
            asked,
            response.status,
            kind,
            charset,
            body,
            packed,
            is_cut=is_cut,
            headers=headers,
            is_passing=response.status in (408, 425, 429, 500, 502, 503, 504),
        )


def _is_wanted(kind: str) -> bool:
    """Whether a body of this type is read: pages, PDFs, site maps, robots.txt. Pictures and films are not."""
    return (
        not kind
        or kind.startswith("text/")
        or kind in ("application/pdf", "application/xhtml+xml", "application/xml")
    )


#: Names of no coding, with what some servers write in its place.
_PLAIN: Final = frozenset({"", "identity", "none", "utf-8", "binary"})


async def _unpacked(response: aiohttp.ClientResponse, encoding: str, most: int) -> tuple[bytes, bytes, bool]:
    """The body after unpacking, as it came where that was in gzip, and whether there was more.

    Never holds more than `most` and one piece, and of what came no more than that.
    """
    encoding = encoding.strip().lower()
    is_gzip = encoding in ("gzip", "x-gzip")
    if encoding not in _PLAIN and encoding != "deflate" and not is_gzip:
        raise ValueError(f"packed in a way we did not ask for: {encoding[:40]}")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if encoding == "deflate" or is_gzip else None
    came: list[bytes] = []
    pieces: list[bytes] = []
    size = came_size = beyond = 0
    async for piece in response.content.iter_chunked(_READ):
        if unpack and unpack.eof:
            # Nothing of it is the body's. A little is read to its end, so that the connection can be used again
            beyond += len(piece)
            if beyond > _READ:
                break
            continue
        if unpack and not came and encoding == "deflate" and piece[0] & 0x0F != 8:
            unpack = zlib.decompressobj(wbits=-zlib.MAX_WBITS)  # some servers send it without a wrapper
        came.append(piece)
        came_size += len(piece)
        while piece:
            part = unpack.decompress(piece, most + 1 - size) if unpack else piece
            pieces.append(part)
            size += len(part)
            # Packing may make a little of much, and much of nothing
            if size > most or came_size > most + _READ:
                return b"".join(pieces)[:most], b"", True
            piece = unpack.unconsumed_tail if unpack else b""
    body = b"".join(pieces)
    is_whole = is_gzip and unpack is not None and unpack.eof and not unpack.unused_data and not beyond
    return body, b"".join(came) if is_whole else b"", False


def _failed(url: str, asked: str, error: str, *, is_refused: bool = False, is_passing: bool = False) -> Reply:
    return Reply(url, asked, None, error=error, is_refused=is_refused, is_passing=is_passing)


def _along(reply: Reply, redirects: list[str]) -> Reply:
    return replace(reply, redirects=tuple(redirects)) if redirects else reply
