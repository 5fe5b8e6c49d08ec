"""Goes through a site's pages once, and keeps a little of each: what it shows of each criterion, and what it is."""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from ..addresses import owner
from ..sites import Site
from ..values import Evidence, Page, quoted
from . import facts, lexicon
from .classifying import (
    BELIEVED,
    ENTRY,
    FULL,
    GUIDING,
    HOLDING,
    LISTING,
    OTHER,
    RECITAL,
    is_brief,
    is_general,
    is_national,
    is_not_there,
    kind_seen,
)
from .documents import document_seen
from .lexicon import Lexicon
from .looking import SURELY_HEADED, Line, Looker, Part, Seen, sentences
from .reciting import LEAST_TOLD, LEAST_TOLD_BESIDE, LONGEST, Voice, is_own_voice, voice_of
from .scoring import (
    BRIEF,
    LEAST_UNNAMED,
    NEAR_THE_BEST,
    About,
    about,
    enough,
    explained,
    is_local,
    own_points,
    points_of,
)

MOST_NOTES: Final = 8
LEAST_QUOTED: Final = 25
#: A page of more parts than this is about what they are about, and about its title.
PARTED: Final = 3
#: A list that names so many topics is a table of contents, and tells of none that its heading does not name.
MANY_NAMED: Final = 25
MOST_LINKS: Final = 200
#: A page of fewer paragraphs is looked at as a whole.
LEAST_PARAGRAPHS: Final = 3
#: Words and points of a paragraph that tells something by itself.
LEAST_OF_A_PARAGRAPH, LEAST_TOLD_BY_A_PARAGRAPH = 12, 2
#: Words of a record that has no labels to be known by.
MOST_OF_A_RECORD: Final = 40
MOST_LINK_WORDS: Final = 50_000
#: Kinds of page of whose passages it is asked whether they tell something.
HEARD: Final = frozenset({FULL, LISTING, OTHER, RECITAL})
#: Facts by which somebody can be reached.
_REACHED: Final = frozenset({"phone", "email", "address"})
#: Points that are more than a mention in passing, wherever they are told.
MOSTLY_TOLD: Final = 4
SURELY: Final = 0.8  # how surely a link's words must name a topic


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
    document: int = field(compare=False, default=0)  # NAMED, DATED: the document that the law wants by name
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
    document: int = 0  # what the council's own pages tell of it together: NAMED, DATED
    said_on: date | None = None  # the latest day on which any of those says that it was looked at
    links: set[str] = field(default_factory=set)  # addresses that links which name it lead to

    def add(self, note: Note, part: Part, topic: int) -> None:
        """Keep a note, with its quotation, if it is among the strongest."""
        if len(self.notes) == MOST_NOTES and note <= self.notes[0]:
            return
        note = replace(note, quote=best_sentence(part, topic))
        if len(self.notes) < MOST_NOTES:
            heapq.heappush(self.notes, note)
        else:
            heapq.heapreplace(self.notes, note)

    @property
    def strongest(self) -> list[Note]:
        """The notes, the strongest first."""
        return sorted(self.notes, reverse=True)


