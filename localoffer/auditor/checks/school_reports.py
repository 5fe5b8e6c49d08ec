"""Schools' SEN information reports that the offer links to: are they this year's? (SEND Regulations 2014, reg. 51.)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..matching.school import of_pages
from ..schools import items, names_a_report
from ..values import MET, PARTLY, Finding, Page, quoted
from .rules import Rule

RULES: Final = (
    Rule(
        slug="old-school-report",
        title="A school's SEN report is an old one",
        criterion="setting-sen-reports",
        bar="currency",
        severity="minor",
        confidence="likely",
        fix="Ask the school for this year's report, and link to the page where it puts each new one.",
    ),
)

ENOUGH: Final = 2
"""Things that a report has to tell, for a page that calls itself one to be one."""


def concerns(page: Page) -> bool:
    """Pages that are somebody's report; a school's site is seldom the council's."""
    return page.type in ("html", "pdf") and names_a_report(page)


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """A report whose year has passed."""
    report = of_pages([page], items(today), today)
    told = sum(each.status in (MET, PARTLY) for each in report.items)
    if told >= ENOUGH and report.is_current is False:
        yield Finding(
            "old-school-report", page.url, quote=quoted(page.title), detail=f"It is dated {report.year}."
        )
