"""What one page shows of one topic, in a small note, and what is kept of all of a site's."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ..values import Evidence, quoted
from . import facts
from .classifying import ENTRY, GUIDING
from .documents import UNNAMED
from .lexicon import NAME, Lexicon
from .looking import Part, sentences
from .scoring import LEAST_UNNAMED
from .words import words

MOST_NOTES: Final = 8
#: Points that are more than a mention in passing, wherever they are told.
MOSTLY_TOLD: Final = 4
#: What scores as much is no mention in passing either.
NO_MENTION: Final = 8.0
#: Characters: a line that is longer is quoted by one of its sentences, and one that is shorter says little by itself.
LONGEST_WHOLE, SHORTEST_WHOLE = 200, 40


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """What one page shows of one topic."""

    rank: float
    url: str
    title: str = field(compare=False)
    score: float = field(compare=False)
    points: int = field(compare=False)  # bits
    kind: str = field(compare=False)
    is_headed: bool = field(compare=False)
    is_local: bool = field(compare=False)
    is_within: bool = field(compare=False)  # the offer's own page
    is_ours: bool = field(compare=False)  # the council's own page
    is_enough: bool = field(compare=False)  # it tells enough points
    is_aside: bool = field(compare=False)  # it stands on a page about something else
    tells: bool = field(compare=False, default=False)  # something of its own place, were it only a name
    quote: str = field(compare=False, default="")
    is_first: bool = field(compare=False, default=False)  # nothing is more what the part is about
    is_general: bool = field(compare=False, default=False)  # it stands on a page of general information
    is_brief: bool = field(
        compare=False, default=False
    )  # it stands on a page of too few words to be of any kind
    titled: int = field(compare=False, default=0)  # bits: points that the page's title names
    # The year of the document that the law wants by name
    document: int = field(compare=False, default=UNNAMED)
    is_spoken: bool = field(compare=False, default=False)  # one sentence says it, with whom to ask
    # Bits: points of all the parts of its page that are about the topic
    told: int = field(compare=False, default=0)
    said_on: date | None = field(compare=False, default=None)  # when its page was looked at last

    @property
    def evidence(self) -> Evidence:
        """As it goes into a report."""
        return Evidence(self.url, self.quote, round(min(self.score / 20, 1.0), 2), self.title)


@dataclass(slots=True)
class Topical:
    """What a whole site shows of one topic, as it is gathered."""

    notes: list[Note] = field(default_factory=list)  # a heap: the weakest first
    points: int = 0  # of the council's own guiding pages that are about it and local, together
    told: int = 0  # of whatever pages of the council's own tell enough of it, or are about it, together
    document: int = UNNAMED  # the newest year that the council's own pages say the document to be of
    said_on: date | None = None  # the latest day on which any of those says that it was looked at
    links: set[str] = field(default_factory=set)  # addresses that links which name it lead to

    def add(self, note: Note, part: Part, topic: int, lexicon: Lexicon) -> None:
        """Keep a note, with its quotation, if it is among the strongest."""
        if len(self.notes) == MOST_NOTES and note <= self.notes[0]:
            return
        note = replace(note, quote=best_sentence(part, topic, lexicon))
        if len(self.notes) < MOST_NOTES:
            heapq.heappush(self.notes, note)
        else:
            heapq.heapreplace(self.notes, note)

    @property
    def strongest(self) -> list[Note]:
        """The notes, the strongest first."""
        return sorted(self.notes, reverse=True)


def is_strong(note: Note) -> bool:
    """Whether one page shows enough for a criterion to be met. A service's record does not, nor a charity's site."""
    return note.kind in GUIDING and note.is_local and note.is_enough and note.is_ours


def shows_a_part(note: Note) -> bool:
    """Whether a local passage shows something of a topic: what is not about it by its heading has to tell more."""
    if note.is_spoken:
        return True
    if note.is_headed:
        return (note.points | note.titled).bit_count() >= (1 if note.is_first else 2 + note.is_aside)
    if note.kind == ENTRY:
        return False
    # What is spoken of beside something else, and less than that, is mentioned in passing
    told = note.points.bit_count()
    if note.is_enough or told >= MOSTLY_TOLD:
        return True
    if note.kind in GUIDING and note.score >= NO_MENTION and told >= 2:
        return True
    return note.is_first and note.score >= LEAST_UNNAMED and told >= 2


def best_sentence(part: Part, topic: int, lexicon: Lexicon) -> str:
    """The sentence of a part that shows a topic best: it names it and tells most, and is no item of a menu."""
    best, most = "", -1.0
    for line in part.lines:
        if line.is_heading or (topic not in line.topics and most >= 0):
            continue
        worth = _worth(line.text, line.sights, topic, lexicon)
        if worth > most:
            best, most = line.text, worth
    if len(best) > LONGEST_WHOLE:
        best = max(
            sentences(best),
            key=lambda each: _worth(each, lexicon.phrases.seen(words(each)), topic, lexicon),
            default=best,
        )
    return quoted(best or part.heading)


def _worth(text: str, sights: Sequence[tuple[int, int]], topic: int, lexicon: Lexicon) -> float:
    """What a sentence is worth as proof. A telephone number proves little, and who names the thing shows more."""
    points = lexicon.points_in(sights).get(topic, 0).bit_count()
    seen = (lexicon.sights[key] for key, _ in sights if key >= 0)
    is_named = any(sight.topic == topic and sight.what == NAME and not sight.is_whole for sight in seen)
    return (
        1.5 * is_named
        + 1.0 * min(points, 3)
        + 0.2 * min(facts.weight(facts.found_in(text)), 3)
        + 0.6 * (text.rstrip()[-1:] in ".!?:")
        + 0.4 * (len(text) >= SHORTEST_WHOLE)
    )
