"""Runs a search: the database matches words; filters, counts and order come from the council's snapshot."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf, isqrt

from localoffer.cms.crisis.detector import danger_in
from localoffer.places import distance
from localoffer.places.lookup import PlaceAnswer, look_up

from . import ranking, semantic, sentences, snapshot
from .models import Entry
from .question import Question, understand
from .ranking import any_of
from .search import GIST, Search
from .snapshot import COUNTED, UNSTATED, Around, Snapshot
from .vocabulary import SMALL_STEMS

PAGE_SIZE = 10  # a phone's worth: twenty were nine screens of it
# Of the best score: rows at least this good are put nearest first when there is a place. Any lower, and what only
# mentions the words comes before what is named for them
NEARBY_FIRST = 0.75
# ... and those that are just the kind of help that is meant
FAIR = 0.62
# What comes to you, or is online, stands before all places when it is (nearly) the best there is, and after them else
AS_GOOD_AS_NEAR = 0.95


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found: its key, its position in the snapshot, how it scored (0 to 1), and where it is."""

    entry_id: int
    position: int
    score: float
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

    asked: Search
    search: Search  # as asked, with the age and the place that were typed into the question
    question: Question
    near: PlaceAnswer
    entries: Snapshot
    passed: int = 0  # the bits of what was found
    answers: list[list[ranking.Hit]] = field(default_factory=list)  # by part: what speaks for entries
    weights: list[float] = field(default_factory=list)  # by part
    scored: dict[int, float] = field(default_factory=dict)  # by position: how well it answers the question
    gist: dict[str, float] = field(
        default_factory=dict
    )  # kinds of help it is about as a whole, and how surely
    # By position: how close in meaning; empty where that is off
    close: list[float] = field(default_factory=list)
    exact: int = 0  # the bits of those whose name was typed
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
            Found(entries[hit.entry_id], hit, self.entries.where(hit.entry_id, self.point), self)
            for hit in hits
            if hit.entry_id in entries  # it may have been withdrawn this very moment
        ]

    def ended(self) -> list[Entry]:
        """The closed ones whose very name was typed: they come last in the list, and their page says what came after.

        At most one query, and none for nearly every question.
        """
        places = snapshot.positions_of(self.exact & self.entries.closed)
        return list(self.entries.load([self.entries.ids[place] for place in places]).values())

    def _hit(self, place: int) -> Hit:
        unstated = sum(bits >> place & 1 for bits in self.unsaid.values())
        return Hit(
            self.entries.ids[place],
            place,
            self._scores[place],
            self._squared(place),
            unstated,
        )

    def _squared(self, place: int) -> int | None:
        far = self.squared[place] if self.squared else inf
        return None if far == inf else int(far)

    @cached_property
    def _scores(self) -> dict[int, float]:
        """How well each of those found answers, all things considered, by position.

        All at once: to ask each entry for the bits of each filter took longer than the rest of the order.
        """
        unscored = 0.0 if self.answers else 1.0
        scores = {place: self.scored.get(place, unscored) for place in snapshot.positions_of(self.passed)}
        if self.close:
            for place in scores:
                scores[place] += semantic.WEIGHT * max(self.close[place], 0.0)
        for place in snapshot.positions_of(self.exact):
            scores[place] += 1.0
        for bits in self.unsaid.values():
            self._lower(scores, bits, ranking.UNSTATED)
        if self.search.age:
            for place in scores:
                scores[place] *= self._fit(place)
        paused = self.entries.paused
        self._lower(scores, paused, ranking.PAUSED)
        self._lower(scores, ~self.entries.taking & ~paused, ranking.NOT_TAKING)
        return scores

    def _lower(self, scores: dict[int, float], bits: int, part: float) -> None:
        for place in snapshot.positions_of(bits & self.passed):
            scores[place] *= part

    def _fit(self, place: int) -> float:
        """1 where the age asked for is in the middle of those a service takes, a little less towards the edges."""
        low, high = self.entries.youngest[place], self.entries.oldest[place]
        if low == -inf or high == inf or high <= low:
            return 1.0
        asked = sum(self.search.age or (0, 0)) / 2 + 0.5
        away = min(abs(asked - (low + high + 1) / 2) / ((high + 1 - low) / 2), 1.0)
        wide = min((high - low) / 25, 1.0)  # made for everybody from 0 to 25 is made for nobody's age
        return 1 - (1 - ranking.EDGE_OF_AGES) * max(away, wide)

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

    @cached_property
    def best_score(self) -> float:
        """How well the best of what was found answers the question; 0 where nothing was found."""
        return max(self._scores.values(), default=0.0)

    def _best_first(self, positions: list[int]) -> None:
        hesitant = self.entries.paused
        for bits in self.unsaid.values():
            hesitant |= bits
        hesitant |= ~self.entries.taking
        if not self.answers and not self.squared and not self.search.age and not self.passed & hesitant:
            return  # nothing tells them apart but their names
        scores = {place: round(self._scores[place], 9) for place in positions}
        most = max(scores.values(), default=0.0)
        good, fair = most * NEARBY_FIRST, most * FAIR
        meant = set(snapshot.positions_of(self._just_what_is_meant() & self.passed))

        def best(place: int):
            far = self.squared[place] if self.squared else inf
            if far == inf and self.answers and scores[place] >= most * AS_GOOD_AS_NEAR:
                far = 0
            if self.squared and (scores[place] >= (fair if place in meant else good)):
                return 0, sum(bits >> place & 1 for bits in self.unsaid.values()), far, -scores[place]
            return 1, -scores[place], far, 0

        positions.sort(key=best)

    def _just_what_is_meant(self) -> int:
        """The bits of entries filed under the very kind of help that is asked for, that have a word of it as well.

        And under the need, where one is named.
        """
        together, bits = -1, self.entries.bits
        for part, hits in zip(self.question.parts, self.answers, strict=True):
            filed, typed = 0, any_of(hit.bits for hit in hits if hit.way == "typed")
            for meaning in part.meanings:
                kinds = [token for token in meaning.tokens if token.startswith("kind:")]
                needs = [token for token in meaning.tokens if token.startswith("need:")]
                if kinds:
                    needing = any_of(bits.get(token, 0) for token in needs) if needs else -1
                    filed |= bits.get(kinds[0], 0) & needing & typed
            together &= filed or -1
        return 0 if together == -1 else together


