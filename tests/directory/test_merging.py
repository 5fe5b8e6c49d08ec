"""Two records that are one: what is kept of both, and the way back."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from localoffer.directory import actions, bin, imports, merging
from localoffer.directory.models import (
    Listing,
    Location,
    Organization,
    OrganizationIdentifier,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from localoffer.directory.signals import service_merged
from localoffer.directory.sources.records import (
    LocationRecord,
    OrganizationRecord,
    ReadResult,
    ServiceRecord,
    VenueRecord,
)
from localoffer.finder import index
from tests.factories.directory import (
    LocationFactory,
    OrganizationFactory,
    ServiceFactory,
    checked,
    closed,
    term,
)
from tests.factories.places import DemonstrationFactory, PostcodeFactory, served_on

HOST = {"host": "fenbridge.localhost"}
LATER = timezone.now() + dt.timedelta(days=31)


@pytest.fixture
def council(db):
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council")
    served_on(council, "fenbridge.localhost")
    return council


@pytest.fixture
def neighbour(db):
    council = DemonstrationFactory(name="Saltmere")
    served_on(council, "saltmere.localhost")
    return council


@pytest.fixture(autouse=True)
def theirs(neighbour):
    """Another council's service, which must stay as it is."""
    service = ServiceFactory(name="Theirs", owner=neighbour)
    before = Service.objects.values().get(pk=service.pk)
    yield
    assert Service.objects.values().get(pk=service.pk) == before


@pytest.fixture
def keep(council):
    service = ServiceFactory(owner=council, name="Sleep clinic", needs=["ASD"], email="sleep@example.org")
    Phone.objects.create(service=service, number="01632 960001")
    service.save_revision().publish()
    return Service.objects.get(pk=service.pk)


@pytest.fixture
def drop(council):
    service = ServiceFactory(
        owner=council, name="The sleep clinic", needs=["ASD", "HI"], email="old@example.org", cost="free"
    )
    Phone.objects.create(service=service, number="01632960001")
    Phone.objects.create(service=service, number="01632 960002", description="Evenings")
    service.save_revision().publish()
    checked(service, dt.date(2026, 10, 1))
    actions.state_wait(service, weeks=9, said_on=dt.date(2026, 10, 1))
    return Service.objects.get(pk=service.pk)


def read(client, slug, host="fenbridge.localhost"):
    answer = client.get(f"/services/{slug}/", headers={"host": host})
    answer.said = " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())
    return answer


