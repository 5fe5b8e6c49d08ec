"""Runs a search: the database matches words; filters, counts and order come from the council's snapshot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isqrt

from localoffer.places import distance
from localoffer.places.lookup import PlaceAnswer, look_up

from . import engines, ranking, snapshot
from .index import UNSTATED
from .models import Entry, EntryPoint
from .search import RADII, Search
from .snapshot import Snapshot
from .words import terms as terms_of

PAGE_SIZE = 10  # a phone's worth: twenty were nine screens of it
NEARBY_FIRST = 0.55  # of the best score: rows at least this good are put nearest first when there is a place


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found: its key, how it scored (0 to 1), the words it has, and where it is."""

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
            far = distance.squared(e, n, place.easting, place.northing) if place else 0
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
        return None if self.hit.metres is None else distance.miles_from_metres(self.hit.metres)

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
    """Find a council's services. Returns Results.

    The database says in which entries the words occur, in one statement; filters, counts, distances and
    order come from the council's snapshot. What a record does not state never hides it (see UNSTATED): it
    stays, below those that say yes.
    """
    near = look_up(search.near, authority=authority)
    terms = terms_of(search.text)
    entries = snapshot.of(authority.pk)
    point = (near.place.easting, near.place.northing) if near.place else None
    masks, scored = _matches(authority, list(terms), entries)
    matched = snapshot.bits_of(masks, len(entries.ids)) if terms else entries.everything

    allowed, unsaid = _filters(search, entries)
    squared = _distances(entries, _all(matched, allowed), point)
    if point and search.within:
        allowed["within"] = _within(search.within, squared, entries)
        unsaid["within"] = entries.everything & ~entries.somewhere & ~entries.reaching_home
    passed = _all(matched, allowed)

    results = Results(search, terms, near)
    results.counts = _count(matched, allowed, entries, squared if point else None)
    results.hits = _in_order(passed, masks, scored, unsaid, squared, search, entries)
    return results


def _matches(authority, terms: list[str], entries: Snapshot) -> tuple[dict[int, int], dict[int, float]]:
    """Where the words occur: {position: hit mask}, and the score of each mask. Noise is left out."""
    if not terms:
        return {}, {0: 1.0}
    rows = engines.hits(authority.pk, terms)
    scored = ranking.scores([mask for _, mask in rows], len(terms), len(entries.ids))
    floor = max(scored.values(), default=0.0) * ranking.NOISE
    good = {mask for mask, score in scored.items() if score >= floor}
    position = entries.position
    return {position[pk]: mask for pk, mask in rows if mask in good and pk in position}, scored


def _filters(search: Search, entries: Snapshot) -> tuple[dict[str, int], dict[str, int]]:
    """For each filter in use: the bits of entries it lets pass, and of those that pass because they do not say."""
    bits = entries.bits
    allowed, unsaid = {}, {}
    for facet, codes in search.chosen.items():
        said = _any(bits.get(f"{facet}:{code}", 0) for code in codes)
        unsaid[facet] = bits.get(f"{facet}:?", 0) & ~said if facet in UNSTATED else 0
        allowed[facet] = said | unsaid[facet]
    if search.age:
        allowed["age"] = entries.suiting(search.age)
        unsaid["age"] = bits.get("age:?", 0)
    if search.is_open:
        allowed["open"] = bits.get("open:yes", 0)
    return allowed, unsaid


def _any(several: Iterable[int]) -> int:
    together = 0
    for each in several:
        together |= each
    return together


def _all(matched: int, allowed: dict[str, int], but: str = "") -> int:
    """The entries that match and pass all filters but one."""
    for facet, bits in allowed.items():
        if facet != but:
            matched &= bits
    return matched


def _distances(entries: Snapshot, pool: int, point) -> dict[int, int]:
    """Squared metres from a point to each entry of the pool that has a place: {position: squared}."""
    if point is None:
        return {}
    return {place: entries.squared(place, point) for place in snapshot.positions_of(pool & entries.somewhere)}


def _within(miles: int, squared: dict[int, int], entries: Snapshot) -> int:
    """The entries no further than this; with those that come to you, and those that do not say where they are."""
    limit = distance.metres_from_miles(miles) ** 2
    near = snapshot.bits_of((place for place, far in squared.items() if far <= limit), len(entries.ids))
    return near | entries.reaching_home | (entries.everything & ~entries.somewhere)


def _count(matched: int, allowed: dict[str, int], entries: Snapshot, squared: dict[int, int] | None) -> Counter:
    """Counts for every choice of every filter, as if it were added to the choices made in the others."""
    counts: Counter = Counter()
    pools: dict[str, int] = {}
    for token, bits in entries.bits.items():
        facet, _, code = token.partition(":")
        if facet not in pools:
            pools[facet] = _all(matched, allowed, but=facet)
        if code != "?" and facet in UNSTATED:
            bits |= entries.bits.get(f"{facet}:?", 0)
        counts[token] = (pools[facet] & bits).bit_count()
    if squared is not None:
        pool = _all(matched, allowed, but="within")
        for miles in RADII:
            counts[f"within:{miles}"] = (pool & _within(miles, squared, entries)).bit_count()
    return counts


def _in_order(passed: int, masks, scored, unsaid, squared, search: Search, entries: Snapshot) -> list[Hit]:
    """The hits in the order asked for, closed ones last; ties by name, then by age of the record."""
    positions = snapshot.positions_of(passed)
    closed = set(snapshot.positions_of(passed & entries.closed))
    paused = set(snapshot.positions_of(passed & entries.paused))
    silent: Counter = Counter()
    for bits in unsaid.values():
        silent.update(snapshot.positions_of(passed & bits))

    hits: dict[int, Hit] = {}
    for place in positions:
        mask = masks.get(place, 0)
        score = scored[mask] * ranking.UNSTATED ** silent[place] * (ranking.PAUSED if place in paused else 1.0)
        hits[place] = Hit(entries.ids[place], score, mask, squared.get(place), silent[place])

    # A position is a place in the order of names, so a sort that keeps ties as they are needs no more
    far = inf
    if search.sort == "near" and squared:
        positions.sort(key=lambda place: squared.get(place, far))
    elif search.sort == "checked":
        positions.sort(key=lambda place: -entries.checked[place])
    elif search.sort != "name":
        good = max((hits[place].score for place in positions if place not in closed), default=0.0) * NEARBY_FIRST

        def best(place: int):
            hit = hits[place]
            if squared and hit.score >= good:
                return 0, hit.unstated, squared.get(place, far), -hit.score
            return 1, -round(hit.score, 9), squared.get(place, far), 0

        positions.sort(key=best)
    positions.sort(key=closed.__contains__)
    return [hits[place] for place in positions]
