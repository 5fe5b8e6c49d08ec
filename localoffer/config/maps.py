"""From LOCALOFFER_MAP_TILES and LOCALOFFER_MAP_ATTRIBUTION to whose pictures a map is made of."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "https://tiles.example.org/{z}/{x}/{y}.png"
NEEDED = {"z", "x", "y"}
_HOST = re.compile(r"[a-z0-9.-]+(:\d{1,5})?\Z")
_LINK = re.compile(r"\[([^\]]+)\]\((https://[^\s()]+)\)")


@dataclass(frozen=True)
class Tiles:
    """The squares that a map is put together from, where they come from, and who is to be credited."""

    url: str  # with {z}, {x} and {y} in it
    origin: str  # "https://tiles.example.org"; "" where the council's own host has them
    credit: tuple[dict[str, str], ...]  # {text, href}, in order; href is "" for words alone

    @property
    def host(self) -> str:
        """Whom a visitor's browser asks for them, as people say it; "" for the council's own host."""
        return urlsplit(self.origin).netloc


def tiles_from(url: str, attribution: str) -> Tiles | None:
    """Read the two settings; None when neither is set, and no page says anything of a map."""
    url, attribution = url.strip(), attribution.strip()
    if not url and not attribution:
        return None
    if not url:
        raise ImproperlyConfigured(
            "LOCALOFFER_MAP_ATTRIBUTION is set and LOCALOFFER_MAP_TILES is not. Name the tiles that it credits, "
            f"such as {EXAMPLE}, or take it out: then there is no map."
        )
    origin = _origin(url)
    if not attribution:
        raise ImproperlyConfigured(
            "LOCALOFFER_MAP_TILES is set and LOCALOFFER_MAP_ATTRIBUTION is not. Say who made the map, in the words "
            "that its makers ask for: [© OpenStreetMap contributors](https://www.openstreetmap.org/copyright)"
        )
    return Tiles(url, origin, _credit(attribution))


def _origin(url: str) -> str:
    """The one origin that an address of tiles is on; ImproperlyConfigured for an address that cannot be one."""
    said = set(re.findall(r"{([^}]*)}", url))
    if re.search(r"[\s\"'<>\\]", url) or not said >= NEEDED:
        raise _unreadable(
            "it needs {z}, {x} and {y}, where the zoom and the square go, and no spaces or quotes"
        )
    if said - NEEDED - {"r"}:
        raise _unreadable(
            "beside {z}, {x} and {y} it may hold {r} and nothing else in braces: name one host in place of {s}"
        )
    if url.startswith("/") and not url.startswith("//"):
        return ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise _unreadable("its host and port cannot be read") from error
    is_here = host in ("localhost", "127.0.0.1") or host.endswith(".localhost")
    if not _HOST.match(parts.netloc.lower()) or parts.scheme not in ("https", "http"):
        raise _unreadable(
            "it needs https:// and a host, or a path of the council's own host that begins with /"
        )
    if parts.scheme == "http" and not is_here:
        raise _unreadable("it needs https://: without it anyone on the way sees where a family looks")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _credit(text: str) -> tuple[dict[str, str], ...]:
    """Words, and links written as [words](https://address)."""
    parts = []
    for at, part in enumerate(_LINK.split(text)):
        # Words before a link, its own words, its address, words after it, …
        if at % 3 == 2:
            parts[-1]["href"] = part
        elif part:
            parts.append({"text": part, "href": ""})
    return tuple(parts)


def _unreadable(why: str) -> ImproperlyConfigured:
    # The address is not repeated: there may be a key in it.
    return ImproperlyConfigured(
        f"LOCALOFFER_MAP_TILES cannot be used: {why}. Give an address such as {EXAMPLE}, or leave it out for no map."
    )
