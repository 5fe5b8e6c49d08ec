"""An officer's weekly round: she rings whom she must, closes what has ended, and puts a number right everywhere."""

import datetime as dt

import pytest
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.directory.models import Check, Phone, Service
from tests.accounts.conftest import council
from tests.factories.accounts import officer
from tests.factories.directory import ServiceFactory, checked

TODAY = timezone.localdate()


@pytest.fixture
def signed_in(client, transactional_db):
    """Pat's way into Fenbridge's admin, as cookies for a page."""
    fenbridge = council("fenbridge")
    fenbridge.site.hostname = "fenbridge.localhost"
    fenbridge.site.save()
    for name, days_ago in (("Old club", 400), ("New club", 3), ("The new club", 170)):
        service = ServiceFactory(owner=fenbridge.authority, name=name, kinds=["sport"])
        Phone.objects.create(service=service, number="01632 960001")
        checked(service, TODAY - dt.timedelta(days=days_ago))
    client.force_login(officer(fenbridge.authority, Role.PUBLISHER, username="pat", first_name="Pat"))

    def sign_in(page, address):
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address("/")}])

    return sign_in


def test_she_says_in_two_clicks_that_she_rang_and_it_is_right(page, signed_in, address, axe):
    signed_in(page, address)
    page.goto("/admin/upkeep/checks/")
    axe(page)

    page.get_by_role("link", name="We rang: it is right: Old club").click()
    axe(page)
    page.get_by_role("button", name="Save this check").click()

    assert page.get_by_text("Every check still stands.").is_visible()
    assert Check.objects.filter(on=TODAY, how="rang", outcome="right").count() == 1
    page.goto("/services/old-club/")
    assert f"Checked by the Local Offer team on {TODAY:%-d %B %Y}." in page.inner_text("main")


def test_she_closes_a_service_and_its_old_address_names_what_took_its_place(page, signed_in, address, axe):
    signed_in(page, address)
    key = Service.objects.get(name="Old club").pk
    page.goto(f"/admin/upkeep/services/{key}/close/")
    axe(page)

    page.get_by_label("Why").select_option(label="The money for it ended")
    page.get_by_label("Which service took its place?").fill("new")
    page.locator("[name=search]").click()
    page.get_by_label("New club", exact=True).check()
    page.get_by_role("button", name="See what families will read").click()
    assert "Instead, see New club." in page.inner_text("main")
    page.get_by_role("button", name="Close it").click()

    page.goto("/services/old-club/")
    assert "This service has closed" in page.inner_text("main")
    page.get_by_role("link", name="New club").click()
    assert page.get_by_role("heading", level=1).inner_text() == "New club"


def test_she_makes_one_of_two_and_takes_it_back(page, signed_in, address, axe):
    signed_in(page, address)
    page.goto("/admin/upkeep/duplicates/services/")
    axe(page)
    page.get_by_role("link", name="Compare").first.click()
    axe(page)
    page.get_by_role("button", name="Merge them").click()

    page.goto("/admin/upkeep/bin/")
    axe(page)
    page.get_by_role("button", name="Undo the merge").click()

    assert "is back." in page.inner_text("body")
    assert Service.objects.filter(name__icontains="new club").count() == 2


def test_she_puts_a_number_right_wherever_it_stands(page, signed_in, address, axe):
    signed_in(page, address)
    page.goto("/admin/upkeep/replace/")
    axe(page)
    page.get_by_label("Find", exact=True).fill("01632960001")
    page.get_by_label("Put in its place").fill("01632 960999")
    page.get_by_role("button", name="Find it").click()
    assert "stands in 3 places" in page.inner_text("main")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Replace where ticked").click()

    assert "Replaced in 2 places." in page.inner_text("main")
    assert Phone.objects.filter(number="01632 960999").count() == 2
