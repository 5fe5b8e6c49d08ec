"""Distances on the British National Grid: plain numbers in metres, so that Pythagoras is enough.

Within England the grid stretches a distance by at most 0.04 % (the scale factor runs from 0.9996 to 1.0004;
Ordnance Survey, "A guide to coordinate systems in Great Britain"), far less than a postcode is wide.
"""

from typing import NamedTuple

METRES_IN_A_MILE = 1609.344


class Box(NamedTuple):
    """The square around a point, edges included, in metres on the grid."""

    west: int
    south: int
    east: int
    north: int


def squared(easting: int, northing: int, other_easting: int, other_northing: int) -> int:
    """Return the square of the distance between two points, in square metres: enough to sort by."""
    return (easting - other_easting) ** 2 + (northing - other_northing) ** 2


def metres(easting: int, northing: int, other_easting: int, other_northing: int) -> float:
    """Return the distance between two points, as the crow flies, in metres."""
    return squared(easting, northing, other_easting, other_northing) ** 0.5


def metres_from_miles(miles: float) -> float:
    return miles * METRES_IN_A_MILE


def miles_from_metres(metres: float) -> float:
    return metres / METRES_IN_A_MILE


def box(easting: int, northing: int, radius: float) -> Box:
    """Return the square that holds every point within `radius` metres, for a quick first choice by index."""
    reach = int(radius) + 1
    return Box(easting - reach, northing - reach, easting + reach, northing + reach)


def in_words(metres: float) -> str:
    """Return a distance as people say it: "less than half a mile", "about 1.8 miles", "about 12 miles"."""
    miles = miles_from_metres(metres)
    if miles < 0.45:
        return "less than half a mile"
    rounded = round(miles, 1) if miles < 9.95 else round(miles)
    if rounded == 0.5:
        return "about half a mile"
    if rounded == 1:
        return "about 1 mile"
    return f"about {rounded:g} miles"
