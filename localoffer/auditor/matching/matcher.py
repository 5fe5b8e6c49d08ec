"""Matches a page with criteria: of each topic that it or a part of it is about, the best that it shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from ..addresses import owner
from ..values import Page
from . import facts, lexicon
from .classifying import (
    BELIEVED,
    FULL,
    GUIDING,
    HOLDING,
    LEDGER,
    LISTING,
    OTHER,
    RECITAL,
    is_brief,
    is_general,
    is_national,
    is_not_there,
)
from .documents import document_seen, year_named
from .lexicon import NAME, Lexicon
from .looking import SURELY_HEADED, Line, Looker, Part, Seen
from .notes import Note
from .reciting import LEAST_TOLD, LEAST_TOLD_BESIDE, LONGEST, Voice, is_own_voice, unrecited, voice_of
from .scoring import (
    BRIEF,
    NEAR_THE_BEST,
    About,
    about,
    enough,
    explained,
    is_local,
    own_points,
    points_of,
)
from .words import words

#: A page of more parts than this is about what they are about, and about its title.
PARTED: Final = 3
#: A list that names so many topics is a table of contents, and tells of none that its heading does not name.
MANY_NAMED: Final = 25
#: A page of fewer paragraphs is looked at as a whole.
LEAST_PARAGRAPHS: Final = 3
#: Words and points of a paragraph that tells something by itself.
LEAST_OF_A_PARAGRAPH, LEAST_TOLD_BY_A_PARAGRAPH = 12, 2
#: Points that a line tells of what it names, so that its page tells a part of it, whatever else it is about.
LEAST_SAID: Final = 2
#: Kinds of page of whose passages it is asked whether they tell something.
HEARD: Final = frozenset({FULL, LISTING, OTHER, RECITAL})
#: Facts by which somebody can be reached.
_REACHED: Final = frozenset({"phone", "email", "address"})


class Matcher:
    """Matches pages with criteria."""

    def __init__(self, duties: Mapping[str, lexicon.Duty], file: str = "topics.yaml") -> None:
        marks = dict(lexicon.marks())
        labels = marks.pop("labels")
        topics = lexicon.topics(file, duties)
        self.lexicon = Lexicon(topics, list(duties.values()), marks)
        self.looker = Looker(self.lexicon, labels)
        self.topics = self.lexicon.topics
        self._spoken = frozenset(number for number, topic in enumerate(self.topics) if topic.spoken)
        #: of each topic, a bit for each point that a figure tells, whatever it is of
        self._of_facts = [sum(1 << point for point, _ in told_by) for told_by in self.lexicon.told_by]
        numbers = {topic.slug: number for number, topic in enumerate(self.topics)}
        #: of each topic, itself and those that are easily taken for it
        self._akin = [
            {
                numbers[slug]
                # An item of a school's report has none
                for slug in (topic.slug, *getattr(duties[topic.slug], "confusable_with", ()))
                if slug in numbers
            }
            for topic in self.topics
        ]

    def notes(self, page: Page, seen: Seen, kind: str, ours: bool = True) -> Iterator[tuple[int, Note, Part]]:
        """What a page shows of each topic that it or one of its parts is about: the best of each."""
        best: dict[int, tuple[Note, Part]] = {}
        told: dict[int, int] = defaultdict(int)
        whole = seen.whole
        if seen.headed_by["glossary"] or kind == LEDGER:
            return  # it names everything, and tells of nothing
        is_of_offer = page.is_within or bool(whole.marks["offer"] or whole.marks["send"])
        links = _local_links(page)
        general = kind == OTHER and is_general(seen)
        brief = kind in (FULL, OTHER) and is_brief(seen)
        there = (
            [piece for piece in seen.pieces if not is_not_there(piece)] if len(seen.parts) > PARTED else []
        )
        own: bool | None = None  # whether the page speaks of its own place, once that is asked
        for part in seen.parts:
            abouts = about(part, whole, self.lexicon)
            if not abouts:
                continue
            local = is_local(part, whole)
            if not local and kind in BELIEVED:
                own = is_own_voice(whole) if own is None else own
                local = is_own_voice(part, LEAST_TOLD_BESIDE if own else LEAST_TOLD)
            voice = Voice()
            if kind in HEARD and part.words <= LONGEST:
                voice = voice_of(part, self.looker, links, is_whole=part is whole)
            is_parted = part is whole and len(seen.parts) > PARTED
            for each in abouts:
                asked = self.topics[each.topic]
                if not each.is_named and each.points.bit_count() <= asked.least:
                    continue
                if asked.of_offer and not is_of_offer:
                    continue
                if is_parted:
                    each = replace(each, points=own_points(there, self.lexicon, each.topic))
                elif each.is_aside and each.is_headed:
                    each = replace(each, points=each.points | self._beside(seen, each.topic))
                each = self._explained(part, each)
                if each.is_aside and each.points and not each.points & ~self._of_facts[each.topic]:
                    continue  # “Contact”, with a number and hours: they are those of what the page is about
                if (
                    kind == OTHER
                    and (general or brief)
                    and each.is_headed
                    and each.points.bit_count() == len(asked.points)
                    and (asked.bare or facts.weight(part.facts))
                ):
                    # Who tells all that is asked for needs one fact of the place, not two
                    note = self._note(page, part, each, FULL, True, ours, is_parted, voice)
                else:
                    note = self._note(page, part, each, kind, local, ours, is_parted, voice)
                if brief or (general and note.kind == OTHER):
                    note = replace(note, is_general=general, is_brief=brief)
                if note.is_headed or note.is_enough:
                    told[each.topic] |= note.points | note.titled
                if is_parted and note.is_headed:
                    # “Appeals” and “Under fives”, on a page whose title is of school transport, are of school transport
                    told[each.topic] |= points_of(whole, self.lexicon, each.topic)
                if each.topic not in best or note > best[each.topic][0]:
                    best[each.topic] = note, part
        for topic, note, part in (
            self._of_paragraphs(page, seen, kind, ours, links) if kind in GUIDING else ()
        ):
            if self.topics[topic].of_offer and not is_of_offer:
                continue
            if topic not in best or note > best[topic][0]:
                best[topic] = note, part
        for topic, (note, part) in best.items():
            note = replace(note, told=note.points | note.titled | told[topic])
            if document := self.topics[topic].document:
                note = replace(note, document=document_seen(page, document))
            elif policy := self.topics[topic].policy:
                said = "\n".join(line.text for line in part.lines)
                note = replace(note, document=year_named(said, policy))
            if self.topics[topic].yearly:
                note = replace(note, said_on=_looked_at_on(page))
            yield topic, note, part
        if kind in BELIEVED or general:
            for topic in self._said_in_passing(whole) - best.keys():
                if self.topics[topic].of_offer and not is_of_offer:
                    continue
                yield topic, self._spoken_note(page, whole, topic, kind, ours), whole

    def _beside(self, seen: Seen, topic: int) -> int:
        """The points that a page about something else tells of a topic below all the headings that surely name it."""
        bits = 0
        for piece in seen.pieces:
            if piece.headed.get(topic, 0.0) >= SURELY_HEADED:
                bits |= points_of(piece, self.lexicon, topic)
        return bits

    def _said_in_passing(self, whole: Part) -> set[int]:
        """Topics of which one line says a part, on a page about something else: two points, or whom to ask."""
        told: set[int] = set()
        for line in whole.lines:
            if _REACHED & line.facts.keys() and (
                asked := line.topics & self._spoken - told - whole.other.keys()
            ):
                told |= asked & self.looker.topics_of(line.text).keys()
            told |= self._named_and_told(line) - whole.other.keys()
        return told

    def _named_and_told(self, line: Line) -> set[int]:
        """Topics that a sentence names and tells two points of, whatever else its line is about."""
        if line.is_heading or line.words < LEAST_OF_A_PARAGRAPH or not self._named_in(line.sights):
            return set()
        said = unrecited(line)
        return set().union(*(self._named_in(self.lexicon.phrases.seen(words(each))) for each in said))

    def _named_in(self, sights: Sequence[tuple[int, int]]) -> set[int]:
        told = self.lexicon.points_in(sights)
        seen = (self.lexicon.sights[key] for key, _ in sights if key >= 0)
        return {
            sight.topic
            for sight in seen
            if sight.what == NAME
            and not sight.is_whole
            and told.get(sight.topic, 0).bit_count() >= LEAST_SAID
        }

    def _spoken_note(self, page: Page, whole: Part, topic: int, kind: str, ours: bool) -> Note:
        return Note(
            rank=0.5,
            url=page.url,
            title=page.title or whole.heading,
            score=0.0,
            points=points_of(whole, self.lexicon, topic),
            kind=kind,
            is_headed=False,
            is_local=True,
            is_within=page.is_within,
            is_ours=ours,
            is_enough=False,
            is_aside=True,
            is_spoken=True,
        )

    def _of_paragraphs(
        self, page: Page, seen: Seen, kind: str, ours: bool, links: frozenset[str]
    ) -> Iterator[tuple[int, Note, Part]]:
        """What paragraphs tell by themselves: beside others about something else, no heading need name them."""
        if sum(not line.is_heading for line in seen.whole.lines) < LEAST_PARAGRAPHS:
            return
        for line in seen.whole.lines:
            if line.is_heading or line.words < LEAST_OF_A_PARAGRAPH or not line.topics:
                continue
            if not facts.weight(line.facts) or not self._tells_points(line):
                continue
            part = self.looker.paragraph(line)
            if not is_local(part, seen.whole):
                continue
            told = [
                each
                for each in (self._explained(part, one) for one in about(part, seen.whole, self.lexicon))
                if each.points.bit_count()
                >= (LEAST_TOLD_BY_A_PARAGRAPH if each.is_named else self.topics[each.topic].least)
            ]
            voice = voice_of(part, self.looker, links) if told else Voice()
            for each in told:
                yield each.topic, self._note(page, part, each, kind, True, ours, False, voice), part

    def _tells_points(self, line: Line) -> bool:
        """Whether a line tells as many points of any topic as a paragraph has to, seen without weighing it."""
        for topic, bits in (dict.fromkeys(line.topics, 0) | self.lexicon.points_in(line.sights)).items():
            for point, kinds in self.lexicon.told_by[topic]:
                if any(kind in line.facts for kind in kinds):
                    bits |= 1 << point
            if bits.bit_count() >= LEAST_TOLD_BY_A_PARAGRAPH:
                return True
        return False

    def _explained(self, part: Part, each: About) -> About:
        """What a part tells of a topic, without what it only names where that is too little."""
        topic = self.topics[each.topic]
        if not topic.explained:
            return each
        said = explained(part, self.lexicon, each.topic)
        beside = each.points >> topic.explained << topic.explained
        return replace(each, points=(each.points & said) | (beside if said else 0))

    def _note(
        self,
        page: Page,
        part: Part,
        each: About,
        kind: str,
        local: bool,
        ours: bool,
        is_parted: bool,
        voice: Voice,
    ) -> Note:
        topic = self.topics[each.topic]
        # What stands beside the duty is about something else: parking, a new website
        is_of_else = voice.beside is not None and not voice.beside & self._akin[each.topic]
        if voice.recites or is_of_else:
            kind = RECITAL
        elif kind == OTHER and topic.bare and each.topic in voice.told and part.words >= BRIEF:
            kind = FULL  # what needs no telephone number needs none of its page either
        is_gone = kind in GUIDING and is_not_there(part)
        if is_gone:
            kind = HOLDING
        told = each.points.bit_count()
        # Below a heading what is there is named in one line, and what it does told in another; not in a list of links
        is_under = each.is_headed and each.share == 1.0 and kind in (FULL, OTHER)
        titled = (
            part.titled.get(each.topic, 0)
            if is_under and not (topic.explained or part.other.get(each.topic))
            else 0
        )
        is_told = each.topic in voice.told or (voice.names and is_under)
        is_contents = kind == LISTING and not each.is_headed and len(part.named) >= MANY_NAMED
        is_enough = not is_contents and enough(each, part, self.lexicon, is_parted=is_parted)
        rank = (
            each.score / 20
            + 2.0 * (is_enough and (local or topic.bare))
            + 0.5 * told / max(len(topic.points), 1)
            + 0.5 * each.is_headed
            + 0.5 * local
            + 4.0 * (kind in BELIEVED)
            + 0.2 * page.is_within
            + 2.0 * ours
        )
        return Note(
            rank,
            page.url,
            page.title or part.heading,
            each.score,
            each.points,
            kind,
            each.is_headed,
            (local or topic.bare) and not is_gone,
            page.is_within,
            ours,
            is_enough,
            each.is_aside,
            not (is_of_else or is_gone)
            and (
                (is_told and (each.points | titled) > 0 and each.share >= NEAR_THE_BEST)
                or (each.topic in voice.leads and each.share == 1.0 and not topic.explained)
            ),
            is_first=each.share == 1.0,
            titled=titled,
        )


def _local_links(page: Page) -> frozenset[str]:
    """The words of links from a page's text to files, and to sites that are neither its own nor the same everywhere."""
    own, owned_by = urlsplit(page.url).netloc, owner(page.url)
    return frozenset(
        link.text
        for link in page.links
        if link.where == "main"
        and link.text
        and not is_national(link.url)
        and not _SOCIAL.search(link.url)
        and (
            link.url.lower().endswith(_FILES)
            or (urlsplit(link.url).netloc != own and (owner(link.url) != owned_by or owned_by[-1:].isdigit()))
        )
    )


_FILES: Final = (".pdf", ".doc", ".docx", ".xlsx")
_SOCIAL: Final = re.compile(
    r"//(?:[\w-]+\.)?(?:facebook|twitter|x|instagram|youtube|linkedin|tiktok|whatsapp)\.com\b"
)


def _looked_at_on(page: Page) -> date | None:
    """The latest day on which a page says that it was written or looked at."""
    return max((each.on for each in page.dates if each.kind in _LOOKED_AT), default=None)


_LOOKED_AT: Final = frozenset({"reviewed", "updated", "published"})
