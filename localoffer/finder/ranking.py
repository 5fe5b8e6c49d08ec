"""The one scorer: how well an entry answers each part of a question. Plain Python, the same on every database.

The score is a simple relative of BM25F (Robertson and Zaragoza, 2009): each part weighs what its rarity in this
council is worth, times the best way in which an entry answers it. How often a word occurs is left out: records are
short, and repeating a word should not sell a service.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from .question import Part
from .words import WEAK_STEMS

FIELDS = ("name", "terms", "text", "rest")
# What a hit is worth where the words themselves stand: the name, what it is filed under, its description, the rest
TYPED = (5.0, 3.4, 2.0, 1.1)
# ... where words for the same thing stand
ALIKE = (4.4, 2.8, 1.7, 0.8)
# All words of a phrase, but not in one field; any one of them
APART, ANY_WORD = 1.2, 0.4
# ... where it is filed under what is meant: the first kind of help, further ones
KIND, FURTHER_KIND = 4.6, 3.6
# Kind and need together; a need alone, and one beside kinds: so many have it that it says little
KIND_AND_NEED, NEED, ALSO_NEED = 5.0, 3.2, 1.5
OTHER = {"communication": 4.2, "language": 4.6, "delivery": 2.2, "strand": 1.4, "stage": 1.4}
# Found in two ways, of the three (typed, words alike, filed under)
TWICE = 0.5
STRONG = 1.6  # at least this counts for rarity, and for being found twice

# A phrase of the vocabulary says more than a word that nobody has thought about; some words say next to nothing
PHRASE_WEIGHT, WORD_WEIGHT, WEAK_WEIGHT = 1.5, 1.0, 0.3
# Part of the score given for how many of the parts are answered at all: an entry with all of them comes before
# one with a rare one
COVERAGE = 0.45
# An entry under this part of the best score is noise brought in by one common word
NOISE = 0.02
# Each filter that a record says nothing about takes this much off: it stays, below those that say yes
UNSTATED = 0.85
PAUSED = 0.85
# Its waiting list is closed
NOT_TAKING = 0.95
# An age at the very edge of those it takes
EDGE_OF_AGES = 0.93


@dataclass(frozen=True, slots=True)
class Level:
    """A way in which entries answer a part: how much it is worth, who does, and how to say why.

    `field` is one of FIELDS, or "meant"; `said` is then a token ("kind:sport"), else the words found.
    """

    worth: float
    bits: int
    field: str
    said: str


def levels(part: Part, having: Mapping[str, Sequence[int]], tokens: Mapping[str, int]) -> list[Level]:
    """Every way in which some entry answers a part, the best first; each entry is in one of them at most.

    `having` gives, for a stem, the bits of entries that have it in each field; `tokens` those that carry a token.
    """
    typed = _in_fields(part.stems, having, TYPED, part.typed)
    if len(part.stems) > 1:
        typed.append(Level(APART, _all_somewhere(part.stems, having), "rest", part.typed))
        for each, word in zip(part.stems, part.typed.split(), strict=False):
            if each not in WEAK_STEMS:
                typed.append(Level(ANY_WORD, _any(having[each]), "rest", word))
    alike, filed = [], []
    for meaning in part.meanings:
        for stems, text in meaning.words:
            alike += _in_fields(stems, having, ALIKE, text)
        filed += _filed(meaning.tokens, tokens)
    ways = [_strong(each) for each in (typed, alike, filed)]
    twice = (ways[0] & ways[1]) | (ways[0] & ways[2]) | (ways[1] & ways[2])
    split = []
    for level in (*typed, *alike, *filed):
        split.append(Level(level.worth + TWICE, level.bits & twice, level.field, level.said))
        split.append(Level(level.worth, level.bits & ~twice, level.field, level.said))
    split.sort(key=lambda level: -level.worth)
    made, seen = [], 0
    for level in split:
        if new := level.bits & ~seen:
            made.append(Level(level.worth, new, level.field, level.said))
            seen |= new
    return made


def _in_fields(
    stems: Sequence[str], having: Mapping[str, Sequence[int]], worth: Sequence[float], said: str
) -> list[Level]:
    made = []
    for place, name in enumerate(FIELDS):
        bits = -1
        for each in stems:
            bits &= having[each][place]
        made.append(Level(worth[place], bits, name, said))
    return made


def _all_somewhere(stems: Sequence[str], having: Mapping[str, Sequence[int]]) -> int:
    bits = -1
    for each in stems:
        bits &= _any(having[each])
    return bits


def _filed(meant: Sequence[str], tokens: Mapping[str, int]) -> list[Level]:
    made: list[Level] = []
    kinds = [token for token in meant if token.startswith("kind:")]
    needs = [token for token in meant if token.startswith("need:")]
    needing = _any(tokens.get(token, 0) for token in needs)
    for number, token in enumerate(kinds):
        bits = tokens.get(token, 0)
        worth = FURTHER_KIND if number else KIND
        made += [
            Level(KIND_AND_NEED - KIND + worth, bits & needing, "meant", token),
            Level(worth, bits, "meant", token),
        ]
    for token in needs:
        made.append(Level(ALSO_NEED if kinds else NEED, tokens.get(token, 0), "meant", token))
    for token in meant:
        if worth := OTHER.get(token.partition(":")[0]):
            made.append(Level(worth, tokens.get(token, 0), "meant", token))
    return made


def _strong(some: Iterable[Level]) -> int:
    return _any(level.bits for level in some if level.worth >= STRONG)


def _any(several: Iterable[int]) -> int:
    together = 0
    for each in several:
        together |= each
    return together


def weight(part: Part, ways: Sequence[Level], entries: int) -> float:
    """What a part of a question weighs: ln(1 + (N − n + ½) / (n + ½)), BM25's idf, times how sure we are of it.

    N is the number of entries, n of those that answer it well. What nobody answers weighs nothing: it cannot tell
    one from another.
    """
    if not ways:
        return 0.0
    having = _strong(ways).bit_count() or _any(level.bits for level in ways).bit_count()
    rarity = log(1 + (max(entries - having, 0) + 0.5) / (having + 0.5))
    if part.is_phrase:
        return PHRASE_WEIGHT * max(rarity, 0.7)
    return rarity * (WEAK_WEIGHT if part.stems[0] in WEAK_STEMS else WORD_WEIGHT)


def score(key: Sequence[int], ways: Sequence[Sequence[Level]], weights: Sequence[float]) -> float:
    """How well entries answer that are at these levels of each part (-1: not at all), from 0 to about 1."""
    total = sum(weights)
    if not total:
        return 1.0
    got = covered = 0.0
    for number, level in enumerate(key):
        if level >= 0:
            got += weights[number] * ways[number][level].worth
            covered += weights[number]
    return got / (total * (TYPED[0] + TWICE)) * (1 - COVERAGE) + (covered / total) ** 2 * COVERAGE


def part_by_levels(everything: int, ways: Sequence[Sequence[Level]]) -> dict[tuple[int, ...], int]:
    """Entries by the level at which they answer each part: {(0, 2, -1): bits, …}. Those that answer none are left out.

    Entries are parted by part and level in turn, so that the work grows with how many different combinations
    there are (a hundred or so), not with how many entries.
    """
    parted: dict[tuple[int, ...], int] = {
        (): _any(level.bits for some in ways for level in some) & everything
    }
    for some in ways:
        finer: dict[tuple[int, ...], int] = {}
        for key, members in parted.items():
            left = members
            for number, level in enumerate(some):
                if having := left & level.bits:
                    finer[(*key, number)] = having
                    left &= ~having
                    if not left:
                        break
            if left:
                finer[(*key, -1)] = left
        parted = finer
    return parted
