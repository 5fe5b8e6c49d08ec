"""Latitude and longitude to the British National Grid, and back.

pyproj is loaded at the first conversion: most processes never make one.
"""

from functools import lru_cache
from math import isfinite

# Where the grid is used (EPSG 27700), in metres. A feed's point beyond is a mistake, most often a swapped
# pair.
_WIDEST, _HIGHEST = 700_000, 1_300_000


def from_wgs84(latitude: float, longitude: float) -> tuple[int, int]:
    """Return the easting and northing, in whole metres, of a point in degrees (WGS 84).

    Within about 3 metres of the truth: the Ordnance Survey's correction grid (OSTN15) is not needed for that
    and not shipped. Raises ValueError for a point that is not in Great Britain.
    """
    easting, northing = _transformer("EPSG:4326", "EPSG:27700").transform(longitude, latitude)
    if not (
        isfinite(easting) and isfinite(northing) and 0 <= easting <= _WIDEST and 0 <= northing <= _HIGHEST
    ):
        raise ValueError(
            f"The point {latitude}, {longitude} is not in Great Britain. Are latitude and longitude swapped?"
        )
    return round(easting), round(northing)


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Return the latitude and longitude (degrees, WGS 84, to about a metre) of a point on the grid."""
    longitude, latitude = _transformer("EPSG:27700", "EPSG:4326").transform(easting, northing)
    return round(latitude, 5), round(longitude, 5)


@lru_cache(maxsize=2)
def _transformer(source: str, target: str):
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)
