"""She knows the bus routes, not the street names: she presses for a map of what she found. Or never does."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from localoffer.config.maps import tiles_from
from tests.browsers import CONTRAST, EVERYTHING, assert_no_violations

from .conftest import assert_no_sideways_scrolling

pytestmark = pytest.mark.usefixtures("demonstration")

FIND = "/find/?q=toddler+group&near=LN6+7QX"
CREDIT = "[© Somebody's map](https://tiles.example.org/credit)"
WHERE_IS_THE_FOCUS = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"


def a_square() -> bytes:
    picture = Image.new("RGB", (256, 256), "#e6ecdf")
    ImageDraw.Draw(picture).line([(0, 40), (256, 190)], fill="#ffffff", width=9)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


class TileHost:
    """Another site, on this machine, that hands out the squares of a map and remembers who told it what."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.told: set[str | None] = set()
        host, square = self, a_square()

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.told |= {self.headers["Referer"], self.headers["Cookie"]}
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.end_headers()
                self.wfile.write(square)

            def log_message(self, *args) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.origin = f"http://tiles.localhost:{self.server.server_port}"


@pytest.fixture
def tile_host(settings) -> Iterator[TileHost]:
    host = TileHost()
    settings.MAP_TILES = tiles_from(f"{host.origin}/{{z}}/{{x}}/{{y}}.png", CREDIT)
    thread = threading.Thread(target=host.server.serve_forever, daemon=True)
    thread.start()
    yield host
    host.server.shutdown()
    host.server.server_close()
    thread.join()


@pytest.fixture(params=["phone", "desktop"])
def scripted(request, open_page, tile_host):
    page = open_page(request.param, javascript=True, has_touch=request.param == "phone")
    page.goto(FIND)
    page.get_by_role("status").filter(has_text="results").wait_for()  # how many were found is said first
    return page


def show(page):
    page.get_by_role("button", name="Show these on a map").click()
    page.locator(".leaflet-tile-loaded").first.wait_for()


def focus(page) -> str:
    return page.evaluate(WHERE_IS_THE_FOCUS)


def markers(page):
    return page.locator(".map__marker")


def shown_in_list(page) -> list[str]:
    return page.locator(".result__title").all_inner_texts()


def on_map(page) -> list[dict]:
    return [one for place in page.evaluate(PLACES) for one in place["here"]]


PLACES = "JSON.parse(document.querySelector('template[data-map]').dataset.map)"


def test_until_she_presses_nothing_of_a_map_is_fetched_from_anywhere(open_page, tile_host):
    page = open_page("phone", javascript=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(FIND, wait_until="networkidle")

    assert page.get_by_role("button", name="Show these on a map").is_visible()
    assert page.get_by_text("The map comes from tiles.localhost").is_visible(), "she knows before she presses"
    assert tile_host.asked == []
    assert [url for url in asked if "leaflet" in url or "map.css" in url or "map_" in url] == []


def test_she_sees_the_very_services_of_this_page_numbered_as_in_the_list(scripted, tile_host):
    page = scripted
    found = shown_in_list(page)
    show(page)

    assert tile_host.asked
    assert on_map(page)
    for one in on_map(page):
        assert found[one["number"] - 1] == one["name"]
    numbered = page.locator(".result__title").evaluate_all("all => all.map(each => each.dataset.number)")
    assert numbered == [str(number) for number in range(1, len(found) + 1)]
    assert page.get_by_role("link", name="© Somebody's map").is_visible()
    assert_no_sideways_scrolling(page)


def test_the_host_of_the_map_learns_which_site_but_not_what_she_looks_for(scripted, tile_host, address):
    show(scripted)

    assert tile_host.told - {None} == {address("/")}
    assert "toddler" not in "".join(tile_host.asked)


def test_with_keys_alone_she_goes_from_marker_to_marker_and_back_to_the_button(scripted):
    page = scripted
    page.get_by_role("button", name="Show these on a map").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-tile-loaded").first.wait_for()
    assert focus(page) == "Hide the map"
    page.keyboard.press("Tab")
    assert focus(page).startswith("Map: the arrow keys move it")

    heard = []
    for _ in range(markers(page).count()):
        page.keyboard.press("Tab")
        heard.append(focus(page))
    for one in on_map(page):
        assert any(f"{one['number']}. {one['name']}" in name for name in heard), one

    page.keyboard.press("Enter")
    said = page.locator(".map__saying")
    said.wait_for()
    assert focus(page) == heard[-1], "what the marker says has the focus, and its name"
    last = next(one for one in on_map(page) if f"{one['number']}. {one['name']}" in heard[-1])
    assert last["where"] in said.inner_text()
    assert last["distance"] in said.inner_text().lower()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.pathname").startswith("/services/")

    page.keyboard.press("Escape")
    said.wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('.map__marker')")
    assert focus(page) == heard[-1]
    page.keyboard.press("Space")
    said.wait_for()
    page.keyboard.press("Escape")
    said.wait_for(state="detached")
    page.keyboard.press("Escape")
    assert focus(page) == "Show these on a map"
    assert not page.get_by_role("region", name="Map", exact=True).is_visible()
    assert page.locator("[data-number]").count() == 0


def test_she_looks_closer_and_places_that_shared_a_marker_come_apart(scripted):
    page = scripted
    show(page)
    few = markers(page).count()
    assert few < len(page.evaluate(PLACES)), "some are too near each other to be pressed apart"

    page.get_by_role("button", name="Zoom in").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
        page.wait_for_timeout(400)

    assert markers(page).count() > few


def test_nothing_is_wrong_with_the_map_open_by_day_or_in_the_dark(scripted):
    page = scripted
    show(page)
    assert_no_violations(page, EVERYTHING, "with the map")
    markers(page).first.press("Enter")
    page.locator(".map__saying").wait_for()
    page.wait_for_timeout(400)  # it fades in, and half-seen words have too little contrast
    assert_no_violations(page, EVERYTHING, "with a marker's words")
    page.emulate_media(color_scheme="dark")
    assert_no_violations(page, CONTRAST, "in the dark")


def test_she_scrolls_past_it_as_past_anything_else(scripted):
    page = scripted
    show(page)
    here = page.locator(".map__here")
    here.scroll_into_view_if_needed()
    box, zoom = here.bounding_box(), page.locator(".leaflet-tile-loaded").first.get_attribute("src")
    assert box["height"] <= page.viewport_size["height"] * 0.61
    before = page.evaluate("scrollY")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, 300)
    page.wait_for_function("before => scrollY > before + 100", arg=before)
    assert page.locator(".leaflet-tile-loaded").first.get_attribute("src") == zoom
    if page.viewport_size["width"] == 360:
        assert "pan-y" in here.evaluate("here => getComputedStyle(here).touchAction")


