"""J17. A Polish-speaking parent looks for help in her own language."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")

IN_POLISH = {
    "Maluchy, Polish toddler group",
    "Family Information Service",
    "Fenbridge Money Matters",
    "Family Help",
}


@pytest.mark.parametrize("question", ["pomoc po polsku", "polski", "Polish"])
def test_help_in_polish_is_found_and_marked_for_whoever_listens(page, without_fault, question):
    page.goto(f"/find/?q={question}")

    assert set(page.locator(".result__title").all_inner_texts()) & IN_POLISH
    marked = page.locator(".result__why [lang=pl]")
    assert marked.first.inner_text() == "polski"
    without_fault(page)


def test_she_narrows_to_services_offered_in_polish(page, without_fault):
    page.goto("/find/?q=money&language=pl")

    assert page.get_by_label("Filters in use").get_by_role("link", name="Polish").is_visible()
    page.get_by_role("link", name="Fenbridge Money Matters").click()

    assert page.locator("main [lang=pl]").first.inner_text() == "polski"
    without_fault(page)


def test_she_goes_from_an_english_page_to_its_polish_one_and_on_to_all_there_is_in_polish(
    page, without_fault
):
    page.goto("/who-to-ask/")
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="polski").click()

    assert page.locator("html").get_attribute("lang") == "pl"
    assert page.get_by_role("heading", level=1).inner_text() == "Kogo zapytać"
    assert page.get_by_text("To jest tłumaczenie.").is_visible()
    without_fault(page)

    page.get_by_role("contentinfo").get_by_role("link", name="polski").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Polski"
    without_fault(page)
