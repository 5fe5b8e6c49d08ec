"""A school's report of another year is told of, and this year's is left alone."""

from datetime import date

import pytest

from localoffer.auditor.checks import school_reports
from localoffer.auditor.values import Heading, Page

TODAY = date(2026, 11, 26)
WORDS = (
    "Our SENCO is Mrs Example: ring 01632 960 111. We support pupils with autism, dyslexia and hearing loss.\n"
    "Teachers check each child's progress every half term and tell parents at three meetings a year.\n"
    "Children with a plan are helped by a trained assistant, and staff had training on autism this autumn.\n"
    "If you are unhappy, speak to the class teacher, then write to the head: how to complain is on this page.\n"
    "When children move on to secondary school we arrange extra visits in June.\n"
    "The council's Local Offer is where families find more help."
)


def report(year: str) -> Page:
    title = f"SEN information report {year}"
    return Page(
        url="https://school.example/sen-report", status=200, type="html", title=title, text=f"{title}\n{WORDS}",
        paragraphs=tuple(WORDS.split("\n")), headings=(Heading(1, title),), is_within=False,
    )  # fmt: skip


@pytest.mark.parametrize(("year", "faults"), [("2022 to 2023", 1), ("2026 to 2027", 0)])
def test_a_report_is_old_when_its_school_year_has_passed(year, faults):
    page = report(year)

    assert school_reports.concerns(page)
    assert len(list(school_reports.of_page(page, TODAY))) == faults


def test_a_page_about_reports_in_general_is_not_looked_at():
    assert not school_reports.concerns(
        Page(url="https://town.example/", status=200, type="html", title="Short breaks")
    )
