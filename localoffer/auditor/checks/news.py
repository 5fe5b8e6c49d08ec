"""Is there news, and how old is the newest?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ..sites import Site
from ..values import Feature, Finding, Page
from .periods import periods
from .rules import Rule
from .telling import is_story

RULES: Final = (
    Rule(
        slug="news-old",
        title="The newest news is more than a year old",
        criterion="up-to-date",
        bar="currency",
        severity="minor",
        confidence="likely",
        over="site",
        fix="Write what is new, or take the news down.",
    ),
)
LONGEST: Final = timedelta(days=366)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """The day of the newest news."""
    newest: tuple[date, Page] | None = None
    has_news = False
    for page in site.within():
        if is_story(page):
            has_news = True
            for day in _days(page):
                if day <= site.today and (newest is None or day > newest[0]):
                    newest = day, page
    if newest is None:
        yield Feature("news", has=None if has_news or not site.crawled.is_complete else False)
        return
    day, page = newest
    is_new = day + LONGEST >= site.today
    yield Feature("news", has=is_new, url=page.url, quote=f"{day.day} {day:%B %Y}")
    if not is_new:
        yield Finding("news-old", page.url, detail=f"It is of {day.day} {day:%B %Y}.")


def _days(page: Page) -> Iterator[date]:
    for said in page.dates:
        if said.kind in ("published", "updated"):
            yield said.on
    for line in page.lines:
        if len(line) < 120:  # a date in a list of stories stands in a line of its own, or beside a headline
            yield from (period.last for period in periods(line) if period.kind == "day")
