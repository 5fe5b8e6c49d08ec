"""J6. She has a small child, a postcode, a phone, and no car."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")

HOME = "LN6 7QX"
TODDLER_GROUPS_NEAR_HER = {  # and how far, measured on the map
    "Sensory Stay and Play, St Ann’s": 0.5,
    "Southgate Stay and Play": 1.0,
    "Brackenham Tots": 1.2,
    "Wriggle and Sign": 2.3,
    "Uphill Toddlers": 3.2,
    "Mereby Little Ducks": 4.3,
}


def ask(page, question, postcode=""):
    page.goto("/")
    page.get_by_label("What do you need help with?").fill(question)
    page.get_by_label("Postcode").fill(postcode)
    page.get_by_role("button", name="Find help").click()


def names(page):
    page.wait_for_load_state()  # what is there at once would else be read of a page half come
    return page.locator(".result__title").all_inner_texts()


def miles(page):
    """How far each result says it is, in miles, in the order shown; None for one that is nowhere."""
    page.wait_for_load_state()
    return [how_far(text) for text in page.locator(".result").all_inner_texts()]


def how_far(text):
    if "half a mile" in text.lower():
        return 0.5
    found = re.search(r"([\d.]+) miles?\b", text.replace("a mile", "1 mile"))
    return float(found[1]) if found else None


def how_many(page):
    return int(page.get_by_role("heading", level=1).inner_text().split()[0])


def narrow(page, group, choice):
    """Choose something under "Narrow down"; return how many results it promised."""
    if not page.get_by_role("button", name="Show results").is_visible():
        page.locator(".filters__summary").click()
    fieldset = page.get_by_role("group", name=group, exact=True).filter(has=page.locator("legend"))
    tick = fieldset.locator("label", has_text=choice)
    promised = int(tick.locator(".n").inner_text().split()[0])
    tick.click()
    page.get_by_role("button", name="Show results").click()
    return promised


def test_she_sees_the_nearest_groups_first_and_how_far_each_is(page, without_fault):
    page.goto("/")
    without_fault(page)

    ask(page, "toddler group", HOME)

    assert names(page)[:6] == list(TODDLER_GROUPS_NEAR_HER)
    assert miles(page)[:6] == list(TODDLER_GROUPS_NEAR_HER.values())
    assert page.locator("iframe, canvas, [class*=map]").count() == 0, "everything is said in words"
    without_fault(page)


def test_she_narrows_by_age_and_then_by_distance(page, without_fault):
    ask(page, "toddler group", HOME)
    found = how_many(page)
    assert page.get_by_role("link", name="Age 1 to 3").is_visible(), "a toddler is one to three"

    promised = narrow(page, "How old", "Under 5")
    assert how_many(page) == promised >= found, "babies and four year olds, too"
    assert page.get_by_role("link", name="Under 5").is_visible(), "and can take it off again"

    promised = narrow(page, "How far", "3 miles")
    assert how_many(page) == promised
    assert names(page)[:4] == list(TODDLER_GROUPS_NEAR_HER)[:4]
    assert not {"Uphill Toddlers", "Mereby Little Ducks"} & set(names(page)), "they are further away"
    without_fault(page)

    page.get_by_role("link", name="Under 5").click()
    page.get_by_role("link", name="Within 3 miles").click()
    assert how_many(page) >= promised, "every age"
    assert not page.get_by_role("link", name="Age 1 to 3").is_visible()


def test_she_asks_for_the_nearest_first_and_gets_them_in_order(page):
    ask(page, "toddler group", HOME)

    page.get_by_role("link", name="Nearest first").click()

    far = [each for each in miles(page) if each is not None]
    assert len(far) == 10
    assert far == sorted(far)


@pytest.mark.parametrize(
    ("postcode", "said"),
    [
        ("ZZ9 9ZZ", "We cannot find that postcode"),
        ("LN6 9ZZ", "You can try the first part on its own: LN6."),
        ("by the river", "A postcode looks like PE30 1AB"),
        ("EH1 1AA", "That postcode is not in England"),
    ],
    ids=["unknown", "slip in a known outcode", "not a postcode", "Scottish"],
)
def test_a_postcode_that_cannot_be_found_gets_a_kind_word_and_the_search_goes_on(
    open_page, without_fault, postcode, said
):
    page = open_page("phone")
    ask(page, "toddler group", postcode)

    box = page.get_by_label("Postcode")
    assert said in page.locator(f"#{box.get_attribute('aria-describedby')}").inner_text()
    assert box.input_value() == postcode, "she can mend it"
    assert set(TODDLER_GROUPS_NEAR_HER) <= set(names(page))
    assert miles(page) == [None] * 10
    if said.endswith("LN6."):
        without_fault(page)


def test_she_reads_about_a_group_and_goes_back_to_her_search(page, without_fault):
    ask(page, "toddler group", HOME)
    narrow(page, "How far", "5 miles")
    found = names(page)

    page.get_by_role("link", name="Wriggle and Sign").click()

    assert page.url.endswith("/services/wriggle-and-sign/"), "nothing that she typed is in its address"
    assert "about 2.3 miles from LN6 7QX" in page.locator("main").inner_text()
    without_fault(page)

    page.get_by_role("link", name="Back to the results").click()

    assert names(page) == found
    assert page.get_by_label("Postcode").input_value() == HOME
    assert page.get_by_role("link", name="Within 5 miles").is_visible()


def test_the_link_she_shares_does_not_tell_where_she_lives(page, open_page):
    ask(page, "toddler group", HOME)
    narrow(page, "How old", "Under 5")
    found = how_many(page)

    shared = page.get_by_role("link", name="this link").get_attribute("href")

    assert "near=LN6&" in shared
    assert "7QX" not in shared
    friend = open_page("phone")
    friend.goto(shared)
    assert how_many(friend) == found
    assert friend.get_by_label("Postcode").input_value() == "LN6"
    assert miles(friend)[:3] == sorted(miles(friend)[:3])


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_she_does_all_of_it_by_keyboard(keyboard, size):
    keys = keyboard(size)
    page = keys.page
    page.goto("/")

    keys.tab_to("#ask-q")
    keys.type("toddler group")
    keys.tab_to("#ask-near")
    keys.type(HOME)
    keys.follow("button[type=submit]")
    assert names(page)[:6] == list(TODDLER_GROUPS_NEAR_HER)

    if size == "phone":
        keys.tab_to(".filters__summary")
        keys.press("Enter")
    keys.tab_to("input[name=age]:checked")
    keys.press("ArrowDown")
    keys.tab_to("input[name=within]:checked")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.follow(".filters__apply button")
    assert page.url.endswith("q=toddler+group&near=LN6+7QX&age=0-4&within=3")

    keys.follow(".result__title a")
    assert page.url.endswith("/services/sensory-stay-and-play-st-anns/")
    keys.follow(".back")
    assert page.get_by_label("Postcode").input_value() == HOME
