"""Runs a search: the database matches words; filters, counts and order come from the council's snapshot."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isqrt

from localoffer.places import distance
from localoffer.places.lookup import PlaceAnswer, look_up

from . import ranking, snapshot
from .models import Entry
from .search import Search
from .snapshot import COUNTED, UNSTATED, Around, Snapshot
from .words import terms as terms_of

PAGE_SIZE = 10  # a phone's worth: twenty were nine screens of it
# Of the best score: rows at least this good are put nearest first when there is a place. Any lower, and what only
# mentions the words comes before what is named for them: football before the deaf school, a lodge before the clinic
NEARBY_FIRST = 0.85


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
    """Everything a search found. `counts` are by token: {"need:ASD": 12, …}.

    A count says how many results there would be with that choice added to the others already made.
    Order and hits are worked out when first asked for: a page that shows only counts never does.
    """

    search: Search
    terms: dict[str, str]
    near: PlaceAnswer
    entries: Snapshot
    passed: int = 0  # the bits of what was found
    # By word, by field: the bits of entries that have it
    fields: list[list[int]] = field(default_factory=list)
    scored: dict[int, float] = field(default_factory=dict)  # by mask
    unsaid: dict[str, int] = field(default_factory=dict)  # by filter: the bits of those that do not say
    # By position: metres, squared; empty without a place, infinite where unknown
    squared: list[float] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def __len__(self) -> int:
        return self.passed.bit_count()

    @property
    def point(self) -> tuple[int, int] | None:
        """Where the search is from, in metres on the grid; None without a place."""
        return (self.near.place.easting, self.near.place.northing) if self.near.place else None

    @cached_property
    def masks(self) -> dict[int, int]:
        """The hit mask of everything that was found, by position."""
        masks: dict[int, int] = {}
        for number, places in enumerate(self.fields):
            for place, bits in enumerate(places):
                bit = 1 << (len(places) * number + place)
                for position in snapshot.positions_of(bits & self.passed):
                    masks[position] = masks.get(position, 0) | bit
        return masks

    @cached_property
    def hits(self) -> list[Hit]:
        """All that was found, in order."""
        return [self._hit(place) for place in self.order]

    @cached_property
    def pages(self) -> int:
        return max(1, -(-len(self) // PAGE_SIZE))

    @cached_property
    def page(self) -> int:
        """The page shown: the last one when a later one was asked for."""
        return min(self.search.page, self.pages)

    @cached_property
    def found(self) -> list["Found"]:
        """The results of this page, in order."""
        return self.first(PAGE_SIZE, after=(self.page - 1) * PAGE_SIZE)

    def first(self, how_many: int, *, after: int = 0) -> list["Found"]:
        """Some results with all that is shown of them. At most one query, however many."""
        hits = [self._hit(place) for place in self.order[after : after + how_many]]
        entries = self.entries.load([hit.entry_id for hit in hits])
        return [
            Found(entries[hit.entry_id], hit, self.entries.where(hit.entry_id, self.point), self.terms)
            for hit in hits
            if hit.entry_id in entries  # it may have been withdrawn this very moment
        ]

    def _hit(self, place: int) -> Hit:
        unstated = sum(bits >> place & 1 for bits in self.unsaid.values())
        return Hit(
            self.entries.ids[place],
            self._score(place),
            self.masks.get(place, 0),
            self._squared(place),
            unstated,
        )

    def _squared(self, place: int) -> int | None:
        far = self.squared[place] if self.squared else inf
        return None if far == inf else int(far)

    def _score(self, place: int) -> float:
        score = self.scored[self.masks.get(place, 0)]
        for bits in self.unsaid.values():
            if bits >> place & 1:
                score *= ranking.UNSTATED
        return score * ranking.PAUSED if self.entries.paused >> place & 1 else score

    @cached_property
    def order(self) -> list[int]:
        """The positions of what was found, in the order asked for: closed ones last, ties by name."""
        # Positions are in order of names, and sorting keeps ties as they are
        closed = snapshot.positions_of(self.passed & self.entries.closed)
        positions = snapshot.positions_of(self.passed & ~self.entries.closed)
        if self.search.sort == "checked":
            for some in (positions, closed):
                some.sort(key=lambda place: -self.entries.checked[place])
        elif self.search.sort == "near" and self.squared:
            for some in (positions, closed):
                some.sort(key=self.squared.__getitem__)
        elif self.search.sort != "name":
            self._best_first(positions)
            self._best_first(closed)
        return positions + closed

    def _best_first(self, positions: list[int]) -> None:
        hesitant = self.entries.paused
        for bits in self.unsaid.values():
            hesitant |= bits
        if not self.terms and not self.squared and not self.passed & hesitant:
            return  # nothing tells them apart but their names
        scores = {place: round(self._score(place), 9) for place in positions}
        good = max(scores.values(), default=0.0) * NEARBY_FIRST

        def best(place: int):
            far = self.squared[place] if self.squared else inf
            if self.squared and scores[place] >= good:
                return 0, sum(bits >> place & 1 for bits in self.unsaid.values()), far, -scores[place]
            return 1, -scores[place], far, 0

        positions.sort(key=best)


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

    The database says in which entries the words occur, in one statement at most; filters, counts, distances
    and order come from the council's snapshot. What a record does not state never hides it (see UNSTATED): it
    stays, below those that say yes.
    """
    near = look_up(search.near, authority=authority)
    terms = terms_of(search.text)
    entries = snapshot.of(authority.pk)
    results = Results(search, terms, near, entries)
    point = results.point
    fields = entries.having(list(terms)) if terms else []
    matched, scored = _matches(fields, entries)

    allowed, unsaid = _filters(search, entries)
    around = entries.around(point) if point else None
    if around and search.within:
        allowed["within"] = around.within[search.within]
        unsaid["within"] = entries.everything & ~entries.somewhere & ~entries.reaching_home
    results.passed, results.fields, results.scored = _all(matched, allowed), fields, scored
    results.unsaid, results.squared = unsaid, around.squared if around else []
    results.counts = _count(search, matched, allowed, entries, around)
    return results


