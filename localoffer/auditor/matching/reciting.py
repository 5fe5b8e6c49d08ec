"""Whether a passage tells something of its own place, or only says again what every council has to do.

Sentence by sentence: a recital of the duty stays one when a telephone number stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from . import facts
from .looking import Part, sentences

#: Longer passages than this, in words, are not asked: none is a recital as a whole.
LONGEST: Final = 150
#: A sentence that says whom to ask, and no more, has at most so many words.
MERELY_ASKING: Final = 18

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
    "a act agency all allowance an and apprenticeships asd authorities authority autism autistic british bsl care "
    "carer carers child childcare childline children children’s citizens code college commission commissioning "
    "contact core council councils county dda department dfe disabilities disability dla education educational eha "
    "ehc ehcnas ehcp ehcps ehcs england english equality every facebook families family first-tier foundation "
    "further gov.uk government governing gp gps health high i icb icbs if in information instagram integrated it "
    "key la lgo linkedin living local mencap ministry national needs nhs of ofsted offer offers ombudsman our "
    "parent parents part personal pip practice plan plans primary public regulations royal samaritans schedule "
    "school schools scope section sen senco sencos send sendiass sendias service services social society special "
    "stage state statutory support tier transport the this tribunal trust twitter uk universal we what when where "
    "who with x year you young your youtube disabled independent advice please people person council’s for or to "
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday easter christmas"
    .split()
)  # fmt: skip
_NAMED: Final = re.compile(r"[A-Z][\w’'&.-]*\w(?:(?: (?:of|for|to|and|the|&|in))? [A-Z][\w’'&.-]*\w)*")
#: What says no more than which place is spoken of.
_PLACED: Final = re.compile(r"\b(?:in|across|of|throughout|around|within|to|from|for) $")
_OFTEN: Final = re.compile(
    r"\b(?:each|every|once a|twice a|times (?:a|each|every)) (?:\w+ )?(?:term|half.term|week|weeks|month|months|year"
    r"|autumn|spring|summer|fortnight|day)\b|\btermly\b|\bmeets? (?:on|at|every)\b"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|\b\d+ (?:more )?(?:\w+ )?(?:places|schools|families|parents|people|settings|children"
    r"|comments|replies|responses|respondents)\b",
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


@dataclass(frozen=True, slots=True)
class Voice:
    """How a passage speaks. `recites`: it says what every council has to do, and no more."""

    recites: bool = False
    told: frozenset[int] = frozenset()  # topics of which it tells something
    leads: frozenset[int] = frozenset()  # topics of which it says little, and leads to something local


def voice_of(part: Part, links: Collection[str] = (), *, is_whole: bool = False) -> Voice:
    """How a passage speaks; `links`: words of its page's links to local addresses, `is_whole`: it is the whole page."""
    recited = told = other = 0
    topics: set[int] = set()
    spoken: set[int] = set()
    leads = bool(links) and is_whole
    for line in part.lines:
        if line.is_heading:
            continue
        leads = leads or any(link in line.text for link in links)
        if line.text[-1:] in ".!?:":
            spoken |= line.topics
        for sentence in sentences(line.text):
            if _RECITES.search(sentence) or _PLEDGES.search(sentence):
                recited += len(sentence.split())
            elif _merely_asks(sentence):
                continue
            elif _is_telling(sentence):
                told += len(sentence.split())
                topics |= line.topics
            else:
                other += len(sentence.split())
    return Voice(
        recites=not told and recited > other,
        told=frozenset(topics),
        leads=frozenset(spoken) if leads and not recited else frozenset(),
    )


def _merely_asks(sentence: str) -> bool:
    """Whether a sentence says whom to ask, and no more."""
    if len(sentence.split()) > MERELY_ASKING or not _ASKS.match(sentence):
        return False
    return bool({"phone", "email", "address"} & facts.found_in(sentence).keys())


def _is_telling(sentence: str) -> bool:
    return bool(
        _TELLING & facts.found_in(sentence).keys() or _OFTEN.search(sentence) or any(_names(sentence))
    )


def _names(sentence: str) -> Iterable[bool]:
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
            yield len(own) >= 2 and len(pieces) >= 2 or (len(own) == 1 and own[0] != pieces[0])
        elif own:
            yield len(pieces) > 1 or not _PLACED.search(sentence[: match.start()])
