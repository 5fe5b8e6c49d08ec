"""Whether a council meets each duty, from what can be seen. Plain Python: facts go in, judgements come out.

What each duty asks to see stands in its file (localoffer/duties, `evidence`). Each thing wanted is looked for by
itself; the status follows from all together. docs/decisions/0018-how-compliance-is-judged.md says why it is judged so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from localoffer.duties import codes
from localoffer.duties.ehc.counting import months_after
from localoffer.duties.law import (
    CommentsWanted,
    Criterion,
    Later,
    PagesWanted,
    ServicesWanted,
    SiteFact,
    Version,
)

MET, PARTLY, GAP, NOT_ASSESSED = "met", "partly", "gap", "not-assessed"
STATUSES = {MET: "Met", PARTLY: "Partly met", GAP: "Gap", NOT_ASSESSED: "Not assessed"}

# What an officer may say instead of what the evidence shows: the same or less, never more
NO_MORE_THAN = {
    MET: (MET, PARTLY, GAP),
    PARTLY: (PARTLY, GAP),
    GAP: (GAP,),
    NOT_ASSESSED: (NOT_ASSESSED, GAP),
}


@dataclass(frozen=True, slots=True)
class PageFact:
    """A page of the council's site that names duties."""

    key: int
    title: str
    href: str
    kinds: frozenset[str]  # codes.PAGE_KINDS; a page of the young people's hub is one of the hub's, too
    duties: frozenset[str]
    is_published: bool = True  # and can be read without signing in
    owner: str = ""
    checked_on: date | None = None
    due_on: date | None = None
    published_on: date | None = None
    ends_on: date | None = None  # of an event, where it says


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """A service that the council lists and that has not closed."""

    carries: frozenset[
        str
    ]  # "kind:short-breaks" and every kind above it; so too strand, need, stage and reach
    states: frozenset[str]  # codes.STATED


class Services:
    """All services of a council, one bit for each, so that a hundred questions about thousands of them are quick."""

    def __init__(self, services: Iterable[ServiceFact]) -> None:
        self.count = 0
        places: dict[str, list[int]] = {}
        for place, service in enumerate(services):
            self.count = place + 1
            for token in (*service.carries, *(f"states:{code}" for code in service.states)):
                places.setdefault(token, []).append(place)
        self._bits = {token: _bits_of(found, self.count) for token, found in places.items()}

    def answering(self, wanted: ServicesWanted) -> tuple[int, int]:
        """How many pass the filters, and how many of those state all that is asked."""
        passing = (1 << self.count) - 1
        filters = {
            "kind": wanted.kinds,
            "strand": wanted.strands,
            "need": wanted.needs,
            "stage": wanted.stages,
            "reach": wanted.reach,
        }
        for name, chosen in filters.items():
            if chosen:
                any_of = 0
                for code in chosen:
                    any_of |= self._bits.get(f"{name}:{code}", 0)
                passing &= any_of
        stating = passing
        for code in wanted.stating:
            stating &= self._bits.get(f"states:{code}", 0)
        return passing.bit_count(), stating.bit_count()


