"""A search never fails because something beside it cannot be written: a full disk, a database set to read only."""

import pytest
from django.db import DatabaseError

from localoffer.finder.models import Entry

PAGES = [
    "/",
    "/find/",
    "/find/?q=toddler+group&near=LN6+7QX&age=0-4",
    "/find/?q=zzyzx",
    "/kinds/",
    "/kinds/care/",
    "/find/guide/help/?hard=senses",
    "/ages/5-10/",
    "/needs/",
    "/a-z/s/",
    "/services/wriggle-and-sign/",
    "/services/fen-online-classroom/",
]


def test_the_database_of_these_tests_cannot_be_written(fenbridge):
    with pytest.raises(DatabaseError):
        Entry.objects.filter(authority=fenbridge).update(name="Changed")


@pytest.mark.parametrize("path", PAGES)
def test_families_search_and_read_as_ever(visit, path):
    answer = visit(path)

    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()
