"""J18. A blind parent hears how many there are, knows each filter by its name, and misses nothing that is only seen."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def test_the_number_found_is_the_heading_and_in_the_title(page):
    page.goto("/find/?q=autism")

    heading = page.locator("h1").inner_text()
    number = heading.split()[0]
    assert number.isdigit()
    assert page.title().startswith(f"autism: {number} results")


def test_every_filter_has_a_name_and_its_group_has_one_too(page):
    page.goto("/find/?q=autism&near=LN6+7QX")

    groups = page.locator(".filters fieldset")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('.filters input:not([type=hidden])')]"
        ".filter(input => !input.labels.length || !input.closest('fieldset').querySelector('legend')).length"
    )
    assert groups.count() >= 10
    assert unnamed == 0


def test_distance_and_every_fact_are_words_and_nothing_is_only_on_a_map(page, without_fault):
    page.goto("/find/?q=toddler+group&near=LN6+7QX")

    first = page.locator(".result").first.inner_text()
    assert "mile" in first
    assert "Open" in first
    assert page.locator("canvas, .map, iframe").count() == 0
    hidden = page.evaluate(
        "[...document.querySelectorAll('main svg')].filter(svg => !svg.closest('[aria-hidden=true]')).length"
    )
    assert hidden == 0, "pictures say nothing that words do not"
    without_fault(page)


def test_she_goes_from_question_to_first_result_by_keys(keyboard):
    keys = keyboard("phone")
    keys.page.goto("/")

    keys.tab_to("#ask-q")
    keys.type("deaf school")
    with keys.page.expect_navigation():
        keys.press("Enter")
    keys.follow(".result__title a")

    assert keys.page.locator("h1").is_visible()
