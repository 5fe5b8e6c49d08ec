"""Whose site a host is, and that it is never somebody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from localoffer.places import hosts
from localoffer.places.models import Authority, AuthoritySite
from tests.factories.places import AuthorityFactory, DemonstrationFactory, root_of_all_pages, served_on

pytestmark = pytest.mark.urls("tests.places.urls")


@pytest.fixture(autouse=True)
def nothing_remembered():
    hosts.forget_now()
    yield
    hosts.forget_now()


@pytest.fixture
def fenbridge(db):
    fenbridge = DemonstrationFactory(name="Fenbridge")
    served_on(fenbridge, "fenbridge.localhost", port=8000)
    return fenbridge


@pytest.fixture
def saltmere(db):
    saltmere = DemonstrationFactory(name="Saltmere")
    served_on(saltmere, "saltmere.localhost", port=8000)
    return saltmere


def whose(client, host):
    return client.get("/whose/", headers={"host": host})


def test_two_councils_are_served_on_one_port(client, fenbridge, saltmere):
    assert whose(client, "fenbridge.localhost:8000").content == b"Fenbridge at fenbridge.localhost"
    assert whose(client, "saltmere.localhost:8000").content == b"Saltmere at saltmere.localhost"


@pytest.mark.parametrize(
    "host",
    ["FenBridge.LocalHost:8000", "fenbridge.localhost", "fenbridge.localhost:9", "fenbridge.localhost.:8000"],
)
def test_case_port_and_a_trailing_dot_do_not_matter(client, fenbridge, host):
    assert whose(client, host).content == b"Fenbridge at fenbridge.localhost"


def test_the_admin_is_served_on_every_councils_host_and_no_other(client, fenbridge):
    assert client.get("/admin/", headers={"host": "fenbridge.localhost"}).url.startswith("/admin/login/")
    assert client.get("/admin/", headers={"host": "elsewhere.localhost"}).status_code == 404


@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.localhost", "localhost", "127.0.0.1:8000", "[::1]:8000", "fenbridge.localhost.example.org",
        "www.fenbridge.localhost", "xfenbridge.localhost", "fenbridge%localhost", "fenbridge_localhost",
    ],
)  # fmt: skip
def test_an_unknown_host_is_nobodys_site_even_if_wagtail_has_a_default(client, fenbridge, host):
    Site.objects.filter(hostname="fenbridge.localhost").update(is_default_site=True)
    Site.objects.update_or_create(hostname="unclaimed.localhost", defaults={"root_page": root_of_all_pages()})

    page = whose(client, host)

    assert page.status_code in (400, 404)
    assert b"Fenbridge" not in page.content
    assert b"<h1>We cannot find this website</h1>" in page.content


def test_a_wagtail_site_that_belongs_to_no_council_is_not_served(client, db):
    Site.objects.create(hostname="unclaimed.localhost", root_page=root_of_all_pages())

    assert whose(client, "unclaimed.localhost").status_code == 404


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "fenbridge.localhost/x",
        "a@fenbridge.localhost",
        "fenbridge.localhost:x",
        "<b>",
        "é" * 300,
        "\x00",
    ],
)
def test_a_malformed_host_is_nobodys_site(client, fenbridge, host):
    page = whose(client, host)

    assert page.status_code in (400, 404)
    assert b"Fenbridge" not in page.content


def test_the_page_for_a_wrong_address_needs_nothing_that_its_policy_forbids(client, db):
    page = whose(client, "elsewhere.localhost")

    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert b'<html lang="en">' in page.content
    for forbidden in (b"<style", b"style=", b"<script", b"src=", b"href=", b"elsewhere"):
        assert forbidden not in page.content


def test_the_port_decides_between_two_sites_of_one_name(client, fenbridge):
    served_on(AuthorityFactory(name="Otherbridge"), "fenbridge.localhost", port=9000)

    assert whose(client, "fenbridge.localhost:8000").content.startswith(b"Fenbridge")
    assert whose(client, "fenbridge.localhost:9000").content.startswith(b"Otherbridge")
    assert whose(client, "fenbridge.localhost:7000").status_code == 404


@pytest.mark.django_db(transaction=True)
class TestRemembering:
    """In the open, outside any transaction, as when a site is served."""

    def test_a_host_asked_for_again_costs_no_query(self, client):
        served_on(AuthorityFactory(name="Fenbridge"), "fenbridge.localhost")
        whose(client, "fenbridge.localhost")

        with CaptureQueriesContext(connection) as queries:
            page = whose(client, "fenbridge.localhost")
            whose(client, "fenbridge.localhost")

        assert page.content.startswith(b"Fenbridge")
        assert queries.captured_queries == []

    def test_a_new_council_is_served_at_once(self, client):
        assert whose(client, "fenbridge.localhost").status_code == 404

        served_on(AuthorityFactory(name="Fenbridge"), "fenbridge.localhost")

        assert whose(client, "fenbridge.localhost").content.startswith(b"Fenbridge")

    def test_changes_show_at_once(self, client):
        site = served_on(AuthorityFactory(name="Fenbridge"), "fenbridge.localhost")
        whose(client, "fenbridge.localhost")

        council = Authority.objects.get()
        council.name = "Fenbridge and Marsh"
        council.save()
        assert whose(client, "fenbridge.localhost").content.startswith(b"Fenbridge and Marsh")

        site.hostname = "marsh.localhost"
        site.save()
        assert whose(client, "fenbridge.localhost").status_code == 404
        assert whose(client, "marsh.localhost").status_code == 200

        AuthoritySite.objects.all().delete()
        assert whose(client, "marsh.localhost").status_code == 404

    def test_changes_made_by_another_process_show_after_a_few_seconds(self, client, monkeypatch):
        served_on(AuthorityFactory(name="Fenbridge"), "fenbridge.localhost")
        whose(client, "fenbridge.localhost")
        Authority.objects.update(name="Marsh")  # tells nobody, as another process cannot
        assert whose(client, "fenbridge.localhost").content.startswith(b"Fenbridge")

        monkeypatch.setattr(hosts, "SECONDS_REMEMBERED", -1)

        assert whose(client, "fenbridge.localhost").content.startswith(b"Marsh")

    def test_what_one_request_learns_of_the_home_page_is_not_kept_for_the_next(self, rf):
        served_on(AuthorityFactory(), "fenbridge.localhost")
        request = rf.get("/", headers={"host": "fenbridge.localhost"})
        first = hosts.site_for(request)
        first.site.root_page.title = "Changed while serving"

        second = hosts.site_for(request)

        assert second.site.root_page.title != "Changed while serving"
        assert second.site is not first.site

    def test_invented_hosts_do_not_fill_the_memory(self, client, monkeypatch):
        monkeypatch.setattr(hosts, "MOST_REMEMBERED", 10)

        for number in range(25):
            whose(client, f"invented{number}.localhost")

        assert len(hosts._remembered) <= 10
