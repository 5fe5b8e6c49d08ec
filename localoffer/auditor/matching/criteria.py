"""Which criteria a site meets, with the passage that shows it; and what it lacks, with the nearest that there is.

A page is classified first, for what only promises or recites meets nothing. Then each part of it is scored for each
criterion, and counts for those within four fifths of its best. From each page only small notes are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from localoffer.duties.law import Criterion, Version

from ..sites import Site
from ..values import CANNOT_TELL, MET, NOT_FOUND, PARTLY, CriterionFound, Evidence, Page, quoted
from .classifying import (
    BELIEVED,
    ENTRY,
    GUIDING,
    HOLDING,
    LISTING,
    OTHER,
    RECITAL,
    STALE,
    WRONG_OFFER,
    kind_seen,
)
from .documents import UNDATED, UNNAMED
from .gathering import Gathered, gather
from .matcher import Matcher
from .notes import NO_MENTION, Note, Topical, is_strong, shows_a_part

InForce = Sequence[tuple[Criterion, Version]]
#: What only checks can tell, or the site as a whole: words about it on a page show nothing.
DECIDED_BY_CHECKS: Final = {
    "accessible-website": "what the accessibility checks and a browser find on its pages",
    "easy-to-use-site": "what the finding checks find: search, filters and clicks",
    "plain-language": "what the reading checks find in its prose",
    "up-to-date": "what the currency and link checks find on its pages",
    "works-on-phones-and-paper": "what the phone and print checks find on its pages",
}
MOST_RUNNERS_UP: Final = 3
#: What is asked for once a year is of another time after so long.
A_YEAR: Final = timedelta(days=366)
#: Years after which a document that is to be kept under review is of another time.
LONGEST_KEPT: Final = 2
#: So many points that nothing tells are too many.
TOO_MANY: Final = 2
#: What is asked of each service is met where so many pages of services tell it.
SEVERAL: Final = 3
#: A page about something that names nothing local is still no gap where it tells so many points.
ENOUGH_IN_GENERAL: Final = 2


def matcher(in_force: InForce) -> Matcher:
    """What matches pages with these criteria; made once for each set of them."""
    return _matcher(tuple(in_force))


@lru_cache(maxsize=4)
def _matcher(in_force: tuple[tuple[Criterion, Version], ...]) -> Matcher:
    return Matcher(
        {
            criterion.slug: version
            for criterion, version in in_force
            if criterion.slug not in DECIDED_BY_CHECKS
        }
    )


def of_page(page: Page, in_force: InForce, today: date) -> dict[str, str]:
    """What one page alone shows: met or partly, of each criterion that it is about."""
    ours = matcher(in_force)
    seen = ours.looker.look(page)
    kind = kind_seen(page, seen, today)
    found: dict[str, str] = {}
    for topic, note, _ in ours.notes(page, seen, kind):
        kept = Topical(
            points=note.points,
            told=note.told,
            document=note.document,
            said_on=note.said_on,
        )
        status = _status(ours, topic, [note], kept, today)
        if status in (MET, PARTLY):
            found[ours.topics[topic].slug] = status
    return found


def of_site(
    site: Site,
    in_force: InForce,
    decided: Mapping[str, CriterionFound] | None = None,
    gathered: Gathered | None = None,
) -> tuple[CriterionFound, ...]:
    """What a site shows of each criterion.

    `decided`: what checks found of those that words cannot show (`DECIDED_BY_CHECKS`). `gathered`: what is known of the
    pages already, so that they are not gone through again.
    """
    return tuple(_found(gathered or gather(matcher(in_force), site), site, in_force, decided or {}))


def of_no_site(in_force: InForce) -> tuple[CriterionFound, ...]:
    """What can be said of a site of which nothing could be read: of no criterion anything."""
    why = "No page of it could be read."
    return tuple(
        CriterionFound(criterion.slug, CANNOT_TELL, why, confidence="possible") for criterion, _ in in_force
    )


def _status(matcher: Matcher, number: int, notes: Sequence[Note], kept: Topical, today: date) -> str:
    """met, partly or not-found, by the notes of a site alone."""
    status = _told(matcher, number, notes, kept)
    return PARTLY if status == MET and _lacks(matcher, number, kept, today) else status


def _lacks(matcher: Matcher, number: int, kept: Topical, today: date) -> str:
    """What is not there, of what cannot be done without, as a sentence; "" where nothing of it is wanting."""
    topic, of_year = matcher.topics[number], kept.document
    if topic.document and of_year == UNNAMED:
        return f"Much of it is told, but no {topic.document[0]} is named."
    if topic.document and of_year == UNDATED:
        return f"There is a {topic.document[0]}, but we found nothing that says of when it is."
    if topic.document and of_year < today.year - LONGEST_KEPT:
        return f"There is a {topic.document[0]}, but it is of {of_year}."
    if topic.policy and UNDATED < of_year < today.year:
        return f"Much of it is told, but the {topic.policy[0]} that is named is of {of_year}."
    if topic.yearly and kept.said_on and kept.said_on < today - A_YEAR:
        return (
            f"Much of it is told, but it is of {kept.said_on.day} {kept.said_on:%B %Y}, more than a year ago."
        )
    if unsaid := _unsaid(matcher, number, kept):
        return f"Much of it is told, but we found nothing that says {unsaid}."
    if topic.wants(kept.told) >= TOO_MANY:
        return "Much of it is told, but not all that is looked for."
    return ""


def _unsaid(matcher: Matcher, number: int, kept: Topical) -> str:
    """The essential points of a topic that no page tells, in words; "" where all are told."""
    return ", nor ".join(tells for point, tells in matcher.topics[number].must if not kept.told >> point & 1)


def _told(matcher: Matcher, number: int, notes: Sequence[Note], kept: Topical) -> str:
    topic = matcher.topics[number]
    if any(is_strong(note) for note in notes):
        return MET
    local = [note for note in notes if note.kind in BELIEVED and note.is_local]
    if topic.of_one and any(note.kind == ENTRY and note.is_enough and note.is_ours for note in local):
        return MET
    ours = [note for note in local if note.is_ours]
    guides = sum(
        note.is_headed and not note.is_aside and note.kind in GUIDING and note.points.bit_count() >= 2
        for note in ours
    )
    if topic.of_each and sum(note.points.bit_count() >= topic.least for note in ours) >= SEVERAL:
        return MET  # of one service after the other
    if guides >= 2 and kept.points.bit_count() > topic.least:
        return MET  # told on several pages together
    if any(shows_a_part(note) for note in local):
        return PARTLY
    telling = [note for note in notes if note.tells and note.is_ours and _is_of_use(note)]
    if any(note.is_headed and not note.is_aside for note in telling):
        return PARTLY  # a page about it, of few words, that names what there is
    if any(
        note.kind in GUIDING
        and (note.is_headed or note.is_first)
        and (note.points.bit_count() >= 2 or (note.points and note.is_headed and note.score >= NO_MENTION))
        for note in telling
    ):
        return PARTLY  # a part of a page, that names what there is
    if any(note.is_first and not note.is_aside and note.kind != LISTING for note in telling):
        return PARTLY  # a page about it more than about anything else, that names what there is
    told = [
        note
        for note in notes
        if note.is_headed and note.points.bit_count() >= min(topic.least, ENOUGH_IN_GENERAL)
    ]
    if any(
        note.kind in BELIEVED
        or note.is_general
        or (note.kind in (STALE, HOLDING) and note.is_local)
        or (note.kind == STALE and note.points.bit_count() >= topic.least)
        for note in told
    ):
        return PARTLY
    return NOT_FOUND


def _is_of_use(note: Note) -> bool:
    """Whether a note stands on a page that may tell families something: no advertisement of a job, and no news."""
    return note.kind != OTHER or note.is_general or note.is_brief


def _found(
    gathered: Gathered, site: Site, in_force: InForce, decided: Mapping[str, CriterionFound]
) -> Iterator[CriterionFound]:
    numbers = {topic.slug: number for number, topic in enumerate(gathered.matcher.topics)}
    found = {
        slug: _criterion(number, gathered.topics.get(number, Topical()), gathered, site)
        for slug, number in numbers.items()
        if slug not in decided
    }
    counted = {criterion.slug: criterion.section for criterion, _ in in_force}
    for criterion, _ in in_force:
        slug = criterion.slug
        if slug in decided:
            yield decided[slug]
        elif slug in DECIDED_BY_CHECKS:
            yield CriterionFound(
                slug, CANNOT_TELL, f"This is decided by {DECIDED_BY_CHECKS[slug]}.", confidence="possible"
            )
        elif slug == "real-local-offer":
            yield _is_real(found[slug], site)
        elif slug == "whole-picture":
            held = (counted[each.slug] for each in found.values() if each.status in (MET, PARTLY))
            yield _is_whole(found[slug], Counter(held))
        else:
            yield found[slug]


def _criterion(number: int, kept: Topical, gathered: Gathered, site: Site) -> CriterionFound:
    matcher = gathered.matcher
    slug = matcher.topics[number].slug
    notes = kept.strongest
    status = _status(matcher, number, notes, kept, site.today)
    evidence = _evidence(notes, 1 + MOST_RUNNERS_UP)
    if status == MET:
        # What makes it met stands before the records of services that speak of it, too
        notes = sorted(notes, key=lambda note: (not is_strong(note), note.kind not in GUIDING))
        evidence = _evidence(notes, 1 + MOST_RUNNERS_UP)
        return CriterionFound(slug, MET, _why_met(notes[0]), evidence)
    if status == PARTLY:
        is_told = _told(matcher, number, notes, kept) == MET
        why = (
            _lacks(matcher, number, kept, site.today)
            if is_told
            else _why_partly(notes[0], matcher, number, kept)
        )
        return CriterionFound(slug, PARTLY, why, evidence)
    near = _evidence(notes, MOST_RUNNERS_UP)
    if unread := _not_read(number, kept, gathered, site):
        return CriterionFound(slug, CANNOT_TELL, unread, near=near, confidence="possible")
    return CriterionFound(slug, NOT_FOUND, _why_not(notes), near=near)


def _evidence(notes: Sequence[Note], most: int) -> tuple[Evidence, ...]:
    """The strongest notes as they go into a report, each sentence once: a list and a record's own page say the same."""
    once: dict[str, Evidence] = {}
    for note in notes:
        once.setdefault(note.quote or note.url, note.evidence)
    return tuple(once.values())[:most]


