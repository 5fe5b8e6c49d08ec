"""A parent meets initials that nobody told her of: hover, Tab or tap explains them; without scripts a press does."""

import pytest

from localoffer.pages.models import HomePage
from tests.accounts.conftest import council
from tests.journeys.conftest import Keyboard

WORD = "a.term"
MEANS = "The teacher in a school"


@pytest.fixture(autouse=True)
def site(address, settings):
    fenbridge = council("fenbridge")
    fenbridge.site.hostname = "fenbridge.localhost"
    fenbridge.site.save()
    home = HomePage.objects.get(pk=fenbridge.site.root_page_id)
    home.about = (
        "<h3>About us</h3><p>Talk to the SENCO first. If that does not help, SENDIASS will listen to you, and can come "
        "with you to an annual review.</p><p>The SENCO is in your child’s school.</p>"
    )
    home.save_revision().publish()


def says(page):
    return page.locator("[role=tooltip]")


def test_she_hovers_over_it_reads_and_sends_it_away(open_page, without_fault):
    page = open_page("desktop", javascript=True)
    page.goto("/")
    assert page.locator(WORD).all_inner_texts() == ["SENCO", "SENDIASS", "annual review"]

    page.hover(f"{WORD} >> nth=0")
    assert says(page).inner_text().startswith(MEANS)

    # What it says can be hovered too, and Esc sends it away without moving the mouse
    says(page).hover()
    page.wait_for_timeout(400)
    assert says(page).is_visible()
    page.keyboard.press("Escape")
    assert not says(page).is_visible()
    without_fault(page)


def test_with_keys_only_she_hears_what_it_means_and_goes_to_the_glossary(open_page):
    her = Keyboard(open_page("desktop", javascript=True))
    her.page.goto("/")
    her.tab_to(WORD)

    assert says(her.page).is_visible()
    described = her.page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    )
    assert described.startswith(MEANS)
    her.page.keyboard.press("Escape")
    assert not says(her.page).is_visible()

    her.page.keyboard.press("Enter")
    her.page.wait_for_url("**/glossary/#senco")


def test_on_a_phone_a_tap_explains_and_a_second_tap_goes_to_the_glossary(open_page):
    page = open_page("phone", javascript=True, has_touch=True)
    page.goto("/")
    word = page.locator(WORD).first
    word.tap()
    assert says(page).is_visible()
    assert "glossary" not in page.url
    box = says(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert word.bounding_box()["height"] >= 24

    page.locator("h1").tap()
    assert not says(page).is_visible()

    word.tap()
    word.tap()
    page.wait_for_url("**/glossary/#senco")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_without_scripts_a_press_leads_to_the_word_among_all_words(open_page, without_fault, size):
    page = open_page(size, javascript=False)
    page.goto("/")
    page.locator(WORD).first.click()

    assert page.url.endswith("/glossary/#senco")
    assert MEANS in page.locator("#senco").inner_text()
    without_fault(page)
