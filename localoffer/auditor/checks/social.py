"""Where else the council speaks to families: links to other networks, told by host and never fetched."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from ..sites import Site
from ..values import Feature
from .rules import Rule

RULES: Final[tuple[Rule, ...]] = ()

_NETWORKS: Final = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "instagram.com": "instagram",
    "x.com": "x",
    "twitter.com": "x",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "tiktok.com": "tiktok",
    "linkedin.com": "linkedin",
    "whatsapp.com": "whatsapp",
    "wa.me": "whatsapp",
    "threads.net": "threads",
    "bsky.app": "bluesky",
}
#: Addresses that only pass a page on to somebody's friends.
_SHARING: Final = (
    "/sharer",
    "/share",
    "/sharing/",
    "/intent/",
    "/sharearticle",
    "/send",
    "/dialog/",
    "/cws/share",
)
#: Addresses of a network itself, and of nobody on it.
_NOBODYS: Final = ("", "/", "/home", "/login")


def of_site(site: Site) -> Iterator[Feature]:
    """Each network that is linked to, with the first address, and whether there is any."""
    found: dict[str, str] = {}
    for page in site.within():
        for link in page.links:
            if name := _network(link.url):
                found.setdefault(name, link.url)
    for name, url in sorted(found.items()):
        yield Feature(f"social-{name}", has=True, url=url)
    yield Feature("social", has=bool(found) or (False if site.crawled.is_complete else None))


@lru_cache(maxsize=20_000)
def _network(url: str) -> str:
    """The network on which an address is the council's own page; "" where it is none."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = parts.path.casefold()
    return "" if path.startswith(_SHARING) or path in _NOBODYS else _NETWORKS.get(host, "")
