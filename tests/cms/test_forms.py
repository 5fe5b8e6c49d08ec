"""Somebody writes of danger in a form of ours."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from localoffer.cms import context
from localoffer.cms.checks import forms_route_worries
from localoffer.cms.models import Worry

pytestmark = pytest.mark.urls("tests.cms.urls")

DANGER = "My stepdad hits me. Please do not ring him."


@pytest.fixture
def mailbox(settings_of_site):
    settings_of_site.safeguarding_email = "safe@fenbridge.example.org"
    settings_of_site.contact_email = "families@fenbridge.example.org"
    settings_of_site.save()
    return settings_of_site


@pytest.fixture
def post(client, site, django_capture_on_commit_callbacks):
    def send(words, **others):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                "/letter/", {"words": words, **others}, headers={"host": "fenbridge.localhost"}
            )

    return send


def begins_with_help(page):
    said = page.content.decode()
    return 'class="crisis"' in said and said.index('class="crisis"') < said.index('class="masthead"')


def test_what_she_wrote_is_with_the_safeguarding_team_at_once(post, mailbox):
    post(DANGER, email="sam@example.org")

    (letter,) = mail.outbox
    assert letter.to == ["safe@fenbridge.example.org"]
    assert DANGER in letter.body
    assert "a letter" in letter.body
    assert "a program found them" in letter.body.lower()
    assert letter.reply_to == ["sam@example.org"]
    assert "stepdad" not in letter.subject


def test_the_page_after_it_begins_with_help_and_its_address_tells_nothing(post, client, mailbox):
    answer = post(DANGER)

    assert answer.url == "/thanks/?help=now"
    assert begins_with_help(client.get(answer.url, headers={"host": "fenbridge.localhost"}))


def test_so_does_a_page_that_asks_to_put_something_right_and_the_worry_has_gone_all_the_same(post, mailbox):
    page = post(DANGER, email="not an address")

    assert page.status_code == 200
    assert begins_with_help(page)
    assert len(mail.outbox) == 1


def test_pressing_twice_sends_one_worry(post, mailbox):
    post(DANGER, email="not an address")
    post(DANGER)

    assert len(mail.outbox) == 1


def test_an_ordinary_letter_goes_nowhere_and_shows_no_help(post, mailbox):
    answer = post("The phone number on your page is wrong.")

    assert answer.url == "/thanks/"
    assert mail.outbox == []
    assert not Worry.objects.exists()


def test_a_form_that_nobody_has_filled_in_shows_no_help(client, site):
    assert not begins_with_help(client.get("/letter/", headers={"host": "fenbridge.localhost"}))


def test_without_a_safeguarding_mailbox_the_council_gets_it(post, mailbox):
    mailbox.safeguarding_email = ""
    mailbox.save()

    post(DANGER)

    assert mail.outbox[0].to == ["families@fenbridge.example.org"]


def test_a_mail_server_that_is_down_is_nobodys_trouble_but_ours(post, mailbox, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1

    answer = post(DANGER)

    assert answer.status_code == 302
    assert Worry.objects.unsent().get().words
    assert "stepdad" not in caplog.text


def test_a_worry_that_cannot_be_kept_is_sent_from_memory(post, mailbox, monkeypatch, caplog):
    def full(self, *args, **kwargs):
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Worry, "save", full)

    answer = post(DANGER)

    assert answer.status_code == 302
    assert len(mail.outbox) == 1
    assert "stepdad" not in caplog.text


def test_an_ordinary_letter_asks_the_database_nothing_of_worries(post, client, mailbox):
    with CaptureQueriesContext(connection) as asked:
        post("Hello")

    assert not [query for query in asked.captured_queries if "worry" in query["sql"]]


# --- What happens to worries is said, and is true -------------------------------------------------------


@pytest.fixture
def worries(client, site):
    return lambda: client.get("/worries/", headers={"host": "fenbridge.localhost"}).content.decode()


def test_the_form_says_who_gets_a_worry(worries, mailbox):
    assert "the people at Fenbridge Council who keep children and adults safe" in worries()
    assert "Nobody reads this form at night. If someone is in danger now, ring 999." in worries()


def test_it_promises_no_team_where_there_is_none(worries, mailbox):
    mailbox.safeguarding_email = ""
    mailbox.save()
    assert "pass on what you write at once to Fenbridge Council." in worries()

    mailbox.contact_email = ""
    mailbox.save()
    assert worries() == "Nobody reads this form at night. If someone is in danger now, ring 999."


# --- No form of ours may forget it ------------------------------------------------------------------------


def test_a_form_that_forgets_is_refused():
    (error,) = forms_route_worries(None)

    assert "ForgetfulForm" in error.msg
    assert error.id == "localoffer.E001"


@pytest.mark.urls("localoffer.config.urls")
def test_every_form_of_ours_remembers():
    assert forms_route_worries(None) == []


HOUSE = Path(context.__file__).resolve().parent.parent
WRITTEN_IN = [
    path
    for path in sorted(HOUSE.glob("*/templates/**/*.html"))
    if not {"components", "ui", "accounts"} & set(path.parts)
    and "wagtailadmin/" not in path.read_text(encoding="utf-8")
    and re.search(r'type="textarea"|<textarea', path.read_text(encoding="utf-8"))
]


def test_every_page_that_people_write_in_says_what_happens_to_worries():
    silent = [str(path.relative_to(HOUSE)) for path in WRITTEN_IN if "worries" not in path.read_text("utf-8")]

    assert silent == []