def _is_real(found: CriterionFound, site: Site) -> CriterionFound:
    """Whether a real Local Offer is there is what its presence says; else, what a page says of it."""
    presence = site.presence
    if presence is None:
        return found
    if presence.kind == CANNOT_TELL:
        return CriterionFound(found.slug, CANNOT_TELL, presence.why, confidence="possible")
    status = {"full": MET, "directory": PARTLY, "basic": PARTLY}.get(presence.kind, NOT_FOUND)
    shown = Evidence(presence.url or site.url, presence.quote, 1.0)
    evidence = (shown, *found.evidence) if status != NOT_FOUND else ()
    near = () if evidence else (shown, *found.near)[:3]
    return CriterionFound(found.slug, status, presence.why, evidence, near)


#: So much of each has to be there for the whole picture.
WHOLE_PICTURE: Final = {
    "education": 6,
    "health": 4,
    "social-care": 4,
    "preparing-for-adulthood": 3,
    "disagreements": 2,
}


def _is_whole(found: CriterionFound, held: Mapping[str, int]) -> CriterionFound:
    """Education, health and care from birth to 25 are there if each has much of what the law asks of it."""
    short = [section for section, least in WHOLE_PICTURE.items() if held.get(section, 0) < least]
    if not short and found.status in (MET, PARTLY):
        return CriterionFound(
            found.slug, MET, "Each part of the Local Offer has much of what the law asks.", found.evidence
        )
    if found.status in (MET, PARTLY) or len(short) <= 2:
        why = f"There is too little on {', '.join(short)}." if short else "No page puts it all together."
        return CriterionFound(found.slug, PARTLY, why, found.evidence or found.near)
    return found


