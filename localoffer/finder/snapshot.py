"""What filters, counts and distances need of a council's entries, held in memory in a shape that is quick to ask.

Each token ("need:ASD") is one integer with a bit for every entry that carries it, so that filtering is
`&` and counting is `bit_count()`: all counts of a results page take well under a millisecond. A council
of 5,000 services takes about two megabytes. It is read again whenever the index says that it changed.
"""

from bisect import bisect_left
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import inf
from threading import Lock
from typing import Any

from django.db import connection

from localoffer.directory.models import TaxonomyTerm
from localoffer.places import distance
from localoffer.ui.held import Held

from . import engines, spelling, vocabulary
from .found_pages import snapshot as found_pages
from .models import STATUS_CLOSED, STATUS_PAUSED, Entry, EntryPoint, IndexState, OwnWords
from .search import CHOICES, RADII
from .vocabulary import Vocabulary, own
from .words import STOP_WORDS, split, stem, stems

# Filters for which "nobody has said" is kept in the results, below those that say yes
UNSTATED = ("age", "need", "cost", "referral", "plan", "delivery", "when", "wait", "access", "communication")
# Filters whose choices are counted: "within" is too, but by measuring
COUNTED = (*CHOICES, "age", "open")

# Points whose distances are held for each council
MOST_POINTS = 32
# Words whose entries are held for each council: 2.5 kilobytes each with 5,000 services
MOST_WORDS = 3_000
# Councils held at once in each process; the one not asked for the longest goes first
MOST_HELD = 64

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A token that a filter may ask for: its filter, and who passes, those that do not say included."""

    token: str
    facet: str
    bits: int


@dataclass(frozen=True, slots=True)
class Around:
    """How far each entry's nearest place is from one point."""

    squared: list[float]  # by position: metres, squared; infinite for one without a place
    within: dict[
        int, int
    ]  # by miles: the bits of those no further, those that come to you, and those that do not say