class Matcher:
    """Matches pages with criteria."""

    def __init__(self, duties: Mapping[str, lexicon.Duty], file: str = "topics.yaml") -> None:
        marks = dict(lexicon.marks())
        labels = marks.pop("labels")
        topics = lexicon.topics(file, duties)
        self.lexicon = Lexicon(topics, list(duties.values()), marks)
        self.looker = Looker(self.lexicon, labels)
        self.topics = self.lexicon.topics
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
        if seen.headed_by["glossary"]:
            return  # it names everything, and tells of nothing
        is_of_offer = page.is_within or bool(whole.marks["offer"] or whole.marks["send"])
        links = _local_links(page)
        general = kind == OTHER and is_general(seen)
        brief = kind in (FULL, OTHER) and is_brief(seen)
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
                    there = [piece for piece in seen.pieces if not is_not_there(piece)]
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
                    and facts.weight(part.facts)
                ):
                    # Who tells all that is asked for needs one fact of the place, not two
                    note = self._note(page, part, each, FULL, True, ours, is_parted, voice)
                else:
                    note = self._note(page, part, each, kind, local, ours, is_parted, voice)
                if brief or (general and note.kind == OTHER):
                    note = replace(note, is_general=general, is_brief=brief)
                if note.is_headed or note.is_enough:
                    told[each.topic] |= note.points | note.titled
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
            if self.topics[topic].yearly:
                note = replace(note, said_on=_looked_at_on(page))
            yield topic, note, part
        if kind in BELIEVED or general:
            for topic in self._said_in_passing(whole) - best.keys():
                yield topic, self._spoken_note(page, whole, topic, kind, ours), whole

    def _beside(self, seen: Seen, topic: int) -> int:
        """The points that a page about something else tells of a topic below all the headings that surely name it."""
        bits = 0
        for piece in seen.pieces:
            if piece.headed.get(topic, 0.0) >= SURELY_HEADED:
                bits |= points_of(piece, self.lexicon, topic)
        return bits

    def _said_in_passing(self, whole: Part) -> set[int]:
        """Topics of which one line, on a page about something else, says a part and whom to ask."""
        return {
            topic
            for line in whole.lines
            if _REACHED & line.facts.keys()
            for topic in line.topics
            if self.topics[topic].spoken and topic in self.looker.topics_of(line.text)
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
        told: dict[int, int] = dict.fromkeys(line.topics, 0)
        for key, _ in line.sights:
            if key >= 0 and (sight := self.lexicon.sights[key]).what >= 0:
                told[sight.topic] = told.get(sight.topic, 0) | 1 << sight.what
        for topic, bits in told.items():
            for point, kinds in self.lexicon.told_by[topic]:
                if any(kind in line.facts for kind in kinds):
                    bits |= 1 << point
            if bits.bit_count() >= LEAST_TOLD_BY_A_PARAGRAPH:
                return True
        return False

    def _explained(self, part: Part, each: About) -> About:
        """What a part tells of a topic, without what it only names where that is too little."""
        if not self.topics[each.topic].explained:
            return each
        return replace(each, points=each.points & explained(part, self.lexicon, each.topic))

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
    return note.is_first and note.score >= LEAST_UNNAMED and told >= 2


def best_sentence(part: Part, topic: int) -> str:
    """The sentence of a part that shows a topic best: one that tells most, and is a sentence, not an item of a menu."""
    best, most = "", -1.0
    for line in part.lines:
        if line.is_heading or topic not in line.topics and most >= 0:
            continue
        worth = 1.0 * (topic in line.topics) + 0.4 * min(facts.weight(line.facts), 3)
        worth += 0.6 * (line.text.rstrip()[-1:] in ".!?:") + 0.3 * (len(line.text) >= 40)
        if worth > most:
            best, most = line.text, worth
    if len(best) > 200:
        pieces = list(sentences(best))
        heads = set(part.heading.lower().split())
        best = max(pieces, key=lambda piece: _worth(piece, heads), default=best)
    return quoted(best or part.heading)


def _worth(sentence: str, heads: set[str]) -> float:
    return (
        len(heads & set(sentence.lower().split())) * 0.3
        + facts.weight(facts.found_in(sentence))
        + (0.5 if 40 <= len(sentence) <= 250 else 0.0)
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """What presence asks of one page."""

    url: str
    kind: str
    names_offer: bool  # its title, first heading or address
    speaks_of_offer: bool
    is_about_send: bool
    topics: frozenset[int]  # that it alone shows enough of
    touches: frozenset[int]  # of which it tells something of its own place
    is_local: bool
    words: int
    contact_lines: int  # short lines with a telephone number or e-mail
    providers: int  # links to what is neither of this site nor the same for all of England
    is_within: bool
    quote: str

    @property
    def is_record(self) -> bool:
        """Whether it is a record of one service: a name and how to reach it, of no more than a few lines."""
        if self.kind == ENTRY:
            return True
        return self.kind in GUIDING and self.is_local and self.words <= MOST_OF_A_RECORD and not self.touches


@dataclass(slots=True)
class Gathered:
    """All that is kept of a site's pages."""

    matcher: Matcher
    topics: dict[int, Topical] = field(default_factory=lambda: defaultdict(Topical))
    glances: list[Glance] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)

    @property
    def kinds(self) -> dict[str, str]:
        """What each page is, by its address: as `classifying.kinds`, without going through them again."""
        return {glance.url: glance.kind for glance in self.glances}


def gather(matcher: Matcher, site: Site) -> Gathered:
    """Go through the pages once and keep notes."""
    gathered = Gathered(matcher)
    named_by: dict[str, tuple[int, ...]] = {}
    owners = {owner(site.url), owner(site.council_url)}
    read: set[bytes] = set()
    for page in site.read():
        gathered.fetched.update((page.url, page.asked_url))
        seen = matcher.looker.look(page)
        kind = site.kinds.get(page.url) or kind_seen(page, seen, site.today)
        shown: set[int] = set()
        touched: set[int] = set()
        is_ours = page.is_within or owner(page.url) in owners
        # The same page in larger letters, or to be printed, is no second page
        text = hashlib.blake2b(page.text.encode(), digest_size=12).digest()
        is_told = text in read or _INDEX.search(page.url)
        read.add(text)
        for topic, note, part in () if is_told else matcher.notes(page, seen, kind, is_ours):
            kept = gathered.topics[topic]
            kept.add(note, part, topic)
            if is_ours:
                kept.document |= note.document
            if kind in BELIEVED and note.is_local and note.is_ours:
                if kind in GUIDING and note.is_headed and not note.is_aside:
                    kept.points |= note.points
            if note.kind in BELIEVED and note.is_local and is_ours and (note.is_headed or note.is_enough):
                kept.told |= note.told
                kept.said_on = max(filter(None, (kept.said_on, note.said_on)), default=None)
            if is_strong(note):
                shown.add(topic)
            if note.kind in GUIDING and note.is_local and note.is_ours and shows_a_part(note):
                touched.add(topic)
        gathered.glances.append(_glance(page, seen, kind, frozenset(shown), frozenset(touched)))
        _note_links(page, gathered, named_by)
    return gathered


#: Addresses of what only lists other pages: it shows nothing that those do not.
_INDEX: Final = re.compile(
    r"[?&](?:q|query|search|searchterm|keywords?|words|s)=|/(?:search|a-to-z|a-z|atoz|site-?map)(?:/[\w-]{1,3})?/?(?:\?|$)",
    re.IGNORECASE,
)


def _note_links(page: Page, gathered: Gathered, named_by: dict[str, tuple[int, ...]]) -> None:
    """Keep where links lead whose words name a topic; `named_by` remembers words, for menus say the same each time."""
    for link in page.links:
        if link.where != "main" or not link.text or is_national(link.url):
            continue
        if link.text not in named_by and len(named_by) < MOST_LINK_WORDS:
            surely = gathered.matcher.looker.topics_of(link.text)
            named_by[link.text] = tuple(topic for topic, weight in surely.items() if weight >= SURELY)
        for topic in named_by.get(link.text, ()):
            if len(gathered.topics[topic].links) < MOST_LINKS:
                gathered.topics[topic].links.add(link.url)


def _glance(page: Page, seen: Seen, kind: str, shown: frozenset[int], touched: frozenset[int]) -> Glance:
    whole = seen.whole
    own = urlsplit(page.url).hostname
    prose = [line.text for line in whole.lines if not line.is_heading and len(line.text) > LEAST_QUOTED]
    quote = next(
        (text for text in prose if text.rstrip()[-1:] in ".!?"), prose[0] if prose else whole.heading
    )
    return Glance(
        url=page.url,
        kind=kind,
        names_offer=bool(seen.headed_by["offer"]),
        speaks_of_offer=bool(whole.marks["offer"]),
        is_about_send=bool(seen.headed_by["send"] or whole.marks["send"]),
        topics=shown,
        touches=touched,
        is_local=facts.weight(whole.facts) >= facts.ENOUGH,
        words=whole.words,
        contact_lines=sum(
            not line.is_heading and bool({"phone", "email"} & line.facts.keys()) and len(line.text) <= 160
            for line in whole.lines
        ),
        providers=len(
            {
                link.url
                for link in page.links
                if link.where == "main" and urlsplit(link.url).hostname != own and not is_national(link.url)
            }
        ),
        is_within=page.is_within,
        quote=quoted(quote),
    )