def _not_read(number: int, kept: Topical, gathered: Gathered, site: Site) -> str:
    """Why nobody can say that it is not there: a page that might have it was not read. "" where there is none."""
    if why := site.crawled.too_little:
        return why
    if not site.crawled.is_complete:
        for waiting in site.crawled.waiting:
            if gathered.matcher.looker.topics_of(waiting.text).get(number, 0.0) > 0:
                return f"We did not read “{quoted(waiting.text)}” ({waiting.url}), which may have it."
    unread = sorted(kept.links - gathered.fetched)
    if unread:
        return f"A link that speaks of it leads to {unread[0]}, which we did not read."
    return ""


def _why_met(note: Note) -> str:
    where = (
        "The site says so" if note.is_within else "A page outside the Local Offer, which it links to, says so"
    )
    return f"{where}, with facts of its own place, on “{quoted(note.title)}”."


def _why_partly(note: Note, matcher: Matcher, number: int, kept: Topical) -> str:
    if note.kind == STALE:
        return "What there is about it is from another time."
    if note.kind == HOLDING:
        return "What there is about it is mostly a promise."
    if not note.is_ours:
        return (
            f"It is told on somebody else's site ({urlsplit(note.url).hostname}), and not in the Local Offer."
        )
    if note.kind == ENTRY:
        return "A record of one service tells something of it, and no page guides a family through it."
    if note.points.bit_count() < matcher.topics[number].least:
        unsaid = _unsaid(matcher, number, kept)
        what = f"we found nothing that says {unsaid}" if unsaid else "only a part of what is looked for"
        return f"There is something about it, but {what}."
    if not note.is_local:
        return "It is told in general, and names nothing of its own place."
    if note.is_aside or not note.is_headed:
        return "It is told on a page that is about something else."
    return "There is something about it, in too few words to be sure of all that is looked for."


def _why_not(notes: Sequence[Note]) -> str:
    if not notes:
        return "No page that we read is about it."
    whys = {
        HOLDING: "The nearest page only promises it.",
        RECITAL: "The nearest page only repeats what the law says.",
        STALE: "The nearest page is from another time.",
        WRONG_OFFER: "The nearest page is of another kind of local offer.",
    }
    return whys.get(notes[0].kind, "The nearest pages speak of it, but state nothing local.")
