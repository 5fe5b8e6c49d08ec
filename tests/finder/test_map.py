"""A map of results and of a service's places: only where an operator turned it on, and never of a secret place."""

import json
import re
from html import unescape

import pytest
from django.utils import timezone

from localoffer.config.maps import tiles_from
from localoffer.places import grid
from tests.factories.directory import LocationFactory, ServiceFactory, closed

HALL = (495_532, 369_287)
BARN = (497_000, 371_000)
TILES = "https://tiles.example.org"


@pytest.fixture
def with_map(settings):
    settings.MAP_TILES = tiles_from(
        f"{TILES}/{{z}}/{{x}}/{{y}}.png", "[© A & B](https://tiles.example.org/c)"
    )


def at(council, point=HALL, **said):
    return LocationFactory(owner=council, easting=point[0], northing=point[1], **said)


@pytest.fixture
def clubs(council, indexed):
    """Three: one in a hall, one in the same hall and in a barn, one whose place nobody has said."""
    with indexed():
        hall = at(council, name="The Hall")
        return [
            ServiceFactory(owner=council, name="Art club", at=[hall]),
            ServiceFactory(owner=council, name="Ball club", at=[hall, at(council, BARN, name="The Barn")]),
            ServiceFactory(owner=council, name="Chat club"),
        ]


def address(service):
    return service.listings.get().get_absolute_url()


def places(answer):
    """What the page tells its map."""
    told = re.search(r'data-map="([^"]*)"', answer.content.decode())
    return json.loads(unescape(told[1])) if told else None


def pictures(answer):
    policy = answer.headers["Content-Security-Policy"]
    return next(part.strip() for part in policy.split(";") if part.strip().startswith("img-src"))


# --- Where nobody turned it on ------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["results", "service", "about"])
def test_where_nobody_turned_it_on_nothing_says_a_word_of_a_map(get, clubs, page):
    path = {"results": "/find/?q=club", "service": address(clubs[0]), "about": "/about-this-site/"}[page]
    answer = get(path)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "leaflet" not in html.lower()
    assert "map" not in re.findall(r"[a-z]+", html.lower())
    assert str(grid.to_wgs84(*HALL)[0]) not in html
    assert pictures(answer) == "img-src 'self'"


# --- What it shows --------------------------------------------------------------------------------------


def test_the_map_has_the_services_of_this_page_with_the_numbers_of_the_list(get, clubs, with_map):
    answer = get("/find/", q="club", near="LN6 7QX", sort="name")

    assert [card["title"] for card in answer.context["cards"]] == ["Art club", "Ball club", "Chat club"]
    hall, barn = places(answer)
    assert hall["at"] == list(grid.to_wgs84(*HALL))
    assert [(one["number"], one["name"]) for one in hall["here"]] == [(1, "Art club"), (2, "Ball club")]
    assert [(one["number"], one["name"]) for one in barn["here"]] == [(2, "Ball club")]
    assert hall["here"][0]["href"] == address(clubs[0])
    assert hall["here"][0]["where"] == "The Hall, Fenbridge, LN1 1AA"
    assert hall["here"][0]["distance"] == "less than half a mile"
    assert barn["here"][0]["distance"].startswith("about 1.")


def test_without_a_place_to_measure_from_it_says_no_distance(get, clubs, with_map):
    assert "distance" not in places(get("/find/", q="club"))[0]["here"][0]


def test_the_second_page_goes_on_counting(council, indexed, get, with_map):
    with indexed():
        for number in range(12):
            ServiceFactory(owner=council, name=f"Club {number:02}", at=[at(council)])

    [place] = places(get("/find/", q="club", sort="name", page="2"))

    assert [(one["number"], one["name"]) for one in place["here"]] == [(11, "Club 10"), (12, "Club 11")]


def test_results_without_any_place_offer_no_map(council, indexed, get, with_map):
    with indexed():
        ServiceFactory(owner=council, name="Helpline")

    answer = get("/find/", q="helpline")

    assert answer.context["total"] == 1
    assert places(answer) is None
    assert pictures(answer) == "img-src 'self'", "no map, no other host"


def test_a_services_own_page_shows_its_places_and_how_far_they_are(client, clubs, with_map):
    answer = client.get(
        address(clubs[1]),
        headers={"host": "fenbridge.localhost", "referer": "http://fenbridge.localhost/find/?near=LN6+7QX"},
    )

    hall, barn = sorted(places(answer), key=lambda place: place["at"])
    assert hall["here"][0]["name"] == "The Hall"
    assert hall["here"][0]["where"] == "1 Market Street, Fenbridge, LN1 1AA"
    assert hall["here"][0]["distance"] == "less than half a mile from LN6 7QX"
    assert barn["here"][0]["name"] == "The Barn"
    assert pictures(answer) == f"img-src 'self' {TILES}"


def test_a_closed_service_shows_no_place_on_its_page(get, clubs, indexed, with_map):
    with indexed():
        closed(clubs[0], timezone.localdate())

    assert places(get(address(clubs[0]))) is None


