"""What the page shows of a report: in which order, in which groups, and in whose words. The template only writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import floor
from typing import Final

from localoffer.duties import loading

from .. import checks
from ..matching import presence
from ..scoring import BANDS, NOT_KNOWN, Bar, Part
from ..values import CANNOT_TELL, CONFIDENCES, MET, NOT_FOUND, PARTLY, SEVERITIES, STATUSES
from .values import CriterionTold, FindingTold, Report

SHOWN: Final = 5
"""Faults of one rule shown at once; so many more are folded, and the table has them all."""

FOLDED: Final = 20

HEADLINES: Final = {
    presence.UNKNOWN: "We cannot tell whether there is a Local Offer",
    presence.NONE: "No Local Offer was found here",
    presence.HOLDING_PAGE: "A promise of a Local Offer, and not one yet",
    presence.BASIC: "A basic summary of a Local Offer, not a whole one",
    presence.DIRECTORY: "A list of services, with little to guide a family",
    presence.WHOLE: "There is a full Local Offer",
}
NOT_AUDITED: Final = "This site could not be audited"
#: A mark that is not told by colour alone, for each status.
SIGNS: Final = {MET: "✓", PARTLY: "◐", NOT_FOUND: "✗", CANNOT_TELL: "?"}
#: What a person may say of a duty. Hers is a judgement, so it is put more firmly than the machine's.
BY_HAND: Final = {MET: "met", PARTLY: "partly", NOT_FOUND: "not there", CANNOT_TELL: "cannot tell"}
#: The end of "3 …".
COUNTED: Final = {
    MET: "met",
    PARTLY: "met in part",
    NOT_FOUND: "not found",
    CANNOT_TELL: "that we cannot tell",
}
UNREAD: Final = {
    "budget": "the number of pages to read was used up",
    "time": "the time was up",
    "robots": "the site asks robots to keep out",
    "pattern": "many more of the same kind had been read",
}
WAYS: Final = {
    "clicks": "by links",
    "search": "by the site’s own search",
    "sitemap": "in its site map",
}
BAND_WORDS: Final = {
    "strong": "little to mend",
    "good": "some things to mend",
    "mixed": "as much to mend as is right",
    "weak": "much to mend",
    "poor": "most of it to mend",
    NOT_KNOWN: "too little could be looked at",
}


def headline(report: Report) -> str:
    """What the site is, in one line."""
    if report.state == "could-not-audit":
        return NOT_AUDITED
    return HEADLINES.get(report.site.presence.kind, report.site.presence.kind)


# --- Bars -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BarShown:
    """A bar, and its sum in whole points."""

    bar: Bar
    level: int  # 5 is the best, 0: not known
    words: str

    @property
    def points(self) -> int | None:
        """What is left of a hundred; cut, so that it never reads as of the next band."""
        return None if self.bar.points is None else floor(self.bar.points)

    @property
    def taking(self) -> list[Part]:
        """Rules that take something."""
        return [part for part in self.bar.parts if part.taken > 0]

    @property
    def untouched(self) -> list[str]:
        """Titles of rules that take nothing."""
        return [part.title for part in self.bar.parts if part.taken <= 0]

    @property
    def met(self) -> list[str]:
        """Of coverage: titles of duties that are met."""
        return [part.title for part in self.duties if part.share == 1]

    @property
    def in_part(self) -> list[str]:
        """Of coverage: titles of duties that are met in part."""
        return [part.title for part in self.duties if 0 < part.share < 1]

    @property
    def not_found(self) -> list[str]:
        """Of coverage: titles of duties that were not found."""
        return [part.title for part in self.duties if part.share == 0]

    @property
    def worth(self) -> float:
        """Of coverage: how many duties it comes to, with halves."""
        return sum(part.share for part in self.duties)

    @property
    def duties(self) -> list[Part]:
        """Of coverage: its parts that are duties."""
        return [part for part in self.bar.parts if part.slug not in checks.rules()]

    @property
    def beside(self) -> list[Part]:
        """Of coverage: its parts that are rules."""
        return [part for part in self.bar.parts if part.slug in checks.rules()]


def bars(report: Report) -> list[BarShown]:
    """The bars, in order."""
    levels = {name: len(BANDS) - number for number, (_, name) in enumerate(BANDS)}
    return [BarShown(bar, levels.get(bar.band, 0), BAND_WORDS.get(bar.band, "")) for bar in report.bars]


def whole(number: float) -> str:
    """A number without decimals. What is only likely counts half.

    >>> whole(12.3), whole(2.5), whole(0.2)
    ('12', '2½', 'under 1')
    """
    if number % 1 == 0.5:
        return f"{floor(number) or ''}½"
    return "under 1" if 0 < number < 0.5 else str(round(number))


# --- Duties -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionShown:
    """Duties of one section of the law."""

    slug: str
    title: str
    duties: tuple[CriterionTold, ...]

    @property
    def counts(self) -> str:
        """How many have which status, in words."""
        return in_words(self.duties)


def sections(report: Report) -> list[SectionShown]:
    """The duties by section, in the order of the law; sections that this version does not know come last."""
    titles = {section.slug: section.title for section in loading.sections()}
    slugs = dict.fromkeys([*titles, *(each.section for each in report.criteria)])
    shown = (
        SectionShown(
            slug,
            titles.get(slug, spoken(slug)),
            tuple(each for each in report.criteria if each.section == slug),
        )
        for slug in slugs
    )
    return [each for each in shown if each.duties]


def in_words(duties: Iterable[CriterionTold]) -> str:
    """How many duties stand how: "3 met, 1 that we cannot tell"."""
    return counted(Counter(each.stands for each in duties))


def counted(counts: Mapping[str, int]) -> str:
    """How many stand how, in words."""
    return ", ".join(f"{counts[status]} {words}" for status, words in COUNTED.items() if counts.get(status))


# --- Faults -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RuleShown:
    """The faults of one rule, the surest first."""

    first: FindingTold  # whatever is the same of all
    faults: tuple[FindingTold, ...]
    pages: int
    new: int

    @property
    def confidence(self) -> str:
        """How sure all of them are, to be said once; "certain" where that is not the same of all."""
        told = {fault.confidence for fault in self.faults}
        return told.pop() if len(told) == 1 else "certain"

    @property
    def shown(self) -> tuple[FindingTold, ...]:
        """Those to see at once."""
        return self.faults[:SHOWN]

    @property
    def folded(self) -> tuple[FindingTold, ...]:
        """Those to see when asked for."""
        return self.faults[SHOWN : SHOWN + FOLDED]

    @property
    def beyond(self) -> int:
        """How many more there are in the table."""
        return max(0, len(self.faults) - SHOWN - FOLDED)


def rules(report: Report) -> list[RuleShown]:
    """The faults by rule: what weighs most first, then what is most often wrong."""
    by_rule: dict[str, list[FindingTold]] = {}
    for each in report.findings:
        by_rule.setdefault(each.rule, []).append(each)
    sure, heavy = list(CONFIDENCES), list(SEVERITIES)
    new = frozenset(report.change.new) if report.change else frozenset()
    shown = [
        RuleShown(
            faults[0],
            tuple(sorted(faults, key=lambda fault: (_place(fault.confidence, sure), fault.page))),
            len({fault.page for fault in faults}),
            sum(fault.fingerprint in new for fault in faults),
        )
        for faults in by_rule.values()
    ]
    return sorted(
        shown, key=lambda rule: (_place(rule.first.severity, heavy), -len(rule.faults), rule.first.rule)
    )


@dataclass(frozen=True, slots=True)
class FirstShown:
    """What whoever opens a report should look at before the rest."""

    title: str  # of the duties; "" where there are none
    duties: tuple[CriterionTold, ...]
    rules: tuple[RuleShown, ...]  # critical and serious ones

    @property
    def shown(self) -> tuple[CriterionTold, ...]:
        """The duties to name at once."""
        return self.duties[:SHOWN]

    @property
    def beyond(self) -> int:
        """How many more there are below."""
        return max(0, len(self.duties) - SHOWN)


def first(report: Report) -> FirstShown:
    """The musts that were not found, or else those that are met in part, and what weighs most of what is wrong."""
    musts = [each for each in report.criteria if each.strength == "must"]
    heavy = tuple(each for each in rules(report) if each.first.severity in ("critical", "serious"))[:SHOWN]
    for status, title in (
        (NOT_FOUND, "Musts that were not found"),
        (PARTLY, "Musts that are met only in part"),
    ):
        if found := tuple(each for each in musts if each.stands == status):
            return FirstShown(title, found, heavy)
    return FirstShown("", (), heavy)


def about(fault: FindingTold) -> str:
    """What stands before the thing that a fault is about: an address that a link leads to, a picture's, or words."""
    if not fault.target.startswith(("http:", "https:")):
        return "About:"
    return "Leads to" if "link" in fault.rule or fault.bar == "links" else "Address:"


