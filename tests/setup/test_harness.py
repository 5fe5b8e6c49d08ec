"""What every test relies on: a database as migrations leave it, a closed network, a browser that watches."""

import urllib.request

import pytest
from django.db import connection
from wagtail.models import Page, ReferenceIndex

from localoffer.pages.models import HomePage

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_migrations_made_is_there_after_a_test_that_committed_its_deletion(time):
    assert Page.objects.exists()

    Page.objects.all().delete()


@pytest.fixture(scope="module")
def kept_page(keep):
    return keep(lambda: Page.get_first_root_node().add_child(instance=Page(title="Kept", slug="kept")))


@pytest.fixture(scope="module")
def kept_too(keep):
    return keep(lambda: Page.get_first_root_node().add_child(instance=Page(title="Too", slug="kept-too")))


def what_is_kept() -> set[str]:
    return set(Page.objects.filter(slug__startswith="kept").values_list("slug", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_finds_what_is_kept_as_it_was_written(kept_page, time):
    page = kept_page()
    assert Page.objects.get(slug="kept").title == page.title == "Kept"

    page.title = "Changed"
    page.save()


@pytest.mark.django_db
def test_who_asks_for_two_things_that_are_kept_finds_both(kept_page, kept_too):
    assert what_is_kept() == {"kept", "kept-too"}


@pytest.mark.django_db
def test_who_then_asks_for_one_finds_no_other(kept_too):
    assert what_is_kept() == {"kept-too"}
    assert kept_too().title == "Too"


@pytest.mark.django_db
def test_who_then_asks_for_the_other_finds_that_alone(kept_page):
    assert what_is_kept() == {"kept"}
    assert kept_page().title == "Kept"


@pytest.mark.django_db
def test_who_asks_for_nothing_that_is_kept_finds_nothing():
    assert what_is_kept() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_has_it_written_anew_outside_any_transaction(kept_page, time):
    assert not Page.objects.filter(slug="kept").exists()

    kept_page()

    assert Page.objects.get(slug="kept").title == "Kept"
    assert not connection.in_atomic_block


def a_page_that_refers_to_another():
    root = Page.get_first_root_node()
    other = root.add_child(instance=Page(title="Other", slug="other"))
    about = f'<p><a linktype="page" id="{other.pk}">Other</a></p>'
    return root.add_child(instance=HomePage(title="One", slug="one", about=about))


@pytest.mark.django_db
def test_what_refers_to_what_is_not_kept_for_a_test_that_does_not_ask():
    page = a_page_that_refers_to_another()

    assert not ReferenceIndex.get_references_for_object(page).exists()


@pytest.mark.django_db
@pytest.mark.references
def test_what_refers_to_what_is_kept_for_a_test_that_asks():
    page = a_page_that_refers_to_another()

    assert ReferenceIndex.get_references_for_object(page).exists()


@pytest.mark.parametrize("address", ["http://example.org/", "http://192.0.2.1/"])
def test_the_network_is_closed(address):
    with pytest.raises(OSError, match="Tests may not reach the network"):
        urllib.request.urlopen(address)


def test_a_host_that_is_nobodys_is_met_kindly_on_a_phone_and_on_a_desk(page, address, axe):
    answer = page.goto(address("/", host="nobody.localhost"))

    assert answer.status == 404
    axe(page)


def test_axe_sees_what_is_wrong(open_page, address, axe):
    page = open_page("phone")
    page.goto(address("/static/ui/css/site.css"))  # plain text: no title, no language, no headings

    with pytest.raises(AssertionError, match="document-title"):
        axe(page)
