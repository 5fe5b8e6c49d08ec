"""Undoing an import: everything is as it was before, but for what somebody has done since."""

import datetime as dt
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection, transaction
from wagtail.models import ModelLogEntry, ReferenceIndex

from localoffer.directory import actions, imports
from localoffer.directory.imports.steps import forget_old_steps
from localoffer.directory.models import (
    Check,
    ImportRun,
    ImportStep,
    Listing,
    Location,
    Organization,
    Service,
    StatedWait,
    StatusChange,
    UndoneImport,
)
from localoffer.directory.sources.records import OrganizationRecord, VenueRecord
from localoffer.finder import index
from tests.factories.directory import LocationFactory, ServiceFactory
from tests.factories.places import PostcodeFactory

from .said import HALL, TRUST, bring, said, said_in_full, service

pytestmark = pytest.mark.django_db

# What an import, and undoing it, add to and never take away: its own row, history, and facts that no longer count
KEPT = {ImportRun, UndoneImport, ImportStep, ModelLogEntry, Check, StatedWait, StatusChange, ReferenceIndex}


def everything() -> dict[str, list]:
    """Every row of every table of records, revisions and the index, as it is kept; facts as they count."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in ("directory", "wagtailcore") and model not in KEPT:
            # Links between two tables have numbers that nothing refers to
            names = [c.name for c in model._meta.fields if not (model._meta.auto_created and c.primary_key)]
            found[model.__name__] = sorted(map(repr, model._base_manager.values_list(*names)))
    for model in (Check, StatedWait, StatusChange):
        found[model.__name__] = sorted(map(repr, model.objects.values_list()))
    return found


def undo(run: ImportRun | None = None) -> list[tuple[str, str]]:
    """[(id or name, outcome), …]"""
    report = imports.undo(run or last_run())
    return [(source_id, str(outcome)) for source_id, _, outcome, _ in report.lines]


def last_run() -> ImportRun:
    return ImportRun.objects.order_by("-finished_at").first()


def left(lines) -> list[str]:
    return [source_id for source_id, outcome in lines if outcome == "left as it is"]


def full(source_id="one", **more):
    """A service that says something of everything, also on a day."""
    return said_in_full(
        source_id,
        **{
            "checked_on": dt.date(2026, 9, 1),
            "wait_weeks": 3,
            "wait_said_on": dt.date(2026, 9, 1),
            "status": "active",
            "reach": "in-area",
            **more,
        },
    )


OTHER = OrganizationRecord(source_id="other", name="Other Trust")


@pytest.fixture
def before(council, neighbour):
    """A directory with services of this source, of another, of another council, and made by hand."""
    PostcodeFactory(postcode="LN6 7QX")
    bring(council, full("one"), full("two", name="Swimming"), said("three", name="Chess", status="inactive"))
    bring(council, said("one", name="Elsewhere"), source="sheet")
    bring(neighbour, said("one", name="Next door"))
    ServiceFactory(owner=council)
    return everything()


def test_what_an_import_added_goes(council, before):
    bring(
        council,
        full("four", organization=OTHER, venues=(VenueRecord(location=replace(HALL, source_id="new")),)),
        is_complete=False,
    )

    lines = undo()

    assert everything() == before
    assert lines == [("four", "removed"), ("new", "removed"), ("other", "removed")]


def test_what_an_import_changed_is_as_it_was(council, before):
    bring(
        council,
        full(
            "one",
            name="Sing and Play",
            needs=("HI",),
            phones=(),
            schedules=(),
            tier="",
            organization=replace(TRUST, name="Lime Tree Charity"),
            venues=(
                VenueRecord(location=replace(HALL, address_1="3 Invented Street", access=("step-free",))),
            ),
            wait_weeks=9,
            wait_said_on=dt.date(2026, 10, 1),
            checked_on=dt.date(2026, 10, 1),
            reach="regional",
            why_listed="Near.",
        ),
        full("two", name="Swimming", status="defunct", successor_source_id="one"),
        said("three", name="Chess", status="active"),
    )
    assert everything() != before
    assert service("two").is_closed

    lines = undo()

    assert everything() == before
    assert {outcome for _, outcome in lines} == {"put back"}


@pytest.mark.parametrize("publish_new", [True, False])
def test_undoing_the_first_import_of_all_leaves_nothing(council, publish_new):
    empty = everything()
    bring(
        council,
        full("one"),
        full("two", status="defunct", successor_source_id="one"),
        publish_new=publish_new,
    )

    undo()

    assert everything() == empty


def test_imports_are_undone_one_after_the_other_the_last_first(council, before):
    bring(council, full("one", name="Second"), is_complete=False)
    second = last_run()
    after_second = everything()
    bring(council, full("one", name="Third"), full("nine"), is_complete=False)
    third = last_run()

    assert left(undo(second)) == ["one"]
    assert undo(third)
    assert everything() == after_second
    assert undo(second) == [("one", "put back")]
    assert everything() == before


def test_the_same_comes_in_again_after_it_was_undone(council, before):
    new = full("one", name="Second", checked_on=dt.date(2026, 10, 1))
    bring(council, new, full("nine"), is_complete=False)
    undo()

    report = bring(council, new, full("nine"), is_complete=False)

    assert [str(line.outcome) for line in report.lines] == ["changed", "added"]
    assert Listing.objects.get(service=service("one", source="feed", owner=council)).last_check.on == dt.date(
        2026, 10, 1
    )


def test_undoing_twice_changes_nothing_more(council, before):
    bring(council, full("nine"), is_complete=False)
    undo()

    assert undo() == []
    assert everything() == before
    assert UndoneImport.objects.count() == 1


# What somebody has done since


def saved(key: str, **changes) -> Service:
    """An officer saves and publishes a service."""
    record = service(key, source="feed", owner__slug="saltmere")
    for name, value in changes.items():
        setattr(record, name, value)
    record.save_revision().publish()
    return service(key, source="feed", owner__slug="saltmere")


def test_a_service_that_an_officer_changed_since_is_left_and_told(council, before):
    bring(council, full("one", name="Changed by the source"), full("nine"), is_complete=False)
    saved("one", name="Changed here")
    saved("nine", description="<p>Better words.</p>")

    report = imports.undo(last_run())

    assert {(i, str(outcome), why) for i, _, outcome, why in report.lines if i in ("one", "nine")} == {
        ("one", "left as it is", "It was changed since, so it stays as it is."),
        ("nine", "left as it is", "It was changed since, so it stays as it is."),
    }
    assert service("one", source="feed", owner=council).name == "Changed here"
    assert "Better words" in service("nine").description


def test_what_an_import_said_on_a_day_no_longer_counts_even_where_the_record_stays(council, before):
    bring(
        council,
        full("one", name="Wrong", checked_on=dt.date(2026, 11, 1), status="defunct"),
        is_complete=False,
    )
    one = saved("one", name="Changed here")
    assert one.is_closed

    imports.undo(last_run())

    one = service("one", source="feed", owner=council)
    assert not one.is_closed
    assert one.listings.get().last_check.on == dt.date(2026, 9, 1)
    assert Check.everything.filter(on=dt.date(2026, 11, 1)).exists()  # it was said, and stays in the books


def test_a_draft_that_waits_for_review_goes_and_what_an_officer_wrote_stays(council, before):
    saved("one", name="Changed here")
    mine = everything()
    bring(council, full("one", name="The source's version"), is_complete=False)
    assert service("one", source="feed", owner=council).has_unpublished_changes

    assert undo() == [("one", "put back")]
    assert everything() == mine


@pytest.mark.parametrize(
    "deed",
    [
        lambda s, c: actions.record_check(
            s.listings.get(), on=dt.date(2026, 11, 1), by_role="us", how="rang"
        ),
        lambda s, c: actions.state_wait(s, said_on=dt.date(2026, 11, 1), weeks=2),
        lambda s, c: actions.change_status(s, status="defunct", on=dt.date(2026, 11, 1)),
        lambda s, c: actions.list_service(s, authority=c, reach="national", why_listed="Everybody's."),
        lambda s, c: actions.change_status(
            ServiceFactory(owner=c), status="defunct", on=dt.date(2026, 11, 1), successor=s
        ),
    ],
    ids=["checked", "wait stated", "closed", "listed otherwise", "named as what replaces another"],
)
def test_a_new_service_of_which_somebody_has_said_something_stays(council, before, deed):
    bring(council, full("nine"), is_complete=False)
    deed(service("nine"), council)

    assert "nine" in left(undo())
    assert Service.objects.filter(source_id="nine").exists()


def test_a_new_service_that_another_council_lists_stays(council, neighbour, before):
    bring(council, full("nine"), is_complete=False)
    actions.list_service(service("nine"), authority=neighbour)

    assert "nine" in left(undo())


def test_a_new_place_or_organisation_that_others_use_by_now_stays(council, before):
    bring(
        council,
        full("nine", organization=OTHER, venues=(VenueRecord(location=replace(HALL, source_id="new")),)),
        is_complete=False,
    )
    place, organisation = Location.objects.get(source_id="new"), Organization.objects.get(source_id="other")
    mine = ServiceFactory(owner=council, organization=organisation, at=[place])

    lines = undo()

    assert left(lines) == ["new", "other"]
    assert mine.service_at_locations.get().location == place


def test_an_organisation_that_was_changed_since_stays(council, before):
    bring(council, full("one", organization=replace(TRUST, name="Lime Tree Charity")), is_complete=False)
    trust = Organization.objects.get(source_id="trust", source="feed", owner=council)
    trust.email = "hello@example.org"
    trust.save()

    assert left(undo()) == ["trust"]
    assert Organization.objects.get(pk=trust.pk).name == "Lime Tree Charity"


def test_what_somebody_has_deleted_since_is_passed_over(council, before):
    bring(council, full("nine"), is_complete=False)
    service("nine").delete()

    undo()

    assert everything() == before


def test_places_and_terms_that_have_gone_since_are_left_out(council, before):
    bring(council, full("one", venues=(), schedules=(), needs=()), is_complete=False)
    LocationFactory(owner=council)
    two = service("two", source="feed", owner=council)
    two.service_at_locations.all().delete()
    Location.objects.get(source_id="hall", owner=council).delete()

    undo()

    one = service("one", source="feed", owner=council)
    assert one.service_at_locations.count() == 0
    assert [each.location for each in one.schedules.all()] == [None, None]
    assert one.needs.count() == 2


# Secret places


def test_a_place_that_an_import_made_secret_stays_secret(council, before):
    secret = replace(HALL, is_private=True)
    bring(council, full("one", venues=(VenueRecord(location=secret),)), is_complete=False)

    undo()

    hall = Location.objects.get(source_id="hall", owner=council, source="feed")
    assert hall.is_private
    assert "Invented Street" not in repr(list(ImportStep.objects.values_list()))


def test_what_is_kept_forgets_a_place_that_an_officer_makes_secret(council, before):
    moved = replace(HALL, address_1="3 Invented Street")
    bring(council, full("one", venues=(VenueRecord(location=moved),)), is_complete=False)
    assert "2 Invented Street" in repr(list(ImportStep.objects.values_list()))
    hall = Location.objects.get(source_id="hall", owner=council, source="feed")
    hall.is_private = True
    hall.save()

    assert "Invented Street" not in repr(list(ImportStep.objects.values_list()))
    undo()
    assert Location.objects.get(pk=hall.pk).address_1 == ""


# Time, the index, other councils


def test_after_thirty_days_an_import_stays(council, before):
    bring(council, full("nine"), is_complete=False)
    ImportRun.objects.update(finished_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    with pytest.raises(imports.UndoError, match=r"1 January 2026.*for 30 days"):
        imports.undo(last_run())
    assert service("nine")


def test_what_is_kept_to_undo_is_deleted_after_thirty_days(council, before):
    old = last_run()
    ImportRun.objects.filter(pk=old.pk).update(finished_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    others = ImportStep.objects.exclude(run=old).count()

    forget_old_steps()

    assert ImportStep.objects.count() == others > 0


def test_searches_find_what_was_there_before(council, before, django_capture_on_commit_callbacks):
    index.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        bring(
            council,
            full("one", name="Changed", status="temporarily closed", checked_on=dt.date(2026, 11, 1)),
            full("nine"),
            is_complete=False,
        )
    with django_capture_on_commit_callbacks(execute=True):
        undo()

    assert index.check() == []


def test_a_failure_in_the_middle_undoes_nothing(council, before):
    bring(council, full("one", name="Changed"), full("nine"), is_complete=False)
    changed = everything()

    def fail(execute, sql, params, many, context):
        if "directory_undoneimport" in sql and sql.startswith("INSERT"):
            raise RuntimeError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(RuntimeError), transaction.atomic():
        imports.undo(last_run())

    assert everything() == changed
    undo()
    assert everything() == before


def test_undoing_asks_no_more_for_many_services_than_for_few(council, django_assert_max_num_queries):
    counts = []
    for how_many in (2, 40):
        bring(council, *[full(f"{how_many}-{number}") for number in range(how_many)], is_complete=False)
        with django_assert_max_num_queries(400) as asked:
            undo()
        counts.append(len(asked))

    assert counts[0] == counts[1]