def test_what_one_lacks_it_takes_from_the_other_and_lists_are_united(
    keep, drop, admin_user, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        index.rebuild()
        merging.merge(keep=keep, drop=drop, by=admin_user)

    kept = Service.objects.get(pk=keep.pk)
    assert (kept.name, kept.email, kept.cost) == ("Sleep clinic", "sleep@example.org", "free")
    assert [phone.number for phone in kept.phones.all()] == ["01632 960001", "01632 960002"]
    assert {need.code for need in kept.needs.all()} == {"ASD", "HI"}
    assert kept.live
    assert not kept.has_unpublished_changes
    assert not Service.objects.filter(pk=drop.pk).exists()
    assert index.check() == []
    for service in (kept, Service.with_binned.get(pk=drop.pk)):
        assert ModelLogEntry.objects.for_instance(service).filter(action="localoffer.merge", user=admin_user)


def test_an_officer_chooses_field_by_field(keep, drop):
    merging.merge(
        keep=keep, drop=drop, choices={"email": "drop", "cost": "keep", "phones": "drop", "needs": "keep"}
    )

    kept = Service.objects.get(pk=keep.pk)
    assert (kept.email, kept.cost) == ("old@example.org", "")
    assert [phone.number for phone in kept.phones.all()] == ["01632960001", "01632 960002"]
    assert [need.code for need in kept.needs.all()] == ["ASD"]


def test_they_are_shown_side_by_side(keep, drop):
    shown = {each.name: each for each in merging.compare(keep, drop)}

    assert (shown["email"].keep, shown["email"].drop, shown["email"].choice) == (
        "sleep@example.org",
        "old@example.org",
        "keep",
    )
    assert (shown["cost"].label, shown["cost"].drop, shown["cost"].choice) == ("Cost", "Free", "drop")
    assert shown["phones"].choice == "both"
    assert not shown["description"].differs
    assert "owner" not in shown


def test_its_checks_and_waits_stay_its_own_and_can_be_read_from_the_other(keep, drop):
    merging.merge(keep=keep, drop=drop)

    kept = Service.objects.get(pk=keep.pk)
    assert kept.stated_wait is None
    assert kept.listings.get().last_check is None  # nobody has checked what is kept
    assert [(each.of, each.words) for each in merging.history_of(kept)] == [
        ("The sleep clinic", "Wait: About 9 weeks"),
        ("The sleep clinic", "It was right (rang them, the Local Offer team)"),
    ]
    bin.empty_bin(at=LATER)
    assert len(merging.history_of(kept)) == 2


def test_the_old_address_leads_to_the_one_kept_now_and_after_thirty_days(keep, drop, client):
    merging.merge(keep=keep, drop=drop)

    for _ in range(2):
        moved = read(client, "the-sleep-clinic")
        assert (moved.status_code, moved.url) == (301, "/services/sleep-clinic/?instead-of=the-sleep-clinic")
        said = client.get(moved.url, headers=HOST).content.decode()
        assert "You were looking for The sleep clinic" in said
        assert "It is now part of this page." in said
        bin.empty_bin(at=LATER)


def test_a_council_that_listed_only_the_other_keeps_its_listing(keep, drop, neighbour, client):
    actions.list_service(drop, authority=neighbour, reach="neighbouring", why_listed="The nearest")
    checked(drop, dt.date(2026, 10, 2), neighbour)

    merging.merge(keep=keep, drop=drop)

    listing = Listing.objects.of(neighbour).get(service=keep)
    assert (listing.slug, listing.reach, listing.why_listed) == (
        "sleep-clinic",
        "neighbouring",
        "The nearest",
    )
    assert listing.last_check is None
    assert read(client, "the-sleep-clinic", "saltmere.localhost").url.startswith("/services/sleep-clinic/")


def test_a_merge_is_undone(keep, drop, neighbour, client, django_capture_on_commit_callbacks):
    actions.list_service(drop, authority=neighbour)
    before = Service.objects.values().get(pk=drop.pk)
    with django_capture_on_commit_callbacks(execute=True):
        index.rebuild()
        merging.merge(keep=keep, drop=drop, choices={"email": "drop"})

        left = bin.restore(Service.with_binned.get(pk=drop.pk))

    assert left == []
    kept = Service.objects.get(pk=keep.pk)
    assert (kept.email, kept.cost, kept.phones.count()) == ("sleep@example.org", "", 1)
    assert Service.objects.values().get(pk=drop.pk) == before
    assert not Listing.objects.of(neighbour).filter(service=keep).exists()
    assert read(client, "the-sleep-clinic").status_code == 200
    assert index.check() == []


def test_what_was_changed_or_checked_since_is_not_undone_and_said(keep, drop, neighbour):
    actions.list_service(drop, authority=neighbour)
    merging.merge(keep=keep, drop=drop)
    kept = Service.objects.get(pk=keep.pk)
    kept.name = "Sleep advice"
    kept.save_revision().publish()
    checked(kept, dt.date(2026, 11, 1), neighbour)

    left = bin.restore(Service.with_binned.get(pk=drop.pk))

    assert Service.objects.get(pk=keep.pk).cost == "free"
    assert Listing.objects.of(neighbour).filter(service=keep).exists()
    assert left == [
        "Sleep advice has been changed since, so it stays as it is. Look whether all of it is right.",
        "Sleep advice stays in Saltmere’s Local Offer: somebody has checked it there.",
    ]


def test_rooms_above_are_told(keep, drop):
    told = []
    service_merged.connect(
        lambda keep, drop, **_: told.append((keep.pk, drop.pk)), weak=False, dispatch_uid="test"
    )
    try:
        merging.merge(keep=keep, drop=drop)
    finally:
        service_merged.disconnect(dispatch_uid="test")

    assert told == [(keep.pk, drop.pk)]


def test_nobody_merges_what_would_be_lost(council, keep, drop, admin_user, django_user_model):
    def refused(match, keep, drop, **choices):
        with pytest.raises(ValidationError, match=match):
            merging.merge(keep=keep, drop=drop, **choices)

    draft = ServiceFactory(owner=council, name="Draft", live=False)
    gone, locked, waiting = (
        ServiceFactory(owner=council, name=name) for name in ("Gone", "Locked", "Waiting")
    )
    closed(gone, dt.date(2026, 1, 1), successor=drop)
    Service.objects.filter(pk=locked.pk).update(locked=True)
    waiting.save_revision()
    Service.objects.filter(pk=waiting.pk).update(has_unpublished_changes=True)

    refused("two different", keep, keep)
    refused("Publish Draft first", draft, drop)
    refused("Gone has closed", gone, drop)
    refused("Locked is locked. Unlock", keep, locked)
    refused("a draft that waits", waiting, drop)
    refused("one kind", keep, keep.organization)
    refused("which value", keep, drop, choices={"owner": "drop"})
    refused("which value", keep, drop, choices={"email": "perhaps"})
    bin.put_in_bin(drop)
    refused("in the bin", keep, drop)
    assert Service.objects.get(pk=keep.pk).email == "sleep@example.org"


def test_ages_that_do_not_go_together_are_said(council):
    keep = ServiceFactory(owner=council, minimum_age=10, maximum_age=16)
    drop = ServiceFactory(owner=council, minimum_age=2, maximum_age=5)

    with pytest.raises(ValidationError, match="youngest age is above the oldest"):
        merging.merge(keep=keep, drop=drop, choices={"maximum_age": "drop"})

    assert Service.objects.filter(pk=drop.pk).exists()


def test_a_closed_service_follows_its_merged_successor(council, keep, drop, client):
    old = ServiceFactory(owner=council, name="Old club")
    actions.close(old, on=timezone.localdate() - dt.timedelta(days=90), why="replaced", successor=drop)
    merging.merge(keep=keep, drop=drop)
    bin.empty_bin(at=LATER)

    assert read(client, "old-club").url == "/services/sleep-clinic/?instead-of=old-club"


def test_two_drafts_become_one_draft(council):
    keep = ServiceFactory(owner=council, name="Sleep", live=False)
    drop = ServiceFactory(owner=council, name="Sleep 2", live=False, cost="free")

    merging.merge(keep=keep, drop=drop)

    kept = Service.objects.get(pk=keep.pk)
    assert not kept.live
    assert kept.get_latest_revision_as_object().cost == "free"


# --- Organisations and places ----------------------------------------------------------------------


def test_services_of_a_merged_organisation_go_to_the_one_kept(council, django_capture_on_commit_callbacks):
    keep, drop = (OrganizationFactory(owner=council, name=name) for name in ("Lime Trust", "Lime Tree Trust"))
    drop.website = "https://lime.example.org"
    drop.save()
    OrganizationIdentifier.objects.create(organization=drop, identifier_type="Charity", identifier="123")
    department = OrganizationFactory(owner=council, parent_organization=drop)
    with django_capture_on_commit_callbacks(execute=True):
        service = ServiceFactory(owner=council, organization=drop)
        service.save_revision().publish()
        index.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        merging.merge(keep=keep, drop=drop)

    service = Service.objects.get(pk=service.pk)
    assert service.organization == keep
    assert service.latest_revision.as_object().organization == keep  # it was saved with the other
    kept = Organization.objects.get(pk=keep.pk)
    assert (kept.website, kept.organization_identifiers.get().identifier) == (
        "https://lime.example.org",
        "123",
    )
    assert Organization.objects.get(pk=department.pk).parent_organization == keep
    assert index.check() == []
    bin.empty_bin(at=LATER)
    assert Service.objects.get(pk=service.pk).latest_revision.as_object().organization == keep


def test_an_organisation_is_parted_again(council):
    keep, drop = (OrganizationFactory(owner=council, name=name) for name in ("Lime Trust", "Lime Tree Trust"))
    mine, theirs = (
        ServiceFactory(owner=council, organization=keep),
        ServiceFactory(owner=council, organization=drop),
    )
    drop.email = "lime@example.org"
    drop.save()
    merging.merge(keep=keep, drop=drop)

    assert bin.restore(Organization.with_binned.get(pk=drop.pk)) == []

    assert Service.objects.get(pk=mine.pk).organization == keep
    assert Service.objects.get(pk=theirs.pk).organization == drop
    assert Organization.objects.get(pk=keep.pk).email == ""


def test_services_at_a_merged_place_are_at_the_one_kept_once(council, django_capture_on_commit_callbacks):
    PostcodeFactory(postcode="LN1 1AA", easting=495_532, northing=369_287)
    keep = LocationFactory(owner=council, name="Acorn Hall", postal_code="")
    drop = LocationFactory(owner=council, name="Acorn hall", postal_code="LN1 1AA")
    drop.access.add(term("access", "step-free"))
    drop.access.commit()
    both, one = ServiceFactory(owner=council, at=[keep, drop]), ServiceFactory(owner=council, at=[drop])
    Schedule.objects.create(service=one, location=drop, byday="MO")
    one.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        index.rebuild()
        merging.merge(keep=keep, drop=drop)

    kept = Location.objects.get(pk=keep.pk)
    assert (kept.postal_code, kept.point) == ("LN1 1AA", (495_532, 369_287))
    assert kept.access.get().code == "step-free"
    for service in (both, one):
        assert [at.location_id for at in ServiceAtLocation.objects.filter(service=service)] == [keep.pk]
    assert Schedule.objects.get().location_id == keep.pk
    opened = Service.objects.get(pk=one.pk).latest_revision.as_object()
    assert [at.location_id for at in opened.service_at_locations.all()] == [keep.pk]
    assert [schedule.location_id for schedule in opened.schedules.all()] == [keep.pk]
    assert index.check() == []

    bin.restore(Location.with_binned.get(pk=drop.pk))

    assert {at.location_id for at in ServiceAtLocation.objects.filter(service=both)} == {keep.pk, drop.pk}
    assert ServiceAtLocation.objects.get(service=one).location_id == drop.pk
    assert Schedule.objects.get().location_id == drop.pk
    assert Location.objects.get(pk=keep.pk).postal_code == ""


def test_a_secret_place_is_not_merged_with_a_known_one(council):
    known, secret = LocationFactory(owner=council), LocationFactory(owner=council, is_private=True)

    for keep, drop in ((known, secret), (secret, known)):
        with pytest.raises(ValidationError, match="kept secret"):
            merging.merge(keep=keep, drop=drop)


def test_an_import_that_still_knows_the_merged_ones_leads_to_the_kept(council):
    def record(number, **values):
        place = LocationRecord(source_id=f"hall-{number}", name=f"Hall {number}")
        organization = OrganizationRecord(source_id=f"trust-{number}", name=f"Trust {number}")
        return ServiceRecord(
            source_id=str(number),
            name=f"Club {number}",
            organization=organization,
            venues=(VenueRecord(location=place),),
            **values,
        )

    def bring(*records):
        return imports.import_records(ReadResult(records=records), authority=council, source="feed")

    bring(record(1), record(2), record(3))
    for model, name in ((Organization, "trust"), (Location, "hall")):
        keep, drop = (model.objects.get(source_id=f"{name}-{number}") for number in (1, 2))
        merging.merge(keep=keep, drop=drop)
    merging.merge(keep=Service.objects.get(source_id="1"), drop=Service.objects.get(source_id="3"))
    bin.empty_bin(at=LATER)

    report = bring(record(1, cost="free"), record(2, cost="free"), record(3, cost="free"))

    second = Service.objects.get(source_id="2")
    assert second.organization == Organization.objects.get(source_id="trust-1")
    assert second.service_at_locations.get().location == Location.objects.get(source_id="hall-1")
    assert "It was merged into Club 1 here: change that, if need be." in [line.why for line in report.lines]
    assert Service.with_binned.filter(owner=council, source="feed").count() == 3


def test_a_place_made_secret_is_forgotten_in_its_twin_in_the_bin_too(council):
    keep = LocationFactory(owner=council, address_1="9 Elm Road", postal_code="LN2 2BB")
    drop = LocationFactory(owner=council, address_1="9 Elm Rd", postal_code="LN2 2BB", city="Lincoln")
    service = ServiceFactory(owner=council, at=[drop])
    merging.merge(keep=keep, drop=drop, choices={"city": "drop"})

    secret = Location.objects.get(pk=keep.pk)
    secret.is_private = True
    secret.save()

    rows = str(list(Location.with_binned.filter(pk__in=[keep.pk, drop.pk]).values()))
    for whereabouts in ("Elm", "LN2", "Lincoln"):
        assert whereabouts not in rows
    bin.restore(Location.with_binned.get(pk=drop.pk))
    assert Location.objects.get(pk=drop.pk).is_private
    assert ServiceAtLocation.objects.get(service=service).location_id == drop.pk
