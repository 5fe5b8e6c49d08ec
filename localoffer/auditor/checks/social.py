"""Where else the council speaks to families: links to other networks, told by host and never fetched."""

from __future__ import annotations

from collections.abc import Iterator
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
_SHARING: Final = ("/sharer", "/share", "/intent/", "/sharearticle", "/send")


def of_site(site: Site) -> Iterator[Feature]:
    """Each network that is linked to, with the first address, and whether there is any."""
    found: dict[str, str] = {}
    for page in site.within():
        for link in page.links:
            parts = urlsplit(link.url)
            host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
            if (name := _NETWORKS.get(host)) and not parts.path.casefold().startswith(_SHARING):
                found.setdefault(name, link.url)
    for name, url in sorted(found.items()):
        yield Feature(f"social-{name}", has=True, url=url)
    yield Feature("social", has=bool(found) or (False if site.crawled.is_complete else None))
