"""Somebody writes of danger into the report form: help comes first, and the right people hear of it at once."""

import datetime as dt

import pytest
from django.core import mail

from localoffer.voice.models import ProblemReport
from localoffer.voice.views import MOST_IN_A_QUARTER_HOUR
from tests.voice.said import HOST, PROVIDER, SAFEGUARDING, words_on

DANGER = "The man who runs it hits my son and I want to kill myself"


def to(address):
    return [letter for letter in mail.outbox if letter.to == [address]]


def begins_with_help(answer):
    return "999" in answer.content.decode().partition("<header")[0]


def test_safeguarding_reads_it_at_once_and_the_provider_does_not_whatever_was_ticked(send, client):
    answer = send(kind="other", words=DANGER, may_pass_on="yes", email="mum@example.org")

    (worry,) = to(SAFEGUARDING)
    assert DANGER in worry.body
    assert "a mistake on the page about Wriggle Club" in worry.body
    assert all(DANGER not in letter.body for letter in to(PROVIDER))
    report = ProblemReport.objects.get()
    assert (report.is_worry, report.may_pass_on, report.words) == (True, False, DANGER)
    assert begins_with_help(client.get(answer["Location"], headers={"host": HOST}))


def test_a_slip_does_not_keep_help_or_the_letter_back(send):
    answer = send(kind="", words=DANGER)

    assert answer.status_code == 422
    assert begins_with_help(answer)
    assert len(to(SAFEGUARDING)) == 1


def test_nor_does_a_form_that_was_open_for_days_or_a_network_that_has_had_its_share(send, open_form):
    assert begins_with_help(send(**open_form(days=3), kind="other", words=DANGER))
    for number in range(MOST_IN_A_QUARTER_HOUR):
        send(kind="phone", words=f"{number}")

    answer = send(kind="other", words=f"{DANGER} now")

    assert answer.status_code == 429
    assert begins_with_help(answer)
    assert len(to(SAFEGUARDING)) == 2


def test_nor_does_a_page_that_was_taken_down_meanwhile(send, service):
    service.first_published_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    service.live = False
    service.save()

    answer = send(kind="other", words=DANGER)

    assert answer.status_code == 410
    assert begins_with_help(answer)
    assert len(to(SAFEGUARDING)) == 1


@pytest.mark.parametrize(
    ("typed", "headers"),
    [
        ({"seal": ""}, {}),
        ({"seal": "forged"}, {}),
        ({"website": "https://spam.example.org"}, {}),
        ({}, {"origin": "https://evil.example.org"}),
    ],
)
def test_programs_cannot_drown_that_mailbox_and_a_person_still_sees_help(send, typed, headers):
    answer = send(kind="other", words=DANGER, headers=headers, **typed)

    assert begins_with_help(answer)
    assert "Please press once more" in words_on(answer)
    assert mail.outbox == []


def test_the_form_says_what_happens_to_worries(client, listing):
    page = client.get("/services/wriggle-club/report/", headers={"host": HOST})

    assert "ring 999" in words_on(page)
    assert "If we worry that someone may be hurt" in words_on(page)
    assert not begins_with_help(page)


def test_an_ordinary_report_is_no_worry(send):
    send(kind="other", words="The phone rings out and the bus does not stop there")

    assert not ProblemReport.objects.get().is_worry
    assert to(SAFEGUARDING) == []
