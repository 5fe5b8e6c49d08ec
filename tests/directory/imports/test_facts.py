"""What a source says on a day: checks, waits, whether a service is open, and what took over."""

import datetime as dt

import pytest

from localoffer.directory import actions
from localoffer.directory.models import Check, Listing, Service, StatedWait, StatusChange
from localoffer.directory.models.facts import Status

from .said import TODAY, bring, outcomes, said, service

pytestmark = pytest.mark.django_db


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def whys(report) -> list[str]:
    return [line.why for line in report.lines]


# Checks


def test_a_checked_date_in_the_source_is_a_check_by_source(council):
    bring(council, said(checked_on=day(9, 1)), source="bristol.example.org")

    [check] = Check.objects.all()
    assert (check.on, check.how, check.outcome) == (day(9, 1), Check.How.SOURCE, "right")
    assert check.by_role == "source: bristol.example.org"
    assert check.recorded_by is None


def test_only_a_newer_date_is_another_check(council):
    bring(council, said(checked_on=day(9, 1)))

    assert outcomes(bring(council, said(checked_on=day(8, 1)))) == [("one", "unchanged")]
    assert outcomes(bring(council, said(checked_on=day(9, 1)))) == [("one", "unchanged")]
    report = bring(council, said(checked_on=day(10, 1)))

    assert outcomes(report) == [("one", "changed")]
    assert whys(report) == ["Checked on 1 October 2026, it says."]
    assert [check.on for check in Check.objects.all()] == [day(10, 1), day(9, 1)]
    assert service().revisions.count() == 1


def test_a_call_nobody_answered_is_no_newer_check_than_the_sources(council):
    bring(council, said())
    listing = Listing.objects.get()
    actions.record_check(listing, on=day(11, 1), by_role="us", how="rang", outcome="not-reached")

    bring(council, said(checked_on=day(10, 1)))

    assert listing.last_check.how == "source"


def test_a_checked_date_still_to_come_is_left_out_and_said(council):
    report = bring(council, said(checked_on=TODAY + dt.timedelta(days=1)))

    assert not Check.objects.exists()
    assert outcomes(report) == [("one", "warning"), ("one", "added")]
    assert "23 November 2026 is still to come" in whys(report)[0]


def test_what_waits_as_a_draft_has_not_been_checked_by_anybody(council):
    bring(council, said(checked_on=day(9, 1)))
    edited = service()
    edited.name = "Edited here"
    edited.save_revision().publish()

    bring(council, said(name="The source’s name", checked_on=day(10, 1)))
    bring(council, said(name="The source’s name", checked_on=day(10, 2)))
    assert Listing.objects.get().last_check.on == day(9, 1)

    service().latest_revision.publish()
    bring(council, said(name="The source’s name", checked_on=day(10, 2)))
    assert Listing.objects.get().last_check.on == day(10, 2)


def test_a_check_of_one_council_is_none_of_anothers(council, neighbour):
    bring(council, said(checked_on=day(9, 1)))
    actions.list_service(service(), authority=neighbour)
    other = Listing.objects.of(neighbour).get()
    actions.record_check(other, on=day(11, 1), by_role="us", how="rang")

    bring(council, said(checked_on=day(10, 1)))

    assert Listing.objects.of(council).get().last_check.on == day(10, 1)
    assert other.checks.count() == 1


# Waits


def test_a_wait_is_kept_with_its_day(council):
    bring(
        council,
        said(wait_weeks=12, wait_words="About 12 weeks", wait_list_status="open", wait_said_on=day(9, 1)),
    )

    wait = service().stated_wait
    assert (wait.weeks, wait.words, wait.list_status, wait.said_on) == (
        12,
        "About 12 weeks",
        "open",
        day(9, 1),
    )


