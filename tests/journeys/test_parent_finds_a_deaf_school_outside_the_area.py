"""J19. Her daughter is deaf, and there is no school for deaf children in Fenbridge."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")

SCHOOL = "Hallam Edge School for Deaf Children"
HOME = "LN6 7QX"


def ask(page, question, postcode=""):
    page.goto("/")
    page.get_by_label("What do you need help with?").fill(question)
    page.get_by_label("Postcode").fill(postcode)
    page.get_by_role("button", name="Find help").click()


def result(page, name):
    return page.locator(".result").filter(has=page.get_by_role("link", name=name, exact=True))


def test_the_school_is_found_first_whatever_she_calls_it(open_page):
    page = open_page("phone")

    for question in ("deaf school", "school for the deaf", "Hallam Edge"):
        for postcode in ("", HOME):
            ask(page, question, postcode)
            assert page.locator(".result__title").first.inner_text() == SCHOOL, (question, postcode)


def test_the_school_is_badged_as_outside_the_area_with_its_distance(page, without_fault):
    ask(page, "deaf school", HOME)

    found = result(page, SCHOOL)

    tags = found.get_by_role("listitem").all_inner_texts()
    assert "Outside the area" in tags
    assert "About 41 miles" in tags
    without_fault(page)

    found.get_by_role("link").click()

    page.get_by_role("heading", name="Outside Fenbridge").wait_for()
    said = page.locator("main").inner_text()
    assert "There is no school for deaf children in Fenbridge." in said, "why it is listed"
    assert "Fenbridge Council pays the fees and agrees the travel" in said, "who pays, and how"
    assert "A place is agreed through the EHC plan." in said
    assert "about 41 miles from LN6 7QX" in said
    without_fault(page)


def test_one_who_looks_close_to_home_can_see_that_she_does(page):
    ask(page, "deaf school", HOME)
    if page.viewport_size["width"] < 600:
        page.locator(".filters__summary").click()
    page.locator("label", has_text="20 miles").click()
    page.get_by_role("button", name="Show results").click()

    assert not result(page, SCHOOL).is_visible(), "it is 41 miles away"
    assert page.get_by_role("link", name="Within 20 miles").is_visible(), "and she can look further"


def test_she_finds_it_by_keyboard(keyboard):
    keys = keyboard("phone")
    keys.page.goto("/")

    keys.tab_to("#ask-q")
    keys.type("deaf school")
    keys.tab_to("#ask-near")
    keys.type(HOME)
    with keys.page.expect_navigation():
        keys.press("Enter")
    keys.follow(".result__title a[href='/services/hallam-edge-school-for-deaf-children/']")
    keys.follow(".back")

    assert keys.page.get_by_label("Postcode").input_value() == HOME
