"""J8. She is 17 and wants to work. The page talks to her, shows supported internships, and has an easy-read twin."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def test_she_sees_supported_internships_and_the_easy_words_are_one_press_away(page, without_fault):
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="For young people").click()
    without_fault(page)
    page.get_by_role("link", name="I want to work").click()

    assert page.get_by_role("heading", name="Supported internships", exact=True).is_visible()
    assert page.get_by_role("link", name="First Steps supported internships").is_visible()
    said = page.locator("main").inner_text()
    assert "your child" not in said
    assert "Are you 16 to 24" in said
    without_fault(page)

    page.get_by_role("link", name="Easy read: short words and pictures").click()
    lines = page.locator(".easy-read li").all_inner_texts()
    assert "A job coach helps you." in lines
    assert all(len(line.split()) <= 10 for line in lines)
    without_fault(page)

    page.get_by_role("link", name="The page in full").click()
    assert page.get_by_role("heading", name="I want to work", exact=True).is_visible()


def test_she_can_watch_elsewhere_or_read_what_is_said(page):
    page.goto("/young-people/a-day-at-work/")

    assert (
        page.get_by_role("link", name="Watch it on films.example.org")
        .get_attribute("href")
        .startswith("https://films")
    )
    page.get_by_text("All of it in words").click()
    assert page.get_by_text("Jo is 19 and works in a garden centre.").is_visible()


def test_she_puts_the_jobs_day_into_her_calendar(open_page):
    page = open_page("phone")
    page.goto("/young-people/a-day-at-work/")
    page.locator(".cards").get_by_role("link", name="Events").click()
    page.get_by_role("link", name="Jobs day").click()
    with page.expect_download() as download:
        page.locator("a[href$='/calendar/']").click()

    assert download.value.suggested_filename == "jobs-day.ics"
