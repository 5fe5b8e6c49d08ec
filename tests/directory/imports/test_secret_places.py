"""The address of a refuge: kept nowhere, whatever a source says and whenever somebody made it secret."""

import datetime as dt
import json
import logging
from dataclasses import replace

import pytest
from wagtail.models import Revision

from localoffer.directory import imports
from localoffer.directory.imports.opening import READERS
from localoffer.directory.models import ImportRun, Location, Service, ServiceAtLocation
from localoffer.directory.sources.records import LocationRecord, ReadResult, ScheduleRecord, VenueRecord
from localoffer.finder import index
from localoffer.finder.models import Entry, EntryPoint
from tests.factories.places import PostcodeFactory

from .said import TODAY, bring, outcomes, said, service

pytestmark = pytest.mark.django_db

REFUGE = LocationRecord(
    source_id="safe",
    name="Harbour House",
    description="Behind Invented Church",
    address_1="7 Hidden Lane",
    address_2="Nearby",
    city="Quaytown",
    postal_code="LN6 7QX",
    latitude=53.2,
    longitude=-0.55,
    external_identifier="100012345678",
    transportation="Bus 9 to Hidden Lane",
)
SAYS_WHERE = (
    "Hidden Lane",
    "Quaytown",
    "LN6 7QX",
    "LN6",
    "53.2",
    "100012345678",
    "495532",
    "369287",
    "Invented Church",
)


@pytest.fixture(autouse=True)
def postcode(db):
    PostcodeFactory(postcode="LN6 7QX", easting=495_532, northing=369_287)


def group(*, at=REFUGE, **more):
    """A group that meets at a place, with words about it."""
    schedule = ScheduleRecord(freq="WEEKLY", byday="MO", description="At 7 Hidden Lane", venue=at.source_id)
    venue = VenueRecord(location=at, description="Ring the bell at 7 Hidden Lane")
    return said(venues=(venue,), schedules=(schedule,), **more)


def everything_kept() -> str:
    """Every word and number that is stored or indexed."""
    texts = []
    for model in (Location, ServiceAtLocation, ImportRun, Entry, EntryPoint):
        texts += [repr(row) for row in model.objects.values()]
    texts += [json.dumps(revision.content) for revision in service().revisions.all()]
    texts += [repr(row) for row in service().schedules.values()]
    return "\n".join(texts)


def where_it_says(text: str) -> list[str]:
    return [words for words in SAYS_WHERE if words in text]


def test_a_place_that_is_not_secret_is_kept_and_found(council, django_capture_on_commit_callbacks):
    """So that the other tests would notice."""
    with django_capture_on_commit_callbacks(execute=True):
        bring(council, group())

    assert len(where_it_says(everything_kept())) == len(SAYS_WHERE)
    assert EntryPoint.objects.count() == 1


def test_a_source_that_says_a_place_is_secret_leaves_no_trace_of_it(
    council, django_capture_on_commit_callbacks, caplog
):
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        bring(council, group(at=replace(REFUGE, is_private=True)))

    assert where_it_says(everything_kept()) == []
    assert where_it_says(caplog.text) == []
    assert EntryPoint.objects.count() == 0
    assert Location.objects.get().name == "Harbour House"  # for officers
    assert index.check() == []


