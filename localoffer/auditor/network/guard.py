"""Where the auditor may go: the open internet by http and https, and nowhere else.

A site that is audited decides what its names and redirects lead to, so each is looked at when it is used: a name is
resolved, every address it stands for has to be one of the open internet, and the connection is made to an address that
was looked at, never to the name again.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, urlsplit

PORTS: Final = {"http": 80, "https": 443}

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the IPv4 address is the last 32 bits
_LOCAL_NAT64: Final = ipaddress.IPv6Network(
    "64:ff9b:1::/48"
)  # RFC 8215: what a network does with it is its own affair
_SITE_LOCAL: Final = ipaddress.IPv6Network("fec0::/10")  # RFC 3879: gone, and still used inside

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """The auditor does not go there. The message says why."""


class Guard:
    """Says where the auditor may go.

    :param allowed: HOST:PORT of this machine (loopback) that may be asked as well, for tests and the demonstration
    :raises ValueError: for an entry of `allowed` that is not HOST:PORT
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self.allowed = frozenset(_host_and_port(entry) for entry in allowed)

    def check_url(self, url: str) -> SplitResult:
        """An address in its parts, if it may be asked for as far as it can be seen from its text.

        :raises RefusedError: for another scheme or port, a name or password in it, or a number of a closed network
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise RefusedError("the address is not well formed") from None
        if parts.scheme not in PORTS:
            raise RefusedError(
                f"only http and https are asked for, not {parts.scheme or 'an address without'}:"
            )
        if not parts.hostname:
            raise RefusedError("the address names no host")
        if "@" in parts.netloc:
            raise RefusedError("the address holds a name or password")
        if any(letter in " \\" or not letter.isprintable() for letter in parts.netloc):
            raise RefusedError("the address is not well formed")
        self.check_host(parts.hostname, port if port is not None else PORTS[parts.scheme])
        return parts

    def check_host(self, host: str, port: int) -> None:
        """What can be said of a host and port before the name is looked up.

        :raises RefusedError: for a port other than 80 and 443, and a number of a closed network
        """
        if (_plain(host), port) in self.allowed:
            return
        if port not in PORTS.values():
            raise RefusedError(f"only the ports 80 and 443 are asked, not {port}")
        if address := _numeric(host):
            _require_global(address)

    async def addresses(self, host: str, port: int) -> list[str]:
        """The numeric addresses of a host, each of which may be connected to.

        :raises RefusedError: if any of them is not of the open internet (for an allowed host and port: of loopback)
        :raises OSError: if the name stands for nothing
        """
        self.check_host(host, port)
        found = await self._resolved(host, port)
        if (_plain(host), port) in self.allowed:
            if not all(address.is_loopback for address in found):
                raise RefusedError(f"{host} was allowed as an address of this machine, and is none")
        else:
            for address in found:
                _require_global(address)
        return [str(address) for address in found]

    async def _resolved(self, host: str, port: int) -> list[_Address]:
        if address := _numeric(host):
            return [address]
        if _plain(host) == "localhost" or _plain(host).endswith(".localhost"):
            # RFC 6761: such a name is this machine, whether or not its resolver knows that
            return [ipaddress.IPv4Address("127.0.0.1")]
        loop = asyncio.get_running_loop()
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # IPv4 first: many machines have no way out by IPv6
        found = dict.fromkeys(_numeric(info[4][0]) for info in sorted(infos, key=lambda info: info[0]))
        addresses = [address for address in found if address]
        if not addresses:
            raise OSError(f"{host} stands for no address")
        return addresses


def is_on_the_open_internet(address: str) -> bool:
    """Whether a numeric address is one that anybody may reach. What is no number is not."""
    found = _numeric(address)
    return found is not None and is_global(found)


def is_global(address: _Address) -> bool:
    """Whether an address is of the open internet, and so are those it carries inside (mapped, NAT64, 6to4, Teredo)."""
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    if address in _SITE_LOCAL or address in _LOCAL_NAT64:
        return False
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(is_global(each) for each in inside if each is not None)


def _require_global(address: _Address) -> None:
    if not is_global(address):
        raise RefusedError(f"{address} is not an address of the open internet")


def _numeric(host: str | int) -> _Address | None:
    """The address a host is when it is no name, also in the old ways of writing one: 127.1, 0x7f.1, 2130706433."""
    text = str(host).strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        pass
    if _ENDS_IN_A_NUMBER.search(text):
        try:
            return ipaddress.IPv4Address(socket.inet_aton(text))
        except OSError:
            return None
    return None


_ENDS_IN_A_NUMBER: Final = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$", re.IGNORECASE)


def _plain(host: str) -> str:
    return host.lower().rstrip(".")


def _host_and_port(entry: str) -> tuple[str, int]:
    host, _, port = entry.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"“{entry}” is not HOST:PORT, such as 127.0.0.1:8000")
    return _plain(host.strip("[]")), int(port)
