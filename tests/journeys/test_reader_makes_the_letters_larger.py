"""Somebody who sees little sets the letters twice as large, on a phone (WCAG 2.2, 1.4.4 and 1.4.10)."""

import pytest

from .conftest import assert_no_sideways_scrolling

pytestmark = pytest.mark.usefixtures("demonstration")

PAGES = [
    "/",
    "/find/?q=toddler+group&near=LN6+7QX",
    "/find/?q=qqqq&near=ZZ9+9ZZ&need=HI",
    "/kinds/",
    "/kinds/care/",
    "/find/guide/help/?hard=senses",
    "/ages/5-10/",
    "/needs/",
    "/a-z/s/",
    "/services/hallam-edge-school-for-deaf-children/",
    "/nothing/",
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_has_to_be_scrolled_sideways(path, open_page):
    page = open_page("phone")
    page.goto(path)
    usual = height_of_letters(page)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert height_of_letters(page) == pytest.approx(2 * usual, rel=0.05)
    assert_no_sideways_scrolling(page)


def height_of_letters(page):
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('footer p')).fontSize)")
