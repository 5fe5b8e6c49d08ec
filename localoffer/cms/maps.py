"""A map of places, offered on a page: only where an operator has said whose pictures it is made of.

Whoever makes a page calls `offer` with pins. Without the setting nothing of a map is on any page. With it the page
holds the places, and a button asks for the map when it is pressed (components/map.html, ui/js/map.js).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from localoffer.places import grid


@dataclass(frozen=True)
class Pin:
    """Something that is at a place anyone may know. What is kept secret never becomes a pin."""

    point: tuple[int, int]  # easting and northing
    name: str
    href: str = ""
    number: int | None = None  # in the list beside the map
    where: str = ""
    distance: str = ""


def offer(request: HttpRequest, pins: Iterable[Pin]) -> dict[str, Any] | None:
    """What components/map.html takes; None where there is no map or nothing to put on it.

    It also lets this answer's page show pictures of the tiles' host (cms.middleware), and no other page.
    """
    tiles = settings.MAP_TILES
    if tiles is None or not (places := _places(pins)):
        return None
    request.map_tiles_from = tiles.origin  # type: ignore[attr-defined]
    return {
        "tiles": tiles.url,
        "credit": tiles.credit,
        "host": tiles.host,
        "places": json.dumps(places, separators=(",", ":"), ensure_ascii=False),
    }


def tiles_may_come_from(request: HttpRequest) -> str:
    """The one other origin whose pictures this request's page may show; "" for none."""
    return getattr(request, "map_tiles_from", "")


def _places(pins: Iterable[Pin]) -> list[dict[str, Any]]:
    """Each point once, with all that is there, in the order of the pins."""
    there: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for pin in pins:
        said = {"name": pin.name, "href": pin.href, "where": pin.where, "distance": pin.distance}
        told = {"number": pin.number} | {name: words for name, words in said.items() if words}
        there.setdefault(pin.point, []).append(told)
    return [{"at": grid.to_wgs84(*point), "here": here} for point, here in there.items()]
