"""Words of danger in the search box put help above everything; below it stands what fits."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.finder.test_find_command import ask

CASES = {
    "results": {"q": "self harm"},
    "no results": {"q": "i want to die zzyzx"},
    "a second page": {"q": "help my child is in danger", "page": "2"},
    "filters": {"q": "my dad hits me", "age": "11-15", "need": "ASD"},
    "a place": {"q": "someone at home is hurting me", "near": "LN6 7QX"},
}


@pytest.mark.parametrize("params", CASES.values(), ids=CASES)
def test_help_comes_first_whatever_was_found(visit, params):
    said = visit("/find/", **params).content.decode()

    first = said.index('<section class="crisis"')
    assert first < said.index('href="tel:999"') < said.index('class="masthead"') < said.index("<h1")
    assert said.count('<section class="crisis"') == 1
    assert "Childline" in said


def test_the_pages_title_says_it_to_whoever_hears_the_page(visit):
    said = visit("/find/", q="i want to die").content.decode()

    assert "<title>You do not have to face this alone –" in said


def test_results_follow_below_as_ever(visit):
    assert visit("/find/", q="self harm").context["total"] > 0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("he said he does not want to be here anymore", ["Young people’s crisis line"]),
        ("i dont want to be here any more", ["Young people’s crisis line"]),
        ("he hits me", ["Lantern refuge and support", "Family Help"]),
        ("my dad hits me", ["Worried about a child or young person?"]),
    ],
)
def test_below_stands_what_fits_and_no_list_of_services_that_have_one_of_the_words(visit, text, first):
    found = visit("/find/", q=text).context
    names = [card["title"] for card in found["cards"]]

    assert names[0] == first[0]
    assert set(first) <= set(names[:4])
    assert found["total"] <= 12
    assert not {"Bus Buddies", "Changes to your home", "Early years inclusion team"} & set(names)


@pytest.mark.parametrize("params", [{}, {"q": "toddler group"}, {"q": "suicide prevention training"}])
def test_an_ordinary_search_shows_no_box(visit, params):
    assert 'class="crisis"' not in visit("/find/", **params).content.decode()


def test_a_postcode_or_a_filter_is_not_read_for_danger(visit):
    assert 'class="crisis"' not in visit("/find/", near="suicide", need="suicide").content.decode()


def test_looking_for_danger_and_showing_help_asks_the_database_nothing(visit):
    def queries(text):
        with CaptureQueriesContext(connection) as captured:
            visit("/find/", q=text)
        return len(captured.captured_queries)

    for text in ("zzyzx qwxyz", "suicide zzyzx"):
        queries(text)

    assert queries("suicide zzyzx") <= queries("zzyzx qwxyz")


def test_a_councils_own_people_come_right_after_999(visit):
    said = visit("/find/", q="my dad hits me").content.decode()

    assert said.index('href="tel:999"') < said.index("01632 960110") < said.index("0800 1111")


def test_a_council_that_has_set_nothing_shows_the_national_ones(visit):
    said = visit("/find/", q="i want to die", host="saltmere.localhost").content.decode()

    assert "116 123" in said
    assert "01632 960110" not in said


def test_every_page_leads_to_everybody_there_is_to_ring(visit):
    said = visit("/").content.decode()
    assert said.count('href="/crisis-help/"') == 2, "in the menu and in the footer"

    everybody = visit("/crisis-help/").content.decode()
    for number in ("999", "01632 960110", "0808 157 0104", "0800 1111", "116 123", "85258"):
        assert number in everybody


def test_the_command_line_says_it_too(demonstration):
    assert ask("i want to die").startswith(
        "You do not have to face this alone\n     Police, ambulance, fire: 999."
    )

    answer = json.loads(ask("i want to die", json=True))
    assert answer["crisis"]["contacts"][0]["phone"] == "999"
    assert "crisis" not in json.loads(ask("toddler group", json=True))