def test_a_wait_is_added_only_when_it_is_news(council):
    bring(council, said(wait_weeks=12, wait_said_on=day(9, 1)))

    for old in (
        said(wait_weeks=12, wait_said_on=day(9, 1)),
        said(wait_weeks=20, wait_said_on=day(8, 1)),
        said(),
        said(wait_said_on=day(10, 1)),
    ):
        assert outcomes(bring(council, old)) == [("one", "unchanged")]
    for new in (
        said(wait_weeks=14, wait_said_on=day(9, 1)),  # put right
        said(wait_weeks=14, wait_said_on=day(10, 1)),  # said again later
    ):
        assert outcomes(bring(council, new)) == [("one", "changed")]
        assert outcomes(bring(council, new)) == [("one", "unchanged")]
    assert [(wait.weeks, wait.said_on) for wait in StatedWait.objects.all()] == [
        (14, day(10, 1)),
        (14, day(9, 1)),
        (12, day(9, 1)),
    ]


def test_a_wait_without_a_day_is_said_once(council):
    bring(council, said(wait_weeks=12))
    assert service().stated_wait.said_on == TODAY
    actions.state_wait(service(), said_on=day(11, 22), weeks=3)

    bring(council, said(wait_weeks=12), today=TODAY + dt.timedelta(days=7))

    assert service().stated_wait.weeks == 3


def test_a_wait_said_in_the_future_is_left_out_and_said(council):
    report = bring(council, said(wait_weeks=12, wait_said_on=TODAY + dt.timedelta(days=1)))

    assert service().stated_wait is None
    assert outcomes(report) == [("one", "warning"), ("one", "added")]


# Open, paused, closed


def test_open_is_what_everything_is_until_somebody_says_otherwise(council):
    bring(council, said(status="active"))

    assert not StatusChange.objects.exists()
    assert not service().is_closed


def test_a_service_is_paused_closed_and_opened_again_as_the_source_says(council):
    bring(council, said())
    for status, words in (
        ("temporarily closed", "It is paused now."),
        ("defunct", "It is closed now."),
        ("active", "It is open now."),
    ):
        report = bring(council, said(status=status, status_reason="Says who"))
        assert (outcomes(report), whys(report)) == ([("one", "changed")], [words])
        assert outcomes(bring(council, said(status=status))) == [("one", "unchanged")]
    changes = list(StatusChange.objects.order_by("recorded_at"))
    assert [change.status for change in changes] == ["temporarily closed", "defunct", "active"]
    assert [change.on for change in changes] == [TODAY] * 3
    assert changes[0].reason == "Says who"


def test_what_an_officer_has_closed_stays_closed_while_the_source_says_nothing_new(council):
    bring(council, said(status="active"))
    actions.change_status(service(), status="defunct", on=day(11, 1))

    assert outcomes(bring(council, said(status="active"))) == [("one", "unchanged")]
    assert service().is_closed

    bring(council, said(status="temporarily closed"))
    bring(council, said(status="active"))
    assert not service().is_closed


def test_a_source_that_says_nothing_of_the_status_changes_none(council):
    bring(council, said(status="defunct"))

    assert outcomes(bring(council, said())) == [("one", "unchanged")]
    assert service().is_closed


# Withdrawn


def test_a_withdrawn_service_is_no_longer_seen_and_comes_back_when_the_source_has_it_again(council):
    bring(council, said(status="active"))

    report = bring(council, said(status="inactive"))
    assert (outcomes(report), whys(report)) == (
        [("one", "changed")],
        ["The source has withdrawn it: families no longer see it."],
    )
    assert not service().live
    assert service().live_revision is None
    assert outcomes(bring(council, said(status="inactive"))) == [("one", "unchanged")]

    report = bring(council, said(status="active"))
    assert (outcomes(report), whys(report)) == ([("one", "changed")], ["The source has it again."])
    assert service().live
    assert not service().has_unpublished_changes
    assert service().live_revision == service().latest_revision
    assert service().revisions.count() == 1
    assert outcomes(bring(council, said(status="active", name="Changed"))) == [("one", "changed")]


def test_a_service_is_withdrawn_and_changed_at_once(council):
    bring(council, said())
    bring(council, said(status="inactive", name="Sing and Play"))
    assert (service().live, service().name) == (False, "Sing and Play")

    bring(council, said(status="active", name="Hop and Play"))
    assert (service().live, service().name) == (True, "Hop and Play")


