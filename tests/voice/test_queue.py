"""Officers answer and close what families reported, in their own council's queue."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.directory import actions as directory
from localoffer.directory import merging
from localoffer.directory.models import CostOption, Phone, Service, ServiceAtLocation
from localoffer.voice import actions
from localoffer.voice.models import Kind, Outcome, ProblemReport, State
from tests.factories.accounts import UserFactory, officer
from tests.factories.directory import LocationFactory, ServiceFactory
from tests.factories.voice import ProblemReportFactory
from tests.voice.said import HOST, PROVIDER, words_on

LIST = "/admin/problems/"


def signed_in(user, host=HOST):
    client = Client(headers={"host": host})
    client.force_login(user)
    return client


@pytest.fixture
def ola(council):
    return officer(council, Role.EDITOR, first_name="Ola", last_name="Nowak")


@pytest.fixture
def admin(ola):
    return signed_in(ola)


@pytest.fixture
def reported(listing):
    """A report that came some days ago: `reported(days=3, kind="phone")`."""

    def take(*, days=0, **said):
        report, _ = actions.report(listing=listing, **({"kind": "phone"} | said), by=None)
        report.created_at -= dt.timedelta(days=days)
        report.save()
        return report

    return take


@pytest.fixture
def do(admin, django_capture_on_commit_callbacks):
    """Press a button on a report's page: `do(report, "close", outcome="put-right")`."""

    def press(report, deed, client=admin, **typed):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"{LIST}{report.pk}/{deed}/", typed)

    return press


def page_of(report):
    return f"{LIST}{report.pk}/"


# --- The list -------------------------------------------------------------------------------------


