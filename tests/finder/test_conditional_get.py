"""A page that a browser holds already is not sent again, and one that changed in any way always is."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Site

from localoffer.cms.models import CouncilSettings
from localoffer.directory import actions
from localoffer.directory.in_words import CHECK_STANDS
from tests.factories.directory import ServiceFactory, checked, term

FIND = "/find/?q=club&age=5-10&near=LN6+7QX"


@pytest.fixture
def service(council, indexed):
    with indexed():
        return ServiceFactory(owner=council, name="Chess club", kinds=["sport"], needs=["ASD"])


@pytest.fixture
def ask(client):
    def get(path, tag="", **headers):
        known = {"if-none-match": tag} if tag else {}
        return client.get(path, headers={"host": "fenbridge.localhost"} | known | headers)

    return get


@pytest.fixture(params=["results", "service"])
def path(request, service):
    return FIND if request.param == "results" else service.listings.get().get_absolute_url()


def test_a_page_that_is_held_already_is_not_sent_again(ask, path):
    whole = ask(path)
    again = ask(path, whole.headers["ETag"])

    assert whole.headers["ETag"].startswith('W/"'), "what compresses it on its way may send other bytes"
    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers.get(header) == whole.headers.get(header), header


def test_a_page_that_nobody_holds_is_sent(ask, path):
    for tag in ('W/"something-else"', "nonsense", '""', "W/"):
        answer = ask(path, tag)
        assert answer.status_code == 200
        assert b"Chess club" in answer.content


def test_it_is_known_though_it_is_named_strongly_or_among_others(ask, path):
    tag = ask(path).headers["ETag"]

    assert ask(path, tag.removeprefix("W/")).status_code == 304
    assert ask(path, f'"other", {tag}').status_code == 304


def test_no_cookie_but_that_of_a_list_changes_it(ask, client, path):
    tag = ask(path).headers["ETag"]
    client.cookies["csrftoken"] = "x" * 32
    client.cookies["sessionid"] = "y" * 32
    client.cookies["anything"] = "z"

    again = ask(path, tag)

    assert again.status_code == 304
    assert "Cookie" in again.headers["Vary"], "whoever has a list sees the way to it"


def a_new_name(service):
    service.name = "Chess and go club"
    service.save()


def a_new_phone(service):
    settings = CouncilSettings.for_site(Site.objects.get(authority_site__authority=service.owner))
    settings.person_phone = "01632 960999"
    settings.save()


def a_new_word_for_a_need(service):
    need = term("need", "ASD")
    need.name = "Autistic people"
    need.save()


CHANGES = {
    "the service's name": a_new_name,
    "a check": lambda service: checked(service, timezone.localdate()),
    "a wait": lambda service: actions.state_wait(
        service, weeks=3, list_status="open", said_on=timezone.localdate()
    ),
    "the council's phone": a_new_phone,
    "the word for its need": a_new_word_for_a_need,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_on_a_page_it_is_sent_anew(ask, indexed, service, path, change):
    tag = ask(path).headers["ETag"]

    with indexed():
        change(service)

    answer = ask(path, tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_what_is_said_in_days_is_said_anew_on_the_next_day(ask, indexed, service, path, monkeypatch):
    today = timezone.localdate()
    with indexed():
        checked(service, today - CHECK_STANDS)  # from tomorrow on: ring before you go
    tag = ask(path).headers["ETag"]

    monkeypatch.setattr(timezone, "localdate", lambda *args: today + dt.timedelta(days=1))

    assert ask(path, tag).status_code == 200


@pytest.mark.parametrize("change", ["&need=ASD", "&sort=name", "&within=5", "&page=2", "&q=chess"])
def test_another_search_is_another_page(ask, service, change):
    tag = ask(FIND).headers["ETag"]

    assert ask(FIND + change, tag).status_code == 200


def test_whoever_comes_from_a_search_gets_the_way_back_to_it(ask, service):
    address = service.listings.get().get_absolute_url()
    plain = ask(address).headers["ETag"]

    answer = ask(address, plain, referer="http://fenbridge.localhost/find/?q=chess")

    assert answer.status_code == 200
    assert "Back to the results" in answer.content.decode()


def test_help_for_somebody_in_danger_is_never_left_out(ask, service):
    plain = ask("/find/?q=die").headers["ETag"]

    answer = ask("/find/?q=i+want+to+die", plain)

    assert answer.status_code == 200
    assert 'class="crisis' in answer.content.decode()


def test_a_page_that_there_is_not_has_no_tag(ask, service):
    answer = ask("/services/nope/")

    assert answer.status_code == 404
    assert "ETag" not in answer.headers
