"""The first screen tells a family what it has to know, or it is told what is missing."""

from localoffer.auditor.checks import at_first_glance
from localoffer.auditor.values import Feature, Field, Form, Rendered

from .a_page import HOME, a_page, a_site

SEARCH = Form("/s", "get", (Field("q", "search", "Search"),), is_search=True)
GOOD = "Fenbridge Council SEND Local Offer. Find help for children and young people. Ring us on 01234 567890."


def told(page, **also):
    found = list(at_first_glance.of_site(a_site(page, **also)))
    return {each.slug: each.has for each in found if isinstance(each, Feature)}, [
        each for each in found if not isinstance(each, Feature)
    ]


def test_a_first_screen_that_says_it_all_has_no_fault():
    features, faults = told(a_page("x", url=HOME, first_words=GOOD, forms=(SEARCH,)))

    assert set(features.values()) == {True}
    assert faults == []


def test_a_silent_first_screen_is_told_with_what_is_missing():
    _, (fault,) = told(a_page("x", url=HOME, first_words="Welcome to our website"))

    assert fault.detail == (
        "Missing: whose it is, for whom it is, what you can do, a search box, a phone number."
    )


def test_a_phone_number_alone_may_stand_lower():
    _, faults = told(a_page("x", url=HOME, first_words=GOOD.split(" Ring")[0], forms=(SEARCH,)))

    assert faults == []


def test_what_a_browser_shows_first_counts_before_the_source():
    seen = {HOME: Rendered(HOME, first_screen="Cookies", has_search_on_first_screen=False)}

    features, faults = told(a_page("x", url=HOME, first_words=GOOD, forms=(SEARCH,)), rendered=seen)

    assert not any(features.values())
    assert len(faults) == 1


def test_the_place_of_a_council_says_whose_it_is():
    page = a_page("x", url=HOME, first_words="Fenbridge Local Offer")

    assert told(page, council_name="Fenbridge Borough Council")[0]["says-whose"] is True
    assert told(page, council_name="Marlow City Council")[0]["says-whose"] is False


def test_a_first_page_that_could_not_be_read_is_not_judged():
    assert set(told(a_page("x", url=HOME, status=500))[0].values()) == {None}