def test_the_oldest_is_first_the_overdue_is_marked_and_the_closed_is_left_out(admin, reported, ola):
    reported(days=1, kind="cost"), reported(days=20, kind="times")
    actions.close(report=reported(kind="access"), outcome=Outcome.SPAM, by=ola)

    page = admin.get(LIST)

    assert [report.kind for report in page.context["object_list"]] == ["times", "cost"]
    assert "20 days ago" in words_on(page)
    assert words_on(page).count("Open, overdue") == 1


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("", {Kind.TIMES, Kind.COST, Kind.PHONE}),
        ("state=all", {Kind.TIMES, Kind.COST, Kind.PHONE, Kind.ACCESS}),
        ("state=closed", {Kind.ACCESS}),
        ("state=answered", {Kind.PHONE}),
        ("kind=cost", {Kind.COST}),
        ("overdue=true", {Kind.TIMES}),
        ("wants_answer=true", {Kind.PHONE}),
        ("not_told=true", {Kind.TIMES, Kind.COST, Kind.PHONE}),
        ("q=wriggle", {Kind.TIMES, Kind.COST, Kind.PHONE}),
        ("q=nothing", set()),
        ("state=nonsense", {Kind.TIMES, Kind.COST, Kind.PHONE, Kind.ACCESS}),
        ("p=999&overdue=%00", {Kind.TIMES, Kind.COST, Kind.PHONE}),
    ],
)
def test_the_list_can_be_narrowed(
    admin, reported, ola, settings, query, kinds, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        reported(days=20, kind="times"), reported(kind="cost")
        answered = reported(kind="phone", reporter_email="mum@example.org")
        actions.answer(report=answered, words="Thank you", by=ola)
        actions.close(report=reported(kind="access"), outcome=Outcome.SPAM, by=ola)

    shown = admin.get(f"{LIST}?{query}").context["object_list"]

    assert {report.kind for report in shown} == kinds


def test_an_empty_list_says_why(admin):
    assert "Nothing waits for you." in words_on(admin.get(LIST))
    assert "No report is like that." in words_on(admin.get(f"{LIST}?kind=cost"))


def test_thirty_reports_ask_the_database_no_more_than_one(admin, reported):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(LIST).status_code == 200
        return len(captured)

    reported(reporter_email="mum@example.org")
    queries()
    one = queries()
    for number in range(29):
        reported(days=number, words=f"{number}")

    assert queries() == one


# --- One report -----------------------------------------------------------------------------------


def test_what_was_said_stands_beside_what_the_page_says_now_the_thing_meant_first(admin, service, reported):
    Phone.objects.create(service=service, number="01632 960001", description="mornings")
    CostOption.objects.create(service=service, option="per child", amount=4)
    hall = LocationFactory(owner=service.owner, name="Guild Hall")
    refuge = LocationFactory(owner=service.owner, name="Elm House", is_private=True)
    for place in (hall, refuge):
        ServiceAtLocation.objects.create(service=service, location=place)
    directory.state_wait(service, weeks=3, said_on=dt.date(2026, 11, 2))

    page = admin.get(page_of(reported(words="It is £5 now", kind="cost", may_pass_on=True)))

    said = words_on(page)
    for expected in (
        "The cost is wrong",
        "It is £5 now",
        "per child £4.00",
        "01632 960001 mornings",
        "About 3 weeks",
    ):
        assert expected in said, expected
    assert "Guild Hall, 1 Market Street" in said
    assert "A secret address" in said
    assert "Elm House" not in said
    assert page.context["facts"][0].label == "Cost"
    assert "Put it right: edit the service" in said
    assert reverse("wagtailsnippets_directory_service:edit", args=[service.pk]) in page.content.decode()


def test_a_page_with_thirty_of_everything_asks_no_more_than_one_with_one(admin, council, ola):
    def report_on(rows):
        places = [LocationFactory(owner=council) for _ in range(rows)]
        service = ServiceFactory(owner=council, at=places)
        for number in range(rows):
            Phone.objects.create(service=service, number=f"{number}")
        return ProblemReportFactory(service=service)

    def queries(report):
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(page_of(report)).status_code == 200
        return len(captured)

    one, thirty = report_on(1), report_on(30)
    queries(one)

    assert queries(thirty) == queries(one)


def test_a_record_that_another_council_keeps_is_not_offered_for_editing(admin, council, saltmere):
    listing = directory.list_service(
        ServiceFactory(owner=saltmere, name="Far", email=PROVIDER), authority=council
    )
    report, _ = actions.report(listing=listing, kind="cost", by=None)

    said = words_on(admin.get(page_of(report)))

    assert "The record is kept by Saltmere Council." in said
    assert "edit the service" not in said


def test_a_report_whose_service_is_gone_can_still_be_closed(admin, reported, service, do):
    report = reported()
    service.delete()

    assert "The service is in the bin, or gone." in words_on(admin.get(page_of(report)))
    assert do(report, "close", outcome="elsewhere", checked_how="rang").status_code == 302


def test_a_report_on_a_service_that_was_merged_is_about_the_one_that_was_kept(
    admin, council, service, reported
):
    kept = ServiceFactory(owner=council, name="Wriggle and Sign", email="sign@provider.example.org")
    report = reported()
    merging.merge(keep=kept, drop=service)

    said = words_on(admin.get(page_of(report)))
    edit = admin.get(reverse("wagtailsnippets_directory_service:edit", args=[kept.pk])).content.decode()

    assert "It is now the page of Wriggle and Sign" in said
    assert (
        reverse("wagtailsnippets_directory_service:edit", args=[kept.pk])
        in admin.get(page_of(report)).content.decode()
    )
    assert "Families told us: the phone or e-mail does not work" in edit
    merging.undo(Service.with_binned.get(pk=service.pk))
    assert "It is now the page" not in words_on(admin.get(page_of(report)))


def test_an_answer_begins_with_prepared_words(admin, reported):
    page = admin.get(f"{page_of(reported(reporter_email='mum@example.org'))}?begin=put-right")

    assert "You were right, and we have changed the page about Wriggle Club." in page.content.decode()


def test_answering_and_closing_is_one_press(do, reported, ola):
    report = reported(reporter_email="mum@example.org")
    mail.outbox.clear()

    answer = do(report, "answer", words="Thank you, it is 01632 960999.", outcome="put-right")

    assert answer["Location"] == LIST
    report.refresh_from_db()
    assert (report.state, report.outcome, report.by) == (State.CLOSED, Outcome.PUT_RIGHT, ola)
    assert "01632 960999" in next(m for m in mail.outbox if m.to == ["mum@example.org"]).body


def test_closing_is_never_a_check_by_itself(do, reported, listing):
    do(reported(), "close", outcome="put-right")

    assert not listing.checks.exists()


def test_closing_records_a_check_when_the_officer_says_she_made_sure(do, reported, listing, ola):
    do(reported(), "close", outcome="put-right", checked_how="rang")

    check = listing.checks.get()
    assert (check.on, check.how, check.outcome, check.recorded_by) == (
        timezone.localdate(),
        "rang",
        "corrected",
        ola,
    )


def test_answering_records_one_too_when_she_says_so(do, reported, listing):
    do(reported(reporter_email="mum@example.org"), "answer", words="It is right", checked_how="wrote")

    assert listing.checks.get().outcome == "right"


@pytest.mark.parametrize(
    "typed", [{}, {"outcome": "nonsense"}, {"outcome": "put-right", "checked_how": "source"}]
)
def test_how_it_ended_has_to_be_said(do, reported, typed):
    report = reported()

    assert do(report, "close", **typed).status_code == 422
    report.refresh_from_db()
    assert report.state == State.OPEN


def test_the_second_of_two_officers_is_told_and_keeps_what_she_typed(do, reported, ola, council):
    report = reported(reporter_email="mum@example.org")
    do(report, "answer", words="Thank you", outcome="was-right")
    second = signed_in(officer(council, Role.EDITOR))

    late = do(report, "answer", client=second, words="A long and careful answer")
    later = do(report, "close", client=second, outcome="spam")

    for answer in (late, later):
        assert answer.status_code == 422
        assert "Meanwhile this was closed by Ola Nowak" in words_on(answer)
    assert "A long and careful answer" in words_on(late)
    assert len([m for m in mail.outbox if m.to == ["mum@example.org"]]) == 1


def test_what_was_closed_too_soon_is_opened_again_and_the_page_shows_who_did_what(do, reported, admin):
    report = reported()
    do(report, "close", outcome="spam")
    do(report, "reopen")

    said = words_on(admin.get(page_of(report)))

    assert "Closed a report (Ola Nowak)" in said
    assert "Reopened a report (Ola Nowak)" in said
    assert "Close the report" in said


def test_letters_that_did_not_go_are_seen_and_tried_again(do, service, reported, admin):
    service.email = ""
    service.save()
    report = reported()
    do(report, "tell-again")  # sends what waits
    assert "The provider: about to be told." in words_on(admin.get(page_of(report)))
    from localoffer.voice import tasks

    tasks.send_waiting()
    assert "No e-mail address of the provider is known. Ring them." in words_on(admin.get(page_of(report)))
    service.email = PROVIDER
    service.save()

    do(report, "tell-again")

    assert "The provider: told on" in words_on(admin.get(page_of(report)))


def test_what_a_family_types_cannot_become_markup(admin, reported, service):
    page = admin.get(page_of(reported(words="<script>alert(1)</script> {{ 7|add:7 }}")))

    assert "<script>alert" not in page.content.decode()
    assert "{{ 7|add:7 }}" in page.content.decode()


def test_a_report_that_speaks_of_danger_says_so_first(admin, reported):
    report = reported(words="He hits my son", is_worry=True)

    assert "Safeguarding" in words_on(admin.get(LIST))
    assert "Ask your safeguarding team before you answer." in words_on(admin.get(page_of(report)))


def test_an_address_asked_for_in_another_way_does_nothing(admin, reported):
    report = reported()

    for deed in ("answer", "close", "reopen", "tell-again"):
        assert admin.get(f"{page_of(report)}{deed}/").status_code == 405
    assert admin.post(page_of(report)).status_code == 405


# --- Elsewhere in the admin -----------------------------------------------------------------------


def test_the_menu_says_how_many_wait(admin, reported):
    assert '"label": "Problems"' in admin.get("/admin/").content.decode().replace("&quot;", '"')
    reported(), reported(words="2")

    assert "Problems (2)" in admin.get("/admin/").content.decode()


def test_her_week_begins_with_the_oldest_and_holds_no_word_of_the_family(admin, reported):
    reported(days=20, kind="times", words="my son Sam")
    for number in range(6):
        reported(kind="cost", words=f"{number}")

    week = words_on(admin.get("/admin/"))

    assert "7 problems reported Wriggle Club: The days or times are wrong 20 days ago, overdue" in week
    assert week.count("Wriggle Club:") == 5
    assert "Sam" not in week


def test_a_quiet_week_says_so(admin):
    assert "Nobody has reported a problem that is still open." in words_on(admin.get("/admin/"))


def test_whoever_edits_a_service_hears_what_is_wrong_with_it(admin, reported, service):
    reported(words="my son Sam")

    edit = admin.get(reverse("wagtailsnippets_directory_service:edit", args=[service.pk])).content.decode()

    assert "Families told us: the phone or e-mail does not work (today)." in edit
    assert "Sam" not in edit


# --- Kept apart -----------------------------------------------------------------------------------


def test_another_councils_report_is_not_there_for_any_deed(saltmere, admin, do):
    report = ProblemReportFactory(service=ServiceFactory(owner=saltmere, name="Zanzibar"), words="my son")

    assert admin.get(page_of(report)).status_code == 404
    for deed in ("answer", "close", "reopen", "tell-again"):
        answer = do(report, deed, words="x", outcome="spam")
        assert answer.status_code == 404
        assert "Zanzibar" not in answer.content.decode()
    for address in (LIST, f"{LIST}?state=all", f"{LIST}results/", "/admin/"):
        assert "Zanzibar" not in admin.get(address).content.decode()
    assert ProblemReport.objects.get().state == State.OPEN


def test_a_report_made_on_one_councils_page_is_not_the_others_to_read(council, saltmere, service):
    directory.list_service(service, authority=saltmere)
    there, _ = actions.report(
        listing=service.listings.get(authority=saltmere), kind="cost", words="x", by=None
    )
    fenbridge, away = officer(council, Role.ADMINISTRATOR), officer(saltmere, Role.EDITOR)

    assert signed_in(fenbridge).get(page_of(there)).status_code == 404
    assert signed_in(away, "saltmere.localhost").get(page_of(there)).status_code == 200


def test_somebody_without_a_role_reads_nothing(reported, council):
    client = signed_in(UserFactory())
    report = reported(words="my son Sam")

    for address in (LIST, page_of(report)):
        assert client.get(address).status_code == 302
    assert Client(headers={"host": HOST}).get(page_of(report))["Location"].startswith("/admin/login/")
