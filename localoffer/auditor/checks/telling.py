"""How a text speaks of something: in which sentence, under which heading, and whether as of a thing of the past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..values import Page

_SENTENCE_ENDS: Final = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")

#: A page that keeps what was, and may: an archive, minutes, a report of a year, a story.
_KEEPS_THE_PAST: Final = re.compile(
    r"\b(?:archive[ds]?|minutes|annual report|yearly report|past (?:events|meetings|consultations)"
    r"|previous (?:years|reports|events|consultations)|closed consultations|newsletters?|bulletins?|history|timeline"
    r"|press releases?|case stud(?:y|ies))\b",
    re.IGNORECASE,
)
_STORY: Final = re.compile(
    r"/(?:[\w-]*news(?!letter-sign|paper)[\w-]*|blogs?|stories|archived?|minutes|press)(?:/|$|\?)", re.I
)

#: Words that say: this was so, and is so no more.
_HISTORY: Final = re.compile(
    r"\b(?:replac(?:ed|es|ing)|used to|formerly|former|previous(?:ly)?|no longer|any ?more"
    r"|abolished|abolition|repealed|superseded|historic(?:al|ally)?|history|in the past|at (?:the|that) time"
    r"|until 20\d\d"
    r"|(?:before|prior to|up to|until|pre-?)\s*(?:(?:the )?(?:\d{1,2} )?"
    r"(?:january|april|july|september|october)\s+)?20\d\d"
    r"|before (?:the )?(?:reforms?|children and families act|care act|ehc|education, health)"
    r"|ceased|came to an end|ended|were called|was called|(?:were|was|been|once|then) (?:known|named)|renamed"
    r"|old(?:er)? (?:system|name|law|style|term|statements?|code|categor\w+|stages?|levels?)|(?-i:[Tt]he old)"
    r"|phased out"
    r"|(?:is|are|been|now) (?:called(?! in\b)|known as|part of)|now (?:the|an?|called|known|part|named|run)"
    r"|(?:it|that|they)(?:['’]s|['’]re| is| are) (?:\w+ ){1,3}now|merged|dissolved"
    r"|took over (?:from|by)|taken over|instead of|in place of|rather than|successor|succeeded|predecessor"
    r"|became|transferred (?:from|to|in|by)|converted|moved (?:from|over|to)|changed (?:from|to|in)"
    r"|introduced in 20\d\d"
    r"|do(?:es)? not (?:exist|apply)|don['’]t (?:exist|apply)|not (?:exist|available)|still exist|happened to"
    r"|closed (?:down|in|on|to new)|wound up|discontinued|withdrawn|stopped|gone|brought together"
    r"|what the [\w ]{2,40}? (?:did|used to)|what (?:was|were) (?:once|then)|no new|(?:takes?|took|taken"
    r"|taking) (?:the|its|their) place|older \w+"
    r"|(?:may|might) (?:still )?(?:hear|see|come across|read)|\bold (?:words?|documents?|papers?|leaflets?"
    r"|reports?))\b",
    re.IGNORECASE,
)
#: A list of what a thing is called, for whoever looks for it by an old name: “Also: SENDIST”, “statutory assessment;
#: statementing; EHC needs assessment”. It says nothing of what is so.
_NAMES: Final = re.compile(
    r"(?:also|other (?:names|words)|keywords?|search words)\b[^:.]{0,20}:|(?:[^.;·|]{2,60}[;·|]\s*){2,}[^.;·|]{0,60}$",
    re.IGNORECASE,
)
# “Will be replaced” is still to come
_TO_BE: Final = re.compile(r"\b(?:be|being)\s+(?:\w+ed|held|made|run|taken|given|set)\b", re.IGNORECASE)
_WAS: Final = re.compile(
    r"\b(?:was|were|had|did|went|came|held|took|began|said|made|gave|found|ran|met|saw|got)\b", re.IGNORECASE
)
_IS: Final = re.compile(
    r"\b(?:is|are|has|have|will|can|may|must|should|do|does|need|needs|if|ask|contact|call|apply|get|gets|shall)\b",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(r"(?:these|they|this|that|it|those|both|statements|all)\b", re.IGNORECASE)


class Told(NamedTuple):
    """A sentence, with what stands round it."""

    sentence: str
    heading: str = ""  # the last heading above it
    following: str = ""  # the next sentence of its paragraph


def sentences(line: str) -> list[str]:
    """The sentences of a line."""
    parts, begins = [], 0
    for end in _SENTENCE_ENDS.finditer(line):
        parts.append(line[begins : end.end()].rstrip())
        begins = end.end()
    return [*parts, line[begins:]]


def told_with(page: Page, pattern: re.Pattern[str]) -> Iterator[Told]:
    """The sentences of a page's main text in which a pattern is found."""
    headings = {heading.text for heading in page.headings if heading.in_main}
    heading = page.title
    for line in page.text.split("\n"):
        if pattern.search(line):
            parts = sentences(line)
            for number, sentence in enumerate(parts):
                if len(parts) == 1 or pattern.search(sentence):
                    yield Told(sentence, heading, parts[number + 1] if number + 1 < len(parts) else "")
        if line in headings:
            heading = line


def without_to_be(sentence: str) -> str:
    """A sentence without what is still to be done in it: “will be held”."""
    return _TO_BE.sub(" ", sentence)


def is_of_the_past(told: Told) -> bool:
    """Whether a sentence speaks of something that is no more, or the next one takes it back."""
    if _NAMES.match(told.sentence):
        return True
    if _HISTORY.search(without_to_be(told.sentence)) or (
        _WAS.search(told.sentence) and not _IS.search(told.sentence)
    ):
        return True
    if _HISTORY.search(told.heading):
        return True
    return bool(_POINTS_BACK.match(told.following) and _HISTORY.search(told.following))


def keeps_the_past(page: Page) -> bool:
    """Whether a page is there to keep what was: an archive, minutes, a yearly report, a story of the news."""
    first = next((heading.text for heading in page.headings if heading.level == 1), "")
    return bool(_KEEPS_THE_PAST.search(page.title) or _KEEPS_THE_PAST.search(first) or is_story(page))


def is_story(page: Page) -> bool:
    """Whether a page is a story of the news, or a list of them: its address says so."""
    return bool(_STORY.search(page.url))
