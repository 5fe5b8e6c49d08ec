"""What comes when: England's days, a council's own, its calendar, and who writes it."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from localoffer.accounts.models import Role
from localoffer.duties.ehc.counting import said
from localoffer.pages.key_dates import coming
from localoffer.pages.models import KeyDate
from tests.factories.accounts import officer
from tests.pages.two_councils import ELSEWHERE, HOST
from tests.reading import reading_age, words_of

PAGE, FEED = "/key-dates/", "/key-dates.ics"
NOVEMBER = date(2026, 11, 26)


@pytest.fixture
def soon() -> date:
    return timezone.localdate() + timedelta(days=9)


@pytest.fixture
def read(client):
    def get(path=PAGE, host=HOST, **headers):
        return client.get(path, headers={"host": host, **headers})

    return get


def events(file: bytes) -> list:
    return Calendar.from_ical(file).walk("VEVENT")


def test_england_s_days_of_the_next_twelve_months_come_in_order_and_none_that_is_over():
    months = coming.in_months([], NOVEMBER)

    assert [(month.name, [row.on.day for row in month.rows]) for month in months] == [
        ("January 2027", [15]),
        ("February 2027", [14]),
        ("March 2027", [1, 30]),
        ("April 2027", [16]),
        ("October 2027", [31]),
    ]
    assert months[1].rows[0].when == "Sunday 14 February 2027"


def test_a_day_is_still_there_on_the_day_itself():
    assert coming.in_months([], date(2027, 1, 15))[0].rows[0].on == date(2027, 1, 15)
    assert coming.in_months([], date(2027, 1, 16))[0].name == "February 2027"


def test_a_family_sees_its_own_councils_days_and_no_other_councils(fenbridge, saltmere, read, soon):
    KeyDate.objects.create(owner=fenbridge, title="Fen open day", on=soon, text="In the hall.")
    KeyDate.objects.create(owner=saltmere, title="Salt open day", on=soon, text="On the quay.")

    here, there = read().content.decode(), read(host=ELSEWHERE).content.decode()

    assert "Fen open day" in here
    assert said(soon) in here
    assert "Salt open day" not in here
    assert "Salt open day" in there
    assert "Fen open day" not in there


def test_a_feed_holds_its_own_councils_days_and_no_other_councils(fenbridge, saltmere, read, soon):
    KeyDate.objects.create(owner=fenbridge, title="Fen open day", on=soon)
    KeyDate.objects.create(owner=saltmere, title="Salt open day", on=soon)

    here, there = read(FEED).content, read(FEED, ELSEWHERE).content

    assert "Fen open day" in [event["summary"] for event in events(here)]
    assert b"Salt open day" not in here
    assert "Salt open day" in [event["summary"] for event in events(there)]


def test_a_councils_words_stand_in_place_of_england_s(fenbridge, saltmere, read):
    KeyDate.objects.create(
        owner=fenbridge, title="Travel here", topic="transport-policy", text="Ask the travel team."
    )

    here, there = read().content.decode(), read(host=ELSEWHERE).content.decode()

    assert "Ask the travel team." in here
    assert "Each council sets its own day to apply by." not in here
    assert "Each council sets its own day to apply by." in there


def test_once_the_councils_day_is_over_families_read_england_s_words_again(fenbridge, read, soon):
    entry = KeyDate.objects.create(owner=fenbridge, title="Travel here", topic="transport-policy", on=soon)
    assert "Travel here" in read().content.decode()
    assert "Each council sets its own day to apply by." not in read().content.decode()

    entry.on = timezone.localdate() - timedelta(days=1)
    entry.save()

    assert "Travel here" not in read().content.decode()
    assert "Each council sets its own day to apply by." in read().content.decode()


def test_what_goes_on_for_days_is_there_until_its_last_and_whole_in_a_calendar(fenbridge, read):
    today = timezone.localdate()
    began, ends = today - timedelta(days=3), today + timedelta(days=2)
    KeyDate.objects.create(owner=fenbridge, title="Visits", on=began, until=ends)

    assert "Visits" in read().content.decode()
    (event,) = (each for each in events(read(FEED).content) if each["summary"] == "Visits")
    assert event.decoded("dtstart") == began
    assert event.decoded("dtend") == ends + timedelta(days=1), "the day after the last, as calendars have it"


def test_a_calendar_says_whose_it_is_and_what_each_day_is(fenbridge, read, soon):
    KeyDate.objects.create(
        owner=fenbridge, title="Sp€cial; day, one", on=soon, audience="Year 9.", url="https://example.org/a"
    )

    file = read(FEED)

    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert file.headers["Cache-Control"] == "public, max-age=3600"
    assert Calendar.from_ical(file.content)["x-wr-calname"] == "Key dates: Fenbridge Council"
    (event,) = (each for each in events(file.content) if each["summary"] == "Sp€cial; day, one")
    assert event["description"] == "Year 9.\n\nhttps://example.org/a"
    uids = [each["uid"] for each in events(file.content)]
    assert len(uids) == len(set(uids))


@pytest.mark.parametrize("path", [PAGE, FEED])
def test_what_a_browser_or_a_phone_holds_already_is_not_sent_again_until_it_changes(
    fenbridge, read, soon, path
):
    first = read(path)
    again = read(path, **{"if-none-match": first.headers["ETag"]})
    KeyDate.objects.create(owner=fenbridge, title="New", on=soon)
    after = read(path, **{"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200
    assert "New" in after.content.decode()


def test_the_page_asks_the_database_as_much_for_three_days_as_for_one(
    fenbridge, read, soon, django_assert_num_queries
):
    KeyDate.objects.create(owner=fenbridge, title="One", on=soon)
    with django_assert_num_queries(7):
        read()
    for title in ("Two", "Three"):
        KeyDate.objects.create(owner=fenbridge, title=title, on=soon)

    with django_assert_num_queries(7):
        read()
    with django_assert_num_queries(3):
        read(FEED)


def test_the_page_reads_at_eleven(fenbridge, read):
    page = words_of(read().content.decode())

    # The names of regulations stand apart, for whoever looks them up
    assert reading_age(page.split("Where these dates come from")[0]) <= 11


def test_a_day_or_what_it_is_about_is_needed_and_the_end_comes_after_the_beginning(fenbridge, soon):
    for wrong, field in (
        ({}, "on"),
        ({"topic": "transport-policy"}, "on"),
        ({"on": soon, "topic": "made-up"}, "topic"),
    ):
        with pytest.raises(ValidationError) as caught:
            KeyDate(owner=fenbridge, title="x", **wrong).full_clean()
        assert field in caught.value.message_dict
    with pytest.raises(ValidationError, match="The last day must come after"):
        KeyDate(owner=fenbridge, title="x", on=soon, until=soon - timedelta(days=1)).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyDate.objects.create(owner=fenbridge, title="x", until=soon)


# --- Those who write them --------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client, fenbridge):
    def as_role(role):
        client.force_login(officer(fenbridge, role))
        return client

    return as_role


def address(name: str, *args) -> str:
    return reverse(KeyDate.snippet_viewset.get_url_name(name), args=args)


def test_a_publisher_adds_a_day_that_is_her_councils_and_seen_at_once(
    signed_in, fenbridge, saltmere, read, soon
):
    client = signed_in(Role.PUBLISHER)

    answer = client.post(
        address("add"),
        {"title": "Open day", "on": soon.isoformat(), "owner": saltmere.pk},
        headers={"host": HOST},
    )

    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert KeyDate.objects.get().owner == fenbridge
    assert "Open day" in read().content.decode()


def test_she_chooses_what_it_is_about_from_a_list(signed_in):
    form = signed_in(Role.PUBLISHER).get(address("add"), headers={"host": HOST}).content.decode()

    assert re.search(r'<option value="transport-policy">\s*Help to get to school or college next year', form)


def test_an_editor_whose_words_would_be_seen_at_once_may_not(signed_in, fenbridge, soon):
    entry = KeyDate.objects.create(owner=fenbridge, title="Open day", on=soon)
    client = signed_in(Role.EDITOR)

    client.post(
        address("edit", entry.pk), {"title": "Changed", "on": soon.isoformat()}, headers={"host": HOST}
    )

    entry.refresh_from_db()
    assert entry.title == "Open day"


def test_another_councils_day_is_not_there_for_her(signed_in, saltmere, soon):
    entry = KeyDate.objects.create(owner=saltmere, title="Salt open day", on=soon)
    client = signed_in(Role.PUBLISHER)

    assert "Salt open day" not in client.get(address("list"), headers={"host": HOST}).content.decode()
    assert client.get(address("edit", entry.pk), headers={"host": HOST}).status_code == 404
    assert client.post(address("delete", entry.pk), headers={"host": HOST}).status_code == 404
    assert KeyDate.objects.filter(pk=entry.pk).exists()


def test_her_week_names_days_that_are_over_and_only_her_councils(signed_in, fenbridge, saltmere):
    yesterday = timezone.localdate() - timedelta(days=1)
    KeyDate.objects.create(owner=fenbridge, title="Fen last year", on=yesterday)
    KeyDate.objects.create(owner=saltmere, title="Salt last year", on=yesterday)

    page = signed_in(Role.PUBLISHER).get("/admin/", headers={"host": HOST}).content.decode()

    assert "Fen last year" in page
    assert "Salt last year" not in page
