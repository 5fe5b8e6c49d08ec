"""The accessibility statement: there, whole and of this year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ..addresses import owner
from ..sites import Site
from ..values import Feature, Finding, Page, quoted
from .periods import periods
from .rules import Rule
from .saying import is_surely_missing

_CRITERION: Final = "accessibility-statement"

RULES: Final = (
    Rule(
        slug="no-accessibility-statement",
        title="There is no accessibility statement",
        criterion=_CRITERION,
        bar="accessibility",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Publish one for this website, from the government's model, and link it from every page.",
    ),
    Rule(
        slug="accessibility-statement-old",
        title="The accessibility statement was not reviewed for more than a year",
        criterion=_CRITERION,
        bar="accessibility",
        severity="moderate",
        over="site",
        fix="Test the site again, put the statement right, and date it.",
    ),
    Rule(
        slug="accessibility-statement-undated",
        title="The accessibility statement has no date",
        criterion=_CRITERION,
        bar="accessibility",
        severity="minor",
        confidence="likely",
        over="site",
        fix="Say when it was prepared, and when it was last reviewed.",
    ),
    Rule(
        slug="accessibility-statement-not-whole",
        title="The accessibility statement lacks something it has to say",
        criterion=_CRITERION,
        bar="accessibility",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="Add what is named: the government's model statement has each of them.",
    ),
)

_STATEMENT: Final = re.compile(
    r"\baccessibility\s+statement\b|\bstatement\s+(?:of|on)\s+accessibility\b", re.IGNORECASE
)
_LINKED: Final = re.compile(r"\baccessibility\b", re.IGNORECASE)
_OF_SCHOOLS: Final = re.compile(r"\baccessibility\s+(?:strategy|plans?)\b", re.IGNORECASE)
_TELLING: Final = "how to tell of a problem"
_STANDARD: Final = (
    r"\b(?:WCAG|Web\s+Content\s+Accessibility\s+Guidelines|(?:the|this|that)\s+(?:accessibility\s+)?standards?"
    r"|(?:level|double)\s+[“\"']?(?:AA|A)\b)"
)
_NEAR: Final = r"[^\n]{0,160}?"  # of one paragraph
_MEETING: Final = r"(?:meets?|conforms?|compl(?:y|ies))"
_A_PART: Final = (
    r"(?:in\s+(?:part|full)|part(?:ly|ially)|fully|mostly|largely|almost\s+(?:all|fully)|not\s+(?:yet|fully))"
)
#: What is said of meeting a standard, in the ways people say it: “meets it in part”, “does not yet meet”.
_HOW_FAR: Final = (
    rf"\b(?:{_MEETING}\s+(?:(?:with|to)\s+)?(?:(?:it|them|this|that|the|standards?|WCAG|[\d.]+|level|AA)[\s,]+){{0,6}}"
    rf"{_A_PART}\b"
    rf"|{_A_PART}\s+{_MEETING}\b"
    rf"|{_MEETING}\s+(?:(?:with|to)\s+)?(?:most|much|many|some|nearly\s+all|almost\s+all|all|every|part)\b"
    rf"|do(?:es)?(?:\s+not|n['’]t)(?:\s+(?:yet|fully|quite|always|completely|wholly)){{0,2}}\s+{_MEETING}\b)"
)
#: What it has to say, in the words of the government's model statement (see the criterion's `met_when`).
_PARTS: Final = {
    "how far it complies": rf"\b(?:fully|partially|partly|mostly|largely|not(?:\s+yet)?(?:\s+fully)?)\s+"
    rf"(?:compliant|conformant)\b|\bcompliance\s+status\b|\bcompl(?:y|ies)\s+with\b"
    rf"|{_STANDARD}{_NEAR}{_HOW_FAR}|{_HOW_FAR}{_NEAR}{_STANDARD}"
    rf"|\b{_MEETING}\s+(?:(?:with|to)\s+)?{_STANDARD}[^.\n]{{0,40}}?\b{_A_PART}\b",
    "what is not accessible": r"\bnon-?\s?accessible\b|\bnot\s+(?:yet\s+|fully\s+)?accessible\b|\bnon-?compliance\b"
    r"|\binaccessible\b|\b(?:is|are)n['’]t\s+(?:yet\s+|fully\s+|always\s+)?accessible\b"
    r"|\bdo(?:es)?(?:n['’]t|\s+not)\s+(?:yet\s+|always\s+)?have\s+(?:captions|subtitles|transcripts|alt)"
    r"|\bdo(?:es)?(?:n['’]t|\s+not)\s+(?:yet\s+|fully\s+)?work\b|\bcannot\s+be\s+(?:used|read|reached|operated)\b"
    r"|\bknown\s+(?:issues|problems)\b|\baccessibility\s+(?:issues|problems)\b|\bfully\s+compliant\b",
    _TELLING: r"\b(?:report(?:ing)?|tell\s+us|contact\s+us|let\s+us\s+know|feedback)\b",
    "what to do if the answer is no good": r"\benforcement\b|\bEquality\s+Advisory\b|\bEASS\b"
    r"|\bEquality\s+and\s+Human\s+Rights\b",
}
_WANTED: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PARTS.items()}
_DATED: Final = re.compile(
    r"\b(?:prepared|reviewed|updated|tested|published|audit(?:ed)?|review|test)\b", re.IGNORECASE
)
#: The day of a law, or one that parts old files from new: no day on which anybody looked at the statement.
_OF_THE_LAW: Final = re.compile(
    r"\b(?:before|since|after|until|prior\s+to|older\s+than|from|by|into\s+(?:force|effect)(?:\s+on)?)\s+"
    r"(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?\w+\s+20\d\d\b",
    re.IGNORECASE,
)
LONGEST: Final = timedelta(days=366)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """The statement of the offer's own site, else of the site it is part of."""
    page = _statement(site)
    if page is None:
        linked = any(_LINKED.search(link.text) for each in site.within() for link in each.links)
        is_sure = not linked and is_surely_missing(site, _LINKED)
        yield Feature("accessibility-statement", has=False if is_sure else None)
        if is_sure:
            yield Finding("no-accessibility-statement", site.url)
        return
    yield Feature("accessibility-statement", has=True, url=page.url, quote=quoted(page.title))
    missing = [
        name
        for name, pattern in _WANTED.items()
        if not pattern.search(page.text) and not (name == _TELLING and (page.contacts or page.forms))
    ]
    if missing:
        yield Finding(
            "accessibility-statement-not-whole", page.url, detail=f"It does not say {'; '.join(missing)}."
        )
    day, words = _newest(page, site.today)
    if day is None:
        yield Finding("accessibility-statement-undated", page.url)
    elif day + LONGEST < site.today:
        yield Finding(
            "accessibility-statement-old", page.url, quote=quoted(words), detail=f"It is of {day:%B %Y}."
        )


def _statement(site: Site) -> Page | None:
    beside = None
    owners = {owner(site.url), owner(site.council_url)}
    for page in site.read():
        first = next((heading.text for heading in page.headings if heading.level == 1), "")
        named = f"{page.title}\n{first}"
        if _OF_SCHOOLS.search(named):
            continue
        if _STATEMENT.search(named) or (_LINKED.search(named) and _STATEMENT.search(page.text)):
            if page.is_within:
                return page
            if owner(page.url) in owners:
                beside = beside or page
    return beside


def _newest(page: Page, today: date) -> tuple[date | None, str]:
    days = [
        (said.on, said.quote)
        for said in page.dates
        if said.kind in ("reviewed", "updated", "published") and said.source == "words"
    ]
    for line in page.lines:
        said = _OF_THE_LAW.sub("", line)
        if _DATED.search(said) or _STATEMENT.search(said):
            days += [(period.last, line) for period in periods(said) if period.kind in ("day", "month")]
    # What is still to come, as the next test, is no day of it; this month is not over yet
    days = [
        (min(day, today), words) for day, words in days if (day.year, day.month) <= (today.year, today.month)
    ]
    return max(days, default=(None, ""))
