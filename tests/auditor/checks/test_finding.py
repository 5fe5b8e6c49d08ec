"""A family finds the offer in few clicks and things in it by the search, or it is told where that fails."""

from localoffer.auditor.checks import finding
from localoffer.auditor.values import Feature, Field, Form, Rendered, SearchTried, WayIn

from .a_page import HOME, a_page, a_site

SEARCH = Form("/s", "get", (Field("q", "search", "Search"),), is_search=True)
COUNCIL = "https://fenbridge.example/"


def told(*pages, **also):
    found = list(finding.of_site(a_site(*pages, **also)))
    return {each.slug: each for each in found if isinstance(each, Feature)}, {
        each.rule: each for each in found if not isinstance(each, Feature)
    }


def tried(*positions):
    return tuple(SearchTried(f"word {number}", f"{HOME}s", 10, at) for number, at in enumerate(positions))


def test_a_first_page_with_a_search_box_has_one():
    features, faults = told(a_page("x", url=HOME, forms=(SEARCH,)))

    assert features["search-box"].has is True
    assert faults == {}


def test_a_first_page_without_one_is_told_unless_a_script_may_make_it():
    assert "no-search-box" in told(a_page("x", url=HOME))[1]
    assert told(a_page("x", url=HOME, scripts=4))[0]["search-box"].has is None
    seen = {HOME: Rendered(HOME, has_search_on_first_screen=True)}
    assert told(a_page("x", url=HOME, scripts=4), rendered=seen)[0]["search-box"].has is True


def test_a_search_that_finds_most_words_in_the_first_five_works():
    features, faults = told(searches=tried(1, 5, 2, 8, None))

    assert (features["search-works"].has, features["search-works"].quote) == (True, "3 of 5 in the first 5")
    assert "search-finds-little" not in faults


def test_a_search_that_misses_most_words_names_them():
    _, faults = told(searches=tried(1, None, 9, None))

    assert faults["search-finds-little"].detail == (
        "1 of 4 in the first 5. Not found: “word 1”, “word 2”, “word 3”."
    )


def test_a_search_that_nobody_tried_is_not_judged():
    assert told()[0]["search-works"].has is None


def test_the_shortest_way_from_the_council_counts():
    ways = (
        WayIn(COUNCIL, "clicks", 5, ("a", "b", "c", "d", "e")),
        WayIn(COUNCIL, "clicks", 2, ("SEND", "Local Offer")),
    )

    features, faults = told(ways_in=ways)

    assert (features["few-clicks"].has, features["few-clicks"].quote) == (True, "SEND → Local Offer")
    assert faults == {}


def test_a_long_way_in_and_none_at_all_are_faults():
    assert (
        told(ways_in=(WayIn(COUNCIL, "clicks", 5, tuple("abcde")),))[1]["many-clicks"].detail
        == "It takes 5 clicks."
    )
    assert "no-way-in" in told(ways_in=(WayIn(COUNCIL, "clicks"),))[1]


def test_a_way_that_could_not_be_tried_is_not_judged():
    features, faults = told(ways_in=(WayIn(COUNCIL, "clicks", error="It did not answer."),))

    assert features["few-clicks"].has is None
    assert faults == {}
