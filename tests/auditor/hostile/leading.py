"""Addresses that lead elsewhere: in circles, within the house, or out of the web."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from tests.auditor.serving import Asked, Reply

from .perils import Peril, page, says


def to(address: str, status: int = 302) -> Callable[[Asked], Reply]:
    """A redirect."""
    return says(b"", status=status, headers={"Location": address})


def within(canary: str, canary_port: int) -> dict[str, str]:
    """Addresses that nobody outside may be led to, by what they are. `canary` is one that notices."""
    port = canary_port
    return {
        "loopback": f"{canary}/here",
        "localhost": f"http://localhost:{port}/here",
        "loopback-v6": f"http://[::1]:{port}/here",
        "mapped-v6": f"http://[::ffff:127.0.0.1]:{port}/here",
        "nat64": f"http://[64:ff9b::7f00:1]:{port}/here",
        "zero": f"http://0.0.0.0:{port}/here",
        "short": f"http://127.1:{port}/here",
        "decimal": f"http://2130706433:{port}/here",
        "hexadecimal": f"http://0x7f000001:{port}/here",
        "octal": f"http://0177.0.0.1:{port}/here",
        "other-loopback": f"http://127.0.0.53:{port}/here",
        "wide-digits": f"http://１２７.０.０.１:{port}/here",
        "trailing-dot": f"http://localhost.:{port}/here",
        "metadata": "http://169.254.169.254/latest/meta-data/",
        "private-10": "http://10.0.0.1/",
        "private-172": "http://172.16.0.1/",
        "private-192": "http://192.168.0.1/",
        "shared": "http://100.64.0.1/",
        "unique-local-v6": "http://[fd00::1]/",
        "link-local-v6": "http://[fe80::1]/",
        "multicast": "http://224.0.0.1/",
        "broadcast": "http://255.255.255.255/",
        "userinfo": f"http://council.example.org@127.0.0.1:{port}/here",
        "userinfo-known": "http://user:word@council.example.org/",
        "no-scheme": f"//127.0.0.1:{port}/here",
        "backslashes": f"/\\127.0.0.1:{port}/here",
        "other-port": "http://council.example.org:22/",
        "mail-port": "http://council.example.org:25/",
        "file": "file:///etc/passwd",
        "ftp": "ftp://127.0.0.1/",
        "gopher": f"gopher://127.0.0.1:{port}/_GET%20/",
        "data": "data:text/html,<h1>Local Offer</h1>",
        "javascript": "javascript:alert(1)",
        "view-source": f"view-source:{canary}/here",
    }


def perils(canary: str, canary_port: int) -> Iterator[Peril]:
    """Every redirect that must not be followed, or not to its end."""
    for name, address in within(canary, canary_port).items():
        yield Peril(f"/to/{name}", f"redirects to {address}", "refused", to(address))
    yield Peril("/to/late", "redirects to a page that redirects within", "refused", to("/to/loopback"))
    yield Peril(
        "/to/refresh-header",
        "sends on by a header",
        "refused",
        says(page("<p>Wait</p>"), headers={"Refresh": f"0; url={canary}/here"}),
    )
    yield Peril(
        "/to/refresh-tag",
        "sends on by a tag",
        "refused",
        says(page("", f'<meta http-equiv="refresh" content="0;url={canary}/here">')),
    )
    yield Peril(
        "/to/base",
        "says that its links start within",
        "refused",
        says(page('<a href="here">Next</a>', f'<base href="{canary}/">')),
    )
    yield Peril(
        "/to/canonical",
        "says that it is really a page within",
        "refused",
        says(page("", f'<link rel="canonical" href="{canary}/here">')),
    )
    yield Peril("/to/loop", "leads to itself", "read", to("/to/loop"))
    yield Peril("/to/round", "leads to what leads back", "read", to("/to/round-again"))
    yield Peril("/to/round-again", "leads back", "read", to("/to/round"))
    yield Peril("/to/nowhere", "redirects to no address", "read", says(b"", status=302))
    yield Peril("/to/empty", "redirects to an empty address", "read", to(""))
    yield Peril("/to/broken", "redirects to what is no address", "read", to("http://[::"))
    yield Peril("/to/long", "redirects to a very long address", "read", to("/to/" + "a" * 30_000))
    yield Peril("/to/odd-letters", "redirects to letters that are not ASCII", "read", to("/to/caf\xe9"))
    steps = count()
    yield Peril(
        "/to/ever-on",
        "leads on to a new address each time",
        "cut short",
        lambda _: Reply(b"", 302, headers={"Location": f"/to/ever-on?step={next(steps)}"}),
    )
