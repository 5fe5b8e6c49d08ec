"""Anyone, on a phone, reads one page of each type: nothing is wrong with it for those who listen or see little."""

from itertools import pairwise

import pytest

from tests.pages.test_page_types import PAGES

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.mark.parametrize("where", PAGES)
def test_nothing_is_wrong_with_a_page_of_this_type_at_360_pixels(open_page, without_fault, where):
    page = open_page("phone")

    assert page.goto(where).status == 200
    without_fault(page)


def test_a_parent_asks_at_a_stop_what_is_near_her_without_a_script(page, without_fault):
    page.goto("/asking-for-an-ehc-assessment/")
    page.get_by_role("link", name="The council says yes or no").click()
    page.get_by_label("Your postcode").fill("LN1 3JF")
    page.get_by_label("Age if you like").fill("9")
    page.get_by_role("button", name="Show what is near").click()

    assert page.get_by_label("Your postcode").input_value() == "LN1 3JF"
    assert page.locator(".results__list .result").count() > 0
    without_fault(page)

    page.get_by_label("Your postcode").fill("nowhere")
    page.get_by_role("button", name="Show what is near").click()
    assert "does not look like a postcode" in page.locator("#near-problem").inner_text()
    without_fault(page)


def gaps(page, boxes):
    """How many pixels there are between each two of these, which stand under each other."""
    found = [page.locator(box).first.bounding_box() for box in boxes]
    return [below["y"] - above["y"] - above["height"] for above, below in pairwise(found)]


def test_the_parts_of_a_newsletter_stand_apart(open_page):
    page = open_page("phone")
    page.goto("/newsletter/something-to-look-forward-to/")

    assert min(gaps(page, [f".blocks > :nth-child({number})" for number in range(1, 6)])) >= 24


def test_pages_below_services_stand_apart_from_what_is_around_them(open_page):
    page = open_page("phone")
    page.goto("/find/?q=wheelchair")

    assert min(gaps(page, [".copy-link", ".found-pages", ".found-pages + p"])) >= 24
