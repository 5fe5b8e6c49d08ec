"""Importing again: what the source did not change is not touched, whosever record it is."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, Revision

from localoffer.directory import imports
from localoffer.directory.models import (
    Check,
    ImportRun,
    Listing,
    Location,
    Organization,
    Service,
    StatedWait,
    StatusChange,
)
from localoffer.directory.models.service import PartOfService
from localoffer.directory.signals import services_written
from localoffer.directory.sources.records import OrganizationRecord, ReadResult
from tests.factories.places import PostcodeFactory

from .said import HALL, TODAY, TRUST, bring, outcomes, said, said_in_full, service

pytestmark = pytest.mark.django_db


def everything_written():
    """Every row of the directory, as it is kept."""
    models = [
        Organization,
        Location,
        Service,
        Listing,
        Check,
        StatedWait,
        StatusChange,
        Revision,
        ModelLogEntry,
    ]
    models += PartOfService.__subclasses__()
    return {model.__name__: sorted(map(repr, model._base_manager.values_list())) for model in models}


def test_importing_the_same_again_writes_nothing(council):
    records = [
        said_in_full("one", checked_on=dt.date(2026, 9, 1), wait_weeks=3, status="active", reach="in-area"),
        said("two", status="temporarily closed", wait_words="Ask us", why_listed="Near the border"),
        said("three", status="defunct", successor_source_id="one"),
        said("four", status="inactive"),
    ]
    bring(council, *records)
    before = everything_written()
    told = []

    def note(sender, service_ids, **kwargs):
        told.append(service_ids)

    services_written.connect(note)
    report = bring(council, *records)
    services_written.disconnect(note)

    assert outcomes(report) == [(key, "unchanged") for key in ("one", "two", "three", "four")]
    assert everything_written() == before
    assert told == [set()]  # nothing to refresh in any index


def test_a_plan_says_whether_it_would_change_anything(council):
    result = ReadResult(records=(said_in_full(),))
    first = imports.compare(result, authority=council, source="feed", today=TODAY)
    imports.write(first)

    assert first.has_changes
    assert not imports.compare(result, authority=council, source="feed", today=TODAY).has_changes


def test_comparing_writes_nothing_and_asks_no_more_for_many_services_than_for_few(council):
    def queries(*records):
        result = ReadResult(records=records, is_complete=False)
        with CaptureQueriesContext(connection) as asked:
            imports.compare(result, authority=council, source="feed", today=TODAY)
        assert all(query["sql"].startswith(("SELECT", "BEGIN")) for query in asked)
        return len(asked)

    everybody = [said_in_full(str(number)) for number in range(20)]
    bring(council, *everybody)

    assert queries(*everybody[:2]) == queries(*everybody)


def test_each_changed_record_gets_one_revision_and_an_unchanged_one_none(council):
    bring(council, said("one"), said("two"))

    report = bring(council, said("one"), said("two", name="Stay and Sing"))

    assert outcomes(report) == [("one", "unchanged"), ("two", "changed")]
    assert service("one").revisions.count() == 1
    assert service("two").revisions.count() == 2
    assert service("two").name == "Stay and Sing"


def test_a_change_replaces_rows_inside_a_service_and_leaves_those_of_others(council):
    bring(council, said_in_full("one"), said_in_full("two"))

    bring(council, replace(said_in_full("one"), phones=(), needs=("HI",)), said_in_full("two"))

    assert service("one").phones.count() == 0
    assert [term.code for term in service("one").needs.all()] == ["HI"]
    assert service("two").phones.count() == 2
    assert {term.code for term in service("two").needs.all()} == {"ASD", "SLCN"}


def test_an_address_once_given_stays_when_the_name_changes(council):
    bring(council, said(name="Stay and Play"))
    bring(council, said(name="Sing and Play"))

    assert Listing.objects.get().slug == "stay-and-play"


def test_services_of_one_name_get_addresses_of_their_own(council):
    bring(council, *[said(str(number), name="Drop-in") for number in range(3)])

    assert set(Listing.objects.values_list("slug", flat=True)) == {"drop-in", "drop-in-2", "drop-in-3"}


def test_a_service_taken_off_the_list_by_an_officer_is_not_put_back(council):
    bring(council, said(checked_on=dt.date(2026, 9, 1)))
    Listing.objects.all().delete()

    bring(council, said(name="New name", checked_on=dt.date(2026, 10, 1), reach="regional"))

    assert service().name == "New name"
    assert not Listing.objects.exists()


# Other councils and other sources


def test_another_council_and_another_source_may_use_the_same_ids(council, neighbour):
    for authority, source in ((council, "feed"), (neighbour, "feed"), (council, "sheet")):
        name = f"{authority.slug} {source}"
        trust = OrganizationRecord(source_id="trust", name=f"Trust of {name}")
        bring(authority, said_in_full(name=name, organization=trust, wait_weeks=1), source=source)
    others = [row for row in Service.objects.all() if (row.owner_id, row.source) != (council.pk, "feed")]
    before = [(s.pk, s.name, s.organization.name, s.latest_revision_id, s.phones.count()) for s in others]

    report = bring(
        council, replace(said_in_full(), name="Changed", phones=(), organization=TRUST, wait_weeks=2)
    )

    assert ("one", "changed") in outcomes(report)
    others = Service.objects.in_bulk([row.pk for row in others])
    assert [
        (
            pk,
            others[pk].name,
            others[pk].organization.name,
            others[pk].latest_revision_id,
            others[pk].phones.count(),
        )
        for pk, *_ in before
    ] == before
    assert [others[pk].stated_waits.count() for pk, *_ in before] == [1, 1]
    assert Organization.objects.count() == Location.objects.count() == 3


def test_records_made_here_are_never_missing_from_a_source(council, neighbour):
    from tests.factories.directory import ServiceFactory

    ServiceFactory(owner=council, name="Made here")
    bring(neighbour, said("theirs"))
    bring(council, said("other"), source="sheet")

    report = bring(council, said("one"))

    assert outcomes(report) == [("one", "added")]


def test_a_source_must_have_a_name(council):
    for name in ("", "x" * 101):
        with pytest.raises(ValueError, match="name of 1 to 100"):
            imports.compare(ReadResult(), authority=council, source=name)


# What is gone


def test_a_record_that_is_gone_is_reported_and_left_as_it_is(council):
    bring(council, said("one"), said("two", name="Swimming"))

    report = bring(council, said("one"))

    [line] = report.of(imports.Outcome.MISSING)
    assert (line.row, line.name) == ("two", "Swimming")
    assert "close it if it has ended" in line.why
    assert service("two").live
    assert service("two").revisions.count() == 1


def test_nothing_is_said_to_be_gone_when_part_of_the_source_could_not_be_read(council):
    bring(council, said("one"), said("two"))

    report = bring(council, said("one"), is_complete=False)

    assert outcomes(report) == [("one", "unchanged")]


def test_what_has_closed_or_was_withdrawn_is_not_missed(council):
    bring(council, said("closed", status="defunct"), said("withdrawn", status="inactive"), said("one"))

    report = bring(council, said("one"))

    assert outcomes(report) == [("one", "unchanged")]


# Organisations and places


def test_a_renamed_organisation_is_renamed_for_all_its_services(council):
    bring(council, said("one"), said("two"))
    told = []

    def note(sender, service_ids, **kwargs):
        told.append(service_ids)

    renamed = replace(TRUST, name="Lime Tree Foundation", alternate_name="LTF")
    services_written.connect(note)
    report = bring(council, said("one", organization=renamed), said("two", organization=renamed))
    services_written.disconnect(note)

    assert outcomes(report) == [("trust", "changed"), ("one", "unchanged"), ("two", "unchanged")]
    assert Organization.objects.get().name == "Lime Tree Foundation"
    assert Organization.objects.get().alternate_name == "LTF"
    assert told == [{service("one").pk, service("two").pk}]


def test_an_organisation_changed_here_stays_until_it_is_what_the_source_says(council):
    bring(council, said())
    Organization.objects.update(name="Limetree Trust", sector="")

    renamed = said(organization=replace(TRUST, name="Lime Trust"))
    for _ in range(2):
        report = bring(council, renamed)
        assert ("trust", "for review") in outcomes(report)
        assert Organization.objects.get().name == "Limetree Trust"
    assert "Lime Trust" in next(line.why for line in report.lines if line.row == "trust")

    Organization.objects.update(name="Lime Trust", sector="charity")
    assert outcomes(bring(council, renamed)) == [("one", "unchanged")]
    assert outcomes(bring(council, said())) == [("trust", "changed"), ("one", "unchanged")]
    assert Organization.objects.get().name == "Lime Tree Trust"


def test_a_place_changed_here_stays(council):
    bring(council, said_in_full())
    Location.objects.update(postal_code="LN6 7RQ")

    moved = replace(
        said_in_full(), venues=(replace(said_in_full().venues[0], location=replace(HALL, city="Fenbridge")),)
    )
    report = bring(council, moved)

    assert ("hall", "for review") in outcomes(report)
    assert (Location.objects.get().postal_code, Location.objects.get().city) == ("LN6 7RQ", "Saltmere")


def test_a_place_gets_its_point_as_soon_as_its_postcode_is_known(council):
    bring(council, said_in_full())
    assert Location.objects.get().point is None

    PostcodeFactory(postcode="LN6 7QX", easting=495_532, northing=369_287)
    bring(council, said_in_full())

    assert Location.objects.get().point == (495_532, 369_287)


def test_a_place_put_right_by_an_officer_stays_so_when_its_postcode_becomes_known(council):
    bring(council, said_in_full())
    Location.objects.update(city="Corrected here")
    PostcodeFactory(postcode="LN6 7QX", easting=495_532, northing=369_287)

    bring(council, said_in_full())
    assert (Location.objects.get().city, Location.objects.get().point) == (
        "Corrected here",
        (495_532, 369_287),
    )

    Location.objects.update(postal_code="LN6 7RQ", easting=None, northing=None)
    bring(council, said_in_full())
    assert Location.objects.get().point is None


def test_a_place_that_an_officer_has_put_right_on_the_map_is_not_moved_back(council):
    PostcodeFactory(postcode="LN6 7QX", easting=495_532, northing=369_287)
    bring(council, said_in_full())
    Location.objects.update(easting=495_600, northing=369_300)

    bring(council, said_in_full())

    assert Location.objects.get().point == (495_600, 369_300)


def test_the_features_of_a_place_are_replaced_together(council):
    def at(*access):
        return replace(
            said_in_full(), venues=(replace(said_in_full().venues[0], location=replace(HALL, access=access)),)
        )

    bring(council, at("step-free", "parking"))
    bring(council, at("hoist", "parking"))

    assert {term.code for term in Location.objects.get().access.all()} == {"hoist", "parking"}


# What is said of the listing


def test_a_source_may_change_how_a_service_is_listed_unless_the_council_has(council):
    bring(council, said("one", reach="regional", why_listed="For deaf children"), said("two"))
    report = bring(
        council, said("one", reach="national", why_listed="For deaf children"), said("two", reach="regional")
    )
    assert outcomes(report) == [("one", "changed"), ("two", "changed")]
    assert set(Listing.objects.values_list("reach", flat=True)) == {"national", "regional"}

    Listing.objects.update(why_listed="Because we say so")
    report = bring(council, said("one", reach="in-area"), said("two", reach="in-area"))

    assert outcomes(report) == [("one", "unchanged"), ("two", "unchanged")]
    assert set(Listing.objects.values_list("reach", flat=True)) == {"national", "regional"}


def test_every_import_leaves_a_record_of_what_became_of_each_row(council, admin_user):
    bring(council, said("one"), said(""), by=admin_user)

    run = ImportRun.objects.get()
    assert (run.authority, run.source, run.by) == (council, "feed", admin_user)
    assert run.counts == {"added": 1, "refused": 1}
    assert ["one", "Stay and Play", "added", ""] in run.report
    assert run.finished_at >= run.started_at
