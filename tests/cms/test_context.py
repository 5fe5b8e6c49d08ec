"""Header and footer: the council's own name, people and links, on every page."""

import secrets
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, Site

from localoffer.cms import council_state
from localoffer.cms.context import Council, council_for
from localoffer.cms.models import Alert, CouncilSettings, CouncilState
from localoffer.places.models import Authority


def look(page) -> BeautifulSoup:
    return BeautifulSoup(page.content.decode(), "html.parser")


def link(label: str, address: str, language: str = "") -> tuple[str, dict[str, object]]:
    return ("link", {"label": label, "page": None, "address": address, "language": language})


def test_the_header_names_the_council(get):
    assert (
        look(get("/gallery/"))
        .header.get_text(" ", strip=True)
        .startswith("Fenbridge Council SEND Local Offer")
    )


def test_the_footer_says_whom_to_ring(get, settings_of_site):
    settings_of_site.person_name = "SENDIASS"
    settings_of_site.person_words = "free and independent"
    settings_of_site.person_phone = "01632 960 123"
    settings_of_site.contact_address = "Wharf House\nFenbridge"
    settings_of_site.save()

    footer = look(get("/gallery/")).footer

    assert "SENDIASS: free and independent" in footer.get_text()
    assert footer.find("a", href="tel:01632960123").get_text() == "01632 960 123"
    assert footer.address.get_text("|") == "Wharf House|Fenbridge"


def test_a_demonstration_says_so_in_its_footer_and_a_real_council_does_not(get, site):
    assert "Fenbridge Council is an invented council" in look(get("/gallery/")).footer.get_text()

    council = Authority.objects.get(sites__site=site)
    council.is_demonstration, council.gss_code = False, "E99999999"
    council.save()

    assert "invented" not in look(get("/gallery/")).footer.get_text()


def test_a_link_in_another_language_is_marked_as_such(get, settings_of_site):
    settings_of_site.other_ways = [link("Polski", "/pl/", "pl")]
    settings_of_site.save()

    assert look(get("/gallery/")).footer.find("a", string="Polski")["lang"] == "pl"


def test_a_page_that_is_taken_down_leaves_the_menu_at_once(get, site):
    guides = site.root_page.add_child(instance=Page(title="Guides", slug="guides", show_in_menus=True))
    guides.save_revision().publish()
    assert look(get("/gallery/")).nav.find("a", string="Guides")

    guides.unpublish()

    assert not look(get("/gallery/")).find("a", string="Guides")


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_at_once_and_a_warm_page_asks_the_database_for_its_version_alone(
    get, site, settings_of_site, django_assert_num_queries
):
    get("/gallery/")
    settings_of_site.title = "SEND help in Fenbridge"
    settings_of_site.save()
    assert "SEND help in Fenbridge" in look(get("/gallery/")).header.get_text()

    with django_assert_num_queries(1) as asked:
        get("/gallery/")

    assert "cms_councilstate" in asked[0]["sql"]


@pytest.mark.django_db(transaction=True)
def test_what_changes_in_another_process_is_seen_by_the_next_who_reads(get, site, settings_of_site):
    """Nothing but the database tells this process: what is written here is SQL, and a version."""
    council = Authority.objects.get(sites__site=site)
    get("/gallery/")
    later = timezone.now() + timedelta(hours=1)

    def seen(change):
        change()
        unknown = look(get("/gallery/"))
        CouncilState.objects.filter(site=site).update(version=secrets.randbits(62))
        return unknown, look(get("/gallery/"))

    before, after = seen(
        lambda: Alert.objects.bulk_create([Alert(owner=council, title="Schools are shut", ends_at=later)])
    )
    assert "Schools are shut" not in before.get_text(), "it is held"
    assert "Schools are shut" in after.get_text()
    before, after = seen(lambda: CouncilSettings.objects.filter(site=site).update(brand_colour="#5b1a5e"))
    assert before.find("meta", attrs={"name": "theme-color"}) != after.find(
        "meta", attrs={"name": "theme-color"}
    )


@pytest.mark.django_db(transaction=True)
def test_every_change_of_what_stands_on_all_pages_draws_a_version_of_that_site_alone(
    get, site, settings_of_site
):
    council = Authority.objects.get(sites__site=site)
    other = Site.objects.create(
        hostname="other.localhost", root_page=Page.objects.get(depth=1).get_children().last()
    )
    page = site.root_page.add_child(instance=Page(title="Guides", slug="guides", show_in_menus=True))
    alert = Alert(owner=council, title="Shut", ends_at=timezone.now() + timedelta(hours=1))
    council_state.draw_version([site.pk, other.pk])

    for change in (
        settings_of_site.save,
        council.save,
        site.save,
        alert.save,
        alert.delete,
        page.save_revision().publish,
        lambda: Page.objects.get(pk=page.pk).unpublish(),
        lambda: Page.objects.get(pk=page.pk).delete(),
    ):
        before = council_state.version_of(site.pk), council_state.version_of(other.pk)
        change()
        after = council_state.version_of(site.pk), council_state.version_of(other.pk)
        assert before[0] != after[0], change
        assert (before[1] == after[1]) is (other.root_page_id != site.root_page_id), change


def test_a_request_that_belongs_to_no_council_gets_a_plain_page(db):
    assert council_for(RequestFactory().get("/")) == Council()