def severities(report: Report) -> str:
    """How many faults weigh how much, in words."""
    counts = Counter(each.severity for each in report.findings)
    return ", ".join(f"{counts[each]} {each}" for each in SEVERITIES if counts[each]) or "none found"


def _place(word: str, order: list[str]) -> int:
    return order.index(word) if word in order else len(order)


# --- Features, changes, and what could not be checked -----------------------------------------------------------------


#: What a site may have, in a family's words, where the slug does not say it.
FEATURES: Final = {
    "says-whose": "The first screen says whose site it is",
    "says-for-whom": "The first screen says for whom it is",
    "says-what-to-do": "The first screen says what you can do",
    "shows-search": "The first screen has a search box",
    "shows-phone": "The first screen has a phone number",
    "search-box": "A search box",
    "search-works": "A search that finds the right page among the first",
    "few-clicks": "Few clicks from the council’s home page",
    "one-place": "Most of it in one place",
    "host-says-whose": "An address that says it is the council’s",
    "named-contact": "A phone number and an e-mail address to ask",
    "accessibility-statement": "An accessibility statement",
    "checked-dates": "The day on which each page was last checked",
    "news": "News of this year",
    "social": "Social media",
    "format-print": "A form to print",
    "format-easy-read": "Easy read",
    "format-translation": "Other languages",
    "format-bsl": "British Sign Language",
    "format-large-print": "Large print",
    "format-braille": "Braille",
    "format-audio": "Sound",
    "paper-copies": "Copies on paper",
    "help-for-people-not-online": "Help for people who are not online",
    "places-to-get-online": "Places to get online",
    "sector-public": "Public services",
    "sector-charity": "Charities",
    "sector-private": "Private providers",
    "out-of-area": "Places outside the area",
    "independent-schools": "Independent schools",
    "specialist-colleges": "Specialist colleges",
    "specialisms": "What special schools specialise in",
    "comments-invited": "A way to comment",
    "comments-published": "Comments, published",
    "comments-answered": "Answers to comments",
    "consultation": "Families being asked",
    "young-people-heard": "Young people being asked",
    "comments-this-year": "Comments of this year",
    "comments-each-year": "Comments of more than one year",
}


