"""J1. A tired parent on a phone types what is wrong, not what a service is called."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")

QUESTION = "my son refuses to go to school"
FITTING = {
    "Back Together, for children who find it hard to go to school",
    "Turning Tide Farm",
    "Attendance and inclusion team",
}


def ask(page, question):
    page.goto("/")
    page.get_by_label("What do you need help with?").fill(question)
    page.get_by_role("button", name="Find help").click()


def test_fitting_help_is_in_the_first_three_and_says_why(page, without_fault):
    ask(page, QUESTION)

    first = page.locator(".result__title").all_inner_texts()[:3]
    assert set(first) <= FITTING
    assert "Finding it hard to go to school" in page.locator(".understood").inner_text(), (
        "what was understood"
    )
    assert "Why this:" in page.locator(".result").first.inner_text()
    assert "Checked" in page.locator(".result__when").first.inner_text()
    without_fault(page)


def test_in_three_taps_she_knows_who_how_what_it_costs_how_long_and_when_it_was_checked(page):
    ask(page, QUESTION)  # one tap
    page.locator(".result__title a").first.click()  # two

    said = page.locator("main").inner_text()
    for word in ("Who it is for", "How to get it", "Cost", "Checked"):
        assert word.casefold() in said.casefold(), word
    assert "wait" in said.casefold()


def test_she_can_have_her_words_taken_literally(page):
    ask(page, QUESTION)
    page.get_by_role("link", name="Only my words").click()

    assert page.locator(".understood").count() == 0
    assert page.get_by_label("What do you need help with?").input_value() == QUESTION


def test_an_age_and_a_place_in_the_question_are_filters_that_come_off(page, without_fault):
    ask(page, "toddler group near LN6")

    chips = page.get_by_label("Filters in use")
    assert "Age 1 to 3" in chips.inner_text()
    assert "Near LN6" in chips.inner_text()
    without_fault(page)
    chips.get_by_role("link", name="Age 1 to 3").click()

    assert "Age 1 to 3" not in page.get_by_label("Filters in use").inner_text()
    assert page.get_by_label("What do you need help with?").input_value() == "toddler group near LN6"


def test_when_there_is_no_such_help_it_is_said_and_there_are_ways_on(page, without_fault):
    ask(page, "zorbing qwxyz")

    said = page.locator("main").inner_text()
    assert "We found nothing for this" in said
    assert "noted as a gap" in said
    assert page.get_by_role("link", name="Look through all services from A to Z").is_visible()
    without_fault(page)
