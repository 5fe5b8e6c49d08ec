"""What is deleted can be restored for thirty days, and is then gone for good."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from localoffer.directory import actions, bin, imports
from localoffer.directory.models import (
    Check,
    Listing,
    Location,
    Organization,
    Phone,
    Service,
    StatedWait,
    StatusChange,
)
from localoffer.directory.models.facts import AppendOnlyError
from localoffer.directory.sources.records import (
    LocationRecord,
    OrganizationRecord,
    ReadResult,
    ServiceRecord,
    VenueRecord,
)
from localoffer.finder import index
from localoffer.finder.models import Entry
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, checked
from tests.factories.places import DemonstrationFactory, served_on

HOST = {"host": "fenbridge.localhost"}
LATER = timezone.now() + dt.timedelta(days=31)


@pytest.fixture
def council(db):
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council")
    served_on(council, "fenbridge.localhost")
    return council


@pytest.fixture(autouse=True)
def neighbour(db):
    """Another council, whose records must stay as they are."""
    service = ServiceFactory(name="Theirs", owner=DemonstrationFactory(name="Saltmere"))
    checked(service, dt.date(2026, 1, 1))
    before = Service.objects.values().get(pk=service.pk)
    yield service
    assert Service.objects.values().get(pk=service.pk) == before
    assert service.listings.get().checks.count() == 1


@pytest.fixture
def service(council):
    """A service with a bit of everything."""
    service = ServiceFactory(
        owner=council, name="Swimming club", needs=["ASD"], at=[LocationFactory(owner=council)]
    )
    Phone.objects.create(service=service, number="01632 960001")
    service.save_revision().publish()
    checked(service, dt.date(2026, 10, 1))
    actions.state_wait(service, weeks=4, said_on=dt.date(2026, 10, 1))
    return Service.objects.get(pk=service.pk)


def read(client, slug):
    answer = client.get(f"/services/{slug}/", headers=HOST)
    return answer.status_code, " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_nobody_finds_what_is_in_the_bin_and_its_page_says_so(
    service, client, admin_user, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        index.rebuild()
        bin.put_in_bin(service, by=admin_user)

    assert not Service.objects.filter(pk=service.pk).exists()
    assert not Entry.objects.filter(service_id=service.pk).exists()
    assert index.check() == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    status, said = read(client, "swimming-club")
    assert status == 410
    assert "This service is no longer listed Swimming club was on this page." in said
    binned = Service.with_binned.binned().get()
    assert (binned.binned_by, (binned.leaves_bin_at - binned.binned_at).days) == (admin_user, 30)
    assert ModelLogEntry.objects.for_instance(binned).first().action == "localoffer.bin"


def test_restored_it_is_as_it_was_with_its_address(service, client, django_capture_on_commit_callbacks):
    before = Service.objects.values().get(pk=service.pk)
    with django_capture_on_commit_callbacks(execute=True):
        index.rebuild()
        bin.put_in_bin(service)
        bin.restore(service)

    assert Service.objects.values().get(pk=service.pk) == before
    assert [phone.number for phone in Service.objects.get(pk=service.pk).phones.all()] == ["01632 960001"]
    assert read(client, "swimming-club")[0] == 200
    assert Entry.objects.get(service_id=service.pk).slug == "swimming-club"
    assert index.check() == []


def test_a_draft_in_the_bin_has_no_page_that_tells_of_it(council, client):
    draft = ServiceFactory(owner=council, name="Secret plan", live=False)
    bin.put_in_bin(draft)

    assert read(client, "secret-plan")[0] == 404


def test_what_was_to_be_published_at_its_time_stays_in_the_bin(service):
    service.go_live_at = timezone.now() + dt.timedelta(seconds=30)
    revision = service.save_revision()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(seconds=1)
    revision.save()

    bin.put_in_bin(service)
    call_command("publish_scheduled")

    assert not Service.with_binned.get(pk=service.pk).live


def test_the_database_itself_shows_nobody_what_is_in_the_bin(service):
    bin.put_in_bin(service)

    with pytest.raises(IntegrityError), transaction.atomic():
        Service.with_binned.filter(pk=service.pk).update(live=True)


def test_an_organisation_with_services_says_which(council, service):
    organization = service.organization
    for number in range(7):
        ServiceFactory(owner=council, organization=organization, name=f"Club {number}")
    ServiceFactory(owner=DemonstrationFactory(), organization=organization, name="Hidden", live=False)

    with pytest.raises(ValidationError) as refused:
        bin.put_in_bin(organization)

    said = refused.value.message
    assert "Club 0, Club 1, Club 2, Club 3, Club 4 and 4 more" in said
    assert "Hidden" not in said  # another council's draft


def test_a_place_where_a_service_is_stays(service):
    with pytest.raises(ValidationError, match="still needed by Swimming club"):
        bin.put_in_bin(Location.objects.get(service_at_locations__service=service))


def test_what_came_with_it_comes_back_with_it(service):
    place = Location.objects.get(service_at_locations__service=service)
    bin.put_in_bin(service)
    bin.put_in_bin(service.organization)
    bin.put_in_bin(place)

    bin.restore(service)

    assert Organization.objects.filter(pk=service.organization_id).exists()
    assert Location.objects.filter(pk=place.pk).exists()


def test_a_locked_service_is_left_to_whoever_locked_it(service, admin_user, django_user_model):
    other = django_user_model.objects.create(username="jo")
    Service.objects.filter(pk=service.pk).update(locked=True, locked_by=other)

    with pytest.raises(ValidationError, match="locked by jo"):
        bin.put_in_bin(service, by=admin_user)


def test_nothing_is_put_in_twice_or_taken_out_of_nowhere(service):
    with pytest.raises(ValidationError, match="not in the bin"):
        bin.restore(service)
    bin.put_in_bin(service)
    with pytest.raises(ValidationError, match="already"):
        bin.put_in_bin(service)


def test_after_thirty_days_all_of_it_is_gone_but_a_line_of_history(service, client):
    organization, place = service.organization, Location.objects.get(service_at_locations__service=service)
    key = service.pk
    for record in (service, organization, place):
        bin.put_in_bin(record)

    assert bin.empty_bin(at=timezone.now() + dt.timedelta(days=29)) == 0
    assert bin.empty_bin(at=LATER) == 3

    assert not Service.with_binned.filter(pk=key).exists()
    assert not Organization.with_binned.filter(pk=organization.pk).exists()
    assert not Location.with_binned.filter(pk=place.pk).exists()
    assert not Revision.objects.filter(object_id=str(key)).exists()
    for facts in (Check, StatedWait, StatusChange):
        owner = "listing__service" if facts is Check else "service"
        assert not facts.objects.filter(**{owner: key}).exists()
    assert not Listing.objects.filter(service=key).exists()
    assert ModelLogEntry.objects.filter(object_id=str(key), action="localoffer.delete").exists()
    assert read(client, "swimming-club")[0] == 404


def test_the_clock_empties_it(service):
    bin.put_in_bin(service)
    Service.with_binned.filter(pk=service.pk).update(binned_at=timezone.now() - dt.timedelta(days=31))

    call_command("empty_bin")

    assert not Service.with_binned.filter(pk=service.pk).exists()


def test_facts_of_what_is_in_use_cannot_be_deleted_for_good(service):
    assert Check.objects.purge() == 0
    assert Check.objects.filter(listing__service=service).count() == 1
    with pytest.raises(AppendOnlyError):
        Check.objects.all().delete()


# --- Imports --------------------------------------------------------------------------------------


def swimming(**values) -> ServiceRecord:
    place = LocationRecord(source_id="hall", name="Hall", postal_code="LN1 1AA")
    organization = OrganizationRecord(source_id="trust", name="Trust", email="jo@example.org")
    return ServiceRecord(
        **(
            {
                "source_id": "1",
                "name": "Swimming",
                "organization": organization,
                "venues": (VenueRecord(location=place),),
            }
            | values
        )
    )


def bring(council, *records):
    return imports.import_records(ReadResult(records=records), authority=council, source="feed")


def outcomes(report) -> dict:
    return {line.row: line.why for line in report.lines if line.outcome is imports.Outcome.BINNED}


def test_an_import_neither_brings_it_back_nor_doubles_it(council):
    bring(council, swimming())
    bin.put_in_bin(Service.objects.get(source_id="1"))

    report = bring(council, swimming(name="Swimming for all"))

    assert list(outcomes(report)) == ["1"]
    assert "Restore it if it runs" in outcomes(report)["1"]
    assert not Service.objects.filter(source_id="1").exists()
    bin.restore(Service.with_binned.get(source_id="1"))
    bring(council, swimming(name="Swimming for all"))
    assert Service.objects.get(source_id="1").name == "Swimming for all"


def test_nor_does_an_import_after_the_thirty_days(council, client):
    bring(council, swimming(url="https://jo.example.org", eligibility_description="Ask for Jo"))
    for record in (
        Service.objects.get(source_id="1"),
        Organization.objects.get(source_id="trust"),
        Location.objects.get(source_id="hall"),
    ):
        bin.put_in_bin(record)
    bin.empty_bin(at=LATER)

    report = bring(council, swimming())

    assert "stays so" in outcomes(report)["1"]
    signpost = Service.with_binned.get(source_id="1")
    assert (signpost.name, signpost.url, signpost.eligibility_description) == ("", "", "")
    assert not signpost.revisions.exists()
    assert Organization.with_binned.get(source_id="trust").email == ""
    assert read(client, "swimming")[0] == 410
    assert bin.empty_bin(at=LATER) == 0
    with pytest.raises(ValidationError, match="deleted for good"):
        bin.restore(signpost)


def test_an_organisation_that_a_new_service_needs_comes_back_and_it_is_said(council):
    bring(council, swimming())
    bin.put_in_bin(Service.objects.get(source_id="1"))
    bin.put_in_bin(Organization.objects.get(source_id="trust"))
    bin.put_in_bin(Location.objects.get(source_id="hall"))

    report = bring(council, swimming(), swimming(source_id="2", name="Judo"))

    said = [line.why for line in report.lines if line.outcome is imports.Outcome.CHANGED]
    assert said.count("It was in the bin here. A service in this source needs it, so it is back.") == 2
    judo = Service.objects.get(source_id="2")
    assert judo.organization == Organization.objects.get(source_id="trust")
    assert judo.service_at_locations.get().location == Location.objects.get(source_id="hall")


def test_one_that_was_emptied_gets_its_words_from_the_source_again(council):
    bring(council, swimming())
    bin.put_in_bin(Service.objects.get(source_id="1"))
    bin.put_in_bin(Organization.objects.get(source_id="trust"))
    bin.put_in_bin(Location.objects.get(source_id="hall"))
    bin.empty_bin(at=LATER)

    bring(council, swimming(source_id="2", name="Judo"))

    assert Organization.objects.get(source_id="trust").email == "jo@example.org"
    assert Location.objects.get(source_id="hall").postal_code == "LN1 1AA"


def test_a_secret_place_stays_secret_through_the_bin(council):
    bring(council, swimming())
    place = Location.objects.get(source_id="hall")
    place.is_private = True
    place.save()
    bin.put_in_bin(Service.objects.get(source_id="1"))
    bin.put_in_bin(place)
    bin.empty_bin(at=LATER)

    bring(council, swimming(source_id="2", name="Judo"))

    again = Location.objects.get(source_id="hall")
    assert (again.is_private, again.postal_code, again.point) == (True, "", None)


def test_an_organisation_that_got_a_service_meanwhile_is_not_deleted(council):
    organization = OrganizationFactory(owner=council)
    bin.put_in_bin(organization)
    ServiceFactory(owner=council, organization=organization)  # as a form that was open all the while would

    assert bin.empty_bin(at=LATER) == 0
    assert Organization.with_binned.filter(pk=organization.pk).exists()
