"""What a page is, before anything is believed of it.

A page that only promises, recites the law, is kept from another year, or means another “local offer”, may hold every
word of a criterion and meet none.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

from ..sites import Site
from ..values import Page
from . import facts, lexicon
from .looking import SURELY_HEADED, Looker, Part, Seen, sentences
from .reciting import is_own_voice, recited
from .words import Phrases, words

FULL, HOLDING, RECITAL, STALE, WRONG_OFFER = "full", "holding", "recital", "stale", "wrong-offer"
ENTRY, LISTING, LEDGER, OTHER = "directory-entry", "listing", "ledger", "other"
KINDS: Final = {
    FULL: "information about what there is locally",
    HOLDING: "a promise of what will be there one day",
    RECITAL: "the duty or the law said again, with nothing local",
    STALE: "from another time: archived, replaced, or of a past year",
    WRONG_OFFER: "another kind of local offer: care leavers', one school's, a shop's",
    ENTRY: "a record of one service",
    LISTING: "a list of links, services or results",
    LEDGER: "what the law asks for, one duty or right after the other",
    OTHER: "something else",
}
#: Kinds whose words are believed.
BELIEVED: Final = frozenset({FULL, ENTRY, LISTING})
MOST_BESIDE_A_PROMISE: Final = 150  # words
LEAST_GENERAL: Final = 60  # words
SHORT_RECITAL: Final = 120  # words
OFTEN_RECITED: Final = 4
MOST_OF_A_RECORD: Final = 600  # words
#: Labels by which two records are known for such; words of a part, and parts, by which a page is known for no record.
LEAST_LABELS, LEAST_OF_A_PART, LEAST_PARTS = 2, 12, 2
#: Parts with the same label, by which a page is known for a list of services.
OFTEN_LABELLED: Final = 3
RECITED_AT_LEAST: Final = 0.25  # of a page's words
#: Lines that cite the law, and criteria that headings name, on a page that goes through the duties one by one.
OFTEN_CITED, MANY_DUTIES = 8, 8
#: Kinds that can show a criterion by themselves.
GUIDING: Final = frozenset({FULL, LISTING})

_SCHOOL_YEAR = re.compile(r"\b(20[0-4]\d)\s?(?:/|-|–|to|and)\s?(?:20)?(\d\d)\b")
_YEAR = re.compile(r"\b(20[0-4]\d)\b")
_NATIONAL = re.compile(
    r"//(?:www\.)?(?:gov\.uk|legislation\.gov\.uk|[\w.-]*service\.gov\.uk|nhs\.uk|ipsea\.org\.uk|contact\.org\.uk|"
    r"autism\.org\.uk|mencap\.org\.uk|councilfordisabledchildren\.org\.uk|scope\.org\.uk|childline\.org\.uk|"
    r"youngminds\.org\.uk|mind\.org\.uk|ndcs\.org\.uk|familyfund\.org\.uk|kids\.org\.uk|sossen\.org\.uk|"
    r"preparingforadulthood\.org\.uk|ndti\.org\.uk|carersuk\.org|carers\.org|citizensadvice\.org\.uk|turn2us\.org\.uk|"
    r"(?:childcarechoices|apprenticeships|beststartinlife|equalityhumanrights)\.gov\.uk|[\w.-]*education\.gov\.uk|"
    r"lgo\.org\.uk|ucas\.com|sense\.org\.uk|rnib\.org\.uk|barnardos\.org\.uk|disabilityrightsuk\.org)"
)


def kind_of(page: Page, today: date) -> str:
    """What a page is: one of `KINDS`."""
    return kind_seen(page, _looker().look(page), today)


def kinds(site: Site) -> dict[str, str]:
    """What each page of a site is, by its address."""
    return {page.url: kind_of(page, site.today) for page in site.read()}


def is_national(url: str) -> bool:
    """Whether an address is the same for everybody in England."""
    return bool(_NATIONAL.search(url))


@cache
def _looker() -> Looker:
    marks = dict(lexicon.marks())
    labels = marks.pop("labels")
    return Looker(lexicon.Lexicon((), (), marks), labels)


def kind_seen(page: Page, seen: Seen, today: date) -> str:
    """What a page is, of which is known what can be seen there."""
    if (
        not page.is_read
        or seen.headed_by["missing"]
        or (seen.whole.words < LEAST_GENERAL and (seen.whole.marks["missing"] or seen.headed_by["questions"]))
    ):
        return OTHER
    whole = seen.whole
    local = facts.weight(whole.facts)
    if _is_wrong_offer(seen):
        return WRONG_OFFER
    if _is_stale(page, seen, today):
        return STALE
    if _is_ledger(seen):
        return LEDGER
    if seen.headed_by["job"] or whole.marks["job"] >= 2 or _is_news(seen):
        return OTHER
    if is_promise(page, seen):
        return HOLDING
    if _is_record(seen):
        return ENTRY
    is_local = local >= facts.ENOUGH or is_own_voice(whole)
    if not is_local and _is_recital(seen):
        return RECITAL
    if _is_listing(page, seen):
        return LISTING
    if is_local:
        return FULL
    if whole.words >= 60 and whole.facts["you"] >= 2 and not whole.marks["recital"]:
        return FULL
    return OTHER


def is_general(seen: Seen) -> bool:
    """Whether a page of no other kind is at least about something: prose that names nothing of its own place."""
    return seen.whole.words >= LEAST_GENERAL and _is_of_no_kind(seen)


def is_brief(seen: Seen) -> bool:
    """Whether a page of no other kind may be about something all the same, in too few words to be told what it is."""
    return seen.whole.words < LEAST_GENERAL and not seen.whole.marks["job"] and _is_of_no_kind(seen)


def _is_of_no_kind(seen: Seen) -> bool:
    marks, headed = seen.whole.marks, seen.headed_by
    return not (headed["missing"] or headed["job"] or headed["login"] or marks["job"] >= 2 or _is_news(seen))


def _is_record(seen: Seen) -> bool:
    """Whether a page is a record of one service: what it tells stands behind labels, and each of them once."""
    if seen.labels < 2 or seen.whole.words > MOST_OF_A_RECORD:
        return False
    return (seen.labels >= 4 or seen.labels * 4 >= _lines(seen)) and not _is_of_several(seen)


def _is_of_several(seen: Seen) -> bool:
    """Whether labels stand below one heading after the other, as those of several services do, or whether a record is
    but one part of a page of which as much has none."""
    headed = [piece for piece in seen.pieces if piece.level]
    labelled = [set(piece.labels) for piece in headed if len(piece.labels) >= LEAST_LABELS]
    if any(len(one & other) >= LEAST_LABELS for one, other in pairwise(labelled)):
        return True
    # Rows of a table, each with a column's label before it
    if any(
        sum(count > 1 for count in Counter(piece.labels).values()) >= LEAST_LABELS for piece in seen.pieces
    ):
        return True
    often = Counter(label for piece in headed for label in {*piece.labels})
    if max(often.values(), default=0) >= OFTEN_LABELLED:
        return True
    prose = [piece.words for piece in headed if not piece.labels and piece.words >= LEAST_OF_A_PART]
    return len(prose) >= LEAST_PARTS and 2 * sum(prose) >= sum(piece.words for piece in headed)


def _lines(seen: Seen) -> int:
    return sum(not line.is_heading for line in seen.whole.lines)


def _is_wrong_offer(seen: Seen) -> bool:
    marks, headed = seen.whole.marks, seen.headed_by
    for other in ("leavers", "fostering"):
        if headed[other]:
            return True
        is_told = marks[other] >= 2 and marks[other] > marks["send"] and not headed["send"]
        if is_told and _is_mostly_of(seen, other):
            return True
    if marks["school"] + headed["school"] >= 2 and (
        headed["report"] or headed["offer"] or headed["school"] or marks["report"]
    ):
        # A council's page about schools' reports speaks of them in the third person, or of “our schools”
        of_several = any(_OUR_SCHOOLS.search(line.text) for line in seen.whole.lines)
        return not of_several or bool(headed["school"] and not _OUR_SCHOOLS.search(seen.names))
    if headed["offer"] and _A_SCHOOL.search(seen.names):
        return True
    for other in ("shop", "business"):
        often = marks[other] + headed[other]
        if (headed[other] or often >= 2) and often > marks["send"] and not headed["send"]:
            return True
    # “Closing date” is said of a bus pass as well
    return bool(headed["offer"] and marks["job"] > marks["send"])


def _is_mostly_of(seen: Seen, mark: str) -> bool:
    """Whether a mark stands in the greater part of a page, and not under one heading among others."""
    return 2 * sum(piece.words for piece in seen.pieces if piece.marks[mark]) >= seen.whole.words


#: What a council says of the schools of its place, and no school of itself.
_OUR_SCHOOLS: Final = re.compile(
    r"\bour (?:\w+ )?(?:schools|settings|nurseries|pre-?schools|academies)\b", re.IGNORECASE
)

#: The name of one school, in a title that calls the page an offer.
_A_SCHOOL: Final = re.compile(
    r"\b[A-Z][\w'’]+ (?:(?:C of E|Church of England|Catholic|RC|Community|Special|Primary|Infants?|Junior|High"
    r"|Secondary|Grammar|Middle|Upper|Nursery|First) )*(?:School|Academy)\b(?!s)"
)


def _is_stale(page: Page, seen: Seen, today: date) -> bool:
    marks, headed = seen.whole.marks, seen.headed_by
    if headed["archive"] or (marks["archive"] and _says_so_of_itself(seen)):
        return True
    if "/archive" in page.url.lower():
        return True
    latest = _latest_year(seen.names)
    if latest and latest < today.year - 1:
        return True
    if latest == today.year - 1 and _SCHOOL_YEAR.search(seen.names) and today.month >= 9:
        return True
    # A sentence that has been left behind is a fault of the page; many are another time's page
    return bool(headed["repealed"] or (marks["repealed"] >= 6 and marks["repealed"] * 40 > seen.whole.words))


_ITSELF = re.compile(
    r"\b(?:this|the) (?:page|policy|document|content|section|information|version|guide|site|scheme|service|leaflet)\b"
    r".{0,60}"
    r"(?:archived|no longer|superseded|replaced|withdrawn|closed|ended|kept for)",
    re.IGNORECASE,
)


def _says_so_of_itself(seen: Seen) -> bool:
    return any(_ITSELF.search(line.text) for line in seen.whole.lines[:12])


def _latest_year(text: str) -> int:
    """The last year that a title speaks of: 2020 for “Policy 2019/20”."""
    years = [int(year) for year in _YEAR.findall(text)]
    for began, ended in _SCHOOL_YEAR.findall(text):
        if int(ended) == (int(began) + 1) % 100 or int(ended) > int(began) % 100:
            years.append(int(began) // 100 * 100 + int(ended))
    return max(years, default=0)


#: A title that ends so is of news, though nothing on the page says of itself when it was published.
_NEWS: Final = re.compile(r"(?:^|\s)news(?: archive| and updates| and events| stories)?$", re.IGNORECASE)


def _is_news(seen: Seen) -> bool:
    if _NEWS.search(seen.names):
        return True
    return seen.headed_by["news"] > 0 or (seen.whole.marks["news"] >= 2 and seen.whole.words < 500)


def _is_listing(page: Page, seen: Seen) -> bool:
    links = sum(link.where == "main" for link in page.links)
    return seen.whole.marks["results"] > 0 or (links >= 4 and seen.whole.words <= 8 * links)


def _is_recital(seen: Seen) -> bool:
    whole, recitals = seen.whole, seen.whole.marks["recital"]
    if whole.words <= SHORT_RECITAL or recitals >= OFTEN_RECITED:
        return recitals >= 1
    # A long page that names an Act or two may explain more than it recites
    return recitals >= 2 and recited(whole) >= RECITED_AT_LEAST


#: A line that says where a duty or a right is written.
_CITES: Final = re.compile(
    r"\b(?:Act|Regulations|Order) (?:19|20)\d\d\b|\b(?:law|guidance|code(?: of practice)?) says\b|\bCode of Practice\b"
    r"|\bschedule \d|\bregulations? \d|\bsection \d",
    re.IGNORECASE,
)


def _is_ledger(seen: Seen) -> bool:
    """Whether a page goes through what the law asks for, one duty or right after the other: it names everything, and
    what it says of each is what is asked for, and where that is to be found or missing."""
    if seen.headed_by["ledger"]:
        return True
    headed = [
        topic for piece in seen.pieces for topic, weight in piece.headed.items() if weight >= SURELY_HEADED
    ]
    if len({*headed}) < MANY_DUTIES:
        return False
    return sum(bool(_CITES.search(line.text)) for line in seen.whole.lines) >= OFTEN_CITED


@cache
def _promises() -> Phrases:
    phrases = Phrases()
    for number, mark in enumerate(("promise", "recital", "ended")):
        for phrase in lexicon.marks()[mark]:
            phrases.add(phrase, number)
    return phrases


def is_promise(page: Page, seen: Seen) -> bool:
    """Whether a page has little to say but that something will be there.

    Sentence by sentence: a page with one thing that is coming soon beside much that is there is no promise.
    """
    whole = seen.whole
    if not whole.marks["promise"]:
        return False
    promised, there = weigh_promises(whole)
    # A page about the offer itself says a little beside its promise: whom to write to, how to take part
    beside = promised // 5 + 12 if seen.headed_by["offer"] or seen.headed_by["promise"] else 0
    return promised > 0 and there <= promised + beside and there < MOST_BESIDE_A_PROMISE


def is_not_there(part: Part) -> bool:
    """Whether a part of a page has little to say but that something is yet to come, or has ended."""
    if not (part.marks["promise"] or part.marks["ended"]):
        return False
    promised, there = weigh_promises(part, with_ended=True)
    return promised > there


def weigh_promises(part: Part, *, with_ended: bool = False) -> tuple[int, int]:
    """How many words are promises or recite the law, and how many are of what is there."""
    promised = there = 0
    for line in part.lines:
        if line.is_heading:
            continue
        for sentence in sentences(line.text):
            among = words(sentence)
            kinds = {key for key, _ in _promises().seen(among)}
            if kinds == {0, 1} and _TO_TAKE.search(sentence):
                kinds = {1}
            if 0 in kinds and _WHAT_THEY_PLAN.search(sentence):
                kinds -= {0}
            if 2 in kinds and _ONCE_ENDED.search(sentence):
                kinds -= {2}
            if 0 in kinds or (with_ended and 2 in kinds):
                promised += len(among)
            elif not kinds and _TELLS.search(sentence):
                there += len(among)
    return promised, there


#: The law's word for an answer to comments, which promises nothing.
_TO_TAKE = re.compile(r"\bactions? .{0,30}\bintends? to take\b", re.IGNORECASE)
#: What a plan of theirs tells, and what comes after something that ends each time: neither is gone nor yet to come.
_WHAT_THEY_PLAN = re.compile(
    r"\bwhat (?:they|it|the (?:school|setting|college)) (?:intends?|plans?) to\b", re.IGNORECASE
)
_ONCE_ENDED = re.compile(
    r"\b(?:after|once|when|until|if|unless|before)\b[^.;:]{0,60}"
    r"\b(?:ha(?:s|ve) (?:ended|come to an end|closed)|comes? to an end)\b",
    re.IGNORECASE,
)
#: A sentence of what is there: a figure, or something to do.
_TELLS = re.compile(
    r"\d{3}|£|@|\b(?:you can|call|ring|contact|apply|ask|offers?|provides?|runs?|open|costs?|helps?|meets?|names?)\b",
    re.IGNORECASE,
)
