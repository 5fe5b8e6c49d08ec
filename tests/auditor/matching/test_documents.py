"""A short breaks statement is dated by its own date, not by any year beside it.

Breaks for Carers of Disabled Children Regulations 2011, regulation 5: a statement is prepared, published, kept under
review and revised, so a family has to see of when it is.
"""

import pytest

from localoffer.auditor.matching.documents import UNDATED, UNNAMED, document_seen, year_named
from localoffer.auditor.values import DateSaid

from .examples import TODAY, page

NAMES = ("short breaks statement", "short breaks services statement", "this statement")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("# Short breaks statement 2026 to 2027\nWhat there is.", 2027),
        ("# Short Breaks Statement 2026-27\nWhat there is.", 2027),
        ("# Short breaks\n> /s.pdf 2026/27 short breaks statement (PDF)", 2027),
        ("# Short breaks\n> /s.pdf Short breaks statement, March 2026", 2026),
        (
            "# Short breaks\nOur short breaks statement was agreed in March 2026, after carers answered a survey.",
            2026,
        ),
        (
            "# Short breaks\nThe Short Breaks Services Statement was approved on 3 May 2026 and is reviewed annually.",
            2026,
        ),
        (
            "# Short breaks\nThere is a short breaks statement. It was last reviewed with carers in spring 2026.",
            2026,
        ),
        ("# Short breaks\nIn March 2026 we published a new short breaks statement.", 2026),
        ("# Our offer\nThis statement was published on 1 October 2026.", 2026),
        (
            "# Short breaks statement\nAgreed by Children's Services Committee on 9 September 2026, after a survey.",
            2026,
        ),
        ("# Breaks\n## Short breaks statement\n### Its review\nLast reviewed: September 2026.", 2026),
        ("# Short breaks statement\nAs at 3 November 2026.", 2026),
        (
            "# Short breaks\nWhat there is stands in our short breaks statement, this being the June 2026 edition.",
            2026,
        ),
    ],
)
def test_a_date_of_the_statement_itself_dates_it(text, year):
    assert document_seen(page(text), NAMES) == year


@pytest.mark.parametrize(
    "text",
    [
        "# Short breaks\nRead our short breaks statement. Holiday clubs for 2026 can be booked now.",
        "# Short breaks\nRead our short breaks statement. Sessions in 2026 cost £6, and prices were updated in 2025.",
        "# Short breaks\nWe look at the short breaks statement with the parent forum every spring.",
        "# Short breaks\nThe Breaks for Carers of Disabled Children Regulations 2011 ask for a short breaks statement.",
        "# Short breaks\nA new short breaks statement will be published in 2027.",
        "# Short breaks\nOur short breaks statement is being updated for 2027.",
        "# Short breaks\nOur short breaks statement is reviewed every year, and the next time is May 2027.",
        "# Short breaks\nOur short breaks statement. Next review: May 2027.",
        "# Short breaks statement\nIn 2026, 212 children had a break.",
        "# Breaks\n## Short breaks statement\nWhat there is.\n## Our clubs\nUpdated in May 2026.",
    ],
)
def test_a_year_beside_it_a_rhythm_and_what_is_still_to_be_done_do_not(text):
    assert document_seen(page(text), NAMES) == UNDATED


def test_the_date_of_a_page_is_that_of_the_statement_where_the_page_is_the_statement():
    reviewed = (DateSaid("reviewed", TODAY, "Page last reviewed: 26 November 2026"),)
    statement, beside = (
        "# Short breaks statement\nWhat there is.",
        "# Short breaks\nRead our short breaks statement.",
    )

    assert document_seen(page(statement, dates=reviewed), NAMES) == 2026
    assert document_seen(page(beside, dates=reviewed), NAMES) == UNDATED


def test_a_page_that_does_not_name_it_does_not_date_it():
    assert document_seen(page("# Short breaks\nUpdated in May 2026."), NAMES) == UNNAMED


def test_the_newest_year_of_several_counts_and_a_school_year_by_its_end():
    text = "# Short breaks\nOur short breaks statement 2022 to 2023. Short breaks statement 2023/24. Ring 01632 960."

    assert document_seen(page(text), NAMES) == 2024
    assert (
        document_seen(page("# Short breaks\nShort breaks statement 2021. Reviewed in 2025."), NAMES) == 2025
    )
    assert document_seen(page("# Short breaks\nShort breaks statement 20 March 2026."), NAMES) == 2026


def test_a_policys_year_is_the_one_that_stands_with_its_name():
    assert year_named("Travel policy: 2023 to 2024 (PDF). Apply by 30 June 2027.", ("travel policy",)) == 2024
    assert year_named("Our travel policy is new. Apply by 30 June 2027.", ("travel policy",)) == UNNAMED
