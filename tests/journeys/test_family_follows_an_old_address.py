"""A leaflet from last year: the service has closed, or is paused, and its address still says what to do."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def test_a_closed_service_says_so_first_and_names_what_took_its_place(page, without_fault):
    page.goto("/services/fen-online-classroom/")

    page.get_by_role("heading", name="This service has closed").wait_for()
    said = page.locator(".message").inner_text()
    assert re.search(r"Since \d+ \w+ 20\d\d\.", said), "and since when"
    assert "The trial ended and its lessons moved to hospital and home teaching." in said
    assert page.locator(".message").bounding_box()["y"] < page.viewport_size["height"]
    without_fault(page)

    page.get_by_role("link", name="Hospital and home teaching").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Hospital and home teaching"
    assert not page.get_by_text("This service has closed").is_visible()


def test_a_paused_service_says_since_when_and_why(page, without_fault):
    page.goto("/services/sleep-support-for-families/")

    page.get_by_role("heading", name="This service is paused").wait_for()
    assert "Both sleep workers have left" in page.locator(".message").first.inner_text()
    without_fault(page)


def test_an_address_that_never_was_is_answered_kindly(page, without_fault):
    answer = page.goto("/services/no-such-service/")

    assert answer.status == 404
    assert page.get_by_text("You have done nothing wrong").is_visible()
    without_fault(page)
