"""J5. The council said no: mediation, the two months, the appeal and free advice are together, and can be printed."""

from datetime import date, timedelta

import pytest

from localoffer.duties.ehc import WhatIKnow, timeline
from tests.browsers import EVERYTHING, assert_no_violations

from .conftest import assert_no_sideways_scrolling

pytestmark = pytest.mark.usefixtures("demonstration")

LETTER = date.today() - timedelta(days=9)


def type_the_letter(page) -> None:
    page.goto("/ehc-timeline/")
    page.get_by_text("The council said no, or I do not agree").click()
    for part in ("day", "month", "year"):
        page.locator(f"#refused-assessment-{part}").fill(str(getattr(LETTER, part)))
    page.get_by_role("button", name="Show the dates").click()


def test_from_the_date_on_the_letter_she_sees_all_that_she_can_do(page):
    type_the_letter(page)

    made = timeline(WhatIKnow(refused_assessment_on=LETTER), date.today())
    text = page.inner_text("main")
    for limit in ("mediation-contact", "appeal-deadline"):
        when = made[limit].when
        assert f"{when[0].upper()}{when[1:]}" in text
    assert "Ring the mediation adviser: the number is in the council’s letter" in text
    assert page.locator("main a[href='tel:08081570160']").first.is_visible()
    assert_no_sideways_scrolling(page)

    page.get_by_role("link", name="Who helps here when you disagree").click()
    assert page.get_by_role("link", name="Even Keel, mediation about EHC plans").is_visible()


def test_on_paper_everything_is_unfolded_and_nothing_is_to_fill_in(page):
    type_the_letter(page)
    page.emulate_media(media="print")

    page.get_by_text(
        "You need no mediation certificate if your appeal is only about the school"
    ).first.wait_for()
    for part in (
        "mediation adviser",
        "SEND Tribunal",
        "0808 157 0160",
        "SEND Regulations 2014, regulation 33",
    ):
        assert part in page.inner_text("main")
    assert not page.locator("#refused-assessment-day").is_visible()
    assert not page.get_by_role("button", name="Save to my calendar").is_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_page_is_without_fault(open_page, size):
    page = open_page(size, javascript=True)  # axe is a script, and this page comes by POST
    type_the_letter(page)

    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    assert_no_violations(page, EVERYTHING, "unfolded")
