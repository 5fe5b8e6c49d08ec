"""From what someone typed to a point on the map, and to the council there.

Whose council a postcode is:

- On a council's own site, and wherever no council is named (the national register), it is the real council.
- On a demonstration's site, an outcode claimed by a demonstration is that demonstration's, whichever of them
  it is: someone trying out Fenbridge who types a postcode of Saltmere is told Saltmere. Outcodes nobody
  claimed are the real council's. Thus a demonstration never changes what a real family, or a national list,
  is told, whatever else is served by the same installation.
"""

from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, Max, Min, Model, TextChoices

from . import postcodes
from .models import Authority, ClaimedOutcode, Outcode, Postcode


@dataclass(frozen=True, slots=True)
class Place:
    """A point to search around, in metres on the British National Grid.

    `precision` says what the point stands for: "postcode", or the middle of a "sector" or an "outcode".
    `authority_id` is None where a sector or an outcode lies in more than one council. The postcode is left
    out of the repr, so that it gets into no log or error report.
    """

    postcode: str = field(repr=False)  # "LN6 7QX", or "" when less was typed
    outcode: str
    easting: int
    northing: int
    authority_id: int | None
    precision: str
    sector: str = field(default="", repr=False)  # "LN6 7", or "" when only an outcode was typed

    @property
    def label(self) -> str:
        """What may be shown back to the person who typed it."""
        return self.postcode or self.sector or self.outcode

    @property
    def shared(self) -> str:
        """What may stand in a link, a saved list or anything others see: never more than the outcode."""
        return self.outcode


class Problem(TextChoices):
    """Why there is no place, with the words for the person; a search goes on without it."""

    NOTHING_TYPED = "nothing-typed", ""
    NOT_A_POSTCODE = "not-a-postcode", "That does not look like a postcode. A postcode looks like PE30 1AB."
    UNKNOWN = "unknown", "We cannot find that postcode. It may be very new, or have a slip in it."
    OUTSIDE_ENGLAND = (
        "outside-england",
        "That postcode is not in England. Help for children works in another way there.",
    )


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """A place, or the problem that there is none. `suggestion` is an outcode to try instead, or ""."""

    place: Place | None = None
    problem: Problem | None = None
    suggestion: str = ""

    @property
    def message(self) -> str:
        """A kind sentence or two for the person who typed it; "" when there is nothing to say."""
        if self.problem is None:
            return ""
        if self.suggestion:
            return f"{self.problem.label} You can try the first part on its own: {self.suggestion}."
        return str(self.problem.label)


def find_place(text: str, *, authority: Authority | None = None) -> Place | None:
    """Return the place that a full or half-typed postcode names, or None; `look_up` also says why."""
    return look_up(text, authority=authority).place


def look_up(text: str, *, authority: Authority | None = None) -> PlaceAnswer:
    """Return the place that was typed, a full postcode, a sector ("LN6 7") or an outcode, or the problem.

    `authority` is the council whose site is asked (see above). Anything may be typed: nothing raises.
    """
    if not text or not text.strip():
        return PlaceAnswer(problem=Problem.NOTHING_TYPED)
    full = postcodes.normalise(text)
    readings = [] if full else postcodes.partial(text)
    if not full and not readings:
        return PlaceAnswer(problem=Problem.NOT_A_POSTCODE)
    claims = authority is not None and authority.is_demonstration
    for reading in [full] if full else readings:
        if place := _place(reading, claims=claims):
            return PlaceAnswer(place=place)
    if postcodes.is_outside_england(full or readings[0]):
        return PlaceAnswer(problem=Problem.OUTSIDE_ENGLAND)
    outcode = (full or readings[0]).split()[0]
    is_known = (full or " " in readings[0]) and Outcode.objects.filter(pk=outcode).exists()
    return PlaceAnswer(problem=Problem.UNKNOWN, suggestion=outcode if is_known else "")


def _place(reading: str, *, claims: bool) -> Place | None:
    """Return the place of a reading in its usual form: "LN6 7QX", "LN6 7" or "LN6"."""
    outcode, _, incode = reading.partition(" ")
    if len(incode) == 3:
        point, precision = _postcode_point(reading), "postcode"
    elif incode:
        point, precision = _sector_point(reading), "sector"
    else:
        point, precision = _outcode_point(outcode), "outcode"
    if point is None:
        return None
    easting, northing, authority_id = point
    if claims:
        (claimed,) = _row(ClaimedOutcode, ("authority_id",), "outcode", outcode) or (None,)
        authority_id = claimed or authority_id
    return Place(
        postcode=reading if precision == "postcode" else "",
        outcode=outcode,
        easting=easting,
        northing=northing,
        authority_id=authority_id,
        precision=precision,
        sector=f"{outcode} {incode[0]}" if incode else "",
    )


_Point = tuple[int, int, int | None]


def _row(model: type[Model], columns: tuple[str, ...], by: str, key: str) -> Any:
    """The one row with a key, or None. By hand: every search asks, and Django takes five times as long to put the
    question as the database to answer it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {by} = %s",
            [model._meta.get_field(by).get_prep_value(key)],
        )
        return cursor.fetchone()


_POINT = ("easting", "northing", "authority_id")


def _postcode_point(postcode: str) -> _Point | None:
    return _row(Postcode, _POINT, "postcode", postcode)


def _sector_point(sector: str) -> _Point | None:
    return _middle(Postcode.objects.beginning(sector))


def _outcode_point(outcode: str) -> _Point | None:
    found = _row(Outcode, _POINT, "outcode", outcode)
    if found or postcodes.area(outcode) not in _AREAS_WITH_SPLIT_DISTRICTS or not outcode[-1].isdigit():
        return found
    return _middle(Outcode.objects.filter(pk__in=[outcode + letter for letter in ascii_uppercase]))


# In the middle of London a last letter splits the districts, and people leave it off: W1, EC1, SW1.
_AREAS_WITH_SPLIT_DISTRICTS = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})


def _middle(rows) -> _Point | None:
    """Return the mean of rows that have a point, and their council if they agree on one."""
    mean = rows.aggregate(
        easting=Avg("easting"),
        northing=Avg("northing"),
        first=Min("authority_id"),
        last=Max("authority_id"),
        undecided=Count("pk") - Count("authority_id"),
    )
    if mean["easting"] is None:
        return None
    agreed = mean["first"] == mean["last"] and not mean["undecided"]
    authority_id = mean["first"] if agreed else None
    return round(mean["easting"]), round(mean["northing"]), authority_id
