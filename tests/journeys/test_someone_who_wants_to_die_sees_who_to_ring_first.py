"""He is 16 and cannot go on. He types it into the only box there is."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def test_he_sees_who_to_ring_before_anything_else(page, without_fault):
    page.goto("/")
    page.get_by_label("What do you need help with?").fill("i want to die")
    page.get_by_role("button", name="Find help").click()

    box = page.get_by_role("region", name="You do not have to face this alone")
    assert box.bounding_box()["y"] == 0
    call = box.get_by_role("link", name="Ring 999")
    assert call.get_attribute("href") == "tel:999"
    assert call.bounding_box()["y"] + call.bounding_box()["height"] < page.viewport_size["height"]
    assert call.bounding_box()["height"] >= 44, "a shaking thumb can hit it"
    assert box.get_by_role("link", name="Ring 0800 1111").is_visible()
    assert box.get_by_text("You are under 19").is_visible()
    without_fault(page)


def test_his_first_press_of_tab_is_on_a_number_to_ring(keyboard):
    for size in ("phone", "desktop"):
        him = keyboard(size)
        him.page.goto("/find/?q=i+want+to+die")

        him.tab_to("a[href='tel:999']", at_most=1)


def test_he_can_leave_fast_and_go_on_and_see_everybody(page, without_fault):
    page.goto("/find/?q=i+want+to+die")

    leave = page.get_by_role("link", name="Leave this site fast")
    assert "bbc.co.uk" in leave.get_attribute("href")
    assert "noreferrer" in leave.get_attribute("rel")
    page.get_by_role("link", name="Not what you meant? Go on").click()
    assert page.evaluate("document.activeElement.id") in ("main", "")
    page.get_by_role("link", name="More people to ring, text or write to").click()
    assert page.get_by_role("heading", name="Need help now?").is_visible()
    without_fault(page)


def test_a_blind_young_person_hears_it_first(open_page):
    page = open_page("desktop", javascript=True)
    page.goto("/find/?q=i+want+to+die")

    page.locator("[data-live]", has_text="You do not have to face this alone").wait_for(state="attached")
    assert page.title().startswith("You do not have to face this alone")


def test_on_paper_the_numbers_are_there(open_page):
    page = open_page("desktop")
    page.goto("/find/?q=my+dad+hits+me")
    page.emulate_media(media="print")

    assert page.get_by_text("Ring 0800 1111").is_visible()
    assert not page.get_by_role("link", name="Leave this site fast").is_visible()


def test_a_parent_who_types_nothing_finds_it_in_the_menu(page, without_fault):
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Need help now?").click()

    assert page.get_by_role("link", name="Ring 116 123").is_visible()
    without_fault(page)