def test_what_a_provider_writes_is_never_markup(council, indexed, get, with_map):
    with indexed():
        ServiceFactory(owner=council, name='Club "><script>alert(1)</script>', at=[at(council)])

    answer = get("/find/", q="club")

    assert "<script>alert" not in answer.content.decode()
    assert places(answer)[0]["here"][0]["name"] == 'Club "><script>alert(1)</script>'


# --- What it never shows --------------------------------------------------------------------------------


def test_a_secret_place_is_nowhere_in_what_is_sent(council, indexed, get, with_map):
    secret = at(
        council, BARN, name="Elm House", address_1="7 Elm Lane", postal_code="LN6 9ZZ", is_private=True
    )
    with indexed():
        refuge = ServiceFactory(owner=council, name="Refuge", at=[secret])
        both = ServiceFactory(
            owner=council, name="Refuge and office", at=[secret, at(council, name="Office")]
        )
    latitude, longitude = grid.to_wgs84(*BARN)

    answers = {
        "results": get("/find/", q="refuge", near="LN6 7QX"),
        "alone": get(address(refuge)),
        "beside a public one": get(address(both)),
    }

    for answer in answers.values():
        sent = f"{answer.headers} {answer.content.decode()}"
        for telling in ("Elm", "LN6 9ZZ", str(latitude)[:6], str(longitude)[:6], *map(str, BARN)):
            assert telling not in sent, telling
    assert places(answers["alone"]) is None
    [place] = places(answers["results"])
    assert [one["name"] for one in place["here"]] == ["Refuge and office"]
    [place] = places(answers["beside a public one"])
    assert [one["name"] for one in place["here"]] == ["Office"]


def test_a_place_that_becomes_secret_leaves_the_map_at_once(council, indexed, get, with_map):
    with indexed():
        house = at(council, BARN, name="Elm House")
        refuge = ServiceFactory(owner=council, name="Refuge", at=[house])
    assert places(get("/find/", q="refuge"))

    with indexed():
        house.is_private = True
        house.save()

    assert places(get("/find/", q="refuge")) is None
    assert places(get(address(refuge))) is None


# --- Whom it lets in --------------------------------------------------------------------------------------


def test_only_a_page_with_a_map_may_show_pictures_of_the_one_host(get, clubs, with_map):
    assert pictures(get("/find/", q="club")) == f"img-src 'self' {TILES}"
    for path in ("/", "/kinds/", "/a-z/a/", "/about-this-site/", "/gallery/", "/nowhere/", "/admin/login/"):
        assert TILES not in get(path).headers["Content-Security-Policy"], path
    policy = get("/find/", q="club").headers["Content-Security-Policy"]
    assert policy.count("http") == 1
    assert "unsafe" not in policy


def test_a_page_that_is_held_already_may_still_show_them(get, client, clubs, with_map):
    whole = get("/find/", q="club")
    again = client.get(
        "/find/?q=club", headers={"host": "fenbridge.localhost", "if-none-match": whole.headers["ETag"]}
    )

    assert again.status_code == 304
    assert pictures(again) == f"img-src 'self' {TILES}"


def test_tiles_of_the_councils_own_host_let_nobody_else_in(get, clubs, settings):
    settings.MAP_TILES = tiles_from("/tiles/{z}/{x}/{y}.png", "Ours")

    answer = get("/find/", q="club")

    assert places(answer)
    assert pictures(answer) == "img-src 'self'"
    assert 'data-note=""' in answer.content.decode()


def test_the_makers_of_the_map_are_credited_and_families_told_whom_it_asks(get, clubs, with_map):
    results, about = (get(path).content.decode() for path in ("/find/?q=club", "/about-this-site/"))

    for page in (results, about):
        assert '<a href="https://tiles.example.org/c" rel="noopener">© A &amp; B</a>' in page
    assert "If you press it, your browser asks tiles.example.org for the pictures of the map." in about
    assert "Leaflet" in about


# --- What it costs ----------------------------------------------------------------------------------------


def test_a_map_asks_the_database_nothing_more(council, indexed, queries, clubs, settings):
    pages = [("/find/", {"q": "club", "near": "LN6 7QX"}), (address(clubs[1]), {})]
    for path, params in pages:
        queries(path, **params)
        without = queries(path, **params)

        settings.MAP_TILES = tiles_from(f"{TILES}/{{z}}/{{x}}/{{y}}.png", "A")
        assert queries(path, **params) == without
        settings.MAP_TILES = None

    counted = {path: len(queries(path, **params)) for path, params in pages}
    with indexed():
        for number in range(5):
            ServiceFactory(owner=council, name=f"Club {number}", at=[at(council), at(council, BARN)])
    settings.MAP_TILES = tiles_from(f"{TILES}/{{z}}/{{x}}/{{y}}.png", "A")
    path, params = pages[0]
    queries(path, **params)
    assert len(queries(path, **params)) == counted[path]
