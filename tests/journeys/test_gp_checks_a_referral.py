"""J11. A GP has ten minutes: who can have it, and how does she refer?"""

import pytest

from localoffer.finder.models import Entry

pytestmark = pytest.mark.usefixtures("demonstration")


def ask(page, question):
    page.goto("/")
    page.get_by_label("What do you need help with?").fill(question)
    page.get_by_role("button", name="Find help").click()


def bottom(locator):
    box = locator.bounding_box()
    return box["y"] + box["height"]


def row(page, label):
    return page.locator(".glance__row").filter(has_text=label)


def test_the_route_and_the_criteria_are_in_the_first_screen(page, without_fault):
    ask(page, "autism assessment")
    page.get_by_role("link", name="Autism assessment, under 18").click()

    short = page.get_by_role("list", name="Who it is for, and how to get it")
    assert short.get_by_role("listitem").all_inner_texts() == [
        "Ages 2 to 17",
        "No EHC plan needed",
        "No diagnosis needed",
        "Someone has to refer you",
    ]
    screen = page.viewport_size["height"]
    assert bottom(short) <= screen
    assert row(page, "Who it is for").bounding_box()["y"] < screen
    if page.viewport_size["width"] > 1000:
        assert bottom(row(page, "How to get it")) <= screen, "on a desk all of the route is there"
    assert "Who can refer:" in row(page, "How to get it").inner_text()
    assert row(page, "How to get it").get_by_role("link").first.get_attribute("href").startswith("tel:")
    assert "About 18 months" in row(page, "How long is the wait").inner_text()
    assert "said on" in row(page, "How long is the wait").inner_text()
    assert "Checked by" in row(page, "Is this right?").inner_text()
    without_fault(page)


@pytest.mark.once
def test_so_it_is_on_a_phone_for_every_service_that_takes_referrals(open_page, fenbridge):
    page = open_page("phone")
    taking = Entry.objects.filter(authority=fenbridge, referral__in=("referral", "either"), status=0)
    slugs = list(taking.values_list("slug", flat=True))
    assert len(slugs) > 40

    low = {}
    for slug in slugs:
        page.goto(f"/services/{slug}/", wait_until="commit")
        low[slug] = bottom(page.get_by_role("list", name="Who it is for, and how to get it"))

    assert {slug: low[slug] for slug in slugs if low[slug] > page.viewport_size["height"]} == {}


def test_she_gets_there_by_keyboard(keyboard):
    keys = keyboard("desktop")
    keys.page.goto("/")

    keys.tab_to("#ask-q")
    keys.type("autism assessment")
    with keys.page.expect_navigation():
        keys.press("Enter")
    keys.follow(".result__title a[href='/services/autism-assessment-under-18/']")

    keys.tab_to(".glance a[href^='tel:']")