def _bits_of(places: list[int], count: int) -> int:
    octets = bytearray(count // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many pages. A fact that is simply so or not is 1 or 0 of 1."""

    of: int
    among: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of one thing that a duty wants, and how far it goes."""

    status: str
    reason: str


#: A part of the product (comments, the auditor …) that is asked for each of its wants: it gives a status and a reason
Part = Callable[[CommentsWanted | Later], tuple[str, str]]


@dataclass(frozen=True)
class Facts:
    """All that can be seen of one council on a day."""

    day: date
    pages: tuple[PageFact, ...] = ()
    services: Services = field(default_factory=lambda: Services(()))
    site: Mapping[str, Share] = field(
        default_factory=dict
    )  # by codes.SITE_FACTS; one that is missing cannot be seen
    parts: Mapping[str, Part] = field(default_factory=dict)  # by codes.PARTS; those that are there


@dataclass(frozen=True, slots=True)
class ServicesShown:
    """Services that count for a duty, beside how many are wanted."""

    wanted: ServicesWanted
    count: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where one duty stands, and why."""

    slug: str
    status: str  # STATUSES
    reasons: tuple[str, ...]  # of everything that was looked for
    missing: tuple[str, ...]  # those of them that keep it from being met
    pages: tuple[PageFact, ...]  # the published ones that count
    services: tuple[ServicesShown, ...]
    owner: str  # who looks after those pages
    last_reviewed_on: date | None  # the day by which all those pages had been checked
    is_overdue: bool  # a page that counts was checked too long ago, or never


def judge_all(
    duties: Iterable[tuple[Criterion, Version]], facts: Facts
) -> list[tuple[Criterion, Version, Judgement]]:
    """Judge each duty in force."""
    return [(criterion, version, judge(criterion, version, facts)) for criterion, version in duties]


def judge(criterion: Criterion, version: Version, facts: Facts) -> Judgement:
    """Judge one duty.

    *Met* needs all that is wanted, seen and in time. *Partly* is some of it, or pages that nobody has checked in time.
    *Gap* is none of it, whatever is claimed. Where something cannot be seen, because the part that shows it is not
    there yet, the whole is *not assessed*: what could not be seen is never a failing.
    """
    wanted = version.evidence
    pages = [_look_for_pages(criterion.slug, each, facts) for each in wanted.pages]
    services = [_look_for_services(each, facts) for each in wanted.services]
    seen = [found for found, _, _ in pages]
    seen += [found for found, _ in services]
    seen += [_look_at_site(each, facts) for each in wanted.site]
    seen += [
        _ask_part(part, each, facts)
        for part, each in [
            *(("comments", each) for each in wanted.comments),
            *((each.part, each) for each in wanted.later),
        ]
    ]
    reasons = [found.reason for found in seen]
    missing = [found.reason for found in seen if found.status != MET]
    kinds = {kind for each in wanted.pages for kind in each.kinds}
    for page in facts.pages:
        if criterion.slug in page.duties and page.is_published and kinds and not page.kinds & kinds:
            counted = " or ".join(sorted(kinds)).replace("-", " ")
            reasons.append(f"“{page.title}” names this duty, but only a page of this kind counts: {counted}.")
            missing += reasons[-1:] if missing else []
    counting = tuple({page.key: page for _, found, _ in pages for page in found}.values())
    checks = [page.checked_on for page in counting]
    return Judgement(
        slug=criterion.slug,
        status=_together([found.status for found in seen]),
        reasons=tuple(dict.fromkeys(reasons)),
        missing=tuple(dict.fromkeys(missing)),
        pages=counting,
        services=tuple(shown for _, shown in services),
        owner=", ".join(dict.fromkeys(page.owner for page in counting if page.owner)),
        last_reviewed_on=min(filter(None, checks)) if checks and all(checks) else None,
        is_overdue=any(is_overdue for _, _, is_overdue in pages),
    )


def _together(statuses: list[str]) -> str:
    found = set(statuses)
    if not found or NOT_ASSESSED in found:
        return NOT_ASSESSED
    return found.pop() if len(found) == 1 else PARTLY


def _look_for_pages(slug: str, wanted: PagesWanted, facts: Facts) -> tuple[Seen, list[PageFact], bool]:
    """What pages show, those that count (in time or not), and whether one of them is overdue."""
    claiming = [page for page in facts.pages if slug in page.duties]
    right = [page for page in claiming if page.kinds & set(wanted.kinds)]
    published = [page for page in right if page.is_published and not _is_over(page, facts.day)]
    standing = [page for page in published if _stands(page, wanted, facts.day)]
    late = [page for page in published if page not in standing]
    about = _begun(wanted.about)
    # Older news beside newer is no fault; a page to read that nobody has looked at again is one
    overdue = [page for page in late if not page.kinds & {"news", "event"}]
    if len(standing) >= wanted.at_least and not overdue:
        if len(standing) == 1:
            return Seen(MET, f"{about}: {_when_right(standing[0])}."), standing, False
        return Seen(MET, f"{about}: {len(standing)} pages say this, all of them in time."), standing, False
    if published:
        late = overdue or late
        said = [_why_late(page, wanted) for page in late[:3]]
        if len(late) > 3:
            said.append(f"so it is with {len(late) - 3} more")
        if len(published) < wanted.at_least:
            said.insert(0, f"{len(published)} of {wanted.at_least} pages are published")
        elif standing:
            said.insert(0, f"{len(standing)} of {len(published)} pages that say this are in time")
        return Seen(PARTLY, f"{about}: {'; '.join(said)}."), published, bool(late)
    if over := [page for page in right if page.is_published]:
        return Seen(GAP, f"{about}: “{over[0].title}” is over, and nothing newer is published."), [], False
    if right:
        return (
            Seen(GAP, f"{about}: the page “{right[0].title}” is meant for this, but is not published."),
            [],
            False,
        )
    return Seen(GAP, f"{about}: no published page says this."), [], False


def _is_over(page: PageFact, day: date) -> bool:
    return "event" in page.kinds and page.ends_on is not None and page.ends_on < day


def _stands(page: PageFact, wanted: PagesWanted, day: date) -> bool:
    """News counts from the day it was published, an event until it is over, every other page from its last check."""
    if "event" in page.kinds:
        return True
    since = page.published_on if "news" in page.kinds else page.checked_on
    return since is not None and months_after(since, wanted.checked_within) >= day


def _when_right(page: PageFact) -> str:
    if "event" in page.kinds:
        return f"the event “{page.title}” is still to come"
    if "news" in page.kinds and page.published_on:
        return f"“{page.title}” was published on {_said(page.published_on)}"
    return f"the page “{page.title}” was checked on {_said(page.checked_on)}"


def _why_late(page: PageFact, wanted: PagesWanted) -> str:
    ago = f"more than {wanted.checked_within} months ago"
    if "news" in page.kinds:
        on = page.published_on
        return f"“{page.title}” was published {f'on {_said(on)}, {ago}' if on else 'on a day nobody knows'}"
    if page.checked_on is None:
        return f"the page “{page.title}” has never been checked"
    return f"the page “{page.title}” was last checked on {_said(page.checked_on)}, {ago}"


def _look_for_services(wanted: ServicesWanted, facts: Facts) -> tuple[Seen, ServicesShown]:
    passing, stating = facts.services.answering(wanted)
    enough = stating >= wanted.at_least
    share_reached = wanted.share is None or (passing > 0 and stating * 100 >= wanted.share * passing)
    status = MET if enough and share_reached else PARTLY if stating else GAP
    about = _begun(wanted.about)
    if not passing:
        reason = f"{about}: no service is listed."
    elif not stating:
        what = ", ".join(codes.STATED[code] for code in wanted.stating)
        listed = "1 service is" if passing == 1 else f"{passing} services are"
        reason = f"{about}: {listed} listed, but none states {what}."
    elif not enough:
        reason = f"{about}: {stating} of {wanted.at_least} services listed."
    elif wanted.share is not None:
        reason = f"{about}: {stating} of {passing} services; {wanted.share} in 100 are wanted."
    else:
        reason = f"{about}: {stating} {'service' if stating == 1 else 'services'} listed."
    return Seen(status, reason), ServicesShown(wanted, stating)


def _look_at_site(wanted: SiteFact, facts: Facts) -> Seen:
    about, share = _begun(wanted.about), facts.site.get(wanted.fact)
    if share is None:
        return Seen(NOT_ASSESSED, f"{about}: this cannot be seen yet.")
    if wanted.share is None:
        is_so = share.of >= share.among > 0
        return Seen(MET if is_so else GAP, f"{about}: {'yes' if is_so else 'no'}.")
    if not share.among:
        return Seen(GAP, f"{about}: no page is published.")
    reached = share.of * 100 >= wanted.share * share.among
    reason = f"{about}: {share.of} of {share.among} pages; {wanted.share} in 100 are wanted."
    return Seen(MET if reached else PARTLY if share.of else GAP, reason)


def _ask_part(code: str, wanted: CommentsWanted | Later, facts: Facts) -> Seen:
    part = facts.parts.get(code)
    if part is None:
        return Seen(
            NOT_ASSESSED, f"This needs a part of the site that is not there yet: {codes.PARTS[code]}."
        )
    return Seen(*part(wanted))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


def _said(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day nobody knows"
