"""Where e-mail goes, from one address in the environment."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from localoffer.config.mail import settings_from

FOLDER = Path("/srv/mail")


def server(url):
    found = settings_from(url, folder=FOLDER)
    return (
        found["EMAIL_HOST"],
        found["EMAIL_PORT"],
        "ssl" if found["EMAIL_USE_SSL"] else "starttls" if found["EMAIL_USE_TLS"] else "plain",
    )


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "starttls")),
        ("smtp://mail.example.org:2525", ("mail.example.org", 2525, "starttls")),
        ("smtp://mail.example.org?starttls=no", ("mail.example.org", 25, "plain")),
        ("smtp://localhost", ("localhost", 25, "plain")),
        ("smtps://mail.example.org", ("mail.example.org", 465, "ssl")),
    ],
)
def test_letters_are_encrypted_unless_the_server_is_here_or_somebody_said_no(url, reached):
    assert server(url) == reached


def test_odd_letters_of_a_password_are_written_as_codes():
    found = settings_from("smtp://me%40example.org:p%40ss%2Fword@mail.example.org", folder=FOLDER)

    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@example.org", "p@ss/word")


def test_nothing_sends_nothing_and_can_be_told_by_its_name():
    assert settings_from("", folder=FOLDER)["EMAIL_BACKEND"].endswith(".dummy.EmailBackend")


def test_letters_can_be_laid_into_a_folder():
    assert settings_from("file:", folder=FOLDER)["EMAIL_FILE_PATH"] == "/srv/mail"
    assert settings_from("file:///tmp/mail", folder=FOLDER)["EMAIL_FILE_PATH"] == "/tmp/mail"


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://user:secret@x", "smtp://", "smtp://:secret@", "smtp://u:secret@x:port"],
)
def test_what_cannot_be_read_says_what_to_give_and_not_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="smtp://user:password@") as told:
        settings_from(url, folder=FOLDER)
    assert "secret" not in str(told.value)
