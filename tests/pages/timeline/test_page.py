"""A family types the dates it knows, sees every later deadline, and leaves nothing behind."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from localoffer.directory.models.service import Phone
from localoffer.duties.ehc.counting import said
from localoffer.duties.time_limits import time_limits
from localoffer.pages.timeline.questions import PLACES
from tests.factories.directory import ServiceFactory
from tests.pages.two_councils import ELSEWHERE, HOST
from tests.reading import reading_age, words_of

PAGE, CALENDAR = "/ehc-timeline/", "/ehc-timeline/calendar/"


def boxes(event: str, day: date) -> dict[str, str]:
    return {f"{event}-day": str(day.day), f"{event}-month": str(day.month), f"{event}-year": str(day.year)}


@pytest.fixture
def ask(fenbridge, client):
    def post(path=PAGE, **typed):
        return client.post(
            path, {name.replace("_", "-"): text for name, text in typed.items()}, headers={"host": HOST}
        )

    return post


@pytest.fixture
def give(fenbridge, client):
    """Type whole dates, by event."""

    def post(days: dict[str, date], path=PAGE):
        typed = {name: text for event, day in days.items() for name, text in boxes(event, day).items()}
        return client.post(path, typed, headers={"host": HOST})

    return post


def words(answer) -> str:
    """What the main part says."""
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def weeks_from(day: date, number: int) -> str:
    return said(day + timedelta(weeks=number))


def test_before_she_types_anything_she_sees_the_real_dates_of_asking_today(fenbridge, client):
    answer = client.get(PAGE, headers={"host": HOST})
    today, text = timezone.localdate(), words(answer)

    assert f"{said(today)}" in text
    assert f"By {weeks_from(today, 6)}" in text
    assert f"By {weeks_from(today, 20)}" in text
    for part in ("0808 157 0160", "write a letter to Fenbridge Council, 1 Guild Square", "not legal advice"):
        assert part in text


def test_whom_to_ask_is_her_own_councils_team_with_its_form(fenbridge, saltmere, client):
    team = ServiceFactory(
        owner=fenbridge,
        name="EHC team",
        kinds=["ehc-plans"],
        strands=["education"],
        application_process="Write to us in your own words.",
        application_url="https://fenbridge.example.org/ask",
    )
    Phone.objects.create(service=team, number="01632 960101")
    ServiceFactory(owner=fenbridge, name="Reviews", kinds=["ehc-plans"], strands=["education"],
                   plan_required="yes", application_process="No need to ask.")  # fmt: skip

    here = words(client.get(PAGE, headers={"host": HOST}))
    there = words(client.get(PAGE, headers={"host": ELSEWHERE}))

    assert "Write to us in your own words." in here
    assert "01632 960101" in here
    assert "No need to ask." not in here
    assert "Write to us in your own words." not in there
    assert "Saltmere Council has not yet said here how to ask." in there


def test_every_date_the_law_counts_from_is_asked_for_once():
    asked = [event for place in PLACES for event in place.events]

    assert sorted(asked) == sorted(time_limits().events)


def test_the_next_deadline_comes_first_and_then_all_of_them(give):
    requested = timezone.localdate() - timedelta(weeks=2)

    text = words(give({"requested": requested}))

    first = text.index(f"Next: by {weeks_from(requested, 6)}")
    every = [text.index(f"By {weeks_from(requested, number)}") for number in (6, 16, 20)]
    assert [first, *every] == sorted([first, *every])
    assert "The council must do this." in text
    assert f"6 weeks from the request, {said(requested)}. The day itself is not counted." in text
    assert "SEND Regulations 2014, regulation 5(1) and (4)" in text
    assert "was away from the area for at least four weeks" in text, "an exception"


def test_what_is_past_says_so_and_what_to_do(give):
    requested = timezone.localdate() - timedelta(weeks=8)

    text = words(give({"requested": requested}))

    assert f"By {weeks_from(requested, 6)} This day has passed" in text
    assert "Is it late? Write to the council and ask for its decision" in text


def test_what_was_done_late_says_on_which_day(give):
    requested = timezone.localdate() - timedelta(weeks=12)
    answered = requested + timedelta(weeks=7)

    text = words(give({"requested": requested, "will-assess": answered}))

    assert f"By {weeks_from(requested, 6)} Done late, on {said(answered)}" in text


def test_whoever_was_refused_sees_mediation_appeal_and_advice_together(give):
    letter = timezone.localdate() - timedelta(days=10)

    text = words(give({"refused-assessment": letter}))

    assert "Next: by" in text
    for part in (
        "You ring the mediation adviser, if you may want to appeal",
        "Your appeal reaches the SEND Tribunal",
        "Fenbridge SENDIASS",
        "0808 157 0160",
    ):
        assert part in text


def test_whoever_missed_the_day_to_appeal_reads_first_to_send_it_today(give):
    letter = timezone.localdate() - timedelta(days=200)

    text = words(give({"refused-assessment": letter}))

    assert "Nothing is to come" not in text
    assert text.index("Your last day to appeal was") < text.index("Send it today, and say why it is late")
    assert (
        text.index("Ring SENDIASS now") < text.index("0808 157 0160") < text.index("All the dates, in order")
    )
    assert "can tell you: 0808 157 0160" in text, "who has the mediation adviser's number"


def test_the_law_is_as_it_was_read_last_for_what_is_shown(fenbridge, client, give):
    newest = max(limit.law_as_at for limit in time_limits())

    before = words(client.get(PAGE, headers={"host": HOST}))
    appeal = words(give({"certificate": timezone.localdate()}))

    assert f"as we last read it on {said(newest)}" in before
    assert (
        f"as we last read it on {said(max(each.law_as_at for each in time_limits() if each.stage == 'disagreeing'))}"
        in appeal
    )


def test_a_refusal_says_what_no_longer_runs_and_why(give):
    requested = timezone.localdate() - timedelta(weeks=5)
    refused = timezone.localdate() - timedelta(days=3)

    text = words(give({"requested": requested, "refused-assessment": refused}))

    assert f"no longer has a date, because the council decided not to assess on {said(refused)}" in text
    assert weeks_from(requested, 20) not in text


def test_an_unconfirmed_limit_is_words_with_that_word_and_never_a_date(give):
    text = words(give({"draft-plan": timezone.localdate() - timedelta(days=1)}))

    assert (
        "15 days, from: the council asks the school or college. Unconfirmed: ask the council or SENDIASS."
        in text
    )


def test_a_date_that_does_not_exist_is_explained_and_nothing_typed_is_lost(ask):
    answer = ask(requested_day="31", requested_month="June", requested_year="2026", certificate_day="<b>9")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no day 31 in June: it has 30 days." in text
    assert 'href="#requested-day"' in text
    assert 'value="June"' in text
    assert "&lt;b&gt;9" in text
    assert "<b>9" not in text
    assert '<details class="unfold" id="asking" open>' in text
    assert text.index('id="where"') < text.index('id="today"'), "what is to be put right comes first"


def test_a_date_far_off_is_explained_and_not_counted_from(ask):
    answer = ask(requested_day="3", requested_month="3", requested_year="1066")

    text = words(answer)
    assert "3 March 1066 is more than 10 years away. Look at the year again." in text
    assert "No date follows from this yet" in text
    assert "1067" not in text


def test_a_letter_that_has_not_come_and_an_order_that_cannot_be_are_explained(give):
    today = timezone.localdate()

    text = words(give({"draft-plan": today + timedelta(days=3), "requested": today + timedelta(days=9)}))

    assert "has not come yet. Leave it out until it has." in text
    assert "cannot come before" in text


def test_whoever_types_nothing_is_told_what_to_do(ask):
    answer = ask()

    assert answer.status_code == 422
    assert "Give at least one date." in words(answer)


def test_the_year_of_a_move_gives_its_day(ask):
    year = timezone.localdate().year + 1

    assert f"Before 15 February {year}" in words(ask(school_move=str(year)))


def test_both_pages_read_at_eleven(fenbridge, client, give):
    asking = client.get(PAGE, headers={"host": HOST}).content.decode()
    refused = give({"refused-assessment": timezone.localdate()}).content.decode()

    assert reading_age(words_of(asking)) <= 11
    assert reading_age(words_of(refused)) <= 11


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_nothing_is_kept_in_any_table_cookie_address_cache_or_log(give, caplog):
    caplog.set_level(logging.DEBUG)
    before = rows()
    letter = date(2026, 2, 17)

    answers = [give({"no-plan": letter}, path) for path in (PAGE, CALENDAR)]
    answers.append(give({"no-plan": date(2026, 1, 1), "certificate": date(1999, 7, 23)}))

    assert rows() == before
    for answer in answers:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not answer.cookies
        assert "Location" not in answer.headers
    logged = " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert not re.search(r"2026-02-17|17 February|1999", logged)


def test_dates_in_an_address_are_not_read(fenbridge, client):
    answer = client.get(
        f"{PAGE}?requested-day=3&requested-month=3&requested-year=2026", headers={"host": HOST}
    )

    assert "2026-03" not in answer.content.decode()
    assert 'value="2026"' not in answer.content.decode()


def test_the_calendar_holds_each_date_and_is_read_by_a_calendar(give):
    requested = timezone.localdate() - timedelta(weeks=2)

    file = give({"requested": requested}, CALENDAR)

    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="ehc-dates.ics"'
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        requested + timedelta(weeks=number) for number in (6, 16, 20)
    ]


def test_the_page_carries_its_dates_to_the_calendar_in_fields_nobody_sees(give):
    page = give({"requested": date(2026, 11, 2)}).content.decode()

    form = page.split(f'action="{CALENDAR}"')[1].split("</form>")[0]
    assert '<input type="hidden" name="requested-month" value="11">' in form


def test_a_calendar_of_what_cannot_be_read_is_the_form_again(ask):
    answer = ask(CALENDAR, requested_day="31", requested_month="2", requested_year="2026")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_calendar_has_no_address_to_visit(fenbridge, client):
    assert client.get(CALENDAR, headers={"host": HOST}).status_code == 405


def test_words_of_danger_in_a_box_bring_help_first(ask):
    assert "999" in ask(requested_day="I want to kill myself").content.decode().split("<main")[0]


def test_a_page_asks_the_database_as_much_for_three_phones_as_for_one(
    fenbridge, give, client, django_assert_num_queries
):
    team = ServiceFactory(
        owner=fenbridge, kinds=["ehc-plans"], strands=["education"], application_process="Ring."
    )
    Phone.objects.create(service=team, number="01632 960100")
    with django_assert_num_queries(9):
        client.get(PAGE, headers={"host": HOST})
    for number in range(2):
        Phone.objects.create(service=team, number=f"01632 96011{number}")

    with django_assert_num_queries(9):
        client.get(PAGE, headers={"host": HOST})
    with django_assert_num_queries(6):
        give({"requested": timezone.localdate()})


NAMES = [
    name
    for event in time_limits().events.values()
    for name in (
        [event.id] if event.kind == "year" else [f"{event.id}-{part}" for part in ("day", "month", "year")]
    )
]
TYPED = st.one_of(st.text(max_size=50), st.integers(-10, 10_000).map(str), st.integers(1, 31).map(str))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), TYPED, max_size=30), st.sampled_from([PAGE, CALENDAR]))
def test_whatever_is_typed_in_the_boxes_there_is_a_page(fenbridge, client, typed, path):
    assert client.post(path, typed, headers={"host": HOST}).status_code in (200, 422)
