"""Header and footer: the council's own name, people and links, on every page."""

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from wagtail.models import Page

from localoffer.cms.context import Council, council_for
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
def test_a_change_is_seen_at_once_and_a_warm_page_asks_the_database_nothing(
    get, settings_of_site, django_assert_num_queries
):
    get("/gallery/")
    settings_of_site.title = "SEND help in Fenbridge"
    settings_of_site.save()
    assert "SEND help in Fenbridge" in look(get("/gallery/")).header.get_text()

    with django_assert_num_queries(0):
        get("/gallery/")


def test_a_request_that_belongs_to_no_council_gets_a_plain_page(db):
    assert council_for(RequestFactory().get("/")) == Council()
