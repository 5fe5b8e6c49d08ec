"""What a family typed never reaches a log."""

import io
import logging

import pytest
from django.test import RequestFactory

from localoffer.places.logs import WithoutQueryStrings, without_query_strings


@pytest.fixture
def logged():
    """A logger as settings make it, and what it wrote."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(WithoutQueryStrings())
    logger = logging.Logger("django.server")
    logger.addHandler(handler)
    return logger, out


@pytest.mark.parametrize(
    ("message", "arguments", "written"),
    [
        ('"%s" %s %s', ("GET /find/?q=self+harm&near=LN6+7QX HTTP/1.1", "200", "512"), '"GET /find/ HTTP/1.1" 200 512'),
        ('"%s" %s %s', ("GET /find/?q=won't go HTTP/1.1", "200", "5"), '"GET /find/ HTTP/1.1" 200 5'),
        ("%s: %s", ("Not Found", "/find/?q=autism"), "Not Found: /find/"),
        ("Slow: /find/?q=autism&page=2 took 3 s", (), "Slow: /find/ took 3 s"),
        ("%(m)s %(U)s?%(q)s", ({"m": "GET", "U": "/find/", "q": "q=autism"},), "GET /find/"),
        ('10.0.0.1 "GET /?q=a HTTP/1.1" 200 "https://x.example.org/find/?q=b" "Agent"', (),
         '10.0.0.1 "GET / HTTP/1.1" 200 "https://x.example.org/find/ "Agent"'),
        ("code %d, %s", (400, "Bad request syntax ('GET /find/?q=a b c')"), "code 400, Bad request syntax"),
        ("Is it ready? Yes.", (), "Is it ready? Yes."),
        ('"GET %s"', ("/list/5nWQfK0x-hV3m_7TqzXo9dYb1cRa8sLu/",), '"GET /list/…/"'),
        ("Loaded %d of %s", (3, "100%"), "Loaded 3 of 100%"),
        ("too few %s %s", ("/find/?q=autism",), "too few %s %s"),
    ],
)  # fmt: skip
def test_query_strings_are_cut_off_whatever_wrote_the_line(logged, message, arguments, written):
    logger, out = logged

    logger.info(message, *arguments)

    assert out.getvalue() == written + "\n"


def test_the_request_that_django_hangs_on_a_record_is_taken_off():
    record = logging.makeLogRecord(
        {
            "msg": "Not Found: %s",
            "args": ("/find/",),
            "request": RequestFactory().get("/find/?q=autism"),
            "status_code": 404,
        }
    )

    assert WithoutQueryStrings().filter(record)
    assert not hasattr(record, "request")
    assert record.status_code == 404


def test_a_request_line_that_gunicorn_cannot_read_is_not_quoted():
    said = "Invalid request from ip=127.0.0.1: Invalid HTTP Version: 'LN6 7QX diagnosis HTTP/1.1'"

    assert without_query_strings(said) == "Invalid request from ip="


def test_an_address_cannot_write_a_line_of_its_own_into_the_log():
    said = without_query_strings("GET /nothing\r2026-11-22 INFO forged\x1b[31m\x00 404")

    assert said == "GET /nothing?2026-11-22 INFO forged?[31m? 404"
