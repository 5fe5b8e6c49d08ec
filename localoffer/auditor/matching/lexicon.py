"""The lists of words, read from their files once: what each criterion is known by, and what marks each kind of page."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from . import facts
from .words import Phrases, words

HERE = Path(__file__).parent
#: What a sight of a phrase tells of a topic, beside the number of a point (0, 1, 2 …).
NAME, CUE, UNLESS = -1, -2, -3
#: Begins a name that a heading has alone: “For young people”, not “Activities for young people”.
WHOLE: Final = "="
#: A word of more topics than this tells none of them.
MOST_SHARING: Final = 5
_COMMON: Final = frozenset(
    "a an and any are as at be by can do each for from has have help how if in is it its may no not of on or other our "
    "out over own so than that the their them there these they this to up was what when where which who will with you "
    "your say give name link need child young people person send sen local offer support service information".split()
)


class Duty(Protocol):
    """What is asked for: a version of a criterion, or an item of a school's report."""

    @property
    def title(self) -> str: ...
    @property
    def met_when(self) -> tuple[str, ...]: ...
    @property
    def cues(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Topic:
    """How a criterion is known."""

    slug: str
    names: tuple[str, ...]
    points: tuple[tuple[str, ...], ...] = ()
    least: int = 2
    # Points without which it is partly met at most, each with what it tells
    must: tuple[tuple[int, str], ...] = ()
    unless: tuple[str, ...] = ()
    bare: bool = False  # needs no local fact
    terse: bool = False  # it may be told in few words, under its own heading
    # So many points, the first, count only where something is said of them, and the others only beside those
    explained: int = 0
    document: tuple[str, ...] = ()  # what the law wants published by name, with its day
    policy: tuple[str, ...] = ()  # names of what is made anew for each year
    yearly: bool = False  # of more than a year ago, it is partly met at most
    spoken: bool = False  # one sentence on a page about something else may say it, with whom to ask
    of_offer: bool = False  # told of anything but the offer, it is something else
    of_one: bool = False  # asked of one service, whose record alone may tell it
    of_each: bool = False  # asked of each service: what a page about one says of it shows a part

    @property
    def nearly_all(self) -> int:
        """So many points are as good as all of them."""
        return len(self.points) - (len(self.points) > 5)

    def wants(self, told: int) -> int:
        """How many points are wanting, of which `told` has a bit for each that is told. A figure alone is none."""
        return sum(
            not told >> number & 1 and not all(phrase.startswith("@") for phrase in phrases)
            for number, phrases in enumerate(self.points)
        )


@dataclass(frozen=True, slots=True)
class Sight:
    """What a phrase tells: of which topic (its place in `Lexicon.topics`), what, and how surely."""

    topic: int
    what: int  # NAME, CUE, UNLESS, or the number of a point
    weight: float = 1.0
    is_whole: bool = False  # only a heading of these words and no others


class Lexicon:
    """Phrases of topics and of marks, to be seen in one walk."""

    def __init__(self, topics: Sequence[Topic], duties: Sequence[Duty], marks: dict[str, list[str]]) -> None:
        self.topics = tuple(topics)
        #: the marks, then the kinds of fact that words tell
        self.marks = (*marks, *facts.WORDS)
        self.first_fact = len(marks)
        self.phrases = Phrases()
        #: of each topic, the facts that tell a point: ((point, (kinds of fact, …)), …)
        self.told_by: list[tuple[tuple[int, tuple[str, ...]], ...]] = []
        #: key -> Sight; below zero, -1 - key is a mark
        self.sights: list[Sight] = []
        for number, phrases in enumerate((*marks.values(), *facts.WORDS.values())):
            for phrase in phrases:
                self.phrases.add(phrase, -1 - number)
        shared = _how_many_share(topics)
        for number, (topic, duty) in enumerate(zip(topics, duties, strict=True)):
            self._add_topic(number, topic, duty, shared)
        self.rare = _rarity(duties, topics)

    def _add_topic(self, number: int, topic: Topic, duty: Duty, shared: dict[str, int]) -> None:
        for name in topic.names:
            length = min(len(words(name)), 3)
            weight = (0.7 + 0.3 * length) / shared[_key(name)] ** 0.5
            self._add(name, Sight(number, NAME, weight, is_whole=name.startswith(WHOLE)))
        for cue in duty.cues:
            if any(_key(cue) == _key(name) for name in topic.names):
                continue
            self._add(cue, Sight(number, CUE, 1 / max(shared.get(_key(cue), 1), 1)))
        for phrase in topic.unless:
            self._add(phrase, Sight(number, UNLESS))
        told: list[tuple[int, tuple[str, ...]]] = []
        for point, said in enumerate(topic.points):
            for phrase in said:
                if not phrase.startswith("@"):
                    self._add(phrase, Sight(number, point))
            if kinds := tuple(
                kind for phrase in said if phrase.startswith("@") for kind in _facts(phrase[1:])
            ):
                told.append((point, kinds))
        self.told_by.append(tuple(told))

    def points_in(self, sights: Sequence[tuple[int, int]]) -> dict[int, int]:
        """What phrases that were seen tell: of each topic, a bit for each of its points."""
        told: dict[int, int] = {}
        for key, _ in sights:
            if key >= 0 and (sight := self.sights[key]).what >= 0:
                told[sight.topic] = told.get(sight.topic, 0) | 1 << sight.what
        return told

    def _add(self, phrase: str, sight: Sight) -> None:
        self.sights.append(sight)
        self.phrases.add(phrase, len(self.sights) - 1)


def _facts(name: str) -> tuple[str, ...]:
    return ("phone", "email", "address") if name == "contact" else (name,)


def _key(phrase: str) -> str:
    return " ".join(words(phrase))


def _how_many_share(topics: Sequence[Topic]) -> dict[str, int]:
    shared: dict[str, int] = defaultdict(int)
    for topic in topics:
        for name in {_key(name) for name in topic.names}:
            shared[name] += 1
    return shared


def _rarity(duties: Sequence[Duty], topics: Sequence[Topic]) -> dict[str, tuple[tuple[int, float], ...]]:
    """Of each word, which topics speak of it, and how much it tells them apart (the inverse frequency of BM25)."""
    spoken: dict[str, set[int]] = defaultdict(set)
    for number, (duty, topic) in enumerate(zip(duties, topics, strict=True)):
        for text in (duty.title, *duty.met_when, *duty.cues, *topic.names):
            for word in words(text):
                if word not in _COMMON and not word.isdigit() and len(word) > 2:
                    spoken[word].add(number)
    count = len(topics)
    return {
        word: tuple(
            (number, 0.18 * math.log(1 + (count - len(those) + 0.5) / (len(those) + 0.5)))
            for number in sorted(those)
        )
        for word, those in spoken.items()
        if len(those) <= MOST_SHARING
    }


@cache
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / name).read_text("utf-8"))
    return loaded