def features(report: Report) -> Mapping[str, list[tuple[str, str, str]]]:
    """What the site has, has not, and what nobody can tell: each a name, an address and a quotation."""
    groups: dict[str, list[tuple[str, str, str]]] = {
        "It has": [],
        "We did not find": [],
        "We cannot tell": [],
    }
    names = {True: "It has", False: "We did not find", None: "We cannot tell"}
    for each in report.features:
        words = FEATURES.get(each.slug) or spoken(each.slug.removeprefix("social-"))
        groups[names[each.has]].append((words, each.url, each.quote))
    return {name: found for name, found in groups.items() if found}


def sentence(text: str) -> str:
    """A text that begins and ends as a sentence does."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', '”', '…')) else '.'}"


def spoken(slug: str) -> str:
    """A slug as words: "easy-read" is "Easy read"."""
    return slug.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What has become of things since the last audit."""

    fixed: tuple[FindingTold, ...]
    not_checked: tuple[FindingTold, ...]
    duties: tuple[tuple[str, str, str], ...]  # title, status then, status now
    same_rules: bool


def change(report: Report) -> ChangeShown | None:
    """What has become of things, if there was an audit before."""
    told = report.change
    if told is None:
        return None
    fixed = frozenset(told.fixed)
    titles = {each.slug: each.title for each in report.criteria}
    return ChangeShown(
        tuple(each for each in told.gone if each.fingerprint in fixed),
        tuple(each for each in told.gone if each.fingerprint not in fixed),
        tuple(
            (titles.get(slug, slug), STATUSES[then], STATUSES[now])
            for slug, (then, now) in told.criteria.items()
        ),
        told.ruleset == report.ruleset,
    )


def cannot_tell(report: Report) -> dict[str, list[CriterionTold]]:
    """The duties of which nobody can tell, by why: most often it is the same of many."""
    found: dict[str, list[CriterionTold]] = {}
    for each in report.criteria:
        if each.stands == CANNOT_TELL:
            why = each.by_hand.note or "Marked so by hand." if each.by_hand else each.why
            found.setdefault(sentence(why), []).append(each)
    return found


def not_checked(report: Report) -> list[str]:
    """What could not be checked and why, a sentence each."""
    return list(_not_checked(report))


def _not_checked(report: Report) -> Iterator[str]:
    site = report.site
    if report.why:
        yield sentence(report.why)
    for why, count in site.unread.items():
        addresses = "1 address was" if count == 1 else f"{count} addresses were"
        yield f"{addresses} seen and not read: {UNREAD.get(why, why or 'we do not know why')}."
    if not site.had_browser:
        yield (
            "No browser looked at the site. So pages that scripts make may read as empty, and much of what stands in "
            "the way of disabled people, or of people with a phone, was not looked for."
        )
    if count := site.links.get("could-not-check", 0):
        links = "1 link" if count == 1 else f"{count} links"
        yield f"{links} could not be tried: whoever they lead to turned us away, or gave no clear answer."
