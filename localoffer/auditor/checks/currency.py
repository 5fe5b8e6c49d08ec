"""Is it up to date? Dates of the last check, events and deadlines that have passed, and old years told as this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from ..matching.classifying import LISTING
from ..sites import Site
from ..values import DateSaid, Feature, Finding, Page, quoted
from .own_pages import is_a_form, is_its_own
from .periods import MONTHS, YEAR, Period, last_day_said, periods
from .rules import Rule
from .telling import Told, is_story, keeps_the_past, told_with, without_to_be

#: The statutory guidance wants it up to date; a year is what we hold a page to.
LONGEST = timedelta(days=366)
#: An event may be listed a little longer than it lasts, and a term's dates until the next are known.
GRACE: Final = timedelta(days=7)
YEARS_GRACE: Final = timedelta(days=60)
MOST_OF_A_PAGE: Final = 5
#: Last year's may stand beside this year's; older ones mislead.
LONGEST_KEPT: Final = timedelta(days=2 * 366)
#: From when on nothing can be shut, late or on the telephone alone “because of the coronavirus”.
PANDEMIC_OVER: Final = date(2024, 3, 1)

RULES: Final = (
    Rule(
        slug="checked-long-ago",
        title="It was last checked more than a year ago",
        criterion="up-to-date",
        bar="currency",
        severity="moderate",
        once_a_record=True,
        fix="Check every fact on this page, put right what has changed, and give today as the day it was reviewed.",
    ),
    Rule(
        slug="check-overdue",
        title="The day for its next review has passed",
        criterion="up-to-date",
        bar="currency",
        severity="moderate",
        once_a_record=True,
        fix="Review the page, then set a new date for the next review.",
    ),
    Rule(
        slug="past-event",
        title="A past event, deadline or change is told as still to come",
        criterion="up-to-date",
        bar="currency",
        severity="moderate",
        once_a_record=True,
        confidence="likely",
        fix="Take it down, say what came of it, or give the next date.",
    ),
    Rule(
        slug="old-year",
        title="Dates, prices or forms are those of a year that is over",
        criterion="up-to-date",
        bar="currency",
        severity="moderate",
        once_a_record=True,
        confidence="likely",
        fix="Give those of this year. If nothing has changed, take the year out.",
    ),
)

_COMING: Final = re.compile(
    r"""\b(?:
        will(?!\s+(?:(?:already|now|probably|all)\s+)?have\b)\b
      | (?:is|are|it['’]s|we['’]re)\s+(?:on|at|due|being\s+held|taking\s+place|planned|closed\s+until
          |running|open|holding|hosting|back|happening|coming|launching|starting|opening|moving|going\s+to)\b
      | (?:is|are)\s+now\s+(?:being|open|taking|available) | (?:go(?:es)?|are|is)\s+on\s+sale
      | (?:plan|aim|hope|intend)s?\s+to\b | takes?\s+place | join\s+us | come\s+(?:along|and|to)\b
      | next\s+(?:\w+\s+){0,3}?(?:meeting|event|session|forum|date|workshop|course|morning|drop-?in|fair|day)s?\b
      | book(?:\s+(?:your|a|now|by|before|at|on|in|via|online|here)|ings?)\b
      | (?:please|to|and|must|can)\s+book\b | tickets
      | (?:all|everyone|everybody|families|parents)\s+(?:are\s+)?welcome | (?:spaces|places)\s+(?:are\s+)?limited
      | \d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|noon)\b | register\s+(?:now|by|your|for|to|at|online) | sign\s+up
      | save\s+the\s+date | up-?coming | forthcoming | coming\s+(?:up|soon)
      | (?:opens?|starts?|begins?|closes?|ends?|finish(?:es)?|launch(?:es)?|returns?|runs?|re-?opens?
          |starting|beginning|opening|closing|launching)\s+(?:on|in|at|from|until|by)\b
      | (?:moves|transfers|relocates|changes|returns)\s+(?:\w+\s+){1,5}(?:on|in|from)\s+(?=\w+\s)
      | there\s+are\s+(?:still\s+)?(?:\w+\s+)?(?:places|spaces)
      | comes?\s+into\s+(?:force|effect|use) | takes?\s+effect
      | closing\s+date | deadlines? | apply\s+(?:by|before|now) | have\s+your\s+say\s+by
      | (?:respond|must\s+be\s+\w+)\s+by | (?:training|course|session|workshop|meeting|event|clinic)\s+dates?\b
      | (?:let\s+us\s+(?:know|have)(?:\s+\w+){0,3}|tell\s+us
          |(?:complete|return|send)\s+\w+(?:\s+\w+){0,4}|reply|rsvp)\s+by\b
      | ^(?:please\s+)?(?:vote|nominate|enter|comment|apply|reply|respond|ask|send|get|fill|hurry|claim|post
          |e-?mail|hand)\b
          [^.]{0,80}\s(?:by|before)\s+(?:midnight|noon|midday|the\s+end|\w+day|\d)
      | (?:we|you)\s+(?:are|['’]re)\s+invited? | you['’]re\s+invited | (?:we|please)\s+invite | until\s+(?=\w+\s)
      | don['’]t\s+miss | there['’]s\s+still\s+time | meets?\s+(?:on|next)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LIST_OF_COMING: Final = re.compile(
    r"\b(?:up-?coming|forthcoming|future|coming up|coming soon|next (?:dates|events?|meetings?|sessions?|workshops?)"
    r"|dates for (?:your|the) diary|save the date|diary dates|what['’]?s (?:on|coming))\b",
    re.IGNORECASE,
)
_INVITES: Final = re.compile(
    r"\b(?:join us|come along|book (?:your|a|now|online)|to book|register|sign up|tickets|drop in|have your say"
    r"|(?:all|everyone|everybody) (?:is |are )?welcome|apply (?:now|online|here)|no need to book)\b",
    re.IGNORECASE,
)
#: What follows a notice of few words: “Open day, 4 March 2026. Book your place.”
_INVITES_NOW: Final = re.compile(
    r"(?:please\s+)?(?:tickets?\b|(?:to\s+)?book\b|come\s+(?:along|and)\b|all\s+welcome|everyone\s+(?:is\s+)?welcome"
    r"|register\b|sign\s+up|reserve\b|places\s+(?:are\s+)?(?:still|limited)|there\s+are\s+(?:still\s+)?places)",
    re.IGNORECASE,
)
MOST_OF_A_NOTICE: Final = 10  # words
#: “Last reviewed in May 2016, and will be reviewed again in May 2017”: the first half is over, and no matter.
_TO_BE_LOOKED_AT: Final = re.compile(
    r"\b(?:will|(?:is|are)\s+(?:due\s+)?to)\s+be\s+(?:reviewed|looked\s+at|checked|updated|revised|renewed)\b",
    re.IGNORECASE,
)
_STRONGLY: Final = re.compile(r"\b(?:will|tickets?|on sale|join us|book(?:ing)?s?|register)\b", re.IGNORECASE)
_OF_THE_PANDEMIC: Final = re.compile(
    r"\b(?:because of|due to|during|owing to|in view of)\s+(?:the\s+)?(?:current\s+|ongoing\s+)?"
    r"(?:coronavirus|covid)\b[^.\n]{0,120}\b(?:is|are|will|cannot|can't|until\s+further\s+notice)\b",
    re.IGNORECASE,
)
_A_PLAN: Final = re.compile(
    r"\b(?:strateg(?:y|ies)|plans?|priorities|programme|vision|framework|short\s+breaks?\s+statement|polic(?:y|ies))\b",
    re.IGNORECASE,
)
_STILL: Final = re.compile(
    r"\b(?:sets? out|explains?|describes?|shows?|tells?|says?|is|are|will|appl(?:y|ies)|plan to|want to|aims? to)\b",
    re.IGNORECASE,
)
_IS_OVER: Final = re.compile(
    r"\b(?:(?:has|have) (?:now )?(?:taken place|passed|finished|ended|closed)|is (?:now )?(?:over|closed)|took place"
    r"|thank(?:s| you) to (?:everyone|all|everybody)|this event was|in the past)\b",
    re.IGNORECASE,
)

#: A line that says whose the site is, and no more.
_WHOSE: Final = re.compile(r"\W*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_WORDS: Final = re.compile(r"[a-z]+")
# Words and phrases that say it is over, or that the date is of something else
_OVER: Final = frozenset(
    """
    adopted agreed amended approved archive archived attended became began born came cancelled census changed
    copyright created developed did ended established finished first founded had happened held inspected inspection
    introduced issued joined launched met minutes moved opened passed postponed previous previously published ran
    received report reported reports reviewed revised signed since started thanks took updated was were won
    """.split()
)
#: Of a heading: “The first worry” is not of the past.
_OVER_HEADING: Final = _OVER - {"first", "since", "changed", "met", "started"}
_OVER_PHRASES: Final = re.compile(
    r"\b(?:told us|thank you|past events?|set up|carried out|closed(?! until)"
    r"|(?:said|stated|checked|correct|true|right|as) (?:on|at)|last (?:year|term|summer|month|modified|checked))\b|©",
    re.IGNORECASE,
)

# --- Old years: what the year is of, and what a year may well be old in -------------------------------------------

_LAW: Final = re.compile(
    r"\b(?:Acts?|Regulations?|Order|Rules|Bill|Code(?:\s+of\s+Practice)?|Paper|Convention|Framework|Guidance|Review"
    r"|Directive|Standards?|Census|Education|Children|Together)\b[:,]?\s*(?:of\s+)?\(?(?:\w+\s+)?20\d\d\)?"
)
_OF: Final = {
    "dates": r"""
        term\s+(?:and\s+holiday\s+)?dates? | school\s+(?:term|holiday)s? | holiday\s+dates | bank\s+holidays?
          | term\s+times
      | timetables? | calendars? | opening\s+times | closures? | (?:session|clinic|course)\s+dates
        | inset\s+days? | (?:panel|meeting|board|group|forum|training|workshop|event)\s+dates | clinics?
      | programmes? | holiday\s+(?:clubs?|activit\w+|schemes?) | play\s*schemes? | what['’]?s\s+on | activities""",
    "applying": r"""
        appl(?:y|ying|ications?) | admissions? | intakes? | entry | enrol\w* | regist(?:er|ration)
          | co-?ordinated\s+scheme
      | (?:start|join|transfer|mov)(?:s|ing|e)?\s+(?:\w+\s+){0,2}?
          (?:school|reception|nursery|college|secondary|primary|infant|junior|year\s+\d+|to)\b
      | (?<!in\s)places?\b""",
    "money": r"""
        fees? | prices? | charges? | costs? | rates? | allowances? | thresholds? | bursar(?:y|ies) | payments?
        | grants?
      | £(?=\s?\d) | funding | top-?ups? | budgets? | contributions? | income\s+limit | claims?\b""",
    "printed": r"""
        brochures? | booklets? | prospectus(?:es)? | director(?:y|ies) | leaflets? | information\s+packs?
      | application\s+forms? | starting\s+school\s+guide | parents?['’]?\s+guide""",
}
_IN_USE: Final = {
    name: re.compile(rf"(?:\b|(?=£))(?:{ways})", re.IGNORECASE | re.VERBOSE) for name, ways in _OF.items()
}
# A policy is made for a school year; one that only bears the year it was made in may still stand
_OF_A_SCHOOL_YEAR: Final = re.compile(r"\b(?:policy|policies|handbook|guide|offer)\b", re.IGNORECASE)
_MAY_BE_OLD: Final = frozenset(
    """
    accounts adopted after agreed amended approved archive archived archives attended award awarded awards baseline
    became before began between born bulletin case cases census closed cohort comments compared copyright covid data
    decreased did edition evaluation evidence feedback fell figures formerly founded gave had held helped histories
    history historic historical impact incorporated increased inspected inspection inspections introduced invested
    issue judgment judgments launched made minutes newsletter newsletters older opened outturn pandemic past phone
    pilot piloted plan previous previously proportion published ran received registered report reported reports
    replaced results reviewed revised rose saw since spent started statistic statistics stopped strategic strategies
    strategy supported survey tel took trend until updated version was were winner winners won
    """.split()
)
_MAY_BE_OLD_PHRASES: Final = re.compile(
    r"\b(?:last (?:year|summer|term)|summary of|you said|told us|set up|carried out|number of|per cent)\b|©|\d%",
    re.IGNORECASE,
)
# “Will be held” is not over, and “are made online” is how it is done now
_IS_DONE: Final = re.compile(
    r"\b(?:is|are|be|being)\s+(?:\w+ed|held|made|run|taken|given|set)\b", re.IGNORECASE
)
#: How near a bare year, a month or a season has to stand to what it is of.
_NEAR: Final = 30


class _Old(NamedTuple):
    of: str
    told: Told
    last: date


def concerns(page: Page) -> bool:
    """Web pages and documents of the offer, without what narrows a list, prints a page or reports a mistake in it."""
    return page.is_within and page.type in ("html", "pdf") and is_its_own(page)


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """A page's own dates, and the times its sentences name."""
    if keeps_the_past(page):
        return
    yield from _checked(page, today)
    if YEAR.search(page.text):
        yield from _times(page, today)
    if ("ovid" in page.text or "oronavirus" in page.text or "COVID" in page.text) and today >= PANDEMIC_OVER:
        yield from _pandemic(page)


def of_site(site: Site) -> Iterator[Feature]:
    """Whether pages say when they were last checked: those that tell something, not lists of them and forms."""
    dated = total = 0
    example: Page | None = None
    for page in site.within():
        if is_story(page) or not is_its_own(page) or is_a_form(page) or site.kinds.get(page.url) == LISTING:
            continue
        total += 1
        if any(said.kind in ("reviewed", "updated") and said.source == "words" for said in page.dates):
            dated, example = dated + 1, example or page
    yield Feature(
        "checked-dates",
        has=None if not total else dated * 2 > total,
        url=example.url if example else "",
        quote=f"{dated} of {total} pages that are not lists or forms" if total else "",
    )


# --- When it was checked ------------------------------------------------------------------------------------------


def _checked(page: Page, today: date) -> Iterator[Finding]:
    said = [each for each in page.dates if each.kind in ("reviewed", "updated") and each.on <= today]
    # What a family can read counts before what a system writes down
    said = [each for each in said if each.source == "words"] or (said if page.type == "html" else [])
    # “Groups (checked in May)” is not of the whole page
    said = [each for each in said if _OF_THE_PAGE.match(each.quote)] or [
        each for each in said if each.source != "words" or not _OF_SOMETHING_ELSE.search(each.quote)
    ]
    newest = max(said, key=_last, default=None)
    if newest and _last(newest) + LONGEST < today:
        yield Finding(
            "checked-long-ago",
            page.url,
            quote=quoted(newest.quote),
            detail=f"It says {newest.on:%B %Y}.",
            confidence="" if newest.source == "words" else "likely",
        )
    due = max((each for each in page.dates if each.kind == "due"), key=_last, default=None)
    if due and _last(due) < today and not (newest and newest.source == "words" and newest.on >= due.on):
        yield Finding(
            "check-overdue", page.url, quote=quoted(due.quote), detail=f"It was due in {due.on:%B %Y}."
        )


def _last(said: DateSaid) -> date:
    return last_day_said(said.quote, said.on)


_OF_THE_PAGE: Final = re.compile(
    r"\W*(?:(?:this|the)\s+\w+\s+(?:was|is|has\s+been)\s+)?(?:(?:page|content|information|date)\s+)?(?:last\s+)?"
    r"(?:reviewed|updated|checked|modified|amended|edited|revised)\b",
    re.IGNORECASE,
)
#: Of a sentence about what somebody wrote, a day says when that was changed: “the guidance was updated in May”.
_OF_SOMETHING_ELSE: Final = re.compile(
    r"\b(?:guidance|polic(?:y|ies)|strateg(?:y|ies)|code of practice|law|act|regulations|framework|plan|scheme|list"
    r"|handbook|guide|form|report|charter|toolkit|standards?|advice|department|government|nhs|ofsted)\b"
    r"[^.]{0,60}\b(?:was|were|has been|have been|and)\b[^.]{0,40}\b(?:reviewed|updated|amended|modified|checked)\b",
    re.IGNORECASE,
)


# --- The times that sentences name --------------------------------------------------------------------------------


def _times(page: Page, today: date) -> Iterator[Finding]:
    past: list[Told] = []
    month = _month_of(page, today)
    old: list[_Old] = []
    current: list[Told] = []
    for told in told_with(page, YEAR):
        named = periods(_LAW.sub(lambda law: " " * len(law[0]), told.sentence))
        if not named:
            continue
        if any(period.last + GRACE >= today for period in named):
            if not _WHOSE.match(told.sentence):
                current.append(told)
            continue
        if month and all((period.last.year, period.last.month) == month for period in named):
            continue  # a calendar of this month, or one to leaf through
        if _is_told_as_coming(told, named):
            past.append(told)
        elif of := _told_as_this_year(told, named, today):
            old.append(_Old(of, told, max(period.last for period in named)))
    if not past and not month:
        yield from _event(page, today)
    for told in past[:MOST_OF_A_PAGE]:
        yield Finding("past-event", page.url, quote=quoted(told.sentence))
    # Beside those of this year, those of the last are kept for whoever looks back
    kept = {each.of for each in old if any(_is_of(each.of, told) for told in current)}
    stale = [each for each in old if each.of not in kept or each.last + LONGEST_KEPT < today]
    for each in stale[:MOST_OF_A_PAGE]:
        yield Finding("old-year", page.url, quote=quoted(each.told.sentence))


def _month_of(page: Page, today: date) -> tuple[int, int] | None:
    """The month that a page is a calendar of: this one, or another if its links turn the leaves."""
    names = [page.title, *(heading.text for heading in page.headings if heading.in_main), page.url]
    for name in names:
        if not (found := _MONTH_NAMED.search(name)):
            continue
        year = int(found["y1"] or found["y2"] or found["y3"])
        month = int(found["m2"] or found["m3"] or 0) or MONTHS[found["m1"].lower()]
        if (year, month) == (today.year, today.month):
            return year, month
        if any(_TURNS.match(link.text) for link in page.links):
            return (year, month) if 1 <= month <= 12 else None
    is_calendar = any(_CALENDAR.search(name) for name in names)
    return (today.year, today.month) if is_calendar else None


_MONTH_NAMED: Final = re.compile(
    r"(?<!\d )(?<!\d(?:st|nd|rd|th) )\b(?P<m1>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?),? (?P<y1>20\d\d)\b"
    r"|(?<![\d/])(?P<m2>\d\d?)/(?P<y2>20\d\d)\b|\b(?P<y3>20\d\d)[-/](?P<m3>\d\d)(?!\d|[-/]\d)",
    re.IGNORECASE,
)
#: The words of links that turn a calendar's leaves.
_TURNS: Final = re.compile(
    r"\W*(?:(?:next|previous|prev|last|earlier|later)\s+(?:month|week|events)|this month|today)\W*$",
    re.IGNORECASE,
)
_CALENDAR: Final = re.compile(r"\b(?:calendar|events|what['’]?s on|diary)\b", re.IGNORECASE)


def _event(page: Page, today: date) -> Iterator[Finding]:
    """The page of an event that still invites, though all its days have passed."""
    days = [said for said in page.dates if said.kind in ("event", "closes")]
    last = max(days, key=_last, default=None)
    if last and _last(last) + GRACE < today and _INVITES.search(page.text) and not _IS_OVER.search(page.text):
        yield Finding("past-event", page.url, quote=quoted(last.quote))


def _is_of(of: str, told: Told) -> bool:
    ways = _A_PLAN if of == "plan" else _IN_USE.get(of, _OF_A_SCHOOL_YEAR)
    return bool(ways.search(told.sentence) or ways.search(told.heading))


def _pandemic(page: Page) -> Iterator[Finding]:
    for told in told_with(page, _OF_THE_PANDEMIC):
        if not _says(_OVER, _OVER_PHRASES, told.sentence):
            yield Finding("past-event", page.url, quote=quoted(told.sentence))
            return


def _is_a_plan_in_use(told: Told) -> bool:
    plain = _says(_OVER, _OVER_PHRASES, told.sentence) or _says(_OVER, _OVER_PHRASES, told.heading)
    return not plain and bool(_A_PLAN.search(told.sentence) and _STILL.search(told.sentence))


def _says(words: frozenset[str], phrases: re.Pattern[str], text: str) -> bool:
    return not words.isdisjoint(_WORDS.findall(text.lower())) or bool(phrases.search(text))


def _is_told_as_coming(told: Told, named: list[Period]) -> bool:
    if all(period.kind in ("school-year", "span", "year") for period in named) and not _STRONGLY.search(
        told.sentence
    ):
        return False
    if (again := _TO_BE_LOOKED_AT.search(told.sentence)) and named[-1].start >= again.end():
        return True
    if _says(_OVER, _OVER_PHRASES, without_to_be(told.sentence)) or _says(
        _OVER_HEADING, _OVER_PHRASES, told.heading
    ):
        return False
    if _COMING.search(told.sentence):
        return True
    if len(told.sentence.split()) <= MOST_OF_A_NOTICE and _INVITES_NOW.match(told.following):
        return any(period.kind == "day" for period in named)
    return bool(_LIST_OF_COMING.search(told.heading)) and any(period.kind == "day" for period in named)


def _is_of_now(heading: str, today: date) -> bool:
    """Whether a heading names a time that is not long over: a policy adopted this year is today's."""
    return any(period.last + LONGEST >= today for period in periods(heading))


def _told_as_this_year(told: Told, named: list[Period], today: date) -> str:
    """What an old year is told of, or ""."""
    if any(period.last + YEARS_GRACE >= today for period in named):
        return ""
    if any(period.kind == "span" for period in named) and _is_a_plan_in_use(told):
        return "plan"
    if _says(_MAY_BE_OLD, _MAY_BE_OLD_PHRASES, _IS_DONE.sub(" ", told.sentence)):
        return ""
    if _says(_MAY_BE_OLD, _MAY_BE_OLD_PHRASES, told.heading) and not _is_of_now(told.heading, today):
        return ""
    for period in named:
        whole = period.kind == "school-year"
        near = told.sentence if whole else told.sentence[max(0, period.start - _NEAR) : period.end + _NEAR]
        for of, ways in _IN_USE.items():
            if period.kind == "day" or (period.kind == "month" and of not in ("applying", "dates")):
                continue
            if ways.search(near) or (whole and ways.search(told.heading)):
                return of
        if whole and _OF_A_SCHOOL_YEAR.search(told.sentence):
            return "policy"
    return ""
