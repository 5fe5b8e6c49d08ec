"""What becomes of a report: told, answered, closed, forgotten."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from localoffer.accounts.models import User
from localoffer.voice import actions, letters, tasks
from localoffer.voice.models import MOST_TRIES, Notice, Outcome, ProblemReport, State
from tests.factories.directory import ServiceFactory
from tests.factories.voice import ProblemReportFactory
from tests.voice.said import OFFICERS, PROVIDER


@pytest.fixture
def officer(db):
    return User.objects.create_user("officer", first_name="Ola", last_name="Nowak")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def told(listing, committed):
    """A report, taken and told of: `told(kind="phone", words="It rings out")`."""

    def take(**said):
        with committed():
            report, _ = actions.report(listing=listing, **({"kind": "phone"} | said), by=None)
        return report

    return take


def letter_to(address):
    return next(letter for letter in mail.outbox if letter.to == [address])


# --- Telling -------------------------------------------------------------------------------------


def test_officers_are_told_what_is_wrong_but_not_what_was_written(told):
    told(words="Ask for Sam, he knows my son", reporter_email="mum@example.org")

    letter = letter_to(OFFICERS)

    assert "The phone or e-mail does not work" in letter.body
    assert "http://fenbridge.localhost/services/wriggle-club/" in letter.body
    assert "They wrote more. They would like an answer." in letter.body
    for private in ("Sam", "mum@"):
        assert private not in letter.body


def test_the_provider_reads_the_words_only_when_their_writer_said_so(told):
    told(words="Ask for Sam, he knows my son", reporter_email="mum@example.org")
    told(words="The number is 01632 960999\nnow", may_pass_on=True, reporter_email="mum@example.org")

    first, second = (letter for letter in mail.outbox if letter.to == [PROVIDER])

    assert "Sam" not in first.body
    assert "> The number is 01632 960999\n> now\n" in second.body
    assert "mum@" not in first.body + second.body
    assert second.reply_to == [OFFICERS]


@pytest.mark.parametrize(
    ("assurer", "email", "organization", "goes_to"),
    [
        ("checks@club.example.org", "club@example.org", "all@example.org", "checks@club.example.org"),
        ("", "club@example.org", "all@example.org", "club@example.org"),
        ("", "see our website", "all@example.org", "all@example.org"),
        ("", "", "", None),
    ],
)
def test_the_letter_goes_to_whoever_answers_for_the_record(
    service, told, assurer, email, organization, goes_to
):
    service.assurer_email, service.email = assurer, email
    service.save()
    service.organization.email = organization
    service.organization.save()

    report = told()

    notice = report.notices.get(to=Notice.To.PROVIDER)
    if goes_to:
        assert letter_to(goes_to)
        assert notice.sent_at
    else:
        assert notice.is_given_up
        assert "No e-mail address of the provider is known. Ring them." in notice.in_words


def test_a_name_with_line_breaks_adds_no_header(service, told):
    service.name = "Club\r\nBcc: everyone@example.org\n\nHello"
    service.save()

    told()

    for letter in mail.outbox:
        message = letter.message()
        assert message["Bcc"] is None
        assert "\n" not in message["Subject"]
        assert len(letter.recipients()) == 1


def test_the_council_that_keeps_the_record_hears_of_it_too(council, saltmere, committed):
    service = ServiceFactory(owner=saltmere, name="National line", email=PROVIDER)
    from localoffer.directory.actions import list_service

    listing = list_service(service, authority=council)
    with committed():
        actions.report(listing=listing, kind="cost", by=None)

    assert {letter.to[0] for letter in mail.outbox} == {OFFICERS, "officers@saltmere.example.org", PROVIDER}
    assert "Only your officers can change the record" in letter_to("officers@saltmere.example.org").body


def test_a_flood_of_reports_does_not_flood_the_provider(told):
    for number in range(actions.LETTERS_A_DAY + 2):
        told(words=f"{number}")

    assert len([letter for letter in mail.outbox if letter.to == [PROVIDER]]) == actions.LETTERS_A_DAY
    last = ProblemReport.objects.order_by("created_at").last()
    assert "They had 5 letters" in last.notices.get(to=Notice.To.PROVIDER).in_words


# --- When the mail does not go --------------------------------------------------------------------


class Refusing:
    """A mail server that is down."""

    def __init__(self, **options): ...

    def send_messages(self, messages):
        raise ConnectionRefusedError("mum@example.org refused")


@pytest.fixture
def mail_is_down(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def later(**time):
    """That much time has gone by since every try."""
    for notice in Notice.objects.exclude(tried_at=None):
        Notice.objects.filter(pk=notice.pk).update(tried_at=notice.tried_at - dt.timedelta(**time))


def test_a_report_is_there_whatever_becomes_of_its_letters(mail_is_down, told, caplog):
    report = told()

    assert ProblemReport.objects.get() == report
    assert {notice.in_words for notice in report.notices.all()} == {
        "not told yet. The mail server did not take it. It will be tried again"
    }
    assert "mum@" not in caplog.text


def test_it_is_tried_again_and_goes_when_the_server_is_back(told, settings, mail_is_down):
    report = told()
    call_command("send_notices")
    assert set(report.notices.values_list("tries", flat=True)) == {1}, "not at once"

    later(minutes=6)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_notices")
    call_command("send_notices")

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([OFFICERS, PROVIDER])
    assert all(notice.sent_at for notice in report.notices.all())


def test_after_some_days_it_is_given_up_until_an_officer_says_again(
    told, settings, mail_is_down, officer, committed
):
    report = told()
    for _ in range(10):
        later(days=2)
        call_command("send_notices")
    assert {(n.tries, n.is_given_up) for n in report.notices.all()} == {(MOST_TRIES, True)}

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with committed():
        actions.tell_again(report=report, by=officer)

    assert len(mail.outbox) == 2


def test_a_letter_that_a_stopped_process_left_is_sent(listing):
    actions.report(listing=listing, kind="phone", by=None)  # nothing that follows a commit is done

    assert tasks.send_waiting() == 2
    assert tasks.send_waiting() == 0


def test_two_that_send_at_once_send_one_letter(listing):
    report, _ = actions.report(listing=listing, kind="phone", by=None)
    notice = report.notices.first()
    same = Notice.objects.get(pk=notice.pk)

    assert letters.send(notice)
    assert not letters.send(same)

    assert len(mail.outbox) == 1


def test_a_server_without_mail_says_that_nobody_was_told(settings, told):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    report = told()

    assert all("not set up to send e-mail" in notice.in_words for notice in report.notices.all())


def test_a_council_without_a_mailbox_is_told_of_in_the_queue(listing, told, council):
    from localoffer.cms.models import CouncilSettings

    settings = CouncilSettings.of(council)
    settings.problems_email = settings.contact_email = ""
    settings.save()

    assert "no mailbox for problems" in told().notices.get(to=Notice.To.OFFICERS).in_words


# --- Answering and closing ------------------------------------------------------------------------


def test_an_answer_goes_to_whoever_asked_and_to_nobody_else(told, officer, committed):
    report = told(reporter_email="mum@example.org", words="It rings out")
    mail.outbox.clear()

    with committed():
        report = actions.answer(report=report, words="Thank you: it is 01632 960999.", by=officer)

    assert (report.state, report.by) == (State.ANSWERED, officer)
    (letter,) = mail.outbox
    assert letter.to == ["mum@example.org"]
    assert "Thank you: it is 01632 960999." in letter.body
    assert letter.reply_to == [OFFICERS]


@pytest.mark.parametrize(("email", "words"), [("", "Thank you"), ("mum@example.org", "  \n")])
def test_nobody_is_answered_with_nothing_and_nothing_goes_to_nobody(told, officer, email, words):
    report = told(reporter_email=email)

    with pytest.raises(ValidationError):
        actions.answer(report=report, words=words, by=officer)


def test_the_second_of_two_officers_is_told_that_the_first_has_answered(told, officer):
    report = told(reporter_email="mum@example.org")
    also_open = ProblemReport.objects.get(pk=report.pk)
    actions.answer(report=report, words="Thank you", by=officer)

    with pytest.raises(ValidationError, match="Meanwhile this was answered by Ola Nowak"):
        actions.answer(report=also_open, words="Thanks", by=officer)
    actions.close(report=also_open, outcome=Outcome.PUT_RIGHT, by=officer)
    with pytest.raises(ValidationError, match="Meanwhile this was closed by Ola Nowak"):
        actions.close(report=report, outcome=Outcome.SPAM, by=officer)


def test_closing_says_how_and_when_and_who(told, officer):
    report = actions.close(report=told(), outcome=Outcome.WAS_RIGHT, by=officer)

    assert (report.state, report.outcome, report.by) == (State.CLOSED, Outcome.WAS_RIGHT, officer)
    assert not ProblemReport.objects.unsettled().exists()
    with pytest.raises(ValidationError):
        actions.close(report=told(words="2"), outcome="", by=officer)


def test_what_was_closed_too_soon_comes_back(told, officer):
    report = actions.close(report=told(), outcome=Outcome.WAS_RIGHT, by=officer)

    report = actions.reopen(report=report, by=officer)

    assert (report.state, report.outcome, report.closed_at) == (State.OPEN, "", None)


def test_every_deed_leaves_a_line_without_a_word_of_the_family(told, officer):
    report = told(reporter_email="mum@example.org", words="my son Sam")
    actions.answer(report=report, words="Dear Sam's mum", by=officer)
    actions.close(report=report, outcome=Outcome.PUT_RIGHT, by=officer)
    actions.reopen(report=report, by=officer)

    lines = ModelLogEntry.objects.filter(object_id=str(report.pk)).order_by("timestamp")

    assert [line.action for line in lines] == [
        "localoffer.problem_answer",
        "localoffer.problem_close",
        "localoffer.problem_reopen",
    ]
    assert {line.user for line in lines} == {officer}
    for line in lines:
        assert "Sam" not in f"{line.label} {line.data}"
        assert line.message


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.CLOSED},
        {"state": State.CLOSED, "outcome": Outcome.SPAM},
        {"state": State.CLOSED, "closed_at": timezone.now()},
        {"outcome": Outcome.SPAM},
        {"state": State.ANSWERED},
        {"forgotten_at": timezone.now(), "words": "still here"},
        {"forgotten_at": timezone.now(), "reporter_email": "mum@example.org"},
    ],
)
def test_the_database_itself_refuses_half_a_state(service, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemReportFactory(service=service, **wrong)


# --- Forgetting -----------------------------------------------------------------------------------

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("dealt_with", "days", "is_forgotten"),
    [
        ("closed", 29, False),
        ("closed", 30, True),
        ("answered", 29, False),
        ("answered", 30, True),
        ("open", 364, False),
        ("open", 365, True),
    ],
)
def test_words_and_address_go_thirty_days_after_and_a_year_at_the_latest(
    told, officer, dealt_with, days, is_forgotten
):
    report = told(reporter_email="mum@example.org", words="It rings out", may_pass_on=True)
    if dealt_with == "answered":
        report = actions.answer(report=report, words="Thank you", by=officer)
    if dealt_with == "closed":
        report = actions.close(report=report, outcome=Outcome.PUT_RIGHT, by=officer)
    now = report.closed_at or report.answered_at or report.created_at

    actions.forget_old(now=now + days * DAY, by=None)

    report.refresh_from_db()
    assert (report.words == report.reporter_email == report.answer == "") == is_forgotten
    assert (report.forgotten_at is not None) == is_forgotten
    assert report.kind == "phone", "it still counts"


def test_the_clock_forgets(told, officer):
    report = actions.close(report=told(words="It rings out"), outcome=Outcome.PUT_RIGHT, by=officer)
    ProblemReport.objects.update(closed_at=timezone.now() - 31 * DAY)

    call_command("forget_old_reports")

    report.refresh_from_db()
    assert report.words == ""


def test_an_answer_that_waited_past_the_day_of_forgetting_is_not_sent(
    told, officer, mail_is_down, settings, committed
):
    with committed():
        report = actions.answer(report=told(reporter_email="mum@example.org"), words="Hello", by=officer)
    actions.forget_old(now=timezone.now() + 31 * DAY, by=None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later(days=1)

    tasks.send_waiting()

    assert "The address has been deleted" in report.notices.get(to=Notice.To.REPORTER).in_words


def test_a_service_that_is_deleted_leaves_its_reports_to_be_counted(told, service):
    report = told()
    service.delete()

    report.refresh_from_db()
    assert report.service is None
    assert report.service_name == "Wriggle Club"
    assert str(report) == "Wriggle Club: The phone or e-mail does not work"
