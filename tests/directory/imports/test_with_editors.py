"""Imports and people working on the same records: revisions, drafts, and whose word stands."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import ModelLogEntry

from localoffer.cms.models import CouncilSettings
from localoffer.directory import actions, imports
from localoffer.directory.models import (
    Check,
    ImportRun,
    Listing,
    Location,
    Organization,
    Phone,
    Service,
    StatedWait,
    StatusChange,
)
from localoffer.directory.sources.records import (
    AnswerRecord,
    ContactRecord,
    FundingRecord,
    LanguageRecord,
    LinkRecord,
    PhoneRecord,
    ReadResult,
    ServiceAreaRecord,
)
from tests.factories.places import served_on

from .said import TODAY, bring, outcomes, said, said_in_full, service

pytestmark = pytest.mark.django_db

# Numbers of revisions and the moment of saving are of the row, not of its content
OF_THE_ROW = ("latest_revision", "live_revision", "imported_revision", "last_modified")


def as_kept(content: dict) -> dict:
    """A revision's content as JSON gives it back."""
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {name: value for name, value in plain.items() if name not in OF_THE_ROW}


# Revisions


def test_an_imported_revision_is_the_one_wagtail_would_have_made(council):
    bring(
        council,
        said_in_full(
            contacts=(ContactRecord(title="Group leader", email="play@example.org"),),
            languages=(LanguageRecord(name="Polish", code="pl"),),
            links=(LinkRecord(label="", url="https://limetree.example.org/"),),
            answers=(AnswerRecord(question="Is there parking?", answer="Yes."),),
            service_areas=(ServiceAreaRecord(name="Saltmere"),),
            funding=(FundingRecord(source="The council"),),
            delivery=("venue", "online", "venue"),
            strands=("leisure", "education"),
            communication=("makaton", "bsl"),
            age_stages=("primary", "early-years"),
            status="temporarily closed",
        ),
    )

    kept = service().latest_revision
    assert as_kept(kept.content) == as_kept(service().serializable_data())
    assert kept.object_str == "Stay and Play"
    assert kept.content_object == service()


def test_an_imported_revision_can_be_previewed_published_and_edited(council):
    bring(council, said_in_full())
    bring(council, said_in_full(name="Sing and Play"))
    newest = service().latest_revision

    assert newest.as_object().name == "Sing and Play"
    assert [phone.number for phone in newest.as_object().phones.all()] == ["01632 960001", "01632 960002"]
    assert {term.code for term in newest.as_object().needs.all()} == {"SLCN", "ASD"}

    earliest = newest.get_previous()
    earliest.publish()
    assert service().name == "Stay and Play"
    assert service().phones.count() == 2

    again = service()
    again.phones.add(Phone(number="01632 960003"))
    again.save_revision().publish()
    assert service().phones.count() == 3


def test_publishing_an_old_draft_brings_back_nothing_that_was_said_on_a_day(council):
    first = said_in_full(checked_on=dt.date(2026, 1, 1), wait_weeks=2, wait_said_on=dt.date(2026, 1, 1))
    bring(council, first)
    old = service().latest_revision
    bring(
        council,
        replace(
            first,
            name="Sing and Play",
            checked_on=dt.date(2026, 11, 1),
            wait_weeks=9,
            wait_said_on=dt.date(2026, 11, 1),
            status="temporarily closed",
        ),
    )
    newest, digest = service().latest_revision, service().source_digest

    old.publish()

    now = service()
    assert now.name == "Stay and Play"
    assert Listing.objects.get().last_check.on == dt.date(2026, 11, 1)
    assert now.stated_wait.weeks == 9
    assert now.status_change.status == "temporarily closed"
    assert (now.source, now.source_id, now.source_status) == ("feed", "one", "temporarily closed")
    assert (now.source_digest, now.imported_revision) == (digest, newest)


def test_each_import_is_a_line_in_the_history_of_what_it_changed(council, admin_user):
    bring(council, said("one"), said("two"), by=admin_user)
    bring(council, said("one", name="Sing and Play"), said("two"), by=admin_user)

    history = ModelLogEntry.objects.for_instance(service("one"))
    assert [(line.action, line.label, line.user) for line in history] == [
        ("localoffer.import", "Sing and Play", admin_user),
        ("localoffer.import", "Stay and Play", admin_user),
    ]
    assert history[0].revision == service("one").latest_revision
    assert ModelLogEntry.objects.for_instance(service("two")).count() == 1


