"""What every answer tells the browser it may do."""

from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

STRICT = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
]


def directives(answer) -> list[str]:
    return [part.strip() for part in answer.headers["Content-Security-Policy"].split(";")]


@pytest.mark.parametrize("path", ["/gallery/", "/nowhere/", "/theme/old.css", "/administrator/"])
def test_a_familys_page_may_use_only_our_own_files(get, path):
    answer = get(path)

    assert set(STRICT) <= set(directives(answer))
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"]


def test_a_host_that_is_nobodys_is_answered_as_strictly(client, db):
    answer = client.get("/", headers={"host": "nobody.example"})

    assert answer.status_code == 404
    assert set(STRICT) <= set(directives(answer))


def test_only_wagtails_admin_may_write_inline(get):
    answer = get("/admin/login/")

    assert answer.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" in directives(answer)
    assert "default-src 'none'" in directives(answer)


@pytest.mark.parametrize("path", ["/gallery/", "/nowhere/", "/admin/login/"])
def test_other_sites_are_not_told_what_was_searched_for_and_the_device_stays_closed(get, path):
    answer = get(path)

    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_an_uploaded_file_says_nothing_of_a_coding_that_it_does_not_have(get):
    document = get_document_model().objects.create(
        title="Short breaks statement", file=ContentFile(b"Who can have a break.", name="statement.txt")
    )

    with closing(get(document.url)) as answer:
        assert b"".join(answer.streaming_content) == b"Who can have a break."
    assert "Content-Encoding" not in answer.headers
