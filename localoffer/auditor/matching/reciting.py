"""Whether a passage tells something of its own place, or only says again what every council has to do.

Sentence by sentence: a recital of the duty stays one when a telephone number stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from . import facts
from .looking import Line, Looker, Part, sentences

#: Longer passages than this, in words, are not asked: none is a recital as a whole.
LONGEST: Final = 150
#: A sentence that says whom to ask, and no more, has at most so many words.
MERELY_ASKING: Final = 18
#: How often a passage names what there is or says “we”, in how many words, where it speaks with its own voice.
LEAST_OWN: Final = 2
LEAST_OURS: Final = 3  # where it names nothing
LEAST_TOLD: Final = 30
LEAST_TOLD_BESIDE: Final = 10  # of a part, where its page speaks so
MOST_HEARD: Final = 80  # lines
RECITED, TOLD, NEITHER = "recited", "told", "neither"


@dataclass(frozen=True, slots=True)
class Heard:
    """How a sentence speaks."""

    words: int
    sentence: str = ""
    recites: bool = False
    names: int = 0  # of what is there
    is_ours: bool = False  # it says “we”
    asks: bool = False  # it says whom to ask, and no more
    tells: bool = False  # something of its own place

    @property
    def how(self) -> str:
        if self.recites:
            return RECITED
        return TOLD if self.names or self.is_ours else NEITHER


_WHO: Final = (
    r"(?:local authorit(?:y|ies)|councils?|authority|health bod(?:y|ies)|governing (?:bod(?:y|ies)|boards?)|governors"
    r"|proprietors|schools|settings|providers|academies|(?:every|each|all|the) (?:\w+ )?(?:schools?|settings?"
    r"|local offer|offer)|the (?:plan|report))"
)
#: The law's own voice: who must, under what.
_RECITES: Final = re.compile(
    rf"\b{_WHO}(?: and \w+)? (?:must|shall|should|ha(?:ve|s) (?:a (?:legal |statutory )?duty|to have)"
    r"|(?:is|are) (?:required|expected|obliged))\b"
    r"|\b(?:Act|Regulations) \d{4}|\b(?:section|regulation|schedule|paragraph|part) \d+|\bunder the Act\b|\bthe Act\b"
    r"|\bcode of practice\b|\bregulations\b|\bstatutory guidance\b|\breasonably practicable\b|\bhave regard to\b"
    r"|\bregard to the (?:views|needs)\b|\bbest endeavours\b|\bin accordance with\b"
    r"|\b(?:legal|statutory) dut(?:y|ies)\b"
    r"|\bplaces? a duty\b|\btwo key purposes\b|\bas required by\b|\breasonable adjustments (?:have|should|must)\b"
    r"|\bcalls for special educational provision\b|\bnational guidance\b",
    re.IGNORECASE,
)
_FAMILIES_DUTY: Final = re.compile(r"\b(?:parents|carers) have a (?:legal|statutory) duty\b", re.IGNORECASE)
#: What is said of oneself and binds nobody.
_PLEDGES: Final = re.compile(
    r"\b(?:we|and) (?:\w+ )?(?:value|welcome|believe|recognise|aim to|strive|endeavour|encourage|want to hear"
    r"|would love to hear|work closely|know that)\b"
    r"|\b(?:we are|is|are) committed to\b|\bat the heart of\b|\bseriously\b|\beverybody's business\b|\brole to play\b"
    r"|\bpriorit(?:y|ies) for us\b|\bstrong relationships\b|\bas many people as possible\b"
    r"|\bwhere(?:ver)? (?:possible|appropriate)\b",
    re.IGNORECASE,
)
#: Names that are the same all over England, in a sentence's middle or at its beginning.
_EVERYWHERE: Final = frozenset(
    "a act agency wales britain london europe scotland reception polish urdu all allowance an and apprenticeships asd "
    "authorities authority autism autistic british bsl care carer carers child childcare childline children "
    "children’s citizens code college commission commissioning budget budgets contact core council councils county "
    "cyp dda department dfe disabilities disability dla education educational eha ehc ehcnas ehcp ehcps ehcs england "
    "english equality every facebook families family first-tier foundation further gov.uk government governing gp gps "
    "health high i icb icbs if in information instagram integrated it key la lgo linkedin living local mencap "
    "ministry national needs nhs of ofsted offer offers ombudsman our parent parents part personal pip practice plan "
    "plans primary public regulations royal samaritans schedule school schools scope section sen senco sencos send "
    "sendiass sendias service services social society special stage state statutory support tier transport the this "
    "tribunal trust twitter uk universal we what when where who with x year you young your youtube disabled "
    "independent advice please people ndti ipsea youngminds minds mind kooth traveline turn2us cerebra nspcc papyrus "
    "shout ucas dwp jobcentre ndcs rnib sossen wcag dsa choices mediation payment badge blue credit tax-free fund "
    "association dyslexia syndrome down cerebral palsy student students students’ finance persons railcard quality "
    "motability changing places word excel mainstream virtual sixth most some makaton diabetes epilepsy asthma adhd "
    "sen-support law shelter person council’s for or to january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday easter christmas element "
    "internship internships notional it’s preparing adulthood pfa"
    .split()
)  # fmt: skip
_NAMED: Final = re.compile(r"[A-Z][\w’'&.-]*\w(?:(?: (?:of|for|to|and|the|&|in))? [A-Z][\w’'&.-]*\w)*")
_INSTITUTIONS: Final = frozenset(
    "school primary academy college infants junior high secondary nursery library".split()
)
#: What somebody says of what they do; a guide that only explains says “we” as well.
_OURS: Final = re.compile(
    r"\b(?:we(?! (?:look at|explain|describe|mean))|we[’'](?:ll|re|ve)|us|our)\b", re.IGNORECASE
)
#: What says no more than which place is spoken of.
_PLACED: Final = re.compile(r"\b(?:in|across|of|throughout|around|within|to|from|for) $")
#: What is “in Harrowmere”: that there is one is something of the place, though its name is none of what is there.
_IN_A_PLACE: Final = re.compile(r"\b(?:in|across|around|throughout) ([A-Z][a-z]{3,})\b")
_OFTEN: Final = re.compile(
    r"\b(?:each|every|once a|twice a|times (?:a|each|every)) (?:\w+ )?(?:term|half.term|week|weeks|month|months|year"
    r"|autumn|spring|summer|fortnight|day)\b|\btermly\b|\bmeets? (?:on|at|every)\b"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    rf"|\b{facts.NUMBER} (?:more )?(?:\w+ )?(?:places|schools|families|parents|people|settings|children|members"
    r"|comments|replies|responses|respondents)\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b",
    re.IGNORECASE,
)
#: A sentence that begins with what to do: “For more information ring …”, “Queries: 01632 …”.
_ASKS: Final = re.compile(
    r"(?:\S{1,30} ){0,6}?(?:contact|call|ring|telephone|phone|tel|e-?mail|write to|get in touch|\(?\+?0\d"
    r"|[\w.+-]{1,40}@)",
    re.IGNORECASE,
)
#: Of the facts that figures and words tell, those that say nothing of a place when they stand alone.
_TELLING: Final = frozenset({"phone", "email", "address", "price", "date", "time", "count", "person"})
#: Of those, what no law and no national guide tells.
_OF_A_PLACE: Final = frozenset({"time", "count", "person"})


@dataclass(frozen=True, slots=True)
class Voice:
    """How a passage speaks. `recites`: it says what every council has to do, and no more."""

    recites: bool = False
    #: beside the duty it says one thing of its own place, which speaks of these topics alone; None: it does not
    beside: frozenset[int] | None = None
    names: bool = False  # what is there, or when, or how many
    told: frozenset[int] = frozenset()  # topics of which it tells something
    leads: frozenset[int] = frozenset()  # topics of which it says little, and leads to something local


def unrecited(line: Line) -> list[str]:
    """The sentences of a line that are not what every council has to do."""
    return [heard.sentence for heard in _heard(line) if not heard.recites]


def voice_of(part: Part, looker: Looker, links: Collection[str] = (), *, is_whole: bool = False) -> Voice:
    """How a passage speaks; `links`: words of its page's links to local addresses, `is_whole`: it is the whole page."""
    recited = told = other = 0
    topics: set[int] = set()
    spoken: set[int] = set()
    telling: list[str] = []
    leads, named = bool(links) and is_whole, False
    for line in part.lines:
        if line.is_heading:
            continue
        leads = leads or any(link in line.text for link in links)
        if line.text[-1:] in ".!?:":
            spoken |= line.topics
        for heard in _heard(line):
            if heard.recites:
                recited += heard.words
            elif heard.asks:
                continue
            elif heard.tells:
                told += heard.words
                named = named or heard.names > 0 or bool(_OF_A_PLACE & line.facts.keys())
                topics |= line.topics
                telling.append(heard.sentence)
            else:
                other += heard.words
    beside = None
    if len(telling) == 1 and recited > other:
        beside = frozenset(looker.speaks_of(telling[0]))
    return Voice(
        recites=not told and recited > other,
        beside=beside,
        names=named,
        told=frozenset(topics),
        leads=frozenset(spoken) if leads and not recited else frozenset(),
    )


