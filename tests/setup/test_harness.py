"""What every test relies on: a database as migrations leave it, a closed network, a browser that watches."""

import urllib.request

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_migrations_made_is_there_after_a_test_that_committed_its_deletion(time):
    assert Page.objects.exists()

    Page.objects.all().delete()


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
