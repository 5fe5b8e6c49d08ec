"""Every check is put to a site at once, and one fault is told once."""

from datetime import date
from itertools import product

import pytest

from localoffer.auditor import checking
from localoffer.auditor.extracting import html
from localoffer.auditor.matching import criteria
from localoffer.auditor.values import DateSaid, Page
from localoffer.duties import loading
from tests.auditor.checks.a_page import HOME, TODAY, a_page, a_site

RECORD = f"{HOME}services/otter-swimming/"


def checked_in_2023(url: str, title: str = "Otter Swimming", month: int = 5, **also) -> Page:
    said = f"Last checked in {date(2023, month, 1):%B} 2023"
    dates = (DateSaid("reviewed", date(2023, month, 1), said),)
    return a_page("# " + title, said, url=url, title=title, dates=dates, **also)


def told_of(*pages: Page) -> list[str]:
    """The pages of which it is told that they were checked long ago."""
    checked = checking.check(a_site(a_page(url=HOME), *pages))
    return [finding.page for finding in checked.findings if finding.rule == "checked-long-ago"]


@pytest.mark.parametrize(
    "part",
    [
        checked_in_2023(f"{RECORD}report/", "Report a mistake: Otter Swimming"),
        checked_in_2023(f"{RECORD}history/3/", "What has changed in Otter Swimming"),
        checked_in_2023(f"{RECORD}suggest-a-change", "Suggest a change"),
        checked_in_2023(f"{RECORD}?print=1", "For printing"),
        checked_in_2023(f"{RECORD}?tab=times"),
        checked_in_2023(f"{HOME}print/node/7", "For printing", canonical=RECORD),
    ],
    ids=lambda page: page.url.removeprefix(HOME),
)
def test_what_was_checked_long_ago_is_told_of_the_record_and_not_of_its_other_pages(part: Page):
    record = checked_in_2023(RECORD)

    assert told_of(record, part) == told_of(part, record) == [RECORD]


def test_a_record_is_counted_once_among_the_pages_as_well():
    pages = [checked_in_2023(RECORD), checked_in_2023(f"{RECORD}report/", "Report a mistake")]

    counts = {each.rule: each for each in checking.check(a_site(a_page(url=HOME), *pages)).counts}

    assert (counts["checked-long-ago"].certain, counts["checked-long-ago"].of) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        checked_in_2023(f"{RECORD}timetable/", "Timetable"),
        checked_in_2023(f"{HOME}services/otter-swimming-report/", "Otter Swimming: report"),
        checked_in_2023(f"{HOME}services/otters/report/", "Report a mistake: Otters"),
        checked_in_2023(f"{RECORD}report/", "Report a mistake", month=4),
        checked_in_2023(f"{HOME}services/?id=7", "Beaver Club"),
    ],
    ids=lambda page: page.url.removeprefix(HOME),
)
def test_a_page_that_is_no_part_of_the_record_or_says_another_day_is_told_as_well(other: Page):
    pages = [checked_in_2023(RECORD), checked_in_2023(f"{HOME}services/", "Services", month=3), other]

    assert other.url in told_of(*pages)


def test_all_pages_of_a_council_that_were_checked_on_one_day_are_told():
    """Its first page begins every address of the site."""
    paths = ("", "send", "send/early-years", "send/early-years/funding")
    pages = [checked_in_2023(HOME + path, f"Page {path}") for path in paths]

    assert told_of(*pages) == [page.url for page in pages]


def test_of_two_pages_that_each_name_the_other_one_is_told():
    pages = [
        checked_in_2023(f"{HOME}a", canonical=f"{HOME}b"),
        checked_in_2023(f"{HOME}b", canonical=f"{HOME}a"),
    ]

    assert len(told_of(*pages)) == 1


FOR_EVER = {
    "one sentence of names": "Ms A ",
    "one sentence of labels": "Date: ",
    "brackets that are never closed": "TRIED (baccessibility (Breasonably, ",
    "one word": "a",
}


@pytest.mark.parametrize("unit", FOR_EVER.values(), ids=FOR_EVER)
def test_a_page_that_is_made_to_be_read_for_ever_keeps_nobody(unit: str):
    """Looking from each word to the page's beginning or end would take minutes for one page, with all initials days."""
    text = (unit * 200_000)[: html.MOST_TEXT]
    page = a_page(text, title="x", paragraphs=(text,), language="en", url=HOME)
    site = a_site(page)

    checking.check(site)
    found = criteria.of_site(site, loading.in_force(TODAY))

    assert {each.status for each in found} <= {"not-found", "cannot-tell", "partly"}


def test_a_page_of_nothing_but_initials_is_told_of_once():
    """Each of them looked for in the page by itself would take hours."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    every = " ".join(map("".join, product(letters, letters, letters)))
    page = a_page(f"{every} are ours.", title="x", language="en", url=HOME)

    found = checking.check(a_site(page)).findings

    assert [each.rule for each in found].count("unexplained-initials") == 1