@dataclass
class Snapshot:
    """A council's entries in order of their names. A position in that order is what the bits stand for."""

    authority_id: int
    version: int  # of the index, by which others hold what they found in it
    ids: list[int] = field(default_factory=list)
    position: dict[int, int] = field(default_factory=dict)  # of an entry's key
    bits: dict[str, int] = field(default_factory=dict)  # of a token
    youngest: list[float] = field(default_factory=list)
    oldest: list[float] = field(default_factory=list)
    checked: list[int] = field(default_factory=list)  # 20261122; 0 for never
    points: list[list[tuple[int, int, str]]] = field(default_factory=list)  # easting, northing, label
    choices: list[Choice] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)  # those shown so far, by key
    everything: int = 0
    closed: int = 0
    paused: int = 0
    reaching_home: int = 0
    somewhere: int = 0  # has at least one point
    taking: int = 0  # open, and so is its list
    is_alone: bool = True  # hardly any entry in this database is another council's
    pages_version: int = 0  # that of the pages beside them, which change by themselves
    names: dict[str, int] = field(
        default_factory=dict
    )  # a whole name, folded: the bits of those that have it
    _lexicon: dict[str, int] | None = None
    _ages: dict[tuple[int, int], int] = field(default_factory=dict)
    _words: OrderedDict[str, list[int]] = field(default_factory=OrderedDict)
    _around: OrderedDict[Point, Around] = field(default_factory=OrderedDict)

    def having(self, terms: Sequence[str]) -> dict[str, list[int]]:
        """For each term, the bits of entries that have it in each field: `{term: [in names, in terms, …]}`.

        The database is asked only for terms not asked for since the index changed: a few hundred words make up most of
        what families type.
        """
        found = {term: self._words.get(term) for term in terms}
        missing = [term for term, fields in found.items() if fields is None]
        if missing:
            with_each = engines.entries_with(self.authority_id, missing, is_alone=self.is_alone)
            for term, fields in zip(missing, with_each, strict=True):
                found[term] = [
                    bits_of([self.position[pk] for pk in keys if pk in self.position], len(self.ids))
                    for keys in fields
                ]
        with _lock:  # other threads make room for words of theirs
            for term, fields in found.items():
                self._words[term] = fields
                self._words.move_to_end(term)
            while len(self._words) > MOST_WORDS:
                self._words.popitem(last=False)
        return {term: found[term] or [0] * len(engines.FIELDS) for term in terms}

    def named(self, text: str) -> int:
        """The bits of entries whose whole name somebody typed."""
        return self.names.get(" ".join(split(text)), 0) if text else 0

    def in_names(self, text: str) -> list[tuple[str, int]]:
        """Runs of two words or more that were typed as they stand in a name: (the words, the bits of those entries).

        The longest run from each word on, with two words in it that tell something, or three small ones ("out and
        about").
        """
        typed, asked = split(text), stems(text)
        found, start = [], 0
        while start < len(asked) - 1:
            bits, end = self._pairs.get((asked[start], asked[start + 1]), 0), start + 1
            while (
                bits
                and end + 1 < len(asked)
                and (more := bits & self._pairs.get((asked[end], asked[end + 1]), 0))
            ):
                bits, end = more, end + 1
            words = typed[start : end + 1]
            telling = sum(word not in STOP_WORDS for word in words)
            if bits and (telling > 1 or (not telling and len(words) > 2)):
                found.append((" ".join(words), bits))
                start = end
            start += 1
        return found

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], int]:
        """Each two words that stand beside each other in a name, by stem: the bits of those entries."""
        pairs: dict[tuple[str, str], int] = {}
        for name, bits in self.names.items():
            for pair in pairwise(stems(name)):
                pairs[pair] = pairs.get(pair, 0) | bits
        return pairs

    def correct(self, word: str) -> str | None:
        """The right spelling of a word, among those of this council's services; None for one that may be right."""
        known = (
            len(word) < spelling.SHORTEST
            or word in self.vocabulary.spellings
            or stem(word) in self.pages.words
        )
        if known or any(self.having([stem(word)])[stem(word)]):
            return None
        return spelling.correction(word, self.lexicon())

    @cached_property
    def own_words(self) -> Vocabulary:
        """What this council's officers have taught the finder."""
        return _own_words(self.authority_id)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of families that are shipped, and the council's own."""
        return vocabulary.shipped() + self.own_words

    @cached_property
    def vectors(self) -> Any:
        """A row of 512 numbers for each position: what semantic.py compares."""
        from .semantic import vectors_of

        return vectors_of(self.authority_id, self.position)

    def lexicon(self) -> dict[str, int]:
        """Words that may have been meant, with how often they stand in names, summaries and the vocabulary."""
        if self._lexicon is None:
            counted: Counter[str] = Counter(self.vocabulary.spellings)
            counted.update(spelling.ALWAYS_KNOWN)
            rows = Entry.objects.filter(authority=self.authority_id).values_list(
                "name", "provider", "summary"
            )
            for texts in rows.iterator():
                counted.update(set(split(" ".join(texts))))
            counted.update(self.pages.spellings)
            self._lexicon = {
                word: number for word, number in counted.items() if len(word) >= spelling.SHORTEST
            }
        return self._lexicon

    @property
    def pages(self) -> found_pages.Pages:
        """The pages of this council's site, as they are found beside its services."""
        return found_pages.of(self.authority_id, self.pages_version)

    def suiting(self, age: tuple[int, int]) -> int:
        """The bits of services that take anyone of these years of life. An unstated end is an open one."""
        if age not in self._ages:
            # "up to 11" takes in all of the twelfth year of life, until the birthday
            positions = (
                place
                for place, (low, high) in enumerate(zip(self.youngest, self.oldest, strict=True))
                if low < age[1] + 1 and high >= age[0]
            )
            self._ages[age] = bits_of(positions, len(self.ids))
        return self._ages[age]

    def around(self, point: Point) -> Around:
        """Every entry's distance from a point, worked out at once: the middle of an outcode is asked for often."""
        found = self._around.get(point)
        if found is None:
            found = self._measure(point)
        with _lock:
            self._around[point] = found
            self._around.move_to_end(point)
            while len(self._around) > MOST_POINTS:
                self._around.popitem(last=False)
        return found

    def _measure(self, point: Point) -> Around:
        x, y = point
        squared = [
            min([(e - x) * (e - x) + (n - y) * (n - y) for e, n, _ in points]) if points else inf
            for points in self.points
        ]
        limits = [distance.metres_from_miles(miles) ** 2 for miles in RADII]
        bands: list[list[int]] = [[] for _ in range(len(RADII) + 1)]
        for place, far in enumerate(squared):
            bands[bisect_left(limits, far)].append(place)
        near = self.reaching_home | (self.everything & ~self.somewhere)
        within = {}
        for miles, band in zip(RADII, bands, strict=False):
            near |= bits_of(band, len(self.ids))
            within[miles] = near
        return Around(squared, within)

    def where(self, entry_id: int, point: Point | None) -> str:
        """The label of a service's place, the nearest one to a point if there is one; "" for none."""
        points = self.points[self.position[entry_id]]
        if not points:
            return ""
        x, y = point or points[0][:2]
        return min(points, key=lambda at: (at[0] - x) * (at[0] - x) + (at[1] - y) * (at[1] - y))[2]

    def load(self, entry_ids: list[int]) -> dict[int, Entry]:
        """These entries with all that a result shows: {key: Entry}. One query for those not shown before."""
        missing = [pk for pk in entry_ids if pk not in self.entries]
        if missing:
            self.entries |= Entry.objects.in_bulk(missing)
        return {pk: self.entries[pk] for pk in entry_ids if pk in self.entries}