def test_one_that_was_never_shown_comes_as_the_council_has_new_ones(council):
    bring(council, said("one", status="inactive"), said("two", status="inactive"))
    assert not Service.objects.published().exists()

    bring(council, said("one", status="active"), publish_new=False)
    assert not service("one").live
    bring(council, said("two", status="active"), publish_new=True)
    assert service("two").live


def test_what_an_officer_publishes_although_it_is_withdrawn_stays(council):
    bring(council, said(status="inactive"))
    service().latest_revision.publish()

    assert outcomes(bring(council, said(status="inactive"))) == [("one", "unchanged")]
    assert service().live


def test_what_an_officer_has_unpublished_is_not_brought_back(council):
    bring(council, said(status="active"))
    service().unpublish()

    bring(council, said(status="active", name="Sing and Play"))

    assert not service().live


def test_a_withdrawn_service_that_was_changed_here_is_for_review_until_somebody_has_looked(council):
    bring(council, said(status="active"))
    edited = service()
    edited.alternate_name = "Little Acorns"
    edited.save_revision().publish()

    for _ in range(2):
        report = bring(council, said(status="inactive"))
        assert outcomes(report) == [("one", "for review")]
        assert service().live
    service().unpublish()
    assert outcomes(bring(council, said(status="inactive"))) == [("one", "unchanged")]


def test_a_draft_that_was_to_be_published_later_does_not_bring_a_withdrawn_service_back(council):
    bring(council, said())
    revision = service().latest_revision
    revision.approved_go_live_at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    revision.save()

    bring(council, said(status="inactive"))

    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


# What took over


def test_a_closed_service_names_the_one_that_replaces_it(council):
    bring(
        council, said("old", status="defunct", status_reason="Merged", successor_source_id="new"), said("new")
    )

    assert service("old").status_change.successor == service("new")
    assert service("old").status_change.reason == "Merged"


def test_the_one_that_replaces_it_may_have_come_before_or_come_later(council):
    bring(council, said("there"), said("a", status="defunct", successor_source_id="there"))
    bring(council, said("b", status="defunct", successor_source_id="there"), is_complete=False)
    assert service("b").status_change.successor == service("there")

    report = bring(council, said("c", status="defunct", successor_source_id="later"), is_complete=False)
    assert "later, is not in this source" in whys(report)[0]
    assert service("c").status_change.successor is None

    closed = said("c", status="defunct", successor_source_id="later")
    assert ("c", "changed") in outcomes(bring(council, said("later"), closed, is_complete=False))
    assert service("c").status_change.successor == service("later")
    assert ("c", "unchanged") in outcomes(bring(council, said("later"), closed, is_complete=False))


def test_nothing_of_another_council_or_source_replaces_it(council, neighbour):
    bring(neighbour, said("new"))
    bring(council, said("new"), source="other")

    bring(council, said("old", status="defunct", successor_source_id="new"))

    assert service("old").status_change.successor is None


@pytest.mark.parametrize("ring", [("a",), ("a", "b"), ("a", "b", "c")])
def test_a_circle_of_successors_is_left_out_and_said(council, ring):
    following = dict(zip(ring, (*ring[1:], ring[0]), strict=True))

    report = bring(
        council, *[said(key, status="defunct", successor_source_id=following[key]) for key in ring]
    )

    assert sum("circle" in why for why in whys(report)) == len(ring)
    assert not StatusChange.objects.exclude(successor=None).exists()
    assert StatusChange.objects.filter(status=Status.DEFUNCT).count() == len(ring)


def test_a_circle_with_what_was_closed_before_is_left_out_too(council):
    bring(council, said("a", status="defunct", successor_source_id="b"), said("b"))

    report = bring(council, said("b", status="defunct", successor_source_id="a"), is_complete=False)

    assert any("circle" in why for why in whys(report))
    assert service("b").status_change.successor is None
    assert service("a").status_change.successor == service("b")


def test_a_service_opened_again_may_replace_the_one_that_replaced_it(council):
    bring(council, said("a", status="defunct", successor_source_id="b"), said("b"))

    bring(council, said("a", status="active"), said("b", status="defunct", successor_source_id="a"))

    assert service("b").status_change.successor == service("a")
    assert not service("a").is_closed