# New records


def test_new_records_are_seen_by_families_at_once(council):
    bring(council, said())

    assert service().live
    assert not service().has_unpublished_changes
    assert service().live_revision == service().latest_revision
    assert service().first_published_at is not None


def test_new_records_wait_as_drafts_when_asked_to(council):
    bring(council, said(), publish_new=False)

    assert not service().live
    assert service().has_unpublished_changes
    assert service().first_published_at is None


def test_new_records_wait_as_drafts_when_the_council_says_so(council, neighbour):
    for authority, waits in ((council, True), (neighbour, False)):
        settings = CouncilSettings.for_site(served_on(authority, f"{authority.slug}.example.org"))
        settings.imports_need_review = waits
        settings.save()

    bring(council, said())
    bring(neighbour, said())

    assert not service(owner=council).live
    assert service(owner=neighbour).live


def test_a_change_to_a_draft_nobody_has_touched_stays_a_draft(council):
    bring(council, said(), publish_new=False)

    report = bring(council, said(name="Sing and Play"))

    assert outcomes(report) == [("one", "changed")]
    assert service().name == "Sing and Play"
    assert not service().live
    service().latest_revision.publish()
    assert outcomes(bring(council, said(name="Hop and Play"))) == [("one", "changed")]
    assert (service().name, service().live) == ("Hop and Play", True)


# Records that somebody has changed here


def saved_by_an_editor(publish: bool, **values) -> Service:
    edited = service()
    for name, value in values.items():
        setattr(edited, name, value)
    revision = edited.save_revision()
    if publish:
        revision.publish()
    return service()


def test_a_change_in_the_source_waits_beside_a_published_edit(council):
    bring(council, said_in_full())
    saved_by_an_editor(publish=True, alternate_name="Little Acorns")

    report = bring(council, said_in_full(name="Sing and Play", phones=()))

    assert outcomes(report) == [("one", "for review")]
    now = service()
    assert (now.name, now.alternate_name, now.live) == ("Stay and Play", "Little Acorns", True)
    assert now.phones.count() == 2
    assert now.has_unpublished_changes
    assert now.get_latest_revision_as_object().name == "Sing and Play"
    assert now.live_revision != now.latest_revision


def test_the_same_again_makes_no_second_draft(council):
    bring(council, said())
    saved_by_an_editor(publish=True, alternate_name="Little Acorns")
    bring(council, said(name="Sing and Play"))
    revisions = service().revisions.count()

    report = bring(council, said(name="Sing and Play"))

    assert outcomes(report) == [("one", "unchanged")]
    assert service().revisions.count() == revisions


def test_a_further_change_in_the_source_replaces_the_draft_that_waits(council):
    bring(council, said())
    saved_by_an_editor(publish=True, alternate_name="Little Acorns")
    bring(council, said(name="Sing and Play"))

    report = bring(council, said(name="Hop and Play"))

    assert outcomes(report) == [("one", "for review")]
    assert service().get_latest_revision_as_object().name == "Hop and Play"
    assert service().name == "Stay and Play"


def test_once_an_editor_has_published_the_sources_version_it_is_followed_again(council):
    bring(council, said())
    saved_by_an_editor(publish=True, alternate_name="Little Acorns")
    bring(council, said(name="Sing and Play"))
    service().latest_revision.publish()
    assert service().name == "Sing and Play"

    report = bring(council, said(name="Hop and Play"))

    assert outcomes(report) == [("one", "changed")]
    assert service().name == "Hop and Play"


def test_a_draft_somebody_is_working_on_stays_in_the_history(council):
    bring(council, said())
    drafted = saved_by_an_editor(publish=False, alternate_name="Little Acorns").latest_revision

    report = bring(council, said(name="Sing and Play"))

    assert outcomes(report) == [("one", "for review")]
    assert service().name == "Stay and Play"
    assert service().latest_revision.get_previous() == drafted
    assert drafted.as_object().alternate_name == "Little Acorns"


def test_an_edit_that_the_source_does_not_touch_is_left_alone(council):
    bring(council, said("one"))
    saved_by_an_editor(publish=True, alternate_name="Little Acorns")

    assert outcomes(bring(council, said("one"))) == [("one", "unchanged")]
    assert service().alternate_name == "Little Acorns"


