"""She begins to type, and her browser runs scripts: the box suggests what she may mean. All of it by keyboard."""

import pytest

from tests.browsers import CONTRAST, EVERYTHING, assert_no_violations

from .conftest import assert_no_sideways_scrolling

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture(params=["phone", "desktop"])
def scripted(request, open_page):
    page = open_page(request.param, javascript=True)
    page.goto("/")
    return page


def box(page):
    return page.get_by_role("combobox", name="What do you need help with?")


def type_in(page, text):
    box(page).press_sequentially(text)


def options(page):
    page.get_by_role("option").first.wait_for()
    return [option.get_attribute("data-text") for option in page.get_by_role("option").all()]


def active(page):
    """What a screen reader says is chosen: the option that the box points to."""
    marked = box(page).get_attribute("aria-activedescendant")
    if not marked:
        return None
    option = page.locator(f"#{marked}")
    assert option.get_attribute("aria-selected") == "true"
    assert page.get_by_role("option", selected=True).count() == 1
    return option.get_attribute("data-text")


def test_she_types_and_takes_a_suggestion_with_the_arrows_and_enter(scripted):
    page = scripted
    box(page).focus()
    assert box(page).get_attribute("aria-expanded") == "false"

    type_in(page, "wrig")
    assert options(page) == ["Wriggle and Sign"]
    assert box(page).get_attribute("aria-expanded") == "true"
    assert page.get_by_role("status").inner_text() == "1 suggestion. Use the up and down arrows."
    assert active(page) is None, "Enter would search for what she typed"
    assert_no_violations(page, EVERYTHING, "with suggestions")
    page.emulate_media(color_scheme="dark")
    assert_no_violations(page, CONTRAST, "in the dark")
    assert_no_sideways_scrolling(page)

    page.keyboard.press("ArrowDown")
    assert active(page) == "Wriggle and Sign"
    assert box(page).evaluate("box => box === document.activeElement"), "the focus stays in the box"
    assert_no_violations(page, EVERYTHING, "with a suggestion chosen")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/find/?q=Wriggle+and+Sign&near=")
    assert page.locator(".result__title").first.inner_text() == "Wriggle and Sign"


def test_the_arrows_go_round_by_way_of_the_box(scripted):
    page = scripted
    box(page).focus()
    type_in(page, "school")
    all_of_them = options(page)
    assert 3 < len(all_of_them) <= 8

    seen = []
    for _ in range(len(all_of_them) + 2):
        page.keyboard.press("ArrowDown")
        seen.append(active(page))
    assert seen == [*all_of_them, None, all_of_them[0]]

    page.keyboard.press("ArrowUp")
    assert active(page) is None
    page.keyboard.press("ArrowUp")
    assert active(page) == all_of_them[-1]
    assert box(page).input_value() == "school", "what she typed is still hers"


def test_escape_closes_the_list_and_leaves_her_words(scripted):
    page = scripted
    box(page).focus()
    type_in(page, "school")
    options(page)

    page.keyboard.press("Escape")

    assert page.get_by_role("listbox").count() == 0
    assert box(page).get_attribute("aria-expanded") == "false"
    assert box(page).input_value() == "school"
    page.keyboard.press("ArrowDown")
    assert active(page) is not None, "and an arrow opens it again"
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/find/?q=school&near=")


def test_she_goes_on_to_the_postcode_and_the_list_is_out_of_her_way(scripted):
    page = scripted
    box(page).focus()
    type_in(page, "school")
    options(page)

    page.keyboard.press("Tab")

    assert page.get_by_role("listbox").count() == 0
    assert page.evaluate("document.activeElement.id") == "ask-near"


def test_a_finger_or_a_mouse_takes_one_too(scripted):
    page = scripted
    page.get_by_label("Postcode").fill("LN6 7QX")
    box(page).focus()
    type_in(page, "wrig")
    options(page)

    with page.expect_navigation():
        page.get_by_role("option", name="Wriggle and Sign").click()

    assert page.url.endswith("/find/?q=Wriggle+and+Sign&near=LN6+7QX")


def test_one_letter_asks_nothing_and_a_word_typed_fast_asks_once(open_page):
    page = open_page("phone", javascript=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "suggest/" in request.url else None)
    page.goto("/")
    box(page).focus()

    type_in(page, "w")
    page.wait_for_timeout(400)
    assert asked == []

    type_in(page, "riggle")
    options(page)
    assert [url.partition("?")[2] for url in asked] == ["q=wriggle"]


@pytest.mark.parametrize("failing", ["no answer", "an error", "nonsense"])
def test_when_suggestions_fail_the_box_works_and_nothing_is_said(open_page, failing):
    page = open_page("phone", javascript=True)
    answers = {
        "no answer": lambda route: route.abort(),
        "an error": lambda route: route.fulfill(status=500, body="{}"),
        "nonsense": lambda route: route.fulfill(body="<html>"),
    }
    page.route("**/find/suggest/*", answers[failing])
    page.goto("/")
    box(page).focus()

    with page.expect_request("**/find/suggest/*"):
        type_in(page, "wriggle")
    page.wait_for_timeout(200)

    assert page.get_by_role("listbox").count() == 0
    assert page.get_by_role("status").inner_text() == ""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".result__title").first.inner_text() == "Wriggle and Sign"


def test_words_of_danger_get_help_and_no_guesses(open_page):
    page = open_page("phone", javascript=True)
    page.goto("/")
    box(page).focus()

    with page.expect_response("**/find/suggest/*") as answer:
        type_in(page, "i want to die")

    assert answer.value.json() == {"suggestions": []}
    assert page.get_by_role("listbox").count() == 0
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("body > .crisis").is_visible()


def test_the_box_on_the_results_page_suggests_as_well(open_page):
    page = open_page("desktop", javascript=True)
    page.goto("/find/?q=club&age=5-10")
    box(page).fill("")
    type_in(page, "wrig")
    options(page)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/find/?q=Wriggle+and+Sign&near=&age=5-10"), "her filters are kept"