def _matches(fields: list[list[int]], entries: Snapshot) -> tuple[int, dict[int, float]]:
    """The bits of entries in which the words occur, and the score of every hit mask. Noise is left out.

    `fields` holds, for each word, the bits of entries that have it in each field. Entries are parted by word
    and field in turn, so that the work grows with how many different masks there are (a hundred or so), not
    with how many entries.
    """
    if not fields:
        return entries.everything, {0: 1.0}
    parted = {0: _any(bits for places in fields for bits in places)}
    for number, places in enumerate(fields):
        for place, bits in enumerate(places):
            bit = 1 << (len(places) * number + place)
            finer: dict[int, int] = {}
            for mask, members in parted.items():
                if having := members & bits:
                    finer[mask | bit] = having
                if lacking := members & ~bits:
                    finer[mask] = lacking
            parted = finer
    counted = {mask: members.bit_count() for mask, members in parted.items()}
    scored = ranking.scores(counted, len(fields), len(entries.ids))
    floor = max(scored.values(), default=0.0) * ranking.NOISE
    return _any(members for mask, members in parted.items() if scored[mask] >= floor), scored


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


def _count(
    search: Search, matched: int, allowed: dict[str, int], entries: Snapshot, around: Around | None
) -> Counter:
    """Counts for every choice of every filter, as if it were added to the choices made in the others."""
    counts: Counter = Counter()
    pools = {facet: _all(matched, allowed, but=facet) for facet in COUNTED}
    for choice in entries.choices:
        counts[choice.token] = (pools[choice.facet] & choice.bits).bit_count()
    # What is chosen though no entry says it still finds those that say nothing
    for facet in UNSTATED:
        for code in search.chosen.get(facet, ()):
            if (token := f"{facet}:{code}") not in counts:
                counts[token] = (pools[facet] & entries.bits.get(f"{facet}:?", 0)).bit_count()
    if around is not None:
        pool = _all(matched, allowed, but="within")
        for miles, bits in around.within.items():
            counts[f"within:{miles}"] = (pool & bits).bit_count()
    return counts
