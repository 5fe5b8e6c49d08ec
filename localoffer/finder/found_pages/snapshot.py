"""A council's pages in memory, in a shape that is quick to ask: no search asks the database for them.

Each stem has, for each field, an integer with a bit for every row that has it there, as in ../snapshot.py. Three
hundred pages of four parts take about two megabytes. They are read again when the index says that they changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from localoffer.ui.held import Held

from ..words import STOP_WORDS, split, stem
from .models import FoundPage

FIELDS = ("name_words", "term_words", "text_words", "rest_words")
MOST_HELD = 64
_NOWHERE = (0, 0, 0, 0)
_SHOWN = (
    "page_key", "part", "href", "title", "above", "what", "summary", "language", "weight", "until", "same_as",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A page, or a part of one, with all that is shown of it."""

    page_key: int
    part: str
    href: str
    title: str
    above: str
    what: str
    summary: str
    language: str
    weight: float
    until: datetime | None
    same_as: UUID
    stems: frozenset[str]  # of its title and of its page's, without small words
    title_stems: frozenset[str]  # of its title, and of its page's, with small words
    above_stems: frozenset[str]


@dataclass
class Pages:
    """A council's pages. A position in `rows` is what the bits stand for."""

    rows: list[Row] = field(default_factory=list)
    words: dict[str, tuple[int, ...]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], int] = field(default_factory=dict)  # beside each other in a title
    spellings: frozenset[str] = frozenset()  # words of titles

    def having(self, stems: Iterable[str]) -> dict[str, Sequence[int]]:
        """For each stem the bits of rows that have it in each field."""
        return {each: self.words.get(each, _NOWHERE) for each in stems}


_held: Held[int, Pages] = Held(most=MOST_HELD)


def of(authority_id: int, version: int) -> Pages:
    """The council's pages in a state of the index: those held, else read anew in one query."""
    return _held.get(authority_id, version, lambda: _read(authority_id, version))


def forget() -> None:
    """Drop all that is held."""
    _held.forget()


def _read(authority_id: int, version: int) -> Pages:
    if not version:  # nothing of this council was ever found
        return Pages()
    rows, spelled = [], set()
    words: dict[str, list[int]] = {}
    pairs: dict[tuple[str, str], int] = {}
    # Sorted here, because databases disagree on the order of texts
    stored = sorted(
        FoundPage.objects.filter(authority=authority_id).values_list(*_SHOWN, *FIELDS),
        key=lambda row: row[:2],
    )
    for place, row in enumerate(stored):
        shown, texts = row[: len(_SHOWN)], row[len(_SHOWN) :]
        bit = 1 << place
        for number, text in enumerate(texts):
            for each in set(text.split()):
                words.setdefault(each, [0, 0, 0, 0])[number] |= bit
        title, above = split(shown[3]), split(shown[4])
        title_stems, above_stems = [stem(word) for word in title], [stem(word) for word in above]
        for pair in (*pairwise(title_stems), *pairwise(above_stems)):
            pairs[pair] = pairs.get(pair, 0) | bit
        spelled |= set(title)
        own = {stem(word) for word in title if word not in STOP_WORDS}
        whose = {stem(word) for word in above if word not in STOP_WORDS}
        # A part whose title adds nothing to that of its page is no better a name for it
        stems = frozenset(own | whose if own - whose else ())
        rows.append(Row(*shown, stems, frozenset(title_stems), frozenset(above_stems)))
    return Pages(
        rows,
        {each: tuple(bits) for each, bits in words.items()},
        pairs,
        frozenset(spelled),
    )
