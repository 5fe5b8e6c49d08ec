"""The one scorer: how well an entry answers each part of a question. Plain Python, the same on every database.

The score is a relative of BM25F (Robertson and Zaragoza, 2009): each part weighs what its rarity in this council is
worth, times what speaks for an entry. Three things may: the words as they were typed, other words for the same thing,
and what the entry is filed under. The strongest counts in full, what else there is in part: a service that is filed
under what is meant and says so in two other ways is more surely the right one. How often a word occurs is left out:
records are short, and repeating a word should not sell a service.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from .question import Part
from .words import WEAK_STEMS

FIELDS = ("name", "terms", "text", "rest")
# What a hit is worth where the words themselves stand: the name, what it is filed under, its description, the rest
TYPED = (5.0, 3.4, 2.0, 1.1)
# ... where words for the same thing stand
ALIKE = (3.8, 2.3, 1.4, 0.6)
# All words of a phrase, but not in one field; any one of them
APART, ANY_WORD = 1.2, 0.4
# ... where it is filed under what is meant: the first kind of help, further ones; a need, and one beside kinds
KIND, FURTHER_KIND, NEED, ALSO_NEED = 4.2, 3.2, 3.2, 1.6
OTHER = {"communication": 4.2, "language": 4.6, "delivery": 1.8, "strand": 1.0, "stage": 0.8}
# Of what is found besides the strongest: in the same way, and in another
ALSO_SO, ALSO_OTHERWISE = 0.25, 0.45
# As much as one part can be worth
MOST = 9.0
STRONG = 1.6  # at least this counts for rarity
# From here on a part is answered in full, as far as it counts how many are
ANSWERED = 2.0

# A phrase of the vocabulary says more than a word that nobody has thought about; some words say next to nothing
PHRASE_WEIGHT, WORD_WEIGHT, WEAK_WEIGHT = 1.8, 0.9, 0.25
# Two words or more, as they stand in a name
IN_A_NAME = 0.25
# Part of the score given for how many of the parts are answered at all: an entry with all of them comes before
# one with a rare one
COVERAGE = 0.2
# A part that weighs less than this part of the weightiest brings in no entry of its own: it is one common word
NOISE = 0.1
# What a kind of help that the question is about as a whole (sentences/) adds to a score, when it is sure to be that;
# and when a phrase of the vocabulary already said which kind
GIST, GIST_BESIDE_A_PHRASE = 0.6, 0.15
# Less sure than this says nothing; from SURE on it brings in entries that have none of the words
UNLIKELY, SURE = 0.05, 0.5
# Guesses that would frighten or accuse somebody if they were wrong: said, and acted upon, only when nearly certain
GRAVE = frozenset(
    f"kind:{code}"
    for code in (
        "crisis-help", "safety", "domestic-abuse", "perinatal-mental-health", "youth-justice", "drugs-and-alcohol",
        "parents-arguing", "social-work",
    )
)  # fmt: skip
GRAVE_SURE = 0.9
# What words of danger (cms/crisis) are about, by kind of danger. Words that a person wrote down, so no guess
DANGERS = {
    "suicide": ("kind:crisis-help", "kind:mental-health"),
    "selfharm": ("kind:crisis-help", "kind:mental-health"),
    "eating": ("kind:mental-health",),
    "sexual": ("kind:safety",),
    "abuse": ("kind:safety",),
    "neglect": ("kind:safety",),
    "exploitation": ("kind:safety",),
    "domestic": ("kind:domestic-abuse", "kind:safety"),
}
# Each filter that a record says nothing about takes this much off: it stays, below those that say yes
UNSTATED = 0.85
PAUSED = 0.85
# Its waiting list is closed
NOT_TAKING = 0.98
# An age at the very edge of those it takes
EDGE_OF_AGES = 0.93

WAYS = ("typed", "alike", "filed")


@dataclass(frozen=True, slots=True)
class Hit:
    """Entries that answer a part in one way: how much it is worth, who they are, and how to say why.

    `way` is one of WAYS. `field` is one of FIELDS, or "meant"; `said` is then a token ("kind:sport"), else the words
    found.
    """

    worth: float
    bits: int
    way: str
    field: str
    said: str


def hits(part: Part, having: Mapping[str, Sequence[int]], tokens: Mapping[str, int]) -> list[Hit]:
    """All that speaks for some entry, the strongest first.

    `having` gives, for a stem, the bits of entries that have it in each field; `tokens` those that carry a token.
    """
    made = _in_fields(part.stems, having, TYPED, "typed", part.typed)
    if len(part.stems) > 1:
        made.append(Hit(APART, _all_somewhere(part.stems, having), "typed", "rest", part.typed))
        for each, word in zip(part.stems, part.typed.split(), strict=False):
            if each not in WEAK_STEMS:
                made.append(Hit(ANY_WORD, any_of(having[each]), "typed", "rest", word))
    for meaning in part.meanings:
        for stems, text in meaning.words:
            made += _in_fields(stems, having, ALIKE, "alike", text)
        made += _filed(meaning.tokens, tokens)
    return sorted((hit for hit in made if hit.bits), key=lambda hit: -hit.worth)


def values(some: Sequence[Hit], among: int, positions: Callable[[int], list[int]]) -> dict[int, float]:
    """What speaks for each of these entries: {position: worth, at most MOST}.

    `some` come from `hits`, the strongest first; `among` are the bits of the entries asked about.
    """
    by_way: dict[str, dict[int, float]] = {way: {} for way in WAYS}
    seen: dict[tuple[str, str], int] = {}
    for hit in some:
        values = by_way[hit.way]
        # Of the same words, only the best field
        new = hit.bits & among & ~seen.get((hit.way, hit.said), 0)
        seen[hit.way, hit.said] = seen.get((hit.way, hit.said), 0) | new
        for place in positions(new):
            before = values.get(place)
            values[place] = hit.worth if before is None else before + ALSO_SO * hit.worth
    typed, alike, filed = by_way.values()
    together = {}
    for place in typed.keys() | alike.keys() | filed.keys():
        each = (typed.get(place, 0.0), alike.get(place, 0.0), filed.get(place, 0.0))
        best = max(each)
        together[place] = min(best + ALSO_OTHERWISE * (sum(each) - best), MOST)
    return together


def _in_fields(
    stems: Sequence[str], having: Mapping[str, Sequence[int]], worth: Sequence[float], way: str, said: str
) -> list[Hit]:
    made = []
    for place, name in enumerate(FIELDS):
        bits = -1
        for each in stems:
            bits &= having[each][place]
        made.append(Hit(worth[place], bits, way, name, said))
    return made


def _all_somewhere(stems: Sequence[str], having: Mapping[str, Sequence[int]]) -> int:
    bits = -1
    for each in stems:
        bits &= any_of(having[each])
    return bits


def _filed(meant: Sequence[str], tokens: Mapping[str, int]) -> list[Hit]:
    made: list[Hit] = []
    kinds = 0
    for token in meant:
        facet = token.partition(":")[0]
        if facet == "kind":
            worth = FURTHER_KIND if kinds else KIND
            kinds += 1
        elif facet == "need":
            worth = ALSO_NEED if kinds else NEED
        else:
            worth = OTHER.get(facet, 0.0)
        made.append(Hit(worth, tokens.get(token, 0), "filed", "meant", token))
    return made


def any_of(several: Iterable[int]) -> int:
    """The bits that are set in any of these."""
    together = 0
    for each in several:
        together |= each
    return together


def weight(part: Part, some: Sequence[Hit], entries: int) -> float:
    """What a part of a question weighs: how rare it is that an entry answers it well, times how sure we are of it.

    What nobody answers weighs nothing: it cannot tell one from another.
    """
    if not some:
        return 0.0
    strong = any_of(hit.bits for hit in some if hit.worth >= STRONG) or any_of(hit.bits for hit in some)
    rare = rarity(strong, entries)
    if part.is_phrase:
        return PHRASE_WEIGHT * max(rare, 0.7)
    return rare * (WEAK_WEIGHT if part.is_weak else WORD_WEIGHT)


def likely(gist: Mapping[str, float], listed: Mapping[str, int]) -> dict[str, float]:
    """The kinds of help that are likely enough to say something, of those under which something is `listed`."""
    return {
        token: sure
        for token, sure in gist.items()
        if sure >= (GRAVE_SURE if token in GRAVE else UNLIKELY) and listed.get(token)
    }


def rarity(bits: int, entries: int) -> float:
    """BM25's idf, ln(1 + (N − n + ½) / (n + ½)), of what these n entries have, of N."""
    having = bits.bit_count()
    return log(1 + (max(entries - having, 0) + 0.5) / (having + 0.5))


def scores(parts: Sequence[Mapping[int, float]], weights: Sequence[float]) -> dict[int, float]:
    """How well each entry answers, from 0 to about 1, by position: `parts` are what `values` gave for each part."""
    total = sum(weights)
    if not total:
        return dict.fromkeys((place for values in parts for place in values), 1.0)
    got: dict[int, float] = {}
    covered: dict[int, float] = {}
    for values, each in zip(parts, weights, strict=True):
        for place, value in values.items():
            got[place] = got.get(place, 0.0) + each * value
            covered[place] = covered.get(place, 0.0) + each * min(value / ANSWERED, 1.0)
    return {
        place: value / (total * MOST) * (1 - COVERAGE) + (covered[place] / total) ** 2 * COVERAGE
        for place, value in got.items()
    }
