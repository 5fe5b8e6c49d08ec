"""What to suggest while somebody types: only words of ours or of the council's, never what another visitor typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from django.utils import timezone

from localoffer.cms.crisis.detector import danger_in

from . import snapshot
from .labels import labels
from .snapshot import Snapshot, positions_of
from .vocabulary import Vocabulary
from .words import split

MOST = 8
MOST_OF_ONE_SORT = 3  # as long as other sorts have something
FEWEST_LETTERS = 2
LONGEST = 100  # whoever typed more knows what to ask


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to search for, and what they name: "Service", "Kind of help", "Need", "Page"; "" for a question."""

    text: str
    what: str = ""


def suggest(
    typed: str, *, authority_id: int, vocabulary: Vocabulary, questions: Iterable[str] = ()
) -> list[Suggestion]:
    """At most eight suggestions for what is in the box so far, the closest first. Two queries at most.

    Every word that was typed begins a word of each. To words of danger there are none: nothing should come between
    them and help, least of all a guess.
    """
    words = split(typed[:LONGEST])
    if len("".join(words)) < FEWEST_LETTERS or danger_in(typed[:LONGEST]):
        return []
    entries = snapshot.of(authority_id)
    sorts = [
        _closest(words, _terms(entries)),
        _services(words, entries),
        [pair for pair in _closest(words, _titles(entries)) if not _is_dangerous(pair[1].text)],
        [pair for pair in _closest(words, _asked(questions, vocabulary)) if not _is_dangerous(pair[1].text)],
    ]
    first = [each for found in sorts for each in found[:MOST_OF_ONE_SORT]]
    more = [each for found in sorts for each in found[MOST_OF_ONE_SORT:]]
    chosen: dict[str, tuple[int, Suggestion]] = {}
    for closeness, each in first + more:
        if len(chosen) < MOST:
            chosen.setdefault(_folded(each.text), (closeness, each))
    return [each for _, each in sorted(chosen.values(), key=lambda pair: pair[0])]


def _closeness(words: list[str], text: str) -> int | None:
    """How well words that are being typed fit a folded text: 0 it begins so, 1 they stand together, 2 apart; or not."""
    typed = " ".join(words)
    if text.startswith(typed):
        return 0
    padded = f" {text}"
    if f" {typed}" in padded:
        return 1
    return 2 if all(f" {word}" in padded for word in words) else None


def _closest(words: list[str], among: Iterable[Suggestion]) -> list[tuple[int, Suggestion]]:
    fits = (
        (closeness, each)
        for each in among
        if (closeness := _closeness(words, _folded(each.text))) is not None
    )
    return nsmallest(MOST, fits, key=lambda pair: pair[0])


def _services(words: list[str], entries: Snapshot) -> list[tuple[int, Suggestion]]:
    fits = (
        (closeness, name, bits)
        for name, each in entries.names.items()
        if (closeness := _closeness(words, name)) is not None and (bits := each & ~entries.closed)
    )
    closest = [
        (closeness, entries.ids[positions_of(bits)[0]]) for closeness, _, bits in nsmallest(MOST, fits)
    ]
    found = entries.load([pk for _, pk in closest])
    return [(closeness, Suggestion(found[pk].name, "Service")) for closeness, pk in closest if pk in found]


def _titles(entries: Snapshot) -> list[Suggestion]:
    """Titles of pages; not those of their parts, which say little by themselves."""
    now = timezone.now()
    return [
        Suggestion(row.title, "Page")
        for row in entries.pages.rows
        if not row.above and (row.until is None or row.until > now)
    ]


def _terms(entries: Snapshot) -> list[Suggestion]:
    """Kinds of help and needs that a service which is not closed has."""
    every = labels(entries.authority_id)
    return [
        Suggestion(each.name, what)
        for facet, what in (("kind", "Kind of help"), ("need", "Need"))
        for each in every[facet]
        if entries.bits.get(f"{facet}:{each.code}", 0) & ~entries.closed
    ]


def _asked(questions: Iterable[str], vocabulary: Vocabulary) -> list[Suggestion]:
    """The council's own questions, then the first phrase of each meaning, as it was written."""
    return [Suggestion(text) for text in (*questions, *(each.name for each in vocabulary.meanings))]


@lru_cache(maxsize=4096)
def _is_dangerous(text: str) -> bool:
    """Whether a text of ours speaks of danger: to find such words one must have thought of them oneself."""
    return danger_in(text) is not None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """A text of ours as it is compared. Never what somebody typed: that is kept nowhere."""
    return " ".join(split(text))
