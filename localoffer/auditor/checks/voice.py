"""Are families heard? Comments asked for, published and answered each year, consultation, and young people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ..sites import Site
from ..values import Feature, Finding, Page
from .periods import periods
from .rules import Rule
from .saying import (
    DUTY,
    Said,
    explains,
    features,
    first_saying,
    is_bare_heading,
    is_surely_missing,
    quote_at,
    said_on,
)

RULES: Final = (
    Rule(
        slug="comments-not-invited",
        title="Families are not asked what they think of the Local Offer",
        criterion="comments-invited",
        bar="voice",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Ask for comments on every page, and say how to send one without the internet.",
    ),
    Rule(
        slug="comments-not-published",
        title="Comments about the Local Offer are not published",
        criterion="comments-published",
        bar="voice",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Publish at least once a year what people said, without names.",
    ),
    Rule(
        slug="comments-not-answered",
        title="Nothing says what the council did about comments",
        criterion="comments-answered",
        bar="voice",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Say beside each comment what you will do about it, and when.",
    ),
    Rule(
        slug="comments-old",
        title="The last comments and answers are more than a year old",
        criterion="comments-published",
        bar="voice",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="Publish this year's comments, and what you did about them.",
    ),
    Rule(
        slug="families-not-consulted",
        title="Nothing shows that families help to shape the Local Offer",
        criterion="families-shape-the-offer",
        bar="voice",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="Say how parents and young people are asked, when, and what came of it.",
    ),
    Rule(
        slug="young-people-not-heard",
        title="Nothing shows that young people have their own say",
        criterion="young-people-engaged",
        bar="voice",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="Say how young people with SEND are asked, and what they changed.",
    ),
)

_WAYS: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "comments-invited": r"\b(?:tell us what you think|(?:give|leave|send|share"
        r"|submit)(?: us)?(?: your)? (?:a )?(?:feedback|comments?|views)"
        r"|(?:your|any) (?:feedback|comments|views|suggestions)|have your say|comment on (?:the|this"
        r"|our) (?:\w+ )?(?:local offer|page|website|site)"
        r"|what(?:['’]s| is) missing|feedback form|how (?:can|could) we (?:improve|make)"
        r"|was this (?:page )?(?:helpful|useful))\b",
        "comments-published": r"\b(?:you said,? ?(?:and )?we did|you told us|you asked,? we did"
        r"|comments? (?:we (?:have )?)?(?:received|had|got)"
        r"|(?:feedback|comments?)(?: and (?:our )?responses?)? (?:report|log|summary|table)"
        r"|summary of (?:comments|feedback)"
        r"|what (?:you|people|families|parents)(?: have)? (?:said|told us)|local offer annual report"
        r"|annual (?:feedback )?report)\b",
        "comments-answered": r"\b(?:you said,? ?(?:and )?we did|you asked,? we did|our (?:response|reply"
        r"|answer)s?\b|we (?:have )?responded|what we (?:did|have done|are doing|will do)"
        r"|(?:action|actions) (?:taken|we (?:took|will take))|as a result of (?:your|this) (?:feedback"
        r"|comments?)|council(?:['’]s)? response)",
        "consultation": r"\b(?:consultations?|co-?produc\w+|working (?:together )?with (?:parents|families"
        r"|young people)|parent carer forum|(?:focus|steering|reference) groups?"
        r"|surveys?|reviewed (?:by|with) (?:parents|families))\b",
        "young-people-heard": r"\byoung people\b[^.\n]{0,60}\b(?:(?:their|own) (?:say|voice|views)|have a say"
        r"|asked|told|said|heard|designed|chose|tested)\b"
        r"|\b(?:young (?:people['’]?s?|advisors?|ambassadors?|inspectors?|commissioners?"
        r"|champions?) (?:\w+ ){0,2}?(?:forum|group|panel|council|board|parliament|voice|views|advis\w+)"
        r"|youth (?:forum|council|parliament|voice|panel)|young (?:ambassadors|inspectors|advisors"
        r"|commissioners)|SEND? (?:youth|young people)\b"
        r"|(?:children|pupils) and young people (?:told|said|helped|designed|chose)|young people (?:told|said"
        r"|helped|designed|chose|tested)|pupil voice)\b",
    }.items()
}
_RULE_OF: Final = {
    "comments-invited": "comments-not-invited",
    "comments-published": "comments-not-published",
    "comments-answered": "comments-not-answered",
    "consultation": "families-not-consulted",
    "young-people-heard": "young-people-not-heard",
}
_OF_COMMENTS: Final = re.compile(
    r"\b(?:local offer|comments?|feedback|you said|website|SEND)\b", re.IGNORECASE
)
_OF_WHAT_WAS_SAID: Final = re.compile(
    r"\b(?:comments?|feedback|surveys?|responses?|(?:you|they|families|parents|carers|people) (?:have )?"
    r"(?:said|told|asked)|told us|we heard)\b",
    re.IGNORECASE,
)
_WHAT_WAS_SAID: Final = re.compile(
    r"\bwhat (?:you|people|families|parents)(?: have)? (?:said|told us)\b|\byou told us\b", re.IGNORECASE
)
_KEPT_TO_US: Final = re.compile(
    r"\b(?:(?:do not|don['’]t|will not|won['’]t|never|cannot|can['’]t) (?:\w+ )?(?:tell|share|show|pass|publish|say"
    r"|give)|(?:is|are|stays?|kept) (?:\w+ )?(?:private|confidential|secret))\b",
    re.IGNORECASE,
)
_OF_THE_PAGE: Final = re.compile(
    r"\W*(?:this |the )?(?:page |content |information )?(?:was )?(?:last |next |date )?"
    r"(?:reviewed|updated|checked|review|modified|published on|copyright)\b|©",
    re.IGNORECASE,
)
_SPEAKS_OF_COMMENTS: Final = re.compile(
    r"\b(?:comments?|feedback|surveys?|responses?|you (?:said|told|asked)|(?:families|parents|carers|people) (?:have )?"
    r"(?:said|told|asked)|told us|what we (?:did|heard)|annual report)\b",
    re.IGNORECASE,
)
#: A word of a heading that is nothing but a time: “September 2025 to August 2026”.
_OF_A_TIME: Final = re.compile(
    r"[\d/–—-]+(?:st|nd|rd|th)?|to|and|from|the|year|school|term|spring|summer|autumn|winter|january|february|march|april"
    r"|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
MOST_OF_A_TIME: Final = 8  # words
#: “Parent carer forum” is a label of something.
FEWEST_WORDS: Final = 4
#: A year's comments are published in the year after it.
TOO_OLD: Final = timedelta(days=366)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """What a site does for being told, and whether it answers."""
    found = first_saying(site.within(), _WAYS, accepts=_is_about_the_offer, shows=_shows, unless=DUTY)
    yield from features(site, _WAYS, found)
    for name, pattern in _WAYS.items():
        if name not in found and is_surely_missing(site, pattern):
            yield Finding(_RULE_OF[name], site.url)
    yield from _years(site, found)


def _shows(name: str, said: Said) -> bool:
    if name == "consultation":
        return not is_bare_heading(said, or_shorter_than=FEWEST_WORDS)
    if name not in ("comments-published", "comments-answered"):
        return True
    # “It is private. We do not tell your parents what you said.”
    if _KEPT_TO_US.search(said.quote):
        return False
    # “Ask them to write down what you said” is of what one family said to somebody
    first = next((heading.text for heading in said.page.headings if heading.level == 1), "")
    is_of_it = _SPEAKS_OF_COMMENTS.search(f"{said.page.title}\n{first}")
    return bool(name != "comments-published" or is_of_it or not _WHAT_WAS_SAID.search(said.quote))


def _is_about_the_offer(name: str, page: Page) -> bool:
    # “Annual report” alone may be of anything, and so may “What we are doing”
    asked = {"comments-published": _OF_COMMENTS, "comments-answered": _OF_WHAT_WAS_SAID}.get(name)
    return asked is None or bool(asked.search(f"{page.title}\n{page.text}"))


def _years(site: Site, found: dict[str, Said]) -> Iterator[Finding | Feature]:
    """Whether comments are published year by year, and for this one."""
    if "comments-published" not in found or not found["comments-published"].is_shown:
        return
    said: dict[date, Said] = {}
    of_comments: dict[date, Said] = {}
    for page in site.within():
        quote = said_on(page, _WAYS["comments-published"], DUTY)
        if quote and not _KEPT_TO_US.search(quote) and not explains(page):
            for line in (page.title, *page.lines, *(link.text for link in page.links)):
                # The day on which a page was looked at is not that of what families said
                for period in () if _OF_THE_PAGE.match(line) else periods(line):
                    if period.kind != "span":
                        day = min(period.last, site.today)
                        words = Said(page, quote_at(line, period.start) or quote)
                        said.setdefault(day, words)
                        if period.kind in ("day", "month") and period.last > site.today:
                            continue  # what will be done about a comment is not the comment's day
                        if _SPEAKS_OF_COMMENTS.search(words.quote) or _is_only_a_time(words.quote):
                            of_comments.setdefault(day, words)
    if not said:
        yield Feature("comments-this-year", has=None)
        return
    newest = max(said)
    is_new = newest + TOO_OLD >= site.today
    if not of_comments:
        # What is dated there may be something else
        yield Feature("comments-this-year", has=None)
    else:
        last = max(of_comments)
        page, quote = of_comments[last].page, of_comments[last].quote
        is_last_new = last + TOO_OLD >= site.today
        several = len({day.year for day in of_comments}) > 1
        yield Feature(
            "comments-this-year", has=is_last_new or (None if is_new else False), url=page.url, quote=quote
        )
        yield Feature("comments-each-year", has=several, url=page.url, quote=quote)
    if not is_new:
        page, quote = said[newest].page, said[newest].quote
        yield Finding("comments-old", page.url, quote=quote, detail=f"The last year named is {newest.year}.")


def _is_only_a_time(words: str) -> bool:
    each = words.replace(",", " ").split()
    return 0 < len(each) <= MOST_OF_A_TIME and all(map(_OF_A_TIME.fullmatch, each))
