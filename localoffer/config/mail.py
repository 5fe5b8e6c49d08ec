"""From LOCALOFFER_EMAIL_URL to Django's settings for e-mail."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "django.core.mail.backends"
# Nobody is waited for longer than a person would wait at a counter.
TIMEOUT = 15
HERE = ("localhost", "127.0.0.1", "::1")


def settings_from(url: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's settings for an address such as smtp://user:password@mail.example.org:587.

    `folder` is where "file:" writes. Nothing gives a backend that sends nothing, by which senders know that they
    cannot send.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _unreadable() from error
    if not url:
        return {"EMAIL_BACKEND": f"{BACKENDS}.dummy.EmailBackend"}
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(parts.path or folder),
        }
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise _unreadable()
    plain = parts.hostname in HERE or parse_qs(parts.query).get("starttls") == ["no"]
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25 if plain else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not plain,
        "EMAIL_TIMEOUT": TIMEOUT,
    }


def _unreadable() -> ImproperlyConfigured:
    # The address is not repeated: there is a password in it.
    return ImproperlyConfigured(
        "LOCALOFFER_EMAIL_URL cannot be read. Give an address such as smtp://user:password@mail.example.org:587, "
        "smtps://user:password@mail.example.org, file: or console:, with %-codes for odd letters of the password."
    )