def test_a_press_closes_it_and_another_opens_it_again(scripted, tile_host):
    page = scripted
    show(page)
    page.get_by_role("button", name="Close the map").click()
    assert focus(page) == "Show these on a map"
    assert page.get_by_role("status").inner_text() == "The map is closed."
    asked = len(tile_host.asked)

    page.get_by_role("button", name="Show these on a map").click()

    assert markers(page).first.is_visible()
    assert len(tile_host.asked) == asked


def test_it_stands_still_for_whoever_is_made_ill_by_motion(open_page, tile_host):
    page = open_page("desktop", javascript=True, reduced_motion="reduce")
    page.goto(FIND)
    show(page)

    assert page.locator(".leaflet-zoom-anim, .leaflet-fade-anim").count() == 0
    page.locator(".map__here").focus()
    before = page.locator(".leaflet-map-pane").get_attribute("style")
    page.keyboard.press("ArrowRight")
    assert page.locator(".leaflet-map-pane").get_attribute("style") != before, "it is there at once"


def test_when_the_map_does_not_come_she_is_told_and_has_the_list(open_page, tile_host):
    page = open_page("phone", javascript=True)
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(FIND)
    page.get_by_role("button", name="Show these on a map").click()

    page.get_by_text("The map does not come just now.").and_(page.locator("p")).wait_for()
    assert page.locator(".result").first.is_visible()


def test_it_is_left_off_paper(scripted):
    page = scripted
    show(page)
    page.emulate_media(media="print")

    assert not page.locator(".map").is_visible()
    assert not page.get_by_role("button", name="Hide the map").is_visible()
    assert page.locator(".result").first.is_visible()


def test_without_scripts_nothing_says_a_word_of_a_map(page, tile_host, without_fault):
    page.goto(FIND)

    assert "map" not in page.locator("main").inner_text().lower().split()
    assert page.locator("main button:visible", has_text="map").count() == 0
    assert page.locator(".result").count() == 10
    without_fault(page)
    assert tile_host.asked == []


def test_a_services_own_page_shows_where_it_is(open_page, tile_host):
    page = open_page("phone", javascript=True)
    page.goto("/services/hallam-edge-school-for-deaf-children/")
    page.get_by_role("button", name="Show this on a map").click()
    page.locator(".leaflet-tile-loaded").first.wait_for()

    assert markers(page).count() == 1
    assert_no_violations(page, EVERYTHING, "with the map")


def test_nobody_is_shown_the_way_to_a_refuge(visit, open_page, tile_host):
    answer = visit("/find/", q="refuge", near="LN6 7QX")
    assert "Lantern refuge" in answer.content.decode()
    assert "Lantern refuge" not in (answer.context["map"] or {"places": ""})["places"]

    page = open_page("phone", javascript=True)
    page.goto("/services/lantern-refuge-and-support/")
    assert page.locator("[data-map]").count() == 0
    assert page.get_by_role("button", name="on a map").count() == 0