@dataclass(frozen=True)
class Found:
    """A result as shown: its entry, how it was found, and its nearest place."""

    entry: Entry
    hit: Hit
    where: str
    results: Results

    @property
    def places(self) -> list[tuple[int, int, str]]:
        """Where it can be had: easting, northing and label of each. A secret place has no point and is not here."""
        return self.results.entries.points[self.hit.position]

    @property
    def miles(self) -> float | None:
        return None if self.hit.metres is None else distance.miles_from_metres(self.hit.metres)

    @cached_property
    def reasons(self) -> list[tuple[str, str, str]]:
        """How it answers each part: [(field, as typed, what was found)], as ranking.Hit says it."""
        made = []
        for part, hits in zip(self.results.question.parts, self.results.answers, strict=True):
            best = next((hit for hit in hits if hit.bits >> self.hit.position & 1), None)
            if best is not None:
                made.append((best.field, part.typed, best.said))
        gist = self.results.gist
        meant = [token for token in gist if self.results.entries.bits.get(token, 0) >> self.hit.position & 1]
        if meant and not any(field == "meant" for field, _, _ in made):
            made.append(("gist", self.results.asked.text, max(meant, key=gist.__getitem__)))
        if not made and self.results.close:
            made.append(("close", self.results.asked.text, self.results.asked.text))
        return made


def find(search: Search, *, authority, entries: Snapshot | None = None) -> Results:
    """Find a council's services. Returns Results.

    The question is understood first (question.py), with the words of families that are shipped and the council's own.
    The database says in which entries words occur, in a few statements at most; filters, counts, distances and order
    come from the council's snapshot. What a record does not state never hides it (see UNSTATED): it stays, below
    those that say yes. Whoever searches several times for one page may hold the snapshot (`entries`) in between.
    """
    entries = entries or snapshot.of(authority.pk)
    words, correct = entries.vocabulary, None if search.as_typed else entries.correct
    question = understand(search.text, words, plain=search.plain, correct=correct)
    effective = replace(search, age=search.age or question.age, near=search.near or question.near)
    near = look_up(effective.near, authority=authority)
    if question.near and not search.near and near.place is None:
        # What looked like a postcode was none of ours: it is a word again
        question = understand(search.text, words, plain={*search.plain, "near"}, correct=correct)
        effective, near = replace(effective, near=""), look_up("", authority=authority)
    results = Results(search, effective, question, near, entries)
    having = entries.having(question.words)
    results.answers = [ranking.hits(part, having, entries.bits) for part in question.parts]
    results.weights = [
        ranking.weight(part, hits, len(entries.ids))
        for part, hits in zip(question.parts, results.answers, strict=True)
    ]
    if not search.as_typed and GIST not in search.plain:
        results.gist = _gist(results)
    matched = _matches(results)
    if question.parts and not search.as_typed and semantic.is_on():
        results.close = semantic.closeness(search.text, entries)
        if matched.bit_count() < semantic.TOO_FEW:
            added = semantic.closest(results.close, snapshot.positions_of(entries.everything & ~matched))
            matched |= snapshot.bits_of(added, len(entries.ids))

    allowed, unsaid = _filters(effective, entries)
    around = entries.around(results.point) if results.point else None
    if around and effective.within:
        allowed["within"] = around.within[effective.within]
        unsaid["within"] = entries.everything & ~entries.somewhere & ~entries.reaching_home
    results.passed = _all(matched, allowed)
    results.unsaid, results.squared = unsaid, around.squared if around else []
    results.exact = entries.named(search.text) & results.passed
    _score(results)
    results.counts = _count(effective, matched, allowed, entries, around)
    return results


