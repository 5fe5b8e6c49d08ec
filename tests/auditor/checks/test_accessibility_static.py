"""What stands in the way of disabled people and can be read in a page's source is found."""

import pytest

from localoffer.auditor.checks import accessibility_static
from localoffer.auditor.values import Field, Form, Heading, Image, Link, Nameless

from .a_page import HOME, TODAY, a_page, a_site, rules_of

GOOD = {
    "title": "Short breaks | Fenbridge Local Offer",
    "language": "en-GB",
    "viewport": "width=device-width, initial-scale=1",
    "headings": (Heading(1, "Short breaks"), Heading(2, "Who"), Heading(3, "Age"), Heading(2, "Cost")),
    "images": (Image("/fun.jpg", "Children on a climbing wall"), Image("/line.svg", "")),
    "links": (Link(f"{HOME}apply", "Apply for a short break"),),
    "forms": (Form("/s", "get", (Field("q", "search", "Search"), Field("", "submit"))),),
}


def page(**also):
    return a_page("Words.", **(GOOD | also))


def rules(**also):
    return rules_of(accessibility_static.of_page(page(**also), TODAY))


def test_a_good_page_has_no_fault():
    assert rules() == []


@pytest.mark.parametrize(
    ("fault", "also"),
    [
        ("no-language", {"language": ""}),
        ("no-title", {"title": " "}),
        ("vague-title", {"title": "Untitled document"}),
        ("vague-title", {"title": "Home"}),
        ("picture-without-words", {"images": (Image("/a.png", None),)}),
        ("file-name-for-a-picture", {"images": (Image("/a.png", "IMG_2034.JPG"),)}),
        ("file-name-for-a-picture", {"images": (Image("/a.png", "dsc00123"),)}),
        ("no-main-heading", {"headings": (Heading(2, "Who"),)}),
        ("skipped-heading", {"headings": (Heading(1, "Short breaks"), Heading(3, "Age"))}),
        ("empty-heading", {"nameless": (Nameless("heading"),)}),
        ("unlabelled-field", {"forms": (Form("/s", "get", (Field("q", "text"),)),)}),
        ("nameless-button", {"nameless": (Nameless("button"),)}),
        ("nameless-frame", {"nameless": (Nameless("frame"),)}),
        ("table-without-headers", {"nameless": (Nameless("table", said="Club | Day"),)}),
        ("vague-link", {"links": (Link(f"{HOME}a", "Click here"),)}),
        ("vague-link", {"links": (Link(f"{HOME}a", "Read more…"),)}),
        ("empty-link", {"links": (Link(f"{HOME}a", ""),)}),
        ("zoom-forbidden", {"viewport": "width=device-width, user-scalable=no"}),
        ("zoom-forbidden", {"viewport": "width=device-width, maximum-scale=1.0"}),
    ],
)
def test_each_fault_is_found(fault, also):
    assert rules(**also) == [fault]


@pytest.mark.parametrize("scale", ["2", "5.0", "10"])
def test_a_page_that_may_be_made_twice_as_large_forbids_nothing(scale):
    assert rules(viewport=f"width=device-width, maximum-scale={scale}") == []


def test_a_main_heading_above_the_main_part_counts_and_menus_may_have_levels_of_their_own():
    headings = (Heading(1, "Fenbridge", in_main=False), Heading(4, "Menu", in_main=False), Heading(2, "Who"))

    assert rules(headings=headings) == []


def test_every_picture_without_words_is_named():
    two = page(images=(Image("/a.png", None), Image("/b.png", None)))

    assert [each.target for each in accessibility_static.of_page(two, TODAY)] == ["/a.png", "/b.png"]


def test_two_pages_with_one_title_are_told_of_once_and_one_page_at_two_addresses_is_not():
    first, second = page(url=f"{HOME}a", text="One"), page(url=f"{HOME}b", canonical=f"{HOME}b", text="Two")
    whole = page(url=f"{HOME}a/all", canonical=f"{HOME}a", text="One and more")
    copy = page(url=f"{HOME}a?from=menu", text="One")
    next_page = page(url=f"{HOME}list?page=2", canonical=f"{HOME}list?page=2", text="More")

    (found,) = accessibility_static.of_site(a_site(first, second, whole, copy, next_page))

    assert (found.rule, found.page, found.target) == ("same-title", f"{HOME}b", f"{HOME}a")


def test_a_page_and_its_own_filters_may_have_one_title():
    pages = [
        a_page(f"Services {n}", url=f"{HOME}find/{query}", title="Find services")
        for n, query in enumerate(
            ("", "?age=5-to-10", "?age=5-to-10&sort=name", "?filters[]=autism&page=2", "?odd=1")
        )
    ]
    records = [a_page(f"Club {n}", url=f"{HOME}service?id={n}", title="Service") for n in range(2)]

    assert not list(accessibility_static.of_site(a_site(*pages)))
    assert [each.page for each in accessibility_static.of_site(a_site(*pages, *records))] == [
        f"{HOME}service?id=1"
    ]
