"""J13, its first half: an officer sees her week on one page and rings somebody. Closing: the directory kept right."""

import datetime as dt

import pytest
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.directory.models import Check, Listing
from tests.accounts.conftest import council
from tests.factories.accounts import officer
from tests.factories.directory import ServiceFactory, checked
from tests.factories.voice import ProblemReportFactory


@pytest.fixture
def week(client, transactional_db):
    """A council with something of everything to see to, and how its publisher signs in."""
    fenbridge = council("fenbridge")
    fenbridge.site.hostname = "fenbridge.localhost"
    fenbridge.site.save()
    today = timezone.localdate()
    stale = ServiceFactory(owner=fenbridge.authority, name="Riverside toddlers")
    checked(stale, today - dt.timedelta(days=400))
    checked(ServiceFactory(owner=fenbridge.authority, name="Chess club"), today - dt.timedelta(days=170))
    fresh = ServiceFactory(owner=fenbridge.authority, name="Stay and play")
    checked(fresh, today - dt.timedelta(days=3))
    drafted = ServiceFactory(owner=fenbridge.authority, name="Art club")
    drafted.name = "Art and music club"
    drafted.save_revision()
    ProblemReportFactory(service=fresh)
    client.force_login(officer(fenbridge.authority, Role.PUBLISHER, username="oda"))
    return client.cookies["sessionid"].value


@pytest.fixture
def signed_in(week, address):
    def sign_in(page):
        page.context.add_cookies([{"name": "sessionid", "value": week, "url": address("/")}])
        return page

    return sign_in


def count_of(page, title: str) -> int:
    return int(page.locator("h2", has_text=title).locator(".week__count").inner_text())


def test_she_sees_what_is_overdue_due_reported_and_waiting_and_checks_in_two_clicks(page, signed_in):
    signed_in(page).goto("/admin/")

    assert "Fenbridge" in page.title()
    assert [count_of(page, title) for title in ("overdue", "checks due", "problem", "draft")] == [1, 1, 1, 1]
    assert page.get_by_role("link", name="Riverside toddlers").is_visible()
    page.get_by_role("link", name="checks overdue").click()
    page.get_by_role("link", name="We rang: it is right").click()
    page.get_by_role("button", name="Save this check").click()

    check = Check.objects.latest("recorded_at")
    assert (check.listing.service.name, check.on, check.how) == (
        "Riverside toddlers",
        timezone.localdate(),
        "rang",
    )
    page.goto("/admin/")
    assert count_of(page, "overdue") == 0


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_her_screens_have_no_fault_that_axe_can_find(open_page, signed_in, axe, size):
    page = signed_in(open_page(size, javascript=True))
    service = Listing.objects.get(service__name="Riverside toddlers").service

    for path in (
        "/admin/",
        "/admin/snippets/directory/service/",
        "/admin/snippets/directory/service/add/",
        f"/admin/snippets/directory/service/edit/{service.pk}/",
        f"/admin/snippets/directory/service/history/{service.pk}/",
        "/admin/snippets/directory/organization/",
        f"/admin/snippets/directory/organization/edit/{service.organization_id}/",
        "/admin/snippets/directory/location/add/",
        "/admin/searches/",
        "/admin/snippets/finder/ownwords/",
        "/admin/snippets/finder/ownwords/add/",
    ):
        page.goto(path)
        axe(page)