def is_own_voice(part: Part, least: int = LEAST_TOLD) -> bool:
    """Whether a passage without figures still speaks of its own place: it names what there is, or says what “we” do.

    Most councils write so: the team, the panel and the scheme by name, and the telephone number at the side.

    :param least: in how many words
    """
    names = ours = 0
    counted: Counter[str] = Counter()
    led = ""  # how the line speaks that a list stands below
    for line in part.lines[:MOST_HEARD]:
        if line.is_heading:
            led = ""
            continue
        is_listed = bool(led) and line.text[-1:] not in ".!?:"
        how = ""
        for heard in _heard(line):
            # “we will write to you” is as good in a list; what is only named there is what its lead says of it
            is_said = not is_listed or (led != RECITED and heard.is_ours)
            how = heard.how if is_said else led
            counted[how] += heard.words
            names += heard.names if how != RECITED else 0
            ours += heard.is_ours and is_said
        if not is_listed:
            led = how if line.text[-1:] == ":" else ""
    told = counted[TOLD]
    if names + ours < LEAST_OWN or (not names and ours < LEAST_OURS):
        return False
    return told >= least and told > counted[RECITED]


def recited(part: Part) -> float:
    """Which share of the words of a passage recites what every council has to do."""
    heard = [each for line in part.lines[:MOST_HEARD] if not line.is_heading for each in _heard(line)]
    words = sum(each.words for each in heard)
    return sum(each.words for each in heard if each.recites) / words if words else 0.0


