"""The demonstration in the database: as full as the README says, and as fresh on any day."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from localoffer.directory import duplicates, in_words
from localoffer.directory.models import (
    Check,
    Listing,
    Service,
    StatedWait,
    StatusChange,
)
from localoffer.directory.quality import remarks_on
from localoffer.pages.demonstration import loading
from localoffer.places.models import Authority
from localoffer.updates.models import Issue
from localoffer.updates.newsletter.showing import left_out


def test_fenbridge_is_as_full_as_the_readme_says(fenbridge):
    own = Service.objects.kept_by(fenbridge).published()
    states = [service.status_change for service in own]
    latest = [listing.last_check for listing in Listing.objects.of(fenbridge).filter(service__in=own)]
    today = timezone.localdate()

    assert own.count() >= 150
    assert sum(1 for state in states if state and state.is_closing) >= 5
    assert latest.count(None) >= 8, "never checked"
    assert sum(1 for check in latest if check and in_words.is_overdue(check.on, today)) >= 40
    assert StatedWait.objects.filter(service__in=own).count() >= 90
    assert len({wait.weeks for wait in StatedWait.objects.filter(service__in=own)}) >= 30


def test_nothing_was_checked_or_said_on_a_day_to_come(fenbridge):
    today = timezone.localdate()

    assert not Check.objects.filter(on__gt=today).exists()
    assert not StatedWait.objects.filter(said_on__gt=today).exists()
    assert not StatusChange.objects.filter(on__gt=today).exists()


def test_an_officer_finds_what_was_entered_twice(fenbridge):
    names = dict(Service.objects.kept_by(fenbridge).values_list("pk", "source_id"))
    suggested = {
        frozenset((names[pair.first], names[pair.second]))
        for pair in duplicates.among_services(Service.objects.kept_by(fenbridge))
    }

    for one, again in (
        ("fb-317", "fb-901"),
        ("fb-313", "fb-902"),
        ("fb-314", "fb-903"),
        ("fb-208", "fb-904"),
    ):
        assert frozenset((one, again)) in suggested


def test_an_officer_finds_records_with_gaps_and_jargon(fenbridge):
    remarks = {
        service.source_id: {remark.field for remark in remarks_on(service)}
        for service in Service.objects.kept_by(fenbridge).published()
    }

    assert sum(1 for fields in remarks.values() if fields) >= 25
    assert sum(1 for fields in remarks.values() if not fields) >= 100, "most are well"
    assert {"description", "phones"} <= remarks["fb-905"]


def test_a_family_is_warned_of_a_wait_that_its_child_will_outgrow(fenbridge, visit):
    slug = Listing.objects.of(fenbridge).get(service__source_id="fb-043").slug

    said = visit(f"/services/{slug}/").content.decode()

    assert "may be too old before a place comes up" in said
    assert "Ask Moving Up for extra visits" in said, "and what comes next"


def test_no_family_reads_a_day_that_was_never_worked_out(fenbridge):
    texts = [text for service in Service.objects.all() for text in (service.description, service.alert)]
    texts += StatedWait.objects.values_list("words", flat=True)
    texts += StatusChange.objects.values_list("reason", flat=True)

    assert [text for text in texts if "[day" in text or "[month" in text or "[year" in text] == []


def test_a_family_reads_a_sent_issue_of_the_newsletter_and_goes_on_to_all_that_is_in_it(fenbridge, visit):
    [issue] = Issue.objects.in_archive(fenbridge)

    archive = visit("/newsletter/").content.decode()
    page = BeautifulSoup(visit(issue.get_absolute_url()).content, "html.parser").main

    assert issue.title in archive
    assert left_out(issue, fenbridge.sites.get().site) == 0
    ways = [link["href"] for link in page.find_all("a")]
    assert "/news/speech-therapy-drop-in/" in ways
    assert sum(href.startswith("/services/") for href in ways) == 2


@pytest.mark.django_db
def test_loaded_earlier_and_again_today_it_is_as_fresh_as_if_loaded_today():
    a_season_ago = timezone.localdate() - dt.timedelta(days=90)
    loading.load(today=a_season_ago)
    fenbridge = Authority.objects.get(slug="fenbridge")
    crisis_line = Listing.objects.of(fenbridge).get(service__source_id="fb-104")
    services, never_checked = Service.objects.count(), Listing.objects.filter(checks=None).count()
    assert crisis_line.last_check.on == a_season_ago - dt.timedelta(days=2)

    loading.load()

    assert crisis_line.last_check.on == timezone.localdate() - dt.timedelta(days=2)
    assert [issue.sent_on for issue in Issue.objects.all()] == [timezone.localdate() - dt.timedelta(days=12)]
    assert Service.objects.count() == services
    assert Listing.objects.filter(checks=None).count() == never_checked
    closed = StatusChange.objects.filter(status="defunct")
    assert closed.count() == closed.values("service").distinct().count(), "closed once"
