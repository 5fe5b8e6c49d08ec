"""One school's SEN information report: found on its site, and held against what Schedule 1 asks of it."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from localoffer.duties import loading
from localoffer.duties.law import SchoolItem

from . import addresses, finding
from .keeping import KeptAudit
from .matching.school import ENOUGH_UNNAMED, SchoolReport, of_pages
from .network.guard import Guard
from .values import MET, PARTLY, Page
from .visiting import Visitor

MOST_VISITS: Final = 25
"""Pages of a school's site that are read in search of its report."""

MOST_CLICKS: Final = 3
_REPORT: Final = re.compile(
    r"\bsen(?:d)?\b.{0,20}(?:information\s+)?report|information\s+report|special\s+educational\s+needs.{0,30}report"
    r"|school\s+offer|sen(?:d)?[\s_-]*(?:info|information)",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(
    r"\bsen(?:d|co|dco)?\b|special\s+(?:educational\s+)?needs|inclusion|statutory|key\s+information|policies|our\s+school"
    r"|local\s+offer|additional\s+needs",
    re.IGNORECASE,
)
_SCHOOL: Final = re.compile(
    r"school|academy|college|nursery|primary|\binfants?\b|\bjuniors?\b|\.sch\.uk", re.IGNORECASE
)
NO_SCHOOL: Final = (
    "This does not look like a school’s site, or like its SEN information report. Give the address of a page of the "
    "school’s own site"
)


def items(today: date) -> list[SchoolItem]:
    """What a school's report has to hold on a day."""
    return [item for item in loading.school_report() if item.is_in_force(today)]


def names_a_report(page: Page) -> bool:
    """Whether a page calls itself a school's SEN information report, or the link to it does."""
    first = next((heading.text for heading in page.headings if heading.level == 1), "")
    return any(_REPORT.search(words) for words in (page.title, first, page.found_by))


def names_a_school(page: Page) -> bool:
    """Whether a page says of itself that it is a school's: in its title, its first heading or its host."""
    first = next((heading.text for heading in page.headings if heading.level == 1), "")
    return any(_SCHOOL.search(words) for words in (page.title, first, addresses.host(page.url)))


@dataclass(frozen=True, slots=True)
class AskedOfSchool:
    """Which school's report, and how it may be looked for."""

    url: str  # its report, or any page of its site
    user_agent: str
    delay: float = 1.0
    allowed: tuple[str, ...] = ()


def audit(
    asked: AskedOfSchool, today: date, progress: Callable[[str, int, int, str], None] = lambda *told: None
) -> SchoolReport:
    """Find a school's report and judge it. What was read is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        kept = KeptAudit(Path(folder) / "school.sqlite")
        try:
            pages = asyncio.run(_read(asked, kept, progress))
        finally:
            kept.close()
    report = of_pages(pages, items(today), today)
    first = pages[0]
    if names_a_report(first) or names_a_school(first) or not report.url:
        return report
    # A council's Local Offer is called as many schools call their report, and tells a little of the same
    told = sum(each.status in (MET, PARTLY) for each in report.items)
    if not report.is_report or (finding.is_offer(first) and told < ENOUGH_UNNAMED):
        return SchoolReport(False, f"{NO_SCHOOL}.")
    return report


async def _read(
    asked: AskedOfSchool, kept: KeptAudit, progress: Callable[[str, int, int, str], None]
) -> list[Page]:
    """The pages that may be the report: those that call themselves one, else the page asked for."""
    visitor = Visitor(kept, Guard(asked.allowed), user_agent=asked.user_agent, delay=asked.delay)
    async with visitor:
        first = await visitor.visit(asked.url, is_within=True)
        if names_a_report(first):
            return [first, *await _documents(visitor, first)]
        found: list[Page] = []
        seen, waiting = {first.url}, [(0, first)]
        for number in range(MOST_VISITS):
            if not waiting:
                break
            clicks, page = waiting.pop(0)
            likely = [link for link in page.links if _REPORT.search(f"{link.text} {link.url}")]
            near = [link for link in page.links if _NEAR.search(link.text) and link not in likely]
            for link in [*likely, *near][:MOST_VISITS]:
                if link.url in seen or addresses.why_not(link.url) or len(seen) > MOST_VISITS:
                    continue
                seen.add(link.url)
                progress("fetch", number, MOST_VISITS, link.url)
                read = await visitor.visit(link.url, is_within=True, found_on=page.url, text=link.text)
                if names_a_report(read):
                    found.append(read)
                elif clicks + 1 < MOST_CLICKS and addresses.site(read.url) == addresses.site(asked.url):
                    waiting.append((clicks + 1, read))
            if found:
                return [*found, *await _documents(visitor, found[0])]
        return [first]


async def _documents(visitor: Visitor, page: Page) -> list[Page]:
    """PDFs that the report's page offers: the report itself is often one."""
    links = [link for link in page.links if link.url.lower().endswith(".pdf") and _REPORT.search(link.text)]
    return [
        await visitor.visit(link.url, is_within=True, found_on=page.url, text=link.text) for link in links[:3]
    ]
