"""Runs a search: one statement to match, then filters, counts, ranks and pages in plain Python."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt, sqrt

from localoffer.places.distance import METRES_IN_A_MILE
from localoffer.places.lookup import PlaceAnswer, look_up

from . import engines, ranking
from .models import STATUS_CLOSED, STATUS_PAUSED, Entry, EntryPoint
from .index import UNSTATED
from .search import AGE_BANDS, RADII, Search
from .words import terms as terms_of

PAGE_SIZE = 10  # a phone's worth: twenty were nine screens of it
NEARBY_FIRST = 0.55  # of the best score: rows at least this good are put nearest first when there is a place


@dataclass(frozen=True, slots=True)
class Hit:
    """One row found: its entry's key, how it scored (0 to 1), and what is known of where it is."""

    entry_id: int
    score: float
    mask: int
    squared: int | None  # metres, squared, to its nearest point; None when it has none or there is no place
    unstated: int  # how many of the chosen filters the record says nothing about

    @property
    def metres(self) -> int | None:
        return None if self.squared is None else isqrt(self.squared)


@dataclass
class Results:
    """Everything a search found. `hits` are in order, `counts` are by token: {"need:ASD": 12, …}.

    A count says how many results there would be with that choice added to the others already made.
    """

    search: Search
    terms: dict[str, str]
    near: PlaceAnswer
    hits: list[Hit] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.hits)

    @cached_property
    def pages(self) -> int:
        return max(1, -(-len(self.hits) // PAGE_SIZE))

    @cached_property
    def page(self) -> int:
        """The page shown: the last one when a later one was asked for."""
        return min(self.search.page, self.pages)

    @cached_property
    def found(self) -> list["Found"]:
        """The results of this page, in order."""
        return self.load(self.hits[(self.page - 1) * PAGE_SIZE : self.page * PAGE_SIZE])

    def load(self, hits: Sequence[Hit]) -> list["Found"]:
        """These hits with all that a result shows. Two queries, however many hits."""
        ids = [hit.entry_id for hit in hits]
        entries = Entry.objects.in_bulk(ids)
        where = self._nearest(ids)
        return [
            Found(entries[hit.entry_id], hit, where.get(hit.entry_id, ""), self.terms)
            for hit in hits
            if hit.entry_id in entries  # it may have been withdrawn this very moment
        ]

    def _nearest(self, ids: list[int]) -> dict[int, str]:
        """The label of each entry's point, the nearest one where there is a place: {entry id: label}."""
        place = self.near.place
        found: dict[int, tuple[int, str]] = {}
        for entry_id, e, n, label in EntryPoint.objects.filter(entry_id__in=ids).values_list(
            "entry_id", "easting", "northing", "label"
        ):
            far = (e - place.easting) ** 2 + (n - place.northing) ** 2 if place else 0
            found[entry_id] = min(found.get(entry_id, (far, label)), (far, label))
        return {entry_id: label for entry_id, (_, label) in found.items()}


@dataclass(frozen=True)
class Found:
    """A result as shown: its entry, how it was found, its nearest place, and the question's words."""

    entry: Entry
    hit: Hit
    where: str
    terms: dict[str, str]

    @property
    def miles(self) -> float | None:
        return None if self.hit.metres is None else self.hit.metres / METRES_IN_A_MILE

    @cached_property
    def matched(self) -> list[tuple[str, list[str]]]:
        """The question's words by the best field each occurs in: [("name", ["dyslexia"]), …]."""
        by_field: dict[str, list[str]] = {}
        for number, word in enumerate(self.terms.values()):
            hits = ranking.hits_of(self.hit.mask, number)
            for place, name in enumerate(("name", "terms", "text", "rest")):
                if hits >> place & 1:
                    by_field.setdefault(name, []).append(word)
                    break
        return [(name, by_field[name]) for name in ("name", "terms", "text", "rest") if name in by_field]


def find(search: Search, *, authority) -> Results:
    """Find a council's services. Returns Results; one statement, plus one to look a place up.

    What a record does not state never hides it (see UNSTATED): it stays, below those that say yes.
    """
    near = look_up(search.near, authority=authority)
    terms = terms_of(search.text)
    results = Results(search, terms, near)
    point = (near.place.easting, near.place.northing) if near.place else None
    rows = engines.matching(authority.pk, list(terms), point, _box(point, search))
    scored = ranking.scores((row[1] for row in rows), len(terms), _how_many(authority, rows, terms))
    if terms and scored:
        floor = max(scored.values()) * ranking.NOISE
        rows = [row for row in rows if scored[row[1]] >= floor]

    wanted = _wanted(search)
    radius = search.within * METRES_IN_A_MILE if search.within and point else None
    passed, nearly = [], {}
    for row in rows:
        failed, failures, unstated = None, 0, 0
        tokens = row[2]
        for facet, any_of, unsaid in wanted:
            if any(token in tokens for token in any_of):
                continue
            if unsaid is not None and unsaid in tokens:
                unstated += 1
                continue
            failed, failures = facet, failures + 1
        if search.age and not _suits(row[3], row[4], search.age):
            failed, failures = "age", failures + 1
        elif search.age and row[3] is None and row[4] is None:
            unstated += 1
        if radius is not None and not row[6]:
            if row[8] is None and row[9] or row[8] is not None and row[8] > radius * radius:
                failed, failures = "within", failures + 1
            elif row[8] is None:
                unstated += 1
        if failures == 0:
            passed.append((row, unstated))
        elif failures == 1:
            nearly.setdefault(failed, []).append(row)

    results.hits = _in_order(passed, scored, search, has_place=point is not None)
    results.counts = _count([row for row, _ in passed], nearly, search, has_place=point is not None)
    return results


def _how_many(authority, rows, terms) -> int:
    # Rarity needs the council's rows in all; without words the rows are all there are
    return Entry.objects.filter(authority=authority).count() if terms and rows else len(rows)


def _box(point, search: Search):
    if point is None:
        return None
    # A little more than the furthest choice, so that the counts of all choices come from one statement.
    # Without a choice, all of Great Britain.
    reach = int((max(RADII) * METRES_IN_A_MILE) if search.within else 1_500_000) + 1
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach


def _wanted(search: Search) -> list[tuple[str, list[str], str | None]]:
    """For each filter in use: its name, the tokens of which a row must carry one, and its "not stated" token."""
    wanted = [
        (facet, [f" {facet}:{code} " for code in codes], f" {facet}:? " if facet in UNSTATED else None)
        for facet, codes in search.chosen.items()
    ]
    if search.is_open:
        wanted.append(("open", [" open:yes "], None))
    return wanted


def _suits(low: float | None, high: float | None, age: tuple[int, int]) -> bool:
    """Whether a service for these ages takes anyone of the ages asked for. Unknown never excludes."""
    # "up to 11" takes in all of the twelfth year of life, until the birthday
    return (low is None or low < age[1] + 1) and (high is None or high >= age[0])


def _in_order(passed, scored: dict[int, float], search: Search, *, has_place: bool) -> list[Hit]:
    keyed = []
    for row, unstated in passed:
        tokens_score = scored[row[1]] * ranking.UNSTATED**unstated
        if row[5] == STATUS_PAUSED:
            tokens_score *= ranking.PAUSED
        hit = Hit(row[0], tokens_score, row[1], row[8], unstated)
        keyed.append((row[5] == STATUS_CLOSED, hit, row[7], row[10]))
    good = max((hit.score for closed, hit, *_ in keyed if not closed), default=0.0) * NEARBY_FIRST
    far = float("inf")

    def place_in_order(item):
        closed, hit, name, checked = item
        distance = far if hit.squared is None else hit.squared
        if search.sort == "name":
            key = ()
        elif search.sort == "near" and has_place:
            key = (distance,)
        elif search.sort == "checked":
            key = (-checked,)
        elif search.sort == "best" and has_place and hit.score >= good:
            key = (0, hit.unstated, distance, -hit.score)
        else:
            key = (1, -round(hit.score, 9), distance)
        return (closed, *key, name, hit.entry_id)

    keyed.sort(key=place_in_order)
    return [hit for _, hit, *_ in keyed]


def _count(rows, nearly: dict[str, list], search: Search, *, has_place: bool) -> Counter:
    """Counts for every choice of every filter, as if it were added to the choices made in the others."""
    counts = _tokens(rows)
    for facet, others in nearly.items():
        more = _tokens(others)
        for token, number in more.items():
            if token.startswith(f"{facet}:"):
                counts[token] += number
    for token in list(counts):
        facet, _, code = token.partition(":")
        if code != "?" and counts.get(f"{facet}:?"):
            counts[token] += counts[f"{facet}:?"]
    if has_place:
        everywhere = [*rows, *nearly.get("within", [])]
        for miles in RADII:
            limit = (miles * METRES_IN_A_MILE) ** 2
            counts[f"within:{miles}"] = sum(
                1
                for row in everywhere
                if row[6] or (row[8] is not None and row[8] <= limit) or (row[8] is None and not row[9])
            )
    return counts


def _tokens(rows) -> Counter:
    return Counter("".join([row[2] for row in rows]).split())
