"""The database of the tests: a copy of one that was migrated before, made anew after each test that commits.

Most tests run inside a transaction that is rolled back. Those that need real commits (the browser's, threads')
get the database back as it was by copying, because emptying its tables, as Django would, also loses what
migrations put there, such as Wagtail's first page.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import blocking_manager_key

from .parts import part

# Set by whoever had a test look at another database: the tests' own needs no putting back.
untouched = pytest.StashKey[bool]()
MIGRATED = Path(__file__).resolve().parent.parent / "var" / "cache"


def commits(item: pytest.Item) -> bool:
    """Whether a test commits what it writes, rather than have it rolled back."""
    marker = item.get_closest_marker("django_db")
    asked_for = {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked_for or (marker and marker.kwargs.get("transaction")))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Migrate before any test is read, where other parts are tested at once.

    Each would compile every test. Meanwhile the part that asks no database does so for all of them.
    """
    if part() not in ("first database", "last database"):
        return
    from django.db import connections

    from localoffer.config import prepared

    with session.config.stash[blocking_manager_key].unblock():
        if connections["default"].vendor == "sqlite":
            prepared.sqlite_file(MIGRATED, say=print)
        else:
            prepared.postgresql_template(say=print)
        connections["default"].close()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment, django_db_blocker, tmp_path_factory
) -> Iterator[None]:
    """Make the tests' own database, and have committing tests put it back as it was."""
    from django.db import connections
    from django.test import TransactionTestCase

    from localoffer.config import prepared

    terminal = request.config.pluginmanager.getplugin("terminalreporter")
    connection = connections["default"]

    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")
        with django_db_blocker.unblock():
            migrated = prepared.sqlite_file(MIGRATED, say=terminal.write_line)

        def restore() -> None:
            prepared.copy_sqlite(migrated, name)

    else:
        name = f"localoffer_tests_{os.getpid()}"
        with django_db_blocker.unblock():
            migrated = prepared.postgresql_template(say=terminal.write_line)

        def restore() -> None:
            prepared.copy_postgresql(migrated, name)

    def put_back(_testcase: object) -> None:
        connections.close_all()
        if request.config.stash.get(untouched, False):
            request.config.stash[untouched] = False
        else:
            restore()
        forget_what_was_remembered()

    connection.close()
    restore()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", name)
        patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)
        yield
        with django_db_blocker.unblock():
            connections.close_all()
            if connection.vendor == "postgresql":
                prepared.drop_postgresql(name)


def forget_what_was_remembered() -> None:
    """Empty what this process remembers about rows that are no longer there."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from localoffer.places import hosts

    cache.clear()
    ContentType.objects.clear_cache()
    hosts.forget()
