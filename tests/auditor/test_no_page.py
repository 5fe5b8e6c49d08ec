"""A page that answers and says that it is none is told from one that is about such things."""

import pytest

from localoffer.auditor.no_page import says_not_there
from localoffer.auditor.values import Heading, Page


def a_page(heading: str, *lines: str) -> Page:
    return Page(
        "https://club.example/x",
        200,
        "html",
        title=heading,
        text="\n".join((heading, *lines)),
        headings=(Heading(1, heading),),
    )


@pytest.mark.parametrize(
    "page",
    [
        a_page("404"),
        a_page("404 - something went wrong"),
        a_page("404 Not Found"),
        a_page("404 error"),
        a_page("Error 404: page not found"),
        a_page("Sorry", "We seem to have lost it. The page you're after has been deleted."),
        a_page("Oops", "The page you’ve asked for has moved."),
    ],
)
def test_a_page_that_says_there_is_none_is_none(page):
    assert says_not_there(page)


@pytest.mark.parametrize(
    "page",
    [
        a_page("404 Squadron Air Cadets", "We meet on Tuesdays. Anyone of 12 and over can join."),
        a_page("School place not found?", "If you were offered no place, ring admissions."),
        a_page("Events", "There are no events to show. No results were found."),
    ],
)
def test_a_page_about_something_else_stays_one(page):
    assert not says_not_there(page)