def test_a_record_that_somebody_has_locked_is_not_changed_under_them(council):
    bring(council, said())
    Service.objects.update(locked=True)

    assert outcomes(bring(council, said(name="Sing and Play"))) == [("one", "for review")]
    assert service().name == "Stay and Play"
    assert service().locked


def test_a_schedule_an_editor_has_set_is_kept(council):
    bring(council, said())
    later = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    saved_by_an_editor(publish=True, expire_at=later)
    service().latest_revision.publish()
    Service.objects.update(imported_revision=service().latest_revision_id)

    bring(council, said(name="Sing and Play"))

    assert (service().name, service().expire_at) == ("Sing and Play", later)


def test_an_old_revision_that_was_cleared_away_hides_no_edit(council):
    bring(council, said())
    imported = service().latest_revision
    saved_by_an_editor(publish=True, alternate_name="Little Acorns")
    imported.delete()

    assert outcomes(bring(council, said(name="Sing and Play"))) == [("one", "for review")]


# Changes made between comparing and writing


def compared(council, *records):
    return imports.compare(ReadResult(records=records), authority=council, source="feed", today=TODAY)


def test_whoever_saves_while_an_import_compares_is_not_overwritten(council):
    bring(council, said())
    plan = compared(council, said(name="Sing and Play"))
    saved_by_an_editor(publish=True, name="Edited meanwhile")

    with pytest.raises(imports.OvertakenError):
        imports.write(plan)

    assert service().name == "Edited meanwhile"
    assert ImportRun.objects.count() == 1
    assert outcomes(bring(council, said(name="Sing and Play"))) == [("one", "for review")]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda: Organization.objects.update(name="Renamed here"),
        lambda: Location.objects.update(city="Moved here"),
        lambda: [place.save() for place in Location.objects.all() if not setattr(place, "is_private", True)],
        lambda: service().delete(),
        lambda: service().unpublish(),
    ],
    ids=[
        "organisation renamed",
        "place moved",
        "place made secret",
        "service deleted",
        "service unpublished",
    ],
)
def test_whatever_changes_while_an_import_compares_is_looked_at_again(council, meanwhile):
    first = said_in_full()
    bring(council, first)
    venue = replace(first.venues[0], location=replace(first.venues[0].location, description="New words"))
    organization = replace(first.organization, name="New name")
    plan = compared(council, replace(first, name="Sing and Play", organization=organization, venues=(venue,)))
    meanwhile()

    with pytest.raises(imports.OvertakenError):
        imports.write(plan)


def test_two_imports_of_one_source_do_not_write_the_same_twice(council):
    first, second = compared(council, said()), compared(council, said())
    imports.write(first)

    with pytest.raises(imports.OvertakenError):
        imports.write(second)

    assert Service.objects.count() == 1


def test_an_address_that_an_officer_takes_meanwhile_is_not_taken_twice(council):
    from tests.factories.directory import ServiceFactory

    plan = compared(council, said())
    ServiceFactory(owner=council, name="Stay and Play")

    imports.write(plan)

    assert set(Listing.objects.values_list("slug", flat=True)) == {"stay-and-play", "stay-and-play-2"}


def test_an_import_that_is_overtaken_compares_again_by_itself(council):
    """The second time, the record that an editor saved during the first is for review."""
    from django.db import connection

    bring(council, said())
    edits = []

    def edit_meanwhile(execute, sql, params, many, context):
        if (
            not edits and sql.startswith("SELECT") and "wagtailcore_site" in sql
        ):  # whether the council reviews
            edits.append(1)
            saved_by_an_editor(publish=True, alternate_name="Little Acorns")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(edit_meanwhile):
        report = bring(council, said(name="Sing and Play"))

    assert edits
    assert outcomes(report) == [("one", "for review")]
    assert service().alternate_name == "Little Acorns"


def test_importing_makes_no_check_wait_or_status_of_its_own(council):
    bring(council, said_in_full(status="active"))
    bring(council, said_in_full(name="Sing and Play", phones=(PhoneRecord(number="01632 960009"),)))

    assert not Check.objects.exists()
    assert not StatedWait.objects.exists()
    assert not StatusChange.objects.exists()


def test_an_officers_check_is_kept_when_the_record_changes(council):
    bring(council, said())
    actions.record_check(Listing.objects.get(), on=dt.date(2026, 11, 1), by_role="the team", how="rang")

    bring(council, said(name="Sing and Play", checked_on=dt.date(2026, 10, 1)))

    assert Listing.objects.get().last_check.how == "rang"
    assert Check.objects.count() == 1
