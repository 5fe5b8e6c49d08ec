"""J4. She asks for an EHC assessment: real dates, whom to ring, the form and the way on paper, on one page."""

from datetime import date, timedelta

import pytest

from localoffer.duties.ehc.counting import said
from tests.browsers import CONTRAST, EVERYTHING, assert_no_violations

from .conftest import assert_no_sideways_scrolling

pytestmark = pytest.mark.usefixtures("demonstration")

PAGE = "/ehc-timeline/"


def weeks(number: int, after: date | None = None) -> str:
    return said((after or date.today()) + timedelta(weeks=number))


def test_one_page_has_the_dates_the_phone_the_form_and_the_way_on_paper(page, without_fault):
    page.goto("/")
    page.get_by_role("link", name="EHC plan dates").first.click()

    text = page.inner_text("main")
    assert f"By {weeks(6)}" in text
    assert f"By {weeks(20)}" in text
    assert page.locator("main a[href='tel:08081570160']").first.is_visible()
    assert page.get_by_role("link", name="fill in the form").is_visible()
    assert "A paper form is in every library" in text
    assert "On paper: write a letter to Fenbridge Council" in text
    without_fault(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_by_keyboard_alone_she_types_when_she_asked_and_gets_every_date(keyboard, size):
    asked = date.today() - timedelta(weeks=3)
    keys = keyboard(size)
    keys.page.goto(PAGE)

    keys.tab_to("#asking summary")
    keys.press("Enter")
    for box, text in (("day", asked.day), ("month", asked.strftime("%B")), ("year", asked.year)):
        keys.tab_to(f"#requested-{box}")
        keys.type(str(text))
    with keys.page.expect_navigation():
        keys.press("Enter")

    assert keys.page.get_by_role("heading", level=1).inner_text() == "Your EHC dates"
    assert keys.page.locator("#next").inner_text() == f"Next: by {weeks(6, asked)}"
    assert f"By {weeks(20, asked)}" in keys.page.inner_text("main")
    assert keys.page.url.endswith(PAGE), "nothing of it is in the address"
    assert keys.page.context.cookies() == []


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_slip_is_explained_and_both_pages_are_without_fault(open_page, size):
    asked = date.today() - timedelta(weeks=3)
    page = open_page(size, javascript=True)  # axe is a script, and these pages come by POST
    page.goto(PAGE)
    page.get_by_text("I am asking for an assessment").click()
    page.locator("#requested-day").fill("31")
    page.locator("#requested-month").fill("2")
    page.locator("#requested-year").fill(str(asked.year))
    page.get_by_role("button", name="Show the dates").click()

    assert "There is no day 31 in February" in page.inner_text(".govuk-error-summary")
    assert page.locator("#requested-day").input_value() == "31"
    look(page)

    page.locator("#requested-day").fill(str(asked.day))
    page.locator("#requested-month").fill(str(asked.month))
    page.get_by_role("button", name="Show the dates").click()
    assert page.locator("#next").inner_text() == f"Next: by {weeks(6, asked)}"
    look(page)


def test_she_saves_the_dates_in_her_calendar(open_page):
    page = open_page("phone")
    page.goto(PAGE)
    page.get_by_text("I am asking for an assessment").click()
    page.locator("#requested-day").fill(date.today().isoformat())
    page.get_by_role("button", name="Show the dates").click()

    with page.expect_download() as download:
        page.get_by_role("button", name="Save to my calendar").click()

    assert download.value.suggested_filename == "ehc-dates.ics"
    assert "The council tells you if it will assess" in download.value.path().read_text()


def look(page) -> None:
    assert_no_sideways_scrolling(page)
    assert_no_violations(page, EVERYTHING, "as it came")
    page.emulate_media(color_scheme="dark")
    assert_no_violations(page, CONTRAST, "in the dark")
    page.emulate_media(color_scheme="light")
