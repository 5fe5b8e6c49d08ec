"""At the library: she prints a page for a family that has no internet."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def paper(open_page):
    def on_paper(path):
        page = open_page("desktop")
        page.goto(path)
        page.emulate_media(media="print")
        return page

    return on_paper


def test_a_services_page_on_paper_keeps_the_answers_and_the_numbers(paper):
    page = paper("/services/hallam-edge-school-for-deaf-children/")

    for kept in ("Who it is for", "How to get it", "How long is the wait", "What it costs", "Where and when"):
        assert page.locator("main").get_by_text(kept, exact=True).first.is_visible(), kept
    assert page.get_by_role("link", name="01632 960125").is_visible()
    assert page.locator("footer").get_by_role("link", name="0808 157 0160").is_visible(), "whom to ring"
    assert page.get_by_text("Checked by").is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.locator(".back, [data-print]").first.is_visible()


def test_results_on_paper_leave_out_what_can_only_be_pressed(paper):
    page = paper("/find/?q=toddler+group&near=LN6+7QX&age=0-4")

    assert page.locator(".result").count() == 10
    assert page.locator(".result").last.is_visible()
    for pressed in (
        "header nav",
        "form.ask",
        ".filters",
        ".sorts",
        ".govuk-pagination",
        ".copy-link",
        ".chips",
    ):
        assert page.locator(pressed).count(), pressed
        assert not page.locator(pressed).first.is_visible(), pressed