def marks() -> dict[str, list[str]]:
    """The words of each mark of a kind of page."""
    return _read("kinds.yaml")


def topics(file: str, duties: Mapping[str, Duty]) -> list[Topic]:
    """How those duties are known: by their cues alone, where the file has no entry."""
    known = _read(file)
    return [topic_of(slug, duty, known.get(slug) or {}) for slug, duty in duties.items()]


def topic_of(slug: str, duty: Duty, entry: dict[str, Any]) -> Topic:
    """How a duty is known, by its entry of the file."""
    points = tuple(tuple(str(said) for said in point) for point in entry.get("points", ()))
    return Topic(
        slug=slug,
        names=tuple(entry.get("names", duty.cues)),
        points=points,
        least=entry.get("least", 2),
        must=_must(slug, len(points), entry.get("must", {})),
        unless=tuple(entry.get("unless", ())),
        bare=entry.get("bare", False),
        terse=entry.get("terse", False),
        explained=entry.get("explained", 0),
        document=tuple(entry.get("document", ())),
        policy=tuple(entry.get("policy", ())),
        yearly=entry.get("yearly", False),
        spoken=entry.get("spoken", False),
        of_offer=entry.get("of_offer", False),
        of_one=entry.get("of_one", False),
        of_each=entry.get("of_each", False),
    )


def _must(slug: str, points: int, entry: dict[Any, Any]) -> tuple[tuple[int, str], ...]:
    """The essential points, counted from 0; people count them from 1.

    Raises ValueError for a point that is not there, or of which nothing says what it tells.
    """
    for point, tells in entry.items():
        if point not in range(1, points + 1):
            raise ValueError(
                f"{slug}: must names point {point}, but there are {points}. Count the points from 1, or add it."
            )
        if not isinstance(tells, str) or not tells.strip():
            raise ValueError(
                f"{slug}: say in words what point {point} of must tells, for example “how to ask for it”."
            )
    return tuple((point - 1, tells) for point, tells in sorted(entry.items()))