def test_a_place_made_secret_here_stays_secret_when_it_is_imported_again(
    council, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        bring(council, group())
        place = Location.objects.get()
        place.is_private = True
        place.save()

    for again in (
        group(),
        group(at=replace(REFUGE, city="Quaytown by the sea", description="New words")),
        group(name="New name"),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            report = bring(council, again)
        place.refresh_from_db()
        assert place.is_private
        assert place.point is None
        assert where_it_says(repr(Location.objects.values())) == []
        assert where_it_says(repr(list(service().schedules.values()))) == []
        assert where_it_says(repr(list(service().service_at_locations.values()))) == []
        assert where_it_says(json.dumps(service().latest_revision.content)) == []
        assert where_it_says(repr(report.lines)) == []
        assert index.check() == []
    assert where_it_says(repr(ImportRun.objects.values())) == []
    assert where_it_says(repr(Entry.objects.values())) == []
    assert not EntryPoint.objects.exists()


def test_importing_a_secret_place_again_changes_nothing(council):
    bring(council, group())
    place = Location.objects.get()
    place.is_private = True
    place.save()
    bring(council, group())

    assert outcomes(bring(council, group())) == [("one", "unchanged")]


def test_a_place_is_secret_for_everybody_when_one_service_says_so(council):
    shelter = replace(REFUGE, is_private=True)
    bring(council, group(), said("two", venues=(VenueRecord(location=shelter),)))

    assert where_it_says(everything_kept()) == []


def test_a_source_that_comes_to_say_it_is_secret_makes_it_so_even_if_it_was_changed_here(
    council, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        bring(council, group())
    Location.objects.update(city="Corrected here")

    with django_capture_on_commit_callbacks(execute=True):
        report = bring(council, group(at=replace(REFUGE, is_private=True)))

    assert Location.objects.get().is_private
    assert where_it_says(repr(Location.objects.values())) == []
    assert not EntryPoint.objects.exists()
    assert "It is secret now." in [line.why for line in report.lines]
    assert where_it_says(repr(report.lines)) == []


def test_a_source_cannot_make_a_secret_place_known_by_calling_it_something_else(
    council, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        bring(council, group(at=replace(REFUGE, is_private=True)))

    with django_capture_on_commit_callbacks(execute=True):
        report = bring(council, group(at=replace(REFUGE, source_id="renumbered")))

    assert all(place.is_private for place in Location.objects.all())
    assert where_it_says(everything_kept()) == []
    assert any("kept secret too" in line.why for line in report.lines)


def test_other_places_of_the_same_service_stay_known(council):
    hall = LocationRecord(source_id="hall", name="Acorn Hall", city="Saltmere")
    shelter = VenueRecord(location=replace(REFUGE, is_private=True))

    bring(council, said(venues=(shelter,)))
    bring(council, said(venues=(shelter, VenueRecord(location=hall))))

    assert Location.objects.get(source_id="hall").city == "Saltmere"


@pytest.mark.parametrize("is_imported_between", [True, False])
def test_an_officer_may_make_a_place_known_again_and_the_source_fills_it(council, is_imported_between):
    bring(council, group())
    place = Location.objects.get()
    place.is_private = True
    place.save()
    if is_imported_between:
        bring(council, group())
        place.refresh_from_db()

    place.is_private = False
    place.save()
    bring(council, group())

    place.refresh_from_db()
    assert (place.address_1, place.point) == ("7 Hidden Lane", (495_532, 369_287))


def test_a_place_made_secret_while_an_import_runs_is_not_written_again(council):
    bring(council, group())
    moved = group(at=replace(REFUGE, city="Quaytown by the sea"), name="New name")
    plan = imports.compare(ReadResult(records=(moved,)), authority=council, source="feed", today=TODAY)
    place = Location.objects.get()
    place.is_private = True
    place.save()

    with pytest.raises(imports.OvertakenError):
        imports.write(plan)


def test_a_place_that_is_only_used_and_made_secret_meanwhile_stops_the_import(council):
    bring(council, group())
    renamed = group(name="New name")
    plan = imports.compare(ReadResult(records=(renamed,)), authority=council, source="feed", today=TODAY)
    place = Location.objects.get()
    place.is_private = True
    place.save()

    with pytest.raises(imports.OvertakenError):
        imports.write(plan)


SHEET = "\n".join(
    (
        "id,name,organisation,private,venue_id,venue_name,address_1,city,postcode,uprn,latitude,longitude,access,times",
        (
            "1,Group,Trust,yes,v1,Hidden Lane 7,Hidden Lane,Quaytown,LN6 Hidden Lane,Hidden Lane,Hidden Lane,0,"
            "Hidden Lane,Mon at Hidden Lane"
        ),
        "1,,,,v1,,,,,,,,,Tue at Hidden Lane",
        "2,Other,Trust,perhaps: Hidden Lane,v2,Hidden Lane 7,Hidden Lane,Quaytown,LN6 7QX,,,,,",
        "3,Known,Trust,no,v3,Hall,High Street,Saltmere,High Street,,,,,",
    )
)
FEED = [
    {
        "id": "1",
        "name": "Group",
        "organization": {"id": "o", "name": "Trust"},
        "service_at_locations": [
            {
                "description": "At 7 Hidden Lane",
                "schedules": [{"byday": "Hidden Lane", "description": "At Hidden Lane"}],
                "location": {
                    "id": "l",
                    "is_private": True,
                    "name": "Hidden Lane 7",
                    "location_type": "physical",
                    "addresses": [
                        {"address_1": "7 Hidden Lane", "city": "Quaytown", "postal_code": "Hidden Lane"}
                    ],
                },
            },
            {"location": {"id": "m", "name": "Hall", "addresses": [{"postal_code": "High Street"}]}},
        ],
    }
]


@pytest.mark.parametrize(("format", "content"), [("csv", SHEET), ("oruk", json.dumps(FEED))])
def test_what_cannot_be_read_of_a_secret_place_is_quoted_nowhere(council, format, content):
    result = READERS[format](content.encode(), terms={}, today=dt.date(2026, 11, 22))
    assert any("High Street" in problem.message for problem in result.problems)  # of a known place it is

    imports.import_records(result, authority=council, source="feed", today=TODAY)

    assert result.problems
    kept = repr([list(model.objects.values()) for model in (Location, ServiceAtLocation, ImportRun)])
    assert "Hidden" not in kept
    assert "Quaytown" not in kept
    assert all("Hidden" not in json.dumps(each.content) for each in Revision.objects.all())
    assert all("Hidden" not in repr(list(each.schedules.values())) for each in Service.objects.all())
