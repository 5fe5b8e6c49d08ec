"""A council's administrator tidies her words, on a phone or at a desk."""

import re

import pytest

from localoffer.accounts.models import Role
from localoffer.directory.models import Service, TaxonomyTerm
from tests.accounts.conftest import council
from tests.factories.accounts import officer
from tests.factories.directory import ServiceFactory, term


@pytest.fixture
def signed_in(client, transactional_db):
    """Ada's way into Fenbridge's admin, as cookies for a page."""
    fenbridge = council("fenbridge")
    ServiceFactory(owner=fenbridge.authority, name="Fen swimmers", kinds=["sport"])
    term("access", "lift")
    fenbridge.site.hostname = "fenbridge.localhost"
    fenbridge.site.save()
    client.force_login(officer(fenbridge.authority, Role.ADMINISTRATOR, username="ada", first_name="Ada"))

    def sign_in(page, address):
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address("/")}])

    return sign_in


@pytest.fixture(params=["phone", "desktop"])
def page(request, open_page):
    """A page with scripts: without them Wagtail's menu lies over a phone's screen."""
    return open_page(request.param, javascript=True)


def test_she_adds_a_word_moves_it_merges_it_and_nothing_is_lost(page, signed_in, address, axe):
    signed_in(page, address)
    page.goto("/admin/vocabulary/")
    axe(page)
    page.get_by_role("link", name="Kind of help").click()
    for name in ("Forest school", "Woodland play"):
        page.get_by_role("link", name="Add a term").click()
        page.get_by_role("textbox", name=re.compile("Name")).fill(name)
        page.get_by_label("Under").select_option(label="Things to do")
        page.get_by_role("button", name="Add it").click()
    axe(page)
    page.get_by_role("button", name="Up : Woodland play").click()
    page.get_by_text("was moved up").wait_for()
    own = TaxonomyTerm.objects.get(name="Woodland play")
    service = Service.objects.get()
    service.kinds = [own]
    service.save()

    page.get_by_role("link", name="Woodland play").click()
    page.get_by_role("link", name="Fen swimmers").wait_for()
    axe(page)
    page.get_by_role("link", name="Merge into another").click()
    axe(page)
    page.get_by_label("Put its records under").select_option(label="Things to do › Forest school")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_text("1 service will have “Forest school” instead.").wait_for()
    axe(page)
    page.get_by_role("button", name="Merge").click()
    page.get_by_text("is part of “Forest school” now").wait_for()

    assert [each.name for each in Service.objects.get().kinds.all()] == ["Forest school"]
    page.get_by_role("link", name="Reword or move").click()
    axe(page)
    page.goto(page.url.replace("reword", "retire"))
    axe(page)


def test_she_is_told_why_a_shared_word_is_not_hers_to_change(page, signed_in, address, axe):
    signed_in(page, address)
    page.goto("/admin/vocabulary/kind/")

    page.get_by_role("link", name="Sport and swimming").click()

    page.get_by_text("Only an administrator of the installation can change it.").wait_for()
    assert not page.get_by_role("link", name="Reword or move").is_visible()
    axe(page)
