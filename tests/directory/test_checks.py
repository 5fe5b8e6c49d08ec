"""Which services an officer is to ring this week."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from localoffer.cms.models import CheckEvery, CouncilSettings
from localoffer.directory import actions
from localoffer.directory.models import Check, Listing
from tests.factories.directory import ServiceFactory, checked, closed
from tests.factories.places import DemonstrationFactory, served_on

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def council():
    return DemonstrationFactory(name="Fenbridge")


@pytest.fixture
def neighbour():
    """Another council, with a service that nobody has checked for ten years."""
    council = DemonstrationFactory(name="Saltmere")
    checked(ServiceFactory(owner=council, name="Theirs"), dt.date(2016, 1, 1))
    return council


def service(council, name, *, days_ago=None, **values):
    made = ServiceFactory(owner=council, name=name, **values)
    if days_ago is not None:
        checked(made, TODAY - dt.timedelta(days=days_ago))
    return made


def names(listings) -> list[str]:
    return [listing.service.name for listing in listings.select_related("service")]


@pytest.fixture
def sets(council):
    """The council says how often: `sets(CheckEvery.YEAR)`."""

    def to(every):
        settings = CouncilSettings.for_site(served_on(council, f"{every}.fenbridge.localhost"))
        settings.check_every = every
        settings.save()

    return to


def test_a_check_stands_for_half_a_year_then_it_is_overdue(council, neighbour):
    service(council, "Fresh", days_ago=100)
    service(council, "Due in a month", days_ago=153)
    service(council, "Due today", days_ago=183)
    service(council, "Overdue", days_ago=184)
    service(council, "Long overdue", days_ago=900)
    service(council, "Never")

    ours = Listing.objects.of(council)

    assert names(ours.overdue(TODAY)) == ["Long overdue", "Overdue"]
    assert names(ours.due(TODAY)) == ["Due today"]
    assert names(ours.due(TODAY + dt.timedelta(days=1))) == ["Due in a month"]
    assert names(ours.never_checked()) == ["Never"]


def test_the_next_check_is_told_by_the_last_one(council):
    listing = service(council, "Swimming", days_ago=10).listings.get()
    then = TODAY + dt.timedelta(days=173)

    assert listing.next_check_on() == then
    assert Listing.objects.with_checks().get().next_check_on() == then
    assert service(council, "New").listings.get().next_check_on() is None


def test_a_council_checks_more_often_and_one_service_less(council, neighbour, sets):
    service(council, "Ordinary", days_ago=120)
    yearly = service(council, "Yearly", days_ago=120).listings.get()
    yearly.check_every = CheckEvery.YEAR
    yearly.save()
    sets(CheckEvery.QUARTER)

    assert names(Listing.objects.of(council).overdue(TODAY)) == ["Ordinary"]
    assert Listing.objects.of(council).overdue(TODAY).get().next_check_on() == TODAY - dt.timedelta(days=29)
    assert yearly.next_check_on() == TODAY + dt.timedelta(days=245)
    assert names(Listing.objects.of(neighbour).overdue(TODAY)) == ["Theirs"]


def test_a_council_with_two_sites_does_as_the_stricter_says(council, sets):
    service(council, "Swimming", days_ago=200)
    sets(CheckEvery.YEAR)
    assert names(Listing.objects.of(council).overdue(TODAY)) == []

    sets(CheckEvery.QUARTER)

    assert names(Listing.objects.of(council).overdue(TODAY)) == ["Swimming"]


def test_a_call_that_nobody_answered_is_no_check(council):
    silent = service(council, "Silent").listings.get()
    actions.record_check(
        silent, on=TODAY - dt.timedelta(days=3), by_role="us", how="rang", outcome="not-reached"
    )

    assert names(Listing.objects.never_checked()) == ["Silent"]


def test_nobody_rings_a_service_that_has_closed_or_that_families_cannot_see(council):
    closed(service(council, "Closed", days_ago=900), TODAY - dt.timedelta(days=20))
    service(council, "Draft", live=False)
    paused = service(council, "Paused", days_ago=900)
    actions.change_status(paused, status="temporarily closed", on=TODAY - dt.timedelta(days=20))

    assert names(Listing.objects.overdue(TODAY)) == ["Paused"]
    assert names(Listing.objects.never_checked()) == []


def test_the_list_is_one_question_to_the_database(council, django_assert_num_queries):
    for number in range(3):
        service(council, f"Service {number}", days_ago=200)

    with django_assert_num_queries(1):
        rows = [
            (listing.service.name, listing.next_check_on())
            for listing in Listing.objects.of(council).overdue(TODAY).select_related("service")
        ]

    assert len(rows) == 3


def test_we_rang_and_it_is_right_for_several_at_once(council, admin_user):
    listings = [service(council, name).listings.get() for name in ("Swimming", "Judo")]
    said = {"on": timezone.localdate(), "by_role": "the Local Offer team", "how": "rang", "by": admin_user}

    actions.record_checks(listings, **said)

    assert Check.objects.filter(recorded_by=admin_user).count() == 2


def test_several_are_checked_all_or_none(council):
    listings = [service(council, name).listings.get() for name in ("Swimming", "Judo")]
    listings[1].pk = None

    with pytest.raises((ValidationError, ValueError)):
        actions.record_checks(listings, on=timezone.localdate(), by_role="us", how="rang")

    assert not Check.objects.exists()
