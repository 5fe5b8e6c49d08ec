"""Deeds on the directory: one call, one transaction, one line of who did it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from localoffer.directory import actions
from localoffer.directory.models import Check, Listing, StatedWait, StatusChange
from tests.factories.directory import ServiceFactory
from tests.factories.places import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return ServiceFactory(name="Stay and Play")


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


def lines(service) -> list[tuple]:
    return [(line.action, line.user) for line in ModelLogEntry.objects.for_instance(service)]


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Stay & Play!", set(), "stay-play"),
        ("Stay and Play", {"stay-and-play"}, "stay-and-play-2"),
        ("Stay and Play", {"stay-and-play", "stay-and-play-2"}, "stay-and-play-3"),
        ("النادي", set(), "service"),
        ("🎈", {"service"}, "service-2"),
        ("Zoë’s café", set(), "zoes-cafe"),
        ("x" * 300, set(), "x" * 90),
        (f"{'x' * 89} y", set(), "x" * 89),
    ],
)
def test_an_address_is_made_from_the_name(name, taken, slug):
    assert actions.free_slug(name, taken) == slug


def test_a_service_is_listed_by_another_council(service, admin_user):
    neighbour = AuthorityFactory()

    listing = actions.list_service(
        service, authority=neighbour, reach="neighbouring", why_listed="The nearest", by=admin_user
    )

    assert (listing.slug, listing.reach, listing.why_listed) == (
        "stay-and-play",
        "neighbouring",
        "The nearest",
    )
    assert listing.is_out_of_area
    assert lines(service)[0] == ("localoffer.list", admin_user)


def test_listing_it_again_changes_how_it_stands_and_keeps_its_address(service):
    first = Listing.objects.get()
    service.name = "Renamed"
    again = actions.list_service(
        service, authority=service.owner, reach="regional", why_listed="For deaf children"
    )

    assert again.pk == first.pk
    assert (again.slug, again.reach) == ("stay-and-play", "regional")


def test_two_services_of_one_name_get_two_addresses(service):
    other = ServiceFactory(owner=service.owner, name="Stay and Play")

    assert other.listings.get().slug == "stay-and-play-2"


def test_nobody_lists_a_service_somewhere_that_does_not_exist(service):
    with pytest.raises(ValidationError):
        actions.list_service(service, authority=AuthorityFactory(), reach="galaxy")


def test_a_check_is_recorded_with_who_and_how(service, admin_user, today):
    check = actions.record_check(
        Listing.objects.get(),
        on=today,
        by_role="the Local Offer team",
        how="rang",
        by=admin_user,
        note="Spoke to Jo",
    )

    assert (check.recorded_by, check.outcome) == (admin_user, "right")
    assert Listing.objects.get().last_check == check
    assert lines(service)[0] == ("localoffer.check", admin_user)


def test_a_wait_and_a_status_are_recorded(service, admin_user, today):
    actions.state_wait(service, said_on=today, weeks=12, by=admin_user)
    actions.change_status(service, status="temporarily closed", on=today, reason="Flood", by=admin_user)

    assert service.stated_wait.weeks == 12
    assert service.status_change.reason == "Flood"
    assert [action for action, _ in lines(service)[:2]] == ["localoffer.status", "localoffer.wait"]


def test_nothing_is_said_on_a_day_that_has_not_come(service, today):
    tomorrow = today + dt.timedelta(days=1)
    for attempt in (
        lambda: actions.record_check(Listing.objects.get(), on=tomorrow, by_role="us", how="rang"),
        lambda: actions.state_wait(service, said_on=tomorrow, weeks=1),
        lambda: actions.change_status(service, status="defunct", on=tomorrow),
    ):
        with pytest.raises(ValidationError, match="has not come yet"):
            attempt()

    assert not Check.objects.exists()
    assert not StatedWait.objects.exists()
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("values", [{"how": "guessed"}, {"by_role": ""}, {"outcome": "perhaps"}])
def test_a_check_that_says_too_little_is_none(service, today, values):
    with pytest.raises(ValidationError):
        actions.record_check(
            Listing.objects.get(), **({"on": today, "by_role": "us", "how": "rang"} | values)
        )


def test_a_circle_of_successors_is_refused(service, today):
    other, third = ServiceFactory(), ServiceFactory()
    actions.change_status(service, status="defunct", on=today, successor=other)
    actions.change_status(other, status="defunct", on=today, successor=third)

    with pytest.raises(ValidationError, match="was itself closed in favour of this"):
        actions.change_status(third, status="defunct", on=today, successor=service)
    with pytest.raises(ValidationError):
        actions.change_status(third, status="defunct", on=today, successor=third)

    actions.change_status(service, status="active", on=today)
    actions.change_status(third, status="defunct", on=today, successor=service)
    assert third.status_change.successor == service


def test_a_deed_that_fails_leaves_no_line_behind(service, today):
    before = ModelLogEntry.objects.count()
    with pytest.raises(ValidationError):
        actions.change_status(service, status="burnt down", on=today)

    assert ModelLogEntry.objects.count() == before
