"""The network is closed while tests run, but for this machine itself."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address

import pytest


def is_here(address: object) -> bool:
    """Tell whether a socket address is on this machine: a path, or an IP address of the loopback range."""
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    try:
        return ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """No test reaches beyond this machine, whatever the code under test tries."""
    usual = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    usual_lookup = socket.getaddrinfo

    def guard(name: str):
        def connect(self: socket.socket, address: object) -> object:
            refuse_unless_here(address)
            return usual[name](self, address)

        return connect

    def lookup(host, *args, **kwargs):
        if host is not None:
            host = host.decode() if isinstance(host, bytes) else host
            refuse_unless_here((host,))
        return usual_lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name in usual:
            patch.setattr(socket.socket, name, guard(name))
        patch.setattr(socket, "getaddrinfo", lookup)
        yield


def refuse_unless_here(address: object) -> None:
    if not is_here(address):
        raise OSError(f"Tests may not reach the network, and this one tried {address!r}.")
