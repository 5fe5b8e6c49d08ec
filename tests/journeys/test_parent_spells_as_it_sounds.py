"""J2. She types "dislexia"."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def test_the_right_spelling_is_looked_for_said_and_can_be_undone(page, without_fault):
    page.goto("/find/?q=dislexia")

    said = page.get_by_role("status").filter(has_text="Showing results for dyslexia")
    assert said.is_visible()
    assert "yslexia" in page.locator(".result__title").first.inner_text()
    assert page.get_by_label("What do you need help with?").input_value() == "dislexia", (
        "her own word is kept"
    )
    without_fault(page)

    page.get_by_role("link", name="Search instead for “dislexia”").click()

    assert page.get_by_role("status").filter(has_text="Showing results for").count() == 0
    assert "We found nothing" in page.locator("h1").inner_text()


def test_good_english_is_never_corrected(page):
    for question in ("colourful organisation", "my nan", "trampolining"):
        page.goto(f"/find/?q={question}")
        assert page.get_by_role("status").filter(has_text="Showing results for").count() == 0, question


def test_whoever_listens_hears_how_many_were_found(open_page):
    page = open_page("phone", javascript=True)
    page.goto("/find/?q=dislexia")

    page.locator("[role=status]").filter(has_text="results").first.wait_for(state="attached")