def _gist(results: Results) -> dict[str, float]:
    """The kinds of help that the question is about as a whole, and how surely.

    Words of danger say it too, where no phrase of the vocabulary does: who needs a helpline now has no use for a list
    of services that happen to have one of her words.
    """
    question, listed = results.question, results.entries.bits
    made = ranking.likely(sentences.shipped().of(question.stems), listed) if len(question.parts) > 1 else {}
    if not any(token.startswith("kind:") for part in question.parts for token in part.tokens):
        danger = danger_in(results.asked.text)
        for kind in danger.kinds if danger else ():
            made |= {token: 1.0 for token in ranking.DANGERS.get(kind, ()) if listed.get(token)}
    return made


def _matches(results: Results) -> int:
    """The bits of entries that answer the question; everything where nothing was asked.

    A part that weighs next to nothing brings in no entry of its own. Nor does an everyday word in a description, beside
    other words, nor one word out of a phrase, unless nothing else is found.
    """
    parts, bits = results.question.parts, results.entries.bits
    if not parts:
        return results.entries.everything
    least = max(results.weights) * ranking.NOISE
    telling, any_word = 0, 0
    for part, hits, weight in zip(parts, results.answers, results.weights, strict=True):
        is_common = len(parts) > 1 and (part.is_weak or SMALL_STEMS.issuperset(part.stems))
        for hit in hits if weight >= least else ():
            any_word |= hit.bits
            if hit.worth > ranking.ANY_WORD and (not is_common or hit.field in ("name", "terms")):
                telling |= hit.bits
    sure = any_of(bits.get(token, 0) for token, likely in results.gist.items() if likely >= ranking.SURE)
    return telling | sure or any_word


def _score(results: Results) -> None:
    """Score what passed all filters, and nothing else."""
    if not results.question.parts:
        return
    entries = results.entries
    values = [ranking.values(hits, results.passed, snapshot.positions_of) for hits in results.answers]
    weights = list(results.weights)
    for _, bits in entries.in_names(results.asked.text):
        # As they stand in a name: on top of what each word says by itself
        values.append(dict.fromkeys(snapshot.positions_of(bits & results.passed), ranking.MOST))
        weights.append(ranking.IN_A_NAME * ranking.rarity(bits, len(entries.ids)))
    results.scored = ranking.scores(values, weights)
    is_named = any(token.startswith("kind:") for part in results.question.parts for token in part.tokens)
    for token, sure in results.gist.items():
        worth = sure * (ranking.GIST_BESIDE_A_PHRASE if is_named else ranking.GIST)
        for place in snapshot.positions_of(entries.bits.get(token, 0) & results.passed):
            results.scored[place] = results.scored.get(place, 0.0) + worth


def _filters(search: Search, entries: Snapshot) -> tuple[dict[str, int], dict[str, int]]:
    """For each filter in use: the bits of entries it lets pass, and of those that pass because they do not say."""
    bits = entries.bits
    allowed, unsaid = {}, {}
    for facet, codes in search.chosen.items():
        said = any_of(bits.get(f"{facet}:{code}", 0) for code in codes)
        unsaid[facet] = bits.get(f"{facet}:?", 0) & ~said if facet in UNSTATED else 0
        allowed[facet] = said | unsaid[facet]
    if search.age:
        allowed["age"] = entries.suiting(search.age)
        unsaid["age"] = bits.get("age:?", 0)
    if search.is_open:
        allowed["open"] = bits.get("open:yes", 0)
    return allowed, unsaid


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
