"""An officer's weekly round: she rings whom she must, closes what has ended, and puts a number right everywhere."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.directory.models import Check, Phone, Service
from tests.accounts.conftest import council
from tests.factories.accounts import officer
from tests.factories.directory import ServiceFactory, checked


@pytest.fixture
def signed_in(client, transactional_db):
    """Pat's way into Fenbridge's admin, as cookies for a screen."""
    fenbridge = council("fenbridge")
    fenbridge.site.hostname = "fenbridge.localhost"
    fenbridge.site.save()
    for name, days_ago in (("Old club", 400), ("New club", 3), ("The new club", 170)):
        service = ServiceFactory(owner=fenbridge.authority, name=name, kinds=["sport"])
        Phone.objects.create(service=service, number="01632 960001")
        checked(service, timezone.localdate() - dt.timedelta(days=days_ago))
    client.force_login(officer(fenbridge.authority, Role.PUBLISHER, username="pat", first_name="Pat"))

    def sign_in(page, address):
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address("/")}])

    return sign_in


@pytest.fixture(params=["phone", "desktop"])
def screen(request, open_page):
    """Wagtail's own menu wants scripts, so an officer's page has them."""
    page = open_page(request.param, javascript=True)
    page.set_default_timeout(30_000)  # there are many of them
    return page


def test_she_says_in_two_clicks_that_she_rang_and_it_is_right(screen, signed_in, address, axe):
    signed_in(screen, address)
    screen.goto("/admin/upkeep/checks/")
    axe(screen)

    screen.get_by_role("link", name=re.compile("We rang: it is right.*Old club")).click()
    axe(screen)
    screen.get_by_role("button", name="Save this check").click()

    screen.get_by_text("Every check still stands.").wait_for()
    assert Check.objects.filter(on=timezone.localdate(), how="rang", outcome="right").count() == 1
    screen.goto("/services/old-club/")
    assert f"Checked by the Local Offer team on {timezone.localdate():%-d %B %Y}." in screen.inner_text(
        "main"
    )


def test_she_closes_a_service_and_its_old_address_names_what_took_its_place(screen, signed_in, address, axe):
    signed_in(screen, address)
    key = Service.objects.get(name="Old club").pk
    screen.goto(f"/admin/upkeep/services/{key}/close/")
    axe(screen)

    screen.locator("[name=why]").select_option(label="The money for it ended")
    screen.locator("[name=looked_for]").fill("new")
    screen.locator("[name=search]").click()
    screen.get_by_label("New club", exact=True).check()
    screen.get_by_role("button", name="See what families will read").click()
    screen.get_by_text("Instead, see New club.").wait_for()
    screen.get_by_role("button", name="Close it").click()
    screen.get_by_text("Old club has closed.").wait_for()

    screen.goto("/services/old-club/")
    assert "This service has closed" in screen.inner_text("main")
    screen.get_by_role("link", name="New club").click()
    screen.get_by_role("heading", level=1, name="New club").wait_for()


def test_she_makes_one_of_two_and_takes_it_back(screen, signed_in, address, axe):
    signed_in(screen, address)
    screen.goto("/admin/upkeep/duplicates/services/")
    axe(screen)
    screen.get_by_role("link", name=re.compile("Compare")).first.click()
    axe(screen)
    screen.get_by_role("button", name="Merge them").click()
    screen.get_by_text("can be brought back from the bin").wait_for()
    screen.goto("/admin/upkeep/bin/")
    axe(screen)
    screen.get_by_role("button", name=re.compile("Undo the merge")).click()

    screen.get_by_text("is back.").wait_for()
    assert Service.objects.filter(name__icontains="new club").count() == 2


def test_she_puts_a_number_right_wherever_it_stands(screen, signed_in, address, axe):
    signed_in(screen, address)
    screen.goto("/admin/upkeep/replace/")
    axe(screen)
    screen.locator("[name=old]").fill("01632960001")
    screen.locator("[name=new]").fill("01632 960999")
    screen.get_by_role("button", name="Find it").click()
    screen.get_by_text("stands in 3 places").wait_for()
    screen.get_by_role("checkbox").first.uncheck()
    screen.get_by_role("button", name="Replace where ticked").click()

    screen.get_by_text("Replaced in 2 places.").wait_for()
    assert Phone.objects.filter(number="01632 960999").count() == 2
