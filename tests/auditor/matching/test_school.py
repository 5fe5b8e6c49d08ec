"""A school's SEN information report: is it one, is it this year's, and what does it tell?"""

from datetime import date

import pytest

from localoffer.auditor.matching import school
from localoffer.auditor.values import DateSaid
from localoffer.duties import loading

from .examples import TODAY, page

ITEMS = loading.school_report()
REPORT = """# SEN information report 2026 to 2027
## What kinds of SEN do we provide for?
At the moment 31 of our pupils have SEN: most have speech and language needs or autism, and four have a hearing loss.
## How do we identify pupils who need help?
Your child's teacher may notice first, and tells the SENCO. We use a language screening in Reception and a reading test
in Year 3, and we meet parents before anything starts.
## Extra help
Small groups use Talk Boost for 20 minutes three times a week with a teaching assistant. We decide by what tests show.
## Who is the SENCO?
Mrs Dunn, who holds the National Award. senco@oak.example.sch.uk, 01632 960890.
## Trips and clubs
Everyone goes on the residential. We make a risk assessment with you and an adult goes along. Ask Mrs Dunn.
## Moving on
Pupils in Year 6 have three extra visits to secondary in June and take a passport of photos.
## Complaints
First the class teacher, then the headteacher, who answers in 10 school days, then the chair of governors.
## The Local Offer
You can read about services for families on the council's Local Offer website.
"""


def judged(text: str = REPORT, today: date = TODAY, **more):
    return school.of_pages([page(text, **more)], ITEMS, today)


def test_a_report_is_known_with_its_year_and_what_it_tells():
    found = judged()

    assert found.is_report
    assert (found.year, found.is_current) == ("2026 to 2027", True)
    status = {each.slug: each.status for each in found.items}
    assert len(status) == len(ITEMS)
    for slug in (
        "kinds-of-sen",
        "identification-policies",
        "senco-contact",
        "transition",
        "complaints",
        "annual-update",
    ):
        assert status[f"school-{slug}"] == "met", slug
    assert status["school-equality-information"] == "not-found"
    assert status["school-evaluate-effectiveness"] == "not-found"


def test_what_is_told_has_a_sentence_of_the_report():
    found = {each.slug: each for each in judged().items}

    assert "01632 960890" in found["school-senco-contact"].evidence[0].quote


def test_a_number_without_a_name_is_no_senco():
    text = "# SEN information report 2026-27\n## Contact the SENCO\nRing the school office on 01632 960890."

    found = {each.slug: each.status for each in judged(text).items}

    assert found["school-senco-contact"] == "partly"


@pytest.mark.parametrize(
    ("title", "today", "is_current"),
    [
        ("SEN information report 2025 to 2026", date(2026, 11, 26), None),  # this year's may still come
        ("SEN information report 2025 to 2026", date(2027, 1, 20), False),
        ("SEN information report 2025/26", date(2026, 5, 1), True),
        ("SEN information report 2019-20", date(2026, 11, 26), False),
        ("SEN information report", date(2026, 11, 26), None),
    ],
)
def test_whether_it_is_this_years(title, today, is_current):
    assert (
        judged(REPORT.replace("SEN information report 2026 to 2027", title), today).is_current is is_current
    )


def test_a_day_it_was_reviewed_on_decides_where_no_year_is_named():
    text = REPORT.replace(" 2026 to 2027", "")
    reviewed = (DateSaid("reviewed", date(2026, 9, 20), "Reviewed 20 September 2026"),)

    found = judged(text, dates=reviewed)

    assert (found.year, found.is_current) == ("2026", True)


def test_a_behaviour_policy_is_no_report():
    found = judged("# Behaviour policy\nWe are kind. Pupils who are unkind talk to Mr Reed in detention.")

    assert not found.is_report


def test_a_school_of_which_nothing_was_read_has_none():
    assert not school.of_pages([], ITEMS, TODAY).is_report
