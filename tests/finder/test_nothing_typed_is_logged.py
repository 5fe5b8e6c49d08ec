"""What a family typed, and where they live, is in none of our logs: not after a good answer, nor a bad one."""

import io
import logging

import pytest
from django.conf import settings

from localoffer.finder import views

SECRETS = {"q": "selfharm", "near": "LN6 7QX"}
TOLD = ("selfharm", "LN6", "7QX")


@pytest.fixture
def logged():
    """All that any logger writes through our own console handler, at the level that settings give it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        made = dict(settings.LOGGING["filters"][name])
        package, _, what = made.pop("()").rpartition(".")
        handler.addFilter(getattr(__import__(package, fromlist=[what]), what)())
    loggers = [logging.getLogger(name) for name in ("", *settings.LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(handler)
    logging.getLogger().setLevel(settings.LOGGING["root"]["level"])
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


def told(text):
    return [secret for secret in TOLD if secret in text]


@pytest.mark.parametrize(
    "path",
    [
        "/find/",
        "/find/suggest/",
        "/find/guide/",
        "/kinds/care/",
        "/services/wriggle-and-sign/",
        "/nowhere/",
        "/kinds/nope/",
    ],
)
def test_a_search_leaves_no_trace(visit, logged, path):
    visit(path, **SECRETS)

    assert told(logged.getvalue()) == []


def test_nor_does_the_page_that_she_came_from(demonstration, client, logged):
    for path in ("/services/wriggle-and-sign/", "/services/nope/"):
        client.get(
            path,
            headers={
                "host": "fenbridge.localhost",
                "referer": "http://fenbridge.localhost/find/?q=selfharm&near=LN6+7QX",
            },
        )

    assert told(logged.getvalue()) == []


def test_nor_does_a_search_that_broke(demonstration, client, logged, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("something that nobody thought of")

    monkeypatch.setattr(views, "find", broken)
    client.raise_request_exception = False

    answer = client.get("/find/", SECRETS, headers={"host": "fenbridge.localhost"})

    assert answer.status_code == 500
    assert "You have done nothing wrong" in answer.content.decode()
    assert "something that nobody thought of" in logged.getvalue(), "whoever mends it can see what broke"
    assert told(logged.getvalue()) == []
