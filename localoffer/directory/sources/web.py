"""One careful GET: for addresses that somebody typed and replies that may be anything.

Only http and https, only to addresses of the open internet (unless allowed otherwise), so much and no more,
and not for ever. The address a name stands for is looked at when the connection is made, so that a name
cannot stand for one thing when it is checked and for another when it is used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
import zlib
from typing import Any
from urllib.parse import urlsplit

from localoffer.auditor.network.guard import is_on_the_open_internet

TIMEOUT = 30.0
"""Seconds without a byte."""

LONGEST_REPLY = 180.0
"""Seconds for one whole reply."""

LINK_TIMEOUT = 15.0
"""Seconds without a byte, for a page of which we only want to know that it is there."""

LARGEST_REPLY = 50 * 1024 * 1024
LARGEST_VISIT = 1024 * 1024 * 1024
"""Bytes of one reply, and of all replies one browser takes."""

_PASSING = (408, 425, 429, 500, 502, 503, 504)


class FetchError(Exception):
    """The address gave nothing. The message says what happened and what to do.

    ``status`` is the HTTP status, or None when there was no reply. ``is_final``: nothing is there at all, such as a
    name that no computer has; otherwise another try, or a person, may get further.
    """

    def __init__(self, message: str, status: int | None = None, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.is_final = is_final


class _RefusedError(Exception):
    """We will not go there."""


class Browser:
    """Fetches text, with the limits above; ``waits`` are the seconds before each further try."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        waits: tuple[float, ...] = (1, 3),
        largest_reply: int = LARGEST_REPLY,
        largest_visit: int = LARGEST_VISIT,
    ) -> None:
        self._waits = waits
        self._largest_reply = largest_reply
        self._left = largest_visit
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            # No proxy from the environment: it would go anywhere, past the check of addresses
            urllib.request.ProxyHandler() if allow_private else urllib.request.ProxyHandler({}),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _Redirects(),
            _Http(allow_private),
            _Https(allow_private),
        ):
            self._opener.add_handler(handler)

    def status(self, url: str) -> int:
        """The HTTP status that an address answers a person's browser with. Its page is not read.

        :raises FetchError: for an address we will not fetch, and where there was no answer
        """
        self._require_proper(url)
        host = urlsplit(url).hostname
        headers = {
            "Accept": "text/html,*/*;q=0.5",
            "User-Agent": "localoffer (checks links of a Local Offer)",
        }
        request = urllib.request.Request(url, headers=headers)  # noqa: S310, http and https only
        try:
            with self._opener.open(request, timeout=LINK_TIMEOUT) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except urllib.error.URLError as error:
            cause = error.reason
        except (OSError, http.client.HTTPException, UnicodeError, ValueError, _RefusedError) as error:
            cause = error
        if isinstance(cause, _RefusedError):
            raise FetchError(str(cause)) from None
        if isinstance(cause, TimeoutError):
            raise FetchError(f"{host} did not answer within {LINK_TIMEOUT:g} seconds.")
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise FetchError(f"{host} has no valid certificate: browsers warn of it.", is_final=True)
        if isinstance(cause, socket.gaierror):
            # That no name server answers says nothing of the name
            is_final = cause.errno == socket.EAI_NONAME
            raise FetchError(f"No computer is known by the name {host}.", is_final=is_final)
        if isinstance(cause, ConnectionRefusedError):
            raise FetchError(f"Nothing answers at {host}.", is_final=True)
        raise FetchError(f"{host} broke off its answer ({type(cause).__name__}).")

    def get(self, url: str) -> str:
        """The body as text.

        :raises FetchError: for an address we will not fetch, an error, or a reply too large or too slow
        """
        self._require_proper(url)
        for wait in (*self._waits, None):
            try:
                return self._once(url)
            except FetchError as error:
                if (
                    wait is None
                    or not (error.status is None or error.status in _PASSING)
                    or error.__cause__ is None
                ):
                    raise
                time.sleep(wait)
        raise AssertionError("unreachable")

    @staticmethod
    def _require_proper(url: str) -> None:
        parts = urlsplit_or_none(url)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise FetchError(
                "Give a whole address that begins with https:// or http:// and holds no password."
            )
        if any(character <= " " or character == "\x7f" for character in url):
            raise FetchError("The address holds a space or an invisible character. Copy it again.")

    def _once(self, url: str) -> str:
        request = urllib.request.Request(  # noqa: S310, the opener has handlers for http and https only
            url,
            headers={
                "Accept": "application/json, application/x-ndjson;q=0.9, */*;q=0.1",
                "Accept-Encoding": "gzip",
                "User-Agent": "localoffer (Open Referral UK reader)",
            },
        )
        host = urlsplit(url).hostname
        try:
            with self._opener.open(request, timeout=TIMEOUT) as reply:
                return self._body(reply)
        except urllib.error.HTTPError as error:
            error.close()
            raise FetchError(
                f"{host} answered {error.code} ({error.reason or 'no reason'}).", error.code
            ) from error
        except _RefusedError as refused:
            raise FetchError(str(refused)) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, _RefusedError):
                raise FetchError(str(error.reason)) from None
            raise FetchError(f"{host} could not be reached ({error.reason}). Check the address.") from error
        except (OSError, http.client.HTTPException, zlib.error) as error:
            raise FetchError(
                f"{host} broke off its answer ({type(error).__name__}). Try again later."
            ) from error
        except (UnicodeError, ValueError) as error:
            raise FetchError(f"{host} is not a proper address ({error}).") from None

    def _body(self, reply: Any) -> str:
        coding = (reply.headers.get("Content-Encoding") or "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise _RefusedError(f"The answer is packed as “{coding[:20]}”, which was not asked for.")
        unpack = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
        whole = bytearray()
        until = time.monotonic() + LONGEST_REPLY
        limit = min(self._largest_reply, self._left)
        while chunk := reply.read1(64 * 1024):
            if unpack:
                chunk = unpack.decompress(chunk, limit + 1 - len(whole))
            whole += chunk
            if len(whole) > limit:
                raise _RefusedError(
                    f"The answer is larger than {limit // 1024**2} MB. Ask for smaller pages."
                )
            if time.monotonic() > until:
                raise _RefusedError(
                    f"The answer took longer than {LONGEST_REPLY:g} seconds. Ask for smaller pages."
                )
        self._left -= len(whole)
        if unpack and not unpack.eof:
            raise zlib.error("cut off")
        length = reply.headers.get("Content-Length")
        if not unpack and length and length.isdigit() and int(length) != len(whole):
            raise http.client.IncompleteRead(b"")
        try:
            return whole.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _RefusedError(
                "The answer is not UTF-8 text, which JSON must be. Ask who keeps the feed."
            ) from error


def urlsplit_or_none(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        scheme = newurl.partition(":")[0].lower()
        # Never from a protected address to an open one
        if scheme != "https" and not (scheme == "http" and req.type == "http"):
            raise _RefusedError(
                f"The address leads on to one that begins with “{scheme[:20]}:”, which is not followed."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._class = http.client.HTTPConnection if allow_private else _CarefulHttp

    def http_open(self, req: Any) -> Any:
        return self.do_open(self._class, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, allow_private: bool) -> None:
        super().__init__()
        self._class = http.client.HTTPSConnection if allow_private else _CarefulHttps

    def https_open(self, req: Any) -> Any:
        return self.do_open(self._class, req)


class _CarefulHttp(http.client.HTTPConnection):
    def connect(self) -> None:
        self._create_connection = connect_to_the_open_internet
        super().connect()


class _CarefulHttps(http.client.HTTPSConnection):
    def connect(self) -> None:
        self._create_connection = connect_to_the_open_internet
        super().connect()


def connect_to_the_open_internet(
    address: tuple[str, int], timeout: Any = None, source_address: Any = None
) -> Any:
    """A socket to the host, unless any address its name stands for lies inside a private network."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, where in found:
        if not is_on_the_open_internet(str(where[0])):
            raise _RefusedError(f"{host} is inside a private network, and is not fetched from here.")
    last: OSError = OSError("no address")
    for *_, where in found:
        try:
            return socket.create_connection((str(where[0]), port), timeout, source_address)
        except OSError as error:
            last = error
    raise last


def is_inside(url: str) -> bool:
    """Whether an address that somebody typed is itself inside a private network. An unknown name is not."""
    parts = urlsplit_or_none(url)
    try:
        found = socket.getaddrinfo(parts.hostname if parts else None, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not is_on_the_open_internet(str(where[0])) for *_, where in found)
