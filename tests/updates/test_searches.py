"""Somebody follows a search: what is kept of it, and what she hears of."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from localoffer.directory.models import Listing, Service
from localoffer.finder.search import Search
from localoffer.updates import searches
from localoffer.updates.models import Asked, Subscription
from tests.factories.directory import ServiceFactory

from .conftest import go_round, subscribe


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def came(council, indexed):
    """A service that families can see since a while ago: `came("Swim Club", hours=1)`."""

    def make(name, *, owner=None, **ago):
        then = timezone.now() - dt.timedelta(**ago)
        with indexed():
            service = ServiceFactory(owner=owner or council, name=name, description=f"{name} for children.")
        Service.objects.filter(pk=service.pk).update(first_published_at=then)
        Listing.objects.filter(service=service).update(listed_at=then)
        return service

    return make


def test_she_hears_of_services_that_are_new_and_fit(council, came):
    subscribe(council, "search:q=swimming")
    came("Swimming for all", hours=1)
    came("Swimming since long ago", days=60)
    came("Chess club", hours=1)

    [letter] = go_round()

    assert letter.subject == "New: Swimming for all"
    assert "NEW SERVICES: “SWIMMING”" in letter.body
    assert "http://fenbridge.localhost/services/swimming-for-all/" in letter.body
    assert "long ago" not in letter.body
    assert "Chess" not in letter.body


def test_a_service_that_another_council_lists_is_none_of_hers(council, saltmere, came):
    subscribe(council, "search:q=swimming")
    came("Swimming in Saltmere", owner=saltmere, hours=1)

    assert go_round() == []


def test_the_results_page_offers_it_and_its_address_holds_no_whole_postcode(get, came):
    came("Swimming for all", hours=1)

    page = get("/find/", q="swimming near LN6 7QX", near="LN6 7QX").content.decode()

    assert (
        f'href="/updates/?{urlencode({"q": "swimming near LN6", "near": "LN6"}).replace("&", "&amp;")}"'
        in page
    )
    assert "Get news of this by e-mail" in page


def test_all_but_the_first_half_of_her_postcode_is_forgotten(ask, council):
    ask(
        wants=["search"],
        search=urlencode({"q": "swim LN6 7QX mum@example.org 07700900123", "near": "ln67qx"}),
    )

    [asked] = Asked.objects.all()
    [[_, kept]] = asked.wants
    assert kept == urlencode({"q": "swim LN6", "near": "LN6"})


def test_words_of_danger_are_not_kept_and_bring_help_first(ask, get, council):
    words = "my dad hits me"

    page = get("/updates/", q=words).content.decode()
    answer = ask(wants=["search"], search=urlencode({"q": words}))

    assert "999" in page.split("<main")[0]
    assert f"“{words}”" not in page
    assert "Get news of this by e-mail" not in get("/find/", q=words).content.decode()
    assert answer.status_code == 422
    assert "999" in answer.content.decode().split("<main")[0]
    assert Asked.objects.count() == 0


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (Search(text="talking", near="LN6", within=5), "“talking”, near LN6, within 5 miles"),
        (Search(age=(5, 10), chosen={"need": ("ASD",)}), "Age 5 to 10, Autism"),
        (Search(), "Every service"),
    ],
)
def test_a_search_is_said_in_words(council, search, said):
    assert searches.in_words(search, council.pk).startswith(said)


def test_a_search_that_somebody_pasted_with_rubbish_in_it_finds_what_it_can(council, came):
    subscribe(council, "search:need=nonsense&age=blue&q=swimming&page=-4")
    came("Swimming for all", hours=1)

    assert [letter.subject for letter in go_round()] == ["New: Swimming for all"]


def test_she_follows_ten_searches_at_most(council, press):
    from localoffer.updates import actions
    from localoffer.updates.models import Subscriber

    for number in range(12):
        asked = Asked.objects.create(
            authority=council, email="mum@example.org", wants=[[f"search:{number}", f"q=club{number}"]]
        )
        actions.confirm(asked=asked, now=timezone.now())

    assert Subscription.objects.count() == 10
    assert Subscriber.objects.count() == 1
