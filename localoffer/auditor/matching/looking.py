"""Looks at a page once, and notes part by part what is seen there. Headings part a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from ..values import Page
from . import facts
from .lexicon import CUE, NAME, UNLESS, Lexicon
from .words import words

_TITLE_PARTS = re.compile(r"\s[|\u2013\u2014-]\s|\s*\|\s*")
#: Longer pages than this are looked at as far as this: nobody reads on, and a directory in a PDF is endless.
MOST_LINES = 3000
#: A line that is a link and has no more words is an item of a menu, not a part of what the page says.
MENU_WORDS = 4
#: Parts that are folded away, or headed by a line in bold, have no heading tag. They are below every other.
FOLDED = 7
LONGEST_FOLDED = 90
#: How surely a heading names a topic that it is about.
SURELY_HEADED = 0.6
#: Lines that stand on every page: when it was looked at, whose it is, what else to press.
_ASIDE = re.compile(
    r"©|copyright\b"
    r"|(?:this )?(?:page |content )?(?:was )?(?:last|next) (?:page )?(?:updated|reviewed|checked|modified|review)\b"
    r".{0,40}$"
    r"|page (?:last )?(?:updated|reviewed)\b.{0,40}$|(?:date )?published:? .{0,30}$|print (?:this|the) .{0,20}$"
    r"|share this page|back to top|skip to |was this page|is this page useful|you are here"
)
#: Lines that say of something that it is not here: they name it, and tell nothing of it.
_NOT_HERE = re.compile(
    r"\bno (?:published )?page (?:says|tells|on (?:it|this)|about (?:it|this)|yet)\b|\bno services? (?:is|are) listed\b"
    r"|^not stated\b|\bnone (?:of them )?(?:states|says|tells)\b|\bnowhere yet\b"
    r"|\bnot (?:yet )?(?:published|on this site)\b(?=\W*$)"
)
#: So many questions one after the other are not answered where they stand, on a page of which half is such, and that
#: has so many.
QUESTIONS = 3
MANY_QUESTIONS = 6
#: Where a sentence ends: not after a title, nor within a number. Of a long row of marks it makes one try. The mark is
#: looked for first, and only then what stands before it: that is asked of few places.
_SENTENCE_ENDS = re.compile(
    r"[.!?](?<![.!?].)(?<!\b[DMS]r.)(?<!\bMrs.)(?<!\b[MS]s.)(?<!\bSt.)(?<!\be\.g.)(?<!\bi\.e.)[.!?]{0,5}[\"”’)]{0,3}"
    r"(?=\s|$)(?!(?<=\bNo\.) \d)"
)


@dataclass(slots=True)
class Line:
    """A line of a page, with the topics that it names or tells a point of."""

    text: str
    topics: set[int]
    facts: dict[str, int]
    is_heading: bool = False
    heard: tuple[Any, ...] | None = None  # what reciting.py heard in it, once it has listened
    sights: list[tuple[int, int]] = field(default_factory=list)  # phrases that were seen in it
    rare: set[str] = field(default_factory=set)
    words: int = 0


@dataclass(slots=True)
class Part:
    """What stands under one heading, with all that stands under lesser headings below it."""

    heading: str
    level: int
    headed: dict[int, float] = field(default_factory=dict)  # topic -> how surely its heading names it
    named: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    cued: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    points: dict[int, int] = field(
        default_factory=lambda: defaultdict(int)
    )  # topic -> a bit for each point told
    titled: dict[int, int] = field(default_factory=dict)  # the same, of points that a page's title names
    other: Counter[int] = field(default_factory=Counter)  # topic -> words of what only goes by its name
    rare: set[str] = field(default_factory=set)
    marks: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    labels: tuple[str, ...] = ()  # of its own lines, that begin as those of a record of one service do
    words: int = 0

    def take_in(self, below: Part) -> None:
        """Add what a part below this one holds."""
        for topic, weight in below.named.items():
            self.named[topic] += weight
        for topic, weight in below.headed.items():
            self.named[topic] += weight
        for topic, weight in below.cued.items():
            self.cued[topic] += weight
        for topic, bits in below.points.items():
            self.points[topic] |= bits
        self.other.update(below.other)
        self.rare |= below.rare
        if below.marks:
            self.marks.update(below.marks)
        if below.facts:
            self.facts.update(below.facts)
        self.lines += below.lines
        self.words += below.words


@dataclass(slots=True)
class Seen:
    """What was seen of a page. `parts`: the whole page first, then what stands under each heading."""

    parts: list[Part]
    pieces: list[Part]  # the same without what stands below: what comes before the first heading, then each
    headed_by: Counter[str]  # marks in its title, first heading and address
    labels: int  # lines that begin as those of a record of one service do
    names: str  # title and first heading

    @property
    def whole(self) -> Part:
        return self.parts[0]


class Looker:
    """Looks at pages for the words of one lexicon."""

    def __init__(self, lexicon: Lexicon, labels: Iterable[str]) -> None:
        self.lexicon = lexicon
        self._labels = frozenset(" ".join(words(label)) for label in labels)

    def look(self, page: Page) -> Seen:
        """Everything that is seen of a page."""
        title = _TITLE_PARTS.split(page.title)[0] if page.title else ""
        first = next(
            (heading.text for heading in page.headings if heading.in_main and heading.level == 1), ""
        )
        root = Part(first or title, 0)
        names = [text for text in dict.fromkeys((title, first)) if text]
        address = _address_words(page.url)
        headed = Counter[str]()
        for text, share in [*((text, 1.0) for text in names), (address, 0.5)]:
            marks = self._head(root, words(text), share)
            if text != address or "offer" in marks:
                headed += marks
        flat, labels = self._flat(page, {text.lower() for text in names})
        parts = _nested(root, flat)
        if page.contacts and not {"phone", "email"} & parts[0].facts.keys():
            parts[0].facts.update(facts.found_in(" ".join(contact.value for contact in page.contacts)))
        return Seen(parts, flat, headed, labels, " ".join(names))

    def topics_of(self, text: str) -> dict[int, float]:
        """Which topics the words of a link name, and how surely."""
        part = Part(text, 1)
        self._head(part, words(text), 1.0)
        return part.headed

    def speaks_of(self, text: str) -> set[int]:
        """Which topics a sentence has any word of: their names, cues, points, or words that few others have."""
        among = words(text)
        sights = self.lexicon.sights
        topics = {
            sights[key].topic
            for key, _ in self.lexicon.phrases.seen(among)
            if key >= 0 and sights[key].what != UNLESS
        }
        rare = self.lexicon.rare
        return topics.union(topic for word in rare.keys() & among for topic, _ in rare[word])

    def paragraph(self, line: Line) -> Part:
        """A line by itself, as a part that no heading names."""
        part = Part("", FOLDED)
        part.lines = [line]
        part.facts.update(line.facts)
        part.rare = line.rare
        part.words = line.words
        lexicon = self.lexicon
        for key, _ in line.sights:
            if key < 0:
                if -1 - key < lexicon.first_fact:
                    part.marks[lexicon.marks[-1 - key]] += 1
                continue
            sight = lexicon.sights[key]
            if sight.what >= 0:
                part.points[sight.topic] |= 1 << sight.what
            elif sight.what == NAME:
                part.named[sight.topic] += sight.weight
            elif sight.what == CUE:
                part.cued[sight.topic] += sight.weight
            else:
                part.other[sight.topic] += 1
        return part

    def _head(self, part: Part, among: list[str], share: float) -> Counter[str]:
        marks = Counter[str]()
        lexicon = self.lexicon
        for key, length in lexicon.phrases.seen(among):
            if key < 0:
                marks[lexicon.marks[-1 - key]] += 1
                continue
            sight = lexicon.sights[key]
            if sight.is_whole and length < len(among):
                continue
            if sight.what == NAME:
                # A heading that says this and little else is about it
                weight = sight.weight * share * (0.6 + 0.4 * length / max(len(among), 1))
                part.headed[sight.topic] = max(part.headed.get(sight.topic, 0.0), weight)
            elif sight.what == UNLESS:
                part.other[sight.topic] += 3
            elif sight.what == CUE:
                part.cued[sight.topic] += sight.weight
            elif part.level:
                # “Who can apply”, “What it costs”: what stands below tells it
                part.points[sight.topic] |= 1 << sight.what
            else:
                part.titled[sight.topic] = part.titled.get(sight.topic, 0) | 1 << sight.what
        part.rare |= lexicon.rare.keys() & among
        return marks

    def _flat(self, page: Page, names: set[str]) -> tuple[list[Part], int]:
        """The parts of a page one after another, each without those below it; and how many lines have labels."""
        levels = {
            " ".join(heading.text.split()).lower(): heading.level
            for heading in page.headings
            if heading.in_main
        }
        for head in page.heads:
            if 0 < len(head) <= LONGEST_FOLDED and head[-1] not in ".:;,":
                levels.setdefault(" ".join(head.split()).lower(), FOLDED)
        links = {" ".join(link.text.split()).lower() for link in page.links}
        columns = {column.lower() for column in page.columns}
        part = Part("", 0)
        flat, labels = [part], 0
        lines = page.lines[:MOST_LINES]
        listed = _Listed()
        asked = _only_asked(lines)
        for number, (text, after) in enumerate(pairwise([*lines, ""])):
            low = text.strip().lower()
            level = levels.get(low) if len(low) <= 200 else None
            is_item = listed.takes(text, is_heading=level is not None)
            if level is not None and low in names:
                continue
            if level is None and (
                number in asked
                or _ASIDE.match(low)
                or _NOT_HERE.search(low)
                or (low in links and low.count(" ") < MENU_WORDS)
            ):
                continue
            if level is not None or (not is_item and _may_head(text, after)):
                headed = Part(text, level or FOLDED)
                headed.marks += self._head(headed, words(text), 1.0)
                if level is not None or max(headed.headed.values(), default=0.0) >= SURELY_HEADED:
                    part = headed
                    part.lines.append(Line(text, set(part.headed), {}, is_heading=True))
                    flat.append(part)
                    continue
            # The labels of a table's columns stand one after another; a record's have what they label between them
            if (
                low not in columns
                and (label := self._label(text))
                and (":" in text or not self._label(after))
            ):
                part.labels += (label,)
                labels += 1
            self._read(part, text)
        return flat, labels

    def _label(self, text: str) -> str:
        """The label that a line begins with; "" where it has none."""
        label, colon, _ = text[:60].partition(":")
        if not colon and len(text) >= 30:
            return ""
        label = " ".join(words(label))
        return label if label in self._labels else ""

    def _read(self, part: Part, text: str) -> None:
        among = words(text)
        lexicon = self.lexicon
        sights, marks, rare, first_fact = lexicon.sights, lexicon.marks, lexicon.rare, lexicon.first_fact
        topics: set[int] = set()
        found = facts.found_in(text)
        seen = lexicon.phrases.seen(among)
        for key, _ in seen:
            if key < 0:
                mark = marks[-1 - key]
                if -1 - key < first_fact:
                    part.marks[mark] += 1
                else:
                    found[mark] = found.get(mark, 0) + 1
                continue
            sight = sights[key]
            topic, what = sight.topic, sight.what
            if sight.is_whole:
                continue
            if what >= 0:
                part.points[topic] |= 1 << what
            elif what == NAME:
                part.named[topic] += sight.weight
            elif what == CUE:
                part.cued[topic] += sight.weight
                continue
            else:
                part.other[topic] += 1
                continue
            topics.add(topic)
        for kind in facts.COMMON & found.keys():
            if facts.is_said_everywhere(kind, text):
                del found[kind]
        for kind, count in found.items():
            part.facts[kind] += count
        told = rare.keys() & among
        part.rare |= told
        part.words += len(among)
        part.lines.append(Line(text, topics, found, sights=seen, rare=told, words=len(among)))


def _only_asked(lines: list[str]) -> set[int]:
    """Which lines are questions without an answer, on a page that has little else.

    A page that invites comments asks some, too, and they are what it has to tell.
    """
    found: set[int] = set()
    run: list[int] = []
    for number, text in enumerate([*lines, ""]):
        if text[-1:] == "?":
            run.append(number)
            continue
        if len(run) >= QUESTIONS:
            found.update(run)
        run = []
    return found if len(found) >= MANY_QUESTIONS and 2 * len(found) >= len(lines) else set()


class _Listed:
    """Follows a list below a line that ends with a colon, line by line."""

    def __init__(self) -> None:
        self._is_list = False
        self._items = 0

    def takes(self, text: str, *, is_heading: bool = False) -> bool:
        """Whether a line is an item of a list, not its first: what stands alone below a colon may be a heading."""
        if text[-1:] == ":":
            self._is_list, self._items = True, 0
        elif is_heading or text[-1:] in ".!?":
            self._is_list = False
        else:
            self._items += self._is_list
            return self._is_list and self._items > 1
        return False


def _may_head(text: str, after: str) -> bool:
    """Whether a line may be what is pressed to open a part that is folded away: short, no sentence, prose under it."""
    return (
        8 <= len(text) <= LONGEST_FOLDED
        and text[-1] not in ".!:;,"
        and text[0].isupper()
        and text.count(",") <= 1
        and (len(after) >= LONGEST_FOLDED or after[-1:] == ".")
        and after[:1] not in "“‘\"'"
    )


def sentences(text: str) -> Iterator[str]:
    """The sentences of a line."""
    begin = 0
    for end in (*(match.end() for match in _SENTENCE_ENDS.finditer(text)), len(text)):
        if sentence := text[begin:end].strip():
            yield sentence
        begin = end


def _address_words(url: str) -> str:
    path = unquote(urlsplit(url).path)
    last = next((piece for piece in reversed(path.split("/")) if piece and not piece.isdigit()), "")
    return re.sub(r"\.\w{2,5}$|[-_+]", " ", last)


def _nested(root: Part, flat: list[Part]) -> list[Part]:
    """The whole page, then each part with all that stands under lesser headings below it."""
    parts = flat[1:]
    nested: list[Part] = []
    for at, part in enumerate(parts):
        whole = Part(part.heading, part.level, headed=dict(part.headed))
        whole.take_in(part)
        for topic, weight in part.headed.items():  # counted as heading, not as text as well
            whole.named[topic] -= weight
        for below in parts[at + 1 :]:
            if below.level <= part.level:
                break
            whole.take_in(below)
        nested.append(whole)
    for part in flat:
        root.take_in(part)
    return [root, *nested] if len(nested) > 1 or (nested and flat[0].words > 15) else [root]
