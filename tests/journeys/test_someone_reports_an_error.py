"""J20. Someone finds an error: two presses, no account, and it reaches officers and the provider."""

import datetime as dt

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.cms.models import CouncilSettings
from localoffer.finder.models import IndexState
from localoffer.voice import actions
from localoffer.voice.models import Kind, Outcome, ProblemReport, State
from tests.browsers import EVERYTHING, assert_no_violations
from tests.factories.accounts import officer
from tests.factories.directory import ServiceFactory, checked
from tests.factories.places import DemonstrationFactory, served_on

from .conftest import assert_no_sideways_scrolling

PAGE = "/services/wriggle-club/"
A_LITTLE_WHILE = 2_100  # nobody reads a form in less


@pytest.fixture(autouse=True)
def service(transactional_db):
    cache.clear()
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council", slug="fenbridge")
    settings = CouncilSettings.for_site(served_on(council, "fenbridge.localhost"))
    settings.problems_email, settings.contact_phone = "officers@fenbridge.example.org", "01632 960140"
    settings.save()
    service = ServiceFactory(owner=council, name="Wriggle Club", email="club@provider.example.org")
    checked(service, dt.date(2026, 11, 12))
    return service


def told():
    return sorted(address for letter in mail.outbox for address in letter.to)


def test_two_presses_tell_officers_and_the_provider_and_she_learns_what_happens_next(page, without_fault):
    index_before = list(IndexState.objects.values())
    page.goto(PAGE)
    assert "12 November 2026" in page.locator(".glance__row").filter(has_text="Is this right?").inner_text()

    page.get_by_role("link", name="Something wrong on this page? Tell us").first.click()
    without_fault(page)
    page.wait_for_timeout(A_LITTLE_WHILE)
    page.get_by_role("button", name="The phone or e-mail does not work").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Thank you. We have it."
    assert "Fenbridge Council is told at once what you pressed, and so are the people" in page.inner_text(
        "main"
    )
    assert "We look into it by" in page.inner_text("main")
    without_fault(page)
    report = ProblemReport.objects.get()
    assert (report.service.name, report.kind, report.words) == ("Wriggle Club", Kind.PHONE, "")
    assert told() == ["club@provider.example.org", "officers@fenbridge.example.org"]
    assert page.context.cookies() == []
    assert list(IndexState.objects.values()) == index_before


def test_she_says_more_by_keyboard_and_a_slip_costs_her_nothing(keyboard, without_fault):
    keys = keyboard("phone")
    keys.page.goto(PAGE)
    keys.follow(f"a[href='{PAGE}report/']")
    keys.page.wait_for_timeout(A_LITTLE_WHILE)

    keys.tab_to("summary")
    keys.press("Enter")
    keys.tab_to("#words")
    keys.type("It is on Tuesdays now.")
    keys.tab_to("#email")
    keys.type("mum@")
    with keys.page.expect_navigation():
        keys.press("Enter")
    assert "Press what is wrong." in keys.page.inner_text(".govuk-error-summary")
    assert "not a whole e-mail address" in keys.page.inner_text(".govuk-error-summary")
    assert keys.page.input_value("#words") == "It is on Tuesdays now."

    keys.page.wait_for_timeout(A_LITTLE_WHILE)
    keys.tab_to("#email")
    keys.press("End")
    keys.type("example.org")
    keys.follow("button[value=times]")

    assert keys.page.get_by_role("heading", level=1).inner_text() == "Thank you. We have it."
    report = ProblemReport.objects.get()
    assert (report.kind, report.words) == (Kind.TIMES, "It is on Tuesdays now.")
    assert report.reporter_email == "mum@example.org"
    assert all("Tuesdays" not in letter.body for letter in mail.outbox), (
        "she did not say that it may be passed on"
    )


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_then_an_officer_finds_it_in_her_week_answers_and_closes_it(open_page, size, service):
    report_by_post(service)
    somebody = officer(service.owner, Role.EDITOR, username="ola")
    somebody.set_password("rain-on-tuesday")
    somebody.save()
    mail.outbox.clear()
    page = open_page(size, javascript=True)  # Wagtail's admin is nothing without
    page.goto("/admin/login/")
    page.fill("#id_username", "ola")
    page.fill("#id_password", "rain-on-tuesday")
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="Wriggle Club: The days or times are wrong").click()
    assert "It is on Tuesdays now." in page.inner_text("main")
    assert page.locator(".problem__facts .is-meant dt").first.inner_text() == "Days and times"
    look(page)
    page.get_by_role("link", name="We have put it right").click()
    page.get_by_label("And close the report").select_option(label="The page was put right")
    page.get_by_label("I made sure that the whole page is right now").first.select_option(label="Rang them")
    page.get_by_role("button", name="Send the answer").click()

    page.get_by_text("Your answer is on its way. The report is closed. Today’s check is recorded.").wait_for()
    look(page)
    page.goto("/admin/problems/?state=all")
    look(page)
    (letter,) = mail.outbox
    assert letter.to == ["mum@example.org"]
    assert "we have changed the page about Wriggle Club" in letter.body
    report = ProblemReport.objects.get()
    assert (report.state, report.outcome, report.by) == (State.CLOSED, Outcome.PUT_RIGHT, somebody)
    page.goto(PAGE)
    assert (
        f"{timezone.localdate():%-d %B %Y}"
        in page.locator(".glance__row").filter(has_text="Is this right?").inner_text()
    )


def report_by_post(service):
    actions.report(
        listing=service.listings.get(),
        kind="times",
        words="It is on Tuesdays now.",
        reporter_email="mum@example.org",
        by=None,
    )


def look(page):
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")  # a message fades in
    assert_no_violations(page, EVERYTHING, "as it came")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_what_is_to_be_put_right_is_without_fault_too(open_page, size):
    page = open_page(size, javascript=True)  # axe is a script, and this page comes by POST
    page.goto(f"{PAGE}report/")
    page.wait_for_timeout(A_LITTLE_WHILE)

    page.get_by_role("button", name="Something else").click()

    assert "Say in a few words what is wrong." in page.inner_text("main")
    assert page.get_by_label("In your own words").is_visible()
    assert_no_sideways_scrolling(page)
    look(page)
