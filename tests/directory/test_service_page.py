"""A service's page: what a family may want to know, and what nobody has said."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from localoffer.directory import actions, models
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, checked, closed
from tests.factories.places import DemonstrationFactory, served_on

HOST = {"host": "fenbridge.localhost"}


@pytest.fixture
def council(db):
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council", slug="fenbridge")
    served_on(council, "fenbridge.localhost")
    return council


@pytest.fixture
def read(client, council):
    """A service's page as text, without its tags; `whole=True` with them."""
    import re

    def get(service, *, whole=False):
        answer = client.get(service.listings.get(authority=council).get_absolute_url(), headers=HOST)
        assert answer.status_code == 200
        html = answer.content.decode()
        return (
            html
            if whole
            else " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2].partition("</main")[0]).split())
        )

    return get


def rich(council, rows):
    """A service with this many of everything."""
    halls = [LocationFactory(owner=council, easting=495_532 + n, northing=369_287) for n in range(rows)]
    service = ServiceFactory(
        owner=council,
        kinds=["sport", "health"],
        needs=["ASD", "HI"],
        delivery=["venue"],
        communication=["bsl"],
        at=halls,
    )
    for n in range(rows):
        models.Phone.objects.create(service=service, number=f"01632 960{n:03}")
        models.Schedule.objects.create(
            service=service, freq="WEEKLY", byday="MO", opens_at=dt.time(n % 12), location=halls[n]
        )
        models.CostOption.objects.create(service=service, option=f"Place {n}", amount=Decimal(n))
        models.Language.objects.create(service=service, code="pl", name="Polish")
        models.Link.objects.create(service=service, label=f"Leaflet {n}", url="https://club.example.org")
        models.ProviderAnswer.objects.create(service=service, question=f"Question {n}?", answer="Yes.")
        checked(service, dt.date(2026, 1, 1) + dt.timedelta(days=n))
    return service


def test_a_page_with_thirty_of_everything_asks_the_database_no_more_than_one_with_one(council, client):
    def queries(service):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(service.listings.get().get_absolute_url(), headers=HOST)
        assert answer.status_code == 200
        return [query["sql"].split(" WHERE ")[0] for query in captured.captured_queries][1:]

    one, thirty = rich(council, 1), rich(council, 30)
    queries(one)

    assert queries(thirty) == queries(one)
    assert len(queries(one)) <= 35


def test_what_nobody_has_said_reads_not_stated_and_claims_nothing(council, read):
    said = read(ServiceFactory(owner=council))

    for silence in (
        "Age not stated",
        "Who can have it is not stated.",
        "EHC plan: not stated",
        "How to be referred is not stated.",
        "No phone or e-mail is stated.",
        "How long is the wait Not stated.",
        "What it costs Not stated.",
        "Who decides Not stated.",
        "Nobody has checked this page yet. Ring first.",
        "Where and when Not stated.",
        "How to complain is not stated.",
    ):
        assert silence in said, silence
    for claim in ("open to all", "everyone", "all ages", "free"):
        assert claim not in said.lower(), claim


def test_a_wait_is_told_with_the_day_it_was_said(council, read):
    service = ServiceFactory(owner=council)
    actions.state_wait(service, weeks=14, words="", list_status="open", said_on=dt.date(2026, 11, 2))

    assert "14 weeks" in read(service)
    assert "said on 2 November 2026" in read(service)


def test_an_old_check_says_ring_first(council, read):
    service = ServiceFactory(owner=council)
    checked(service, dt.date(2023, 5, 19))

    assert "Checked by the Local Offer team on 19 May 2023. That is a while ago: ring first." in read(service)


def test_a_closed_service_names_its_successor_only_where_families_can_see_it(council, read):
    old, new, hidden = (
        ServiceFactory(owner=council, name=name) for name in ("Old club", "New club", "Secret club")
    )
    lately = timezone.localdate() - dt.timedelta(days=9)
    closed(old, lately, successor=new)
    assert f"This service has closed Since {lately:%-d %B %Y}." in read(old)
    assert "Instead, see New club" in read(old)

    hidden.unpublish()
    closed(old, lately + dt.timedelta(days=1), successor=hidden)

    assert "Instead, see" not in read(old)
    assert "Secret club" not in read(old)


def test_a_draft_is_nobodys_to_read(council, client):
    service = ServiceFactory(owner=council, live=False)

    assert client.get(service.listings.get().get_absolute_url(), headers=HOST).status_code == 404


def test_what_a_provider_writes_cannot_become_markup(council, read):
    attack = "<script>alert(1)</script>"
    service = ServiceFactory(
        owner=council,
        name=f"Club {attack}",
        alternate_name=attack,
        eligibility_description=attack,
        application_process=attack,
        organization=OrganizationFactory(owner=council, name=attack),
    )

    page = read(service, whole=True)

    assert "<script>alert" not in page


def test_a_private_place_is_told_of_and_not_told(council, read):
    refuge = LocationFactory(
        owner=council, name="Elm House", is_private=True, easting=495_532, northing=369_287
    )
    page = read(ServiceFactory(owner=council, at=[refuge]), whole=True)

    assert "The address is kept secret, to keep people safe." in page
    for secret in ("Elm House", "Market Street", "LN1 1AA", "495532", "369287", str(refuge.pk)):
        assert secret not in page, secret


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example.org/find/?q=autism",
        "http://fenbridge.localhost/services/other/?q=autism",
        "http://fenbridge.localhost/find/?q=%ff%00&near=%ed%a0%80",
        "http://fenbridge.localhost/find/?" + "q=" + "a" * 20_000,
        "http://fenbridge.localhost:99999999/find/?q=autism",
        "http://[::1/find/?q=autism",
        "\x00\x01",
        "not an address",
    ],
)
def test_whatever_the_browser_says_it_came_from_the_page_is_read(council, client, referer):
    service = ServiceFactory(owner=council)

    answer = client.get(service.listings.get().get_absolute_url(), headers={**HOST, "referer": referer})

    assert answer.status_code == 200
    assert "evil.example.org" not in answer.content.decode()