def bits_of(positions, length: int) -> int:
    """An integer with these bits set, all below `length`."""
    octets = bytearray(length // 8 + 1)
    for place in positions:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


_IN_OCTET = [[bit for bit in range(8) if octet >> bit & 1] for octet in range(256)]


def positions_of(bits: int) -> list[int]:
    """The positions of the bits that are set, in order."""
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return [8 * start + bit for start, octet in enumerate(octets) if octet for bit in _IN_OCTET[octet]]


_held: Held[int, Snapshot] = Held(most=MOST_HELD)
_lock = Lock()  # for what snapshots hold of words and points


def of(authority_id: int) -> Snapshot:
    """The council's snapshot: the one held if the index still has its version, else read anew. One query when warm."""
    version, pages_version = _versions(authority_id)
    held = _held.get(authority_id, version, lambda: _read(authority_id, version))
    if held.pages_version != pages_version:
        held.pages_version = pages_version
        held._lexicon = None  # it has the words of their titles
    return held


def forget() -> None:
    """Drop all that is held: each council is read again when it is next asked for."""
    _held.forget()
    found_pages.forget()


def _versions(authority_id: int) -> tuple[int, int]:
    # Asked at every search, so without the model layer: it took longer than the search for the words
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT version, pages_version FROM {IndexState._meta.db_table} WHERE authority_id = %s",
            [authority_id],
        )
        return cursor.fetchone() or (0, 0)


def _own_words(authority_id: int) -> Vocabulary:
    rows = OwnWords.objects.filter(owner=authority_id).order_by("pk")
    rows = rows.prefetch_related("terms__taxonomy", "terms__merged_into__taxonomy")
    meanings = (
        own.meaning_of(
            row.say,
            (f"{term.taxonomy.code}:{term.code}" for term in _todays(row.terms.all())),
            row.words,
        )
        for row in rows
    )
    return Vocabulary(tuple(filter(None, meanings)))


def _todays(terms: Iterable[TaxonomyTerm]) -> list[TaxonomyTerm]:
    """The terms as they are today, those that were merged since as what they went into; kinds first."""
    return sorted((term.current for term in terms), key=_kinds_first)


def _kinds_first(term: TaxonomyTerm) -> tuple[bool, int, str]:
    return term.taxonomy.code != "kind", term.sort_order, term.code


def _read(authority_id: int, version: int) -> Snapshot:
    columns = (
        "sort_name",
        "pk",
        "tokens",
        "minimum_age",
        "maximum_age",
        "status",
        "reaches_home",
        "checked_number",
    )
    # Sorted here, because databases disagree on the order of names
    rows = sorted(Entry.objects.filter(authority=authority_id).values_list(*columns), key=lambda row: row[:2])
    made = Snapshot(authority_id, version)
    carrying: dict[str, list[int]] = defaultdict(list)
    by_status: dict[int, list[int]] = defaultdict(list)
    at_home = []
    for place, (_, pk, tokens, low, high, status, home, checked) in enumerate(rows):
        made.ids.append(pk)
        made.position[pk] = place
        made.youngest.append(-inf if low is None else low)
        made.oldest.append(inf if high is None else high)
        made.checked.append(checked)
        made.points.append([])
        by_status[status].append(place)
        if home:
            at_home.append(place)
        for token in tokens.split():
            carrying[token].append(place)
    somewhere = []
    for entry_id, *point in EntryPoint.objects.filter(authority=authority_id).values_list(
        "entry_id", "easting", "northing", "label"
    ):
        if (place := made.position.get(entry_id)) is not None:
            made.points[place].append(tuple(point))
            somewhere.append(place)
    count = len(rows)
    made.bits = {token: bits_of(places, count) for token, places in carrying.items()}
    made.choices = [
        Choice(token, facet, bits | (made.bits.get(f"{facet}:?", 0) if facet in UNSTATED else 0))
        for token, bits in made.bits.items()
        for facet, _, code in [token.partition(":")]
        if facet in COUNTED and code != "?"
    ]
    made.everything = (1 << count) - 1
    made.taking = made.bits.get("open:yes", 0)
    # PostgreSQL has no use for it, and would read the whole table to know
    made.is_alone = engines.is_postgresql() or Entry.objects.count() <= 2 * count
    for name, place in ((row[0], place) for place, row in enumerate(rows)):
        made.names[name] = made.names.get(name, 0) | 1 << place
    made.closed = bits_of(by_status[STATUS_CLOSED], count)
    made.paused = bits_of(by_status[STATUS_PAUSED], count)
    made.reaching_home = bits_of(at_home, count)
    made.somewhere = bits_of(somewhere, count)
    return made