def _heard(line: Line) -> tuple[Heard, ...]:
    if line.heard is None:
        has_figures = bool(_TELLING & line.facts.keys())
        line.heard = tuple(_listen(sentence, has_figures) for sentence in sentences(line.text))
    return line.heard


def _listen(sentence: str, has_figures: bool) -> Heard:
    words = len(sentence.split())
    if _PLEDGES.search(sentence) or (_RECITES.search(sentence) and not _binds_families(sentence)):
        return Heard(words, sentence, recites=True)
    names = sum(_names(sentence))
    return Heard(
        words,
        sentence,
        names=names,
        is_ours=bool(_OURS.search(sentence)),
        asks=has_figures and _merely_asks(sentence),
        tells=names > 0 or _is_in_a_place(sentence) or _tells_a_figure(sentence, has_figures=has_figures),
    )


def _tells_a_figure(sentence: str, *, has_figures: bool) -> bool:
    own = facts.without_common(sentence)
    return bool((has_figures and _TELLING & facts.found_in(own).keys()) or _OFTEN.search(own))


def _is_in_a_place(sentence: str) -> bool:
    return any(place.lower() not in _EVERYWHERE for place in _IN_A_PLACE.findall(sentence))


def _binds_families(sentence: str) -> bool:
    """Whether the duty it speaks of is a family's own, as to send a child to school."""
    if "arents " not in sentence and "arers " not in sentence:
        return False
    return not _RECITES.search(_FAMILIES_DUTY.sub("", sentence))


def _merely_asks(sentence: str) -> bool:
    """Whether a sentence says whom to ask, and no more."""
    if len(sentence.split()) > MERELY_ASKING or not _ASKS.match(sentence):
        return False
    return bool({"phone", "email", "address"} & facts.found_in(sentence).keys())


def _names(sentence: str) -> Iterator[bool]:
    """Names of what is there, not of the place itself nor of what is everywhere."""
    for match in _NAMED.finditer(sentence):
        pieces = match.group().split()
        own = [
            piece
            for piece in pieces
            if piece[0].isupper()
            and piece.lower().rstrip(".,’'").removesuffix("'s").removesuffix("’s") not in _EVERYWHERE
        ]
        if match.start() == 0:
            # “Northfield Primary” begins a line as well as “Schools” does
            is_placed = len(pieces) > 1 and pieces[-1].lower() in _INSTITUTIONS
            yield len(own) >= 2 or (len(own) == 1 and (own[0] != pieces[0] or is_placed))
        elif own:
            # No more of what stands before it than such a word is long: a sentence may be as long as its page
            before = sentence[max(0, match.start() - 12) : match.start()]
            yield len(pieces) > 1 or not _PLACED.search(before)
