"""Which records may be one and the same, and why."""

import random
import time

import pytest
from django.utils import timezone

from localoffer.directory import duplicates
from localoffer.directory.models import Location, NotDuplicates, Organization, Phone, Service
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory
from tests.factories.places import DemonstrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return DemonstrationFactory(name="Fenbridge")


def service(council, name, phone="", postcode="", **values):
    made = ServiceFactory(owner=council, name=name, **values)
    if phone:
        Phone.objects.create(service=made, number=phone)
    if postcode:
        made.service_at_locations.create(
            location=LocationFactory(owner=council, name=name, postal_code=postcode)
        )
        made.save()
    return made


def suggested(council):
    rows = Service.objects.kept_by(council)
    names = dict(rows.values_list("pk", "name"))
    return [
        (sorted([names[each.first], names[each.second]]), each.reasons)
        for each in duplicates.among_services(rows)
    ]


def test_one_name_one_phone_however_it_is_written(council):
    service(council, "The Sleep Clinic", phone="01632 960001")
    service(council, "Sleep clinic", phone="(01632) 960-001")
    service(council, "Fencing", phone="01632 960001")  # the switchboard

    assert suggested(council) == [
        (["Sleep clinic", "The Sleep Clinic"], ("The same name", "The same phone, 01632 960001"))
    ]


def test_a_letter_wrong_and_the_same_place(council):
    service(council, "Dyslexia Support Group", postcode="LN1 1AA")
    service(council, "Dislexia support group", postcode="ln11aa")

    [(_, reasons)] = suggested(council)

    assert reasons == ("Nearly the same name", "The same place, LN1 1AA")


def test_the_same_name_alone_is_not_enough(council):
    service(council, "Stay and Play", postcode="LN1 1AA")
    service(council, "Stay and Play", postcode="LN2 2BB")

    assert suggested(council) == []


def test_mailbox_website_and_organisation_count(council):
    organization = OrganizationFactory(owner=council)
    same = {"organization": organization, "email": "play@example.org"}
    service(council, "Holiday play", url="https://www.play.example.org/", **same)
    service(council, "Holiday play scheme", url="http://play.example.org", **same)

    [(_, reasons)] = suggested(council)

    assert reasons[1:] == (
        "The same e-mail, play@example.org",
        "The same web address, play.example.org",
        "The same organisation",
    )


def test_another_councils_services_are_not_looked_at(council):
    service(council, "Sleep clinic", phone="01632 960001")
    service(DemonstrationFactory(), "Sleep clinic", phone="01632 960001")

    assert suggested(council) == []


def test_nothing_of_a_secret_place_is_compared(council):
    refuge = LocationFactory(owner=council, is_private=True)
    for name in ("Safe house", "Safe house"):
        ServiceFactory(owner=council, name=name, at=[refuge])
    LocationFactory(owner=council, name=refuge.name, is_private=True)

    assert suggested(council) == []
    assert duplicates.among_locations(Location.objects.filter(owner=council)) == []


def test_two_that_are_two_are_not_suggested_again(council, admin_user):
    one, other = (service(council, "Sleep clinic", phone="01632 960001") for _ in range(2))

    for pair in ((one, other), (other, one)):
        duplicates.say_not_duplicates(*pair, by=admin_user)

    assert suggested(council) == []
    assert NotDuplicates.objects.get().said_by == admin_user


def test_organisations_and_places(council):
    for name in ("Lime Tree Trust", "The Lime Tree Trust Ltd"):
        OrganizationFactory(owner=council, name=name, email="lime@example.org")
    for name in ("Acorn Hall", "Acorn hall"):
        LocationFactory(owner=council, name=name, postal_code="LN1 1AA")

    assert len(duplicates.among_organizations(Organization.objects.filter(owner=council))) == 1
    assert len(duplicates.among_locations(Location.objects.filter(owner=council))) == 1


def test_what_is_in_the_bin_is_not_suggested(council):
    one, _ = (service(council, "Sleep clinic", phone="01632 960001") for _ in range(2))
    Service.objects.filter(pk=one.pk).update(binned_at=timezone.now(), live=False)

    assert suggested(council) == []


def test_three_thousand_services_are_not_compared_each_with_each():
    words = "sleep play swim talk read dance cook draw sing climb judo choir club group clinic team".split()
    chosen = random.Random(1)
    several = [
        duplicates.Traits(
            number,
            " ".join(chosen.choices(words, k=3)),
            phones={str(chosen.randrange(900)): "01632"},
            places={f"LN{chosen.randrange(300)}": "LN1 1AA"},
        )
        for number in range(3000)
    ]
    started = time.perf_counter()
    pairs = duplicates._pairs(several)

    assert len(pairs) < 100_000  # of four and a half million
    duplicates.suggestions(several)
    assert time.perf_counter() - started < 30  # a couple of seconds on an idle machine
