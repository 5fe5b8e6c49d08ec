"""The one scorer: how well a row answers the words of a question. Plain Python, the same on every database.

The score is a simple relative of BM25F (Robertson and Zaragoza, 2009): each word weighs what its
rarity in this council is worth, times the best field it occurs in. How often it occurs is left out:
records are short, and repeating a word should not sell a service.
"""

from collections.abc import Mapping
from math import log

from .engines import FIELDS

# What a hit in a field is worth: the name, the terms it is filed under, its description, the rest
FIELD_WORTH = (5.0, 3.0, 1.8, 1.0)
# Part of the score given for how many of the words occur at all: a row with all of them comes before
# a row with one rare one
COVERAGE = 0.6
# A row under this part of the best score is noise brought in by one common word
NOISE = 0.02
# Each filter that a record says nothing about takes this much off: it stays, below those that say yes
UNSTATED = 0.8
PAUSED = 0.85

_ALL_FIELDS = (1 << len(FIELDS)) - 1


def hits_of(mask: int, number: int) -> int:
    """The four bits of a hit mask that belong to the word at this place in the question."""
    return (mask >> (4 * number)) & _ALL_FIELDS


def rarities(masks: Mapping[int, int], words: int, rows: int) -> list[float]:
    """The worth of each word: ln(1 + (N − n + ½) / (n + ½)), BM25's idf, over N rows of which n have the word.

    A word that no row has is worth nothing: it cannot tell one row from another.
    """
    worth = []
    for number in range(words):
        having = sum(count for mask, count in masks.items() if hits_of(mask, number))
        worth.append(log(1 + (max(rows - having, 0) + 0.5) / (having + 0.5)) if having else 0.0)
    return worth


def score(mask: int, worth: list[float]) -> float:
    """How well one row answers, from 0 to about 1: a share of the score of a row with every word in its name."""
    total = sum(worth)
    if not total:
        return 1.0
    got, covered = 0.0, 0.0
    for number, each in enumerate(worth):
        if hits := hits_of(mask, number):
            best, also = 0.0, 0.0
            for place, value in enumerate(FIELD_WORTH):
                if hits >> place & 1:
                    best, also = max(best, value), also + value
            # A word in several fields is a little better than in its best one alone
            got += each * (best + 0.1 * (also - best))
            covered += each
    most = FIELD_WORTH[0] + 0.1 * sum(FIELD_WORTH[1:])
    return (got / (total * most)) * (1 - COVERAGE) + (covered / total) ** 2 * COVERAGE


def scores(counted: Mapping[int, int], words: int, rows: int) -> dict[int, float]:
    """The score of every hit mask: {mask: score}. `counted` says how many rows have each, of the council's `rows`."""
    worth = rarities(counted, words, max(rows, sum(counted.values())))
    return {mask: score(mask, worth) for mask in counted}
