"""J10. A SENCO builds a list of five for a family; they open it by a link, on their own phone, until she ends it."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache

from localoffer.cms.models import CouncilSettings
from localoffer.directory.models.service import Phone
from localoffer.finder.shortlist.models import Shortlist
from tests.browsers import CONTRAST, EVERYTHING, assert_no_violations
from tests.factories.directory import OrganizationFactory, ServiceFactory, checked
from tests.factories.places import DemonstrationFactory, served_on

from .conftest import assert_no_sideways_scrolling

CLUBS = ["Wriggle Club", "Saturday Swimmers", "Open Choir", "Climbing Together", "Quiet Cinema"]
LIST = "/my-list/"
ABOUT_THE_CHILD = "For Sam in 4B: the mornings suit him"


@pytest.fixture(autouse=True)
def services(transactional_db):
    cache.clear()
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council", slug="fenbridge")
    settings = CouncilSettings.for_site(served_on(council, "fenbridge.localhost"))
    settings.person_name, settings.person_phone = "Fenbridge SENDIASS", "01632 960140"
    settings.save()
    provider = OrganizationFactory(owner=council, name="Fenbridge Leisure")
    for number, name in enumerate([*CLUBS, "Not for this family"]):
        service = ServiceFactory(
            owner=council, name=name, organization=provider, description=f"<p>A club. {name} is for all.</p>"
        )
        Phone.objects.create(service=service, number=f"01632 96012{number}")
        checked(service, dt.date(2026, 11, 12))


def keep_five(page):
    page.goto("/find/?q=club&sort=name")
    for name in CLUBS:
        page.get_by_role("button", name=re.compile(f"^Keep in my list.*{name}$")).click()
        assert page.locator("#kept").inner_text().startswith("Kept in my list")
        assert page.locator("#kept").is_visible()


def kept(page):
    return page.locator("main .result__title").all_inner_texts()


def link_on(page):
    """The link's path: the tests' server has a port of its own."""
    return "/" + page.locator(".own-link").inner_text().split("/", 3)[3]


def test_she_keeps_five_and_a_family_opens_them_elsewhere_until_she_ends_the_link(
    page, open_page, without_fault
):
    page.goto("/find/?q=club")
    assert page.context.cookies() == []
    keep_five(page)
    without_fault(page)
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")

    page.get_by_role("link", name="My list").first.click()
    assert kept(page) == CLUBS
    page.get_by_text("Write a note on Wriggle Club").click()
    page.locator("details[open] textarea").fill(ABOUT_THE_CHILD)
    page.get_by_role("button", name="Save note").first.click()
    assert ABOUT_THE_CHILD in page.inner_text("main")
    page.get_by_role("button", name="Make a link").click()
    without_fault(page)
    link = link_on(page)

    theirs = open_page("phone")
    theirs.goto(link)
    assert kept(theirs) == CLUBS
    assert theirs.get_by_role("link", name="01632 960120").is_visible()
    assert "Sam" not in theirs.content(), "nothing of the child"
    assert theirs.get_by_role("button").count() == 0
    assert theirs.context.cookies() == []
    without_fault(theirs)

    page.get_by_role("button", name="End this link").click()
    assert "The link has ended." in page.inner_text("main")
    theirs.goto(link)
    assert theirs.get_by_role("heading", level=1).inner_text() == "This link shows no list"
    assert kept(theirs) == []
    assert "01632 960140" in theirs.inner_text("main")
    without_fault(theirs)


def test_by_keyboard_she_keeps_one_and_deletes_the_list(keyboard):
    keys = keyboard("phone")
    keys.page.goto("/services/wriggle-club/")

    keys.follow("button[name=keep]")
    keys.follow("a.to-list")
    assert kept(keys.page) == ["Wriggle Club"]
    keys.tab_to("details:has(form[action='/my-list/delete/']) summary")
    keys.press("Enter")
    keys.follow("form[action='/my-list/delete/'] button")

    assert "Your list is deleted, with all your notes." in keys.page.inner_text("main")
    assert keys.page.context.cookies() == []
    assert not Shortlist.objects.exists()


def test_she_sends_it_to_herself_and_a_slip_costs_nothing(page):
    keep_five(page)
    page.goto(LIST)

    page.get_by_label("Your e-mail address").fill("senco@school")
    page.get_by_role("button", name="Send my list").click()
    assert "not a whole e-mail address" in page.inner_text(".govuk-error-summary")
    page.get_by_label("Your e-mail address").fill("senco@school.example.org")
    page.get_by_role("button", name="Send my list").click()

    assert "The letter is on its way." in page.inner_text("main")
    (letter,) = mail.outbox
    assert letter.to == ["senco@school.example.org"]
    assert all(name in letter.body for name in CLUBS)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_what_is_folded_and_what_is_to_be_put_right_are_without_fault_too(open_page, size):
    page = open_page(size, javascript=True)  # axe is a script
    keep_five(page)
    page.goto(LIST)
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    look(page)

    page.locator("textarea").first.fill("Ring Jo. " * 70)
    page.get_by_role("button", name="Save note").first.click()
    assert "A note can have 500" in page.inner_text(".govuk-error-summary")
    look(page)
    page.get_by_label("Your e-mail address").fill("senco")
    page.get_by_role("button", name="Send my list").click()
    look(page)


def look(page):
    assert_no_sideways_scrolling(page)
    assert_no_violations(page, EVERYTHING, "unfolded")
    page.emulate_media(color_scheme="dark")
    assert_no_violations(page, CONTRAST, "in the dark")
    page.emulate_media(color_scheme="light")


def test_on_paper_there_are_services_numbers_and_her_notes_and_nothing_to_press(open_page):
    page = open_page("desktop")
    keep_five(page)
    page.goto(LIST)
    page.get_by_text("Write a note on Wriggle Club").click()
    page.locator("details[open] textarea").fill("Ring Jo")
    page.get_by_role("button", name="Save note").first.click()

    page.emulate_media(media="print")

    assert page.get_by_text("Ring Jo").first.is_visible()
    assert page.get_by_text("/services/wriggle-club/").is_visible()
    assert page.get_by_role("link", name="01632 960124").is_visible()
    assert not any(each.is_visible() for each in page.locator("main button, main summary").all())
    page.goto("/find/?q=club")
    page.emulate_media(media="print")
    assert not page.locator(".keep").first.is_visible()
