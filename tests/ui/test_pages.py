"""The gallery, and the pages nobody hopes to see."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from localoffer.ui import gallery
from tests.browsers import CONTRAST, assert_no_violations
from tests.factories.places import DemonstrationFactory, served_on


def test_the_gallery_shows_every_component_and_stays_out_of_search_engines(get):
    page = get("/gallery/")

    assert page.headers["X-Robots-Tag"] == "noindex"
    for name in gallery.component_names():
        assert f'id="component-{name}"' in page.content.decode()


def test_a_page_that_is_not_there_is_kind_and_shows_a_way_on(get):
    page = get("/nowhere/")

    assert page.status_code == 404
    assert "You have done nothing wrong" in page.content.decode()
    assert "Fenbridge Council" in page.content.decode()
    assert '<a href="/">' in page.content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_when_everything_has_failed_the_page_needs_nothing(template):
    page = render_to_string(template)  # and the database is closed to this test

    assert '<a href="/">' in page
    assert "You have done nothing wrong" in page


def test_a_form_that_was_open_too_long_says_what_to_do(db):
    served_on(DemonstrationFactory(), "fenbridge.localhost")
    strict = Client(enforce_csrf_checks=True, headers={"host": "fenbridge.localhost"})

    page = strict.post("/gallery/")

    assert page.status_code == 403
    assert "Please send that again" in page.content.decode()


@pytest.fixture
def fenbridge(transactional_db):
    served_on(
        DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council"), "fenbridge.localhost"
    )


def test_every_component_is_without_fault_on_a_phone_and_a_desk(fenbridge, page, axe):
    page.goto("/gallery/")

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe(page)


def test_every_component_can_be_read_in_the_dark(fenbridge, open_page):
    page = open_page("phone", javascript=True, color_scheme="dark")
    page.goto("/gallery/")

    assert_no_violations(page, CONTRAST)


def test_the_filters_unfold_without_a_script_and_are_simply_there_on_a_desk(fenbridge, open_page):
    phone, desk = open_page("phone"), open_page("desktop")
    for page in (phone, desk):
        page.goto("/gallery/")
        page.locator(".filters").evaluate("element => element.open = false")

    assert not phone.get_by_role("button", name="Show results").is_visible()
    assert desk.get_by_role("button", name="Show results").is_visible()

    phone.locator(".filters > summary").click()

    assert phone.get_by_role("button", name="Show results").is_visible()


def test_a_form_that_came_back_takes_the_keyboard_to_what_needs_putting_right(fenbridge, open_page):
    page = open_page("phone", javascript=True)
    page.goto("/gallery/")

    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")


def test_how_many_were_found_is_spoken(fenbridge, open_page):
    page = open_page("phone", javascript=True)
    page.goto("/gallery/")

    page.get_by_role("status").filter(has_text="14 places that can help within 10 miles of LN6").wait_for(
        state="attached"
    )
