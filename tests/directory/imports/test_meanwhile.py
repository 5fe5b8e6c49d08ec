"""On either database: others read and write while an import is writing."""

import threading

import pytest
from django.db import connection

from localoffer.directory import actions
from localoffer.directory.models import Listing, Service
from localoffer.directory.signals import services_written
from localoffer.finder import index
from localoffer.finder.results import find
from localoffer.finder.search import Search

from .said import bring, said, service

pytestmark = pytest.mark.django_db(transaction=True)


class Import(threading.Thread):
    """An import in a thread of its own, held just before it commits until `go()`."""

    def __init__(self, council, *records, **more):
        super().__init__()
        self.council, self.records, self.more = council, records, more
        self.is_writing, self.may_go = threading.Event(), threading.Event()
        self.report = self.error = None

    def run(self):
        try:
            services_written.connect(self.hold)
            self.report = bring(self.council, *self.records, **self.more)
        except Exception as error:  # told to whoever waits
            self.error = error
        finally:
            services_written.disconnect(self.hold)
            connection.close()

    def hold(self, sender, **kwargs):
        if threading.current_thread() is self:
            self.is_writing.set()
            assert self.may_go.wait(30)

    def __enter__(self):
        self.start()
        assert self.is_writing.wait(30), self.error
        return self

    def __exit__(self, *failed):
        self.may_go.set()
        self.join(30)
        if self.error:
            raise self.error


def test_families_find_what_was_there_before_until_it_is_all_written(council):
    bring(council, said("one", name="Swimming"))

    with Import(council, said("one", name="Swimming lessons"), said("two", name="Swimming gala")):
        assert [s.name for s in Service.objects.all()] == ["Swimming"]
        assert len(find(Search(text="swimming"), authority=council)) == 1

    assert len(find(Search(text="swimming"), authority=council)) == 2
    assert {s.name for s in Service.objects.all()} == {"Swimming lessons", "Swimming gala"}
    assert index.check() == []


def test_an_officer_who_saves_meanwhile_waits_and_is_heard(council):
    bring(council, said("one"), said("other"))
    saved = threading.Event()

    def save():
        actions.record_check(
            Listing.objects.get(service=service("other")),
            on=service("other").last_modified.date(),
            by_role="us",
            how="rang",
        )
        saved.set()
        connection.close()

    with Import(council, said("one", name="Sing and Play"), said("other")):
        officer = threading.Thread(target=save)
        officer.start()
        # PostgreSQL lets them both; SQLite has one writer at a time
        assert saved.wait(0.5) is (connection.vendor == "postgresql")
    officer.join(30)

    assert saved.is_set()
    assert service("one").name == "Sing and Play"
    assert Listing.objects.get(service=service("other")).last_check is not None
    assert index.check() == []


def test_two_imports_of_one_council_at_once_both_come_in(council):
    second = []

    def other():
        second.append(bring(council, said("two"), source="sheet"))
        connection.close()

    with Import(council, said("one")):
        waiting = threading.Thread(target=other)
        waiting.start()
        waiting.join(0.5)
        assert not second
    waiting.join(30)

    assert second
    assert {s.source for s in Service.objects.all()} == {"feed", "sheet"}
    assert len(set(Listing.objects.values_list("slug", flat=True))) == 2
    assert index.check() == []


def test_the_same_source_imported_twice_at_once_comes_in_once(council):
    second = []

    def other():
        second.append(bring(council, said("one")))
        connection.close()

    with Import(council, said("one")):
        waiting = threading.Thread(target=other)
        waiting.start()
        waiting.join(0.5)
    waiting.join(30)

    assert [str(line.outcome) for line in second[0].lines] == ["unchanged"]
    assert Service.objects.count() == 1
