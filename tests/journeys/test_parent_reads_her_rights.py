"""She wants to know what she can expect, and what comes when: three pages, without fault, and whole on paper."""

import pytest

from tests.browsers import EVERYTHING, assert_no_violations

from .conftest import assert_no_sideways_scrolling

pytestmark = pytest.mark.usefixtures("demonstration")


def test_from_the_first_page_she_reads_what_she_can_ask_for_and_goes_on_to_who_helps(page, without_fault):
    page.goto("/")
    page.get_by_role("link", name="Your rights").first.click()

    first = page.locator("main h2").first
    assert first.inner_text() == "Nursery, school and learning"
    right = page.locator("#right-help-in-the-plan")
    assert right.get_by_text("The council must see that your child gets it.").is_visible()
    assert right.get_by_text("Say which help is missing").is_hidden()
    right.locator("summary").click()
    assert right.get_by_text("Say which help is missing").is_visible()
    without_fault(page)

    page.locator("#right-free-advice summary").click()
    page.locator("#right-free-advice").get_by_role("link", name="Free SEND advice (SENDIASS)").click()
    assert page.get_by_role("link", name="Fenbridge SENDIASS").first.is_visible()


def test_further_down_she_opens_one_part_of_all_that_the_site_has_to_hold(page):
    page.goto("/your-rights/")
    duty = page.locator("#request-ehc-assessment")
    assert duty.is_hidden()

    page.locator("#everything ~ details summary", has_text="EHC plans and help without one").click()

    assert duty.get_by_text("You can ask the council yourself for an EHC needs assessment").is_visible()
    duty.get_by_role("link", name="EHC assessments and plans").click()
    assert page.get_by_role("link", name="EHC assessment team").is_visible()


def test_by_keyboard_she_opens_a_right_and_a_part(keyboard):
    keys = keyboard("phone")
    keys.page.goto("/your-rights/")

    keys.tab_to("#right-school-does-its-best summary")
    keys.press("Enter")
    assert keys.page.get_by_text("Ask to meet the SENCO").is_visible()

    keys.tab_to("#everything ~ details summary")
    keys.press("Enter")
    assert keys.page.locator("#alternative-and-online-education").is_visible()


def test_on_paper_every_part_is_unfolded(page):
    page.goto("/your-rights/")
    page.emulate_media(media="print")

    assert page.get_by_text("Say which help is missing").is_visible()
    assert page.get_by_text("You can ask the council yourself for an EHC needs assessment").is_visible()


def test_on_paper_a_first_page_spends_no_ink_on_pictures(page):
    page.goto("/")
    picture = page.locator("main .card__picture").first
    assert picture.count()
    page.emulate_media(media="print")

    assert picture.is_hidden()


def test_the_key_dates_are_hers_to_read_and_to_put_in_a_calendar(page, without_fault):
    page.goto("/")
    page.get_by_role("link", name="Key dates").first.click()

    assert page.get_by_text("Last day to apply for a secondary school place").first.is_visible()
    assert page.get_by_text("Apply for help with travel from September").is_visible()
    assert page.get_by_role("link", name="Put them in my calendar").get_attribute("href") == "/key-dates.ics"
    without_fault(page)


def test_all_parts_unfolded_are_without_fault(open_page):
    page = open_page("phone", javascript=True)
    page.goto("/your-rights/")
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")

    assert_no_sideways_scrolling(page)
    assert_no_violations(page, EVERYTHING, "unfolded")
