"""J3. Can we get short breaks without a plan? None is needed, and statement and services are two presses away."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def test_two_presses_from_the_first_page_she_has_the_statement_and_the_services(page, without_fault):
    page.goto("/")
    page.get_by_role("link", name="Care, short breaks and things to do").click()

    assert "You do not need an EHC plan" in page.locator(".heading").inner_text()
    assert page.get_by_role("heading", name="Short breaks without a plan").is_visible()
    assert page.locator(".results__list .result").count() == 3
    without_fault(page)

    page.get_by_role("link", name="Short breaks statement", exact=True).click()
    assert "No EHC plan is needed" in page.locator("main").inner_text()
    assert "Checked by Short breaks manager on" in page.locator("main").inner_text()
    without_fault(page)


def test_her_question_has_a_page_whose_first_word_is_yes(page):
    page.goto("/care-and-breaks/")
    page.get_by_role("link", name="Can we get a short break without a plan?").click()

    assert page.locator(".answer").inner_text().startswith("Yes. No EHC plan is needed")
    page.get_by_role("link", name="See all").click()
    assert page.locator(".results__list .result").count() > 3


def test_she_reads_the_guide_part_by_part_with_keys_alone(keyboard):
    keys = keyboard("phone")
    keys.page.goto("/care-and-breaks/short-breaks/")

    keys.follow(".onward__link--next")
    assert keys.page.get_by_role("heading", name="Who can have one").is_visible()
    assert "No EHC plan needed" in keys.page.locator(".message").inner_text()
    keys.follow(".onward__link--next")
    keys.follow(".onward__link--next")
    assert keys.page.get_by_role("heading", name="Short breaks near you").is_visible()


def test_on_paper_all_of_the_guide_is_there_and_nothing_to_press(open_page):
    page = open_page("desktop")
    page.goto("/care-and-breaks/short-breaks/")
    page.get_by_role("link", name="Read or print all of it on one page").click()
    page.emulate_media(media="print")

    for part in ("What a short break is", "Who can have one", "How to ask", "Short breaks near you"):
        assert page.get_by_role("heading", name=part, exact=True).is_visible()
    assert page.get_by_text("01632 960182").is_visible()
    assert not page.get_by_role("navigation", name="You are here").is_visible()
