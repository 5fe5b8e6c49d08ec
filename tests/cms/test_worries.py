"""Worries on their way: sent once, tried again, and then forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from localoffer.cms import actions
from localoffer.cms.models import Worry


@pytest.fixture
def worry(settings_of_site):
    settings_of_site.safeguarding_email = "safe@fenbridge.example.org"
    settings_of_site.save()
    return Worry.objects.create(
        authority=settings_of_site.site.authority_site.authority,
        words="My dad hits me",
        contact="sam@example.org",
        kinds="abuse",
        digest="d",
        about="a letter",
    )


def test_once_it_is_sent_its_words_are_gone(worry):
    assert actions.send_worry(worry)

    worry.refresh_from_db()
    assert (worry.words, worry.contact) == ("", "")
    assert worry.sent_at
    assert "My dad hits me" in mail.outbox[0].body


def test_it_is_sent_once_however_many_try(worry):
    assert actions.send_worry(worry)
    assert not actions.send_worry(worry)

    assert len(mail.outbox) == 1


def test_the_clock_sends_what_a_stopped_process_left(worry):
    call_command("send_worries")

    assert len(mail.outbox) == 1


def test_what_cannot_be_sent_is_kept_and_tried_again_later(worry, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    with pytest.raises(CommandError, match="1 safeguarding worries wait to be sent"):
        call_command("send_worries")

    worry.refresh_from_db()
    assert worry.failure == "e-mail is not set up"
    assert worry.words == "My dad hits me"
    assert worry.next_try_at > timezone.now()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Worry.objects.update(next_try_at=timezone.now())
    call_command("send_worries")
    assert len(mail.outbox) == 1


def test_it_waits_for_a_council_that_has_no_mailbox_yet(worry, settings_of_site):
    settings_of_site.safeguarding_email = ""
    settings_of_site.save()

    assert not actions.send_worry(worry)

    worry.refresh_from_db()
    assert worry.failure == "no mailbox"


def test_a_month_later_nothing_is_left_of_it(worry):
    actions.send_worry(worry)
    Worry.objects.update(sent_at=timezone.now() - timedelta(days=31))

    call_command("send_worries")

    assert not Worry.objects.exists()


def test_its_name_does_not_tell_what_it_says(worry):
    assert "dad" not in str(worry)


def test_no_sent_worry_can_keep_its_words(worry):
    with pytest.raises(IntegrityError):
        Worry.objects.update(sent_at=timezone.now())
