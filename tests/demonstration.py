"""The demonstration councils, for tests to visit: loaded once for all of them, with real postcodes beneath.

Every test looks at the same database, so it refuses to be written. That is a promise, too: a family can search
and read on a day when nothing can be saved.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from . import references
from .databases import untouched

SAMPLE = Path(__file__).parent / "samples" / "demonstration" / "postcodes.csv"
FENBRIDGE, SALTMERE = "fenbridge.localhost", "saltmere.localhost"


@pytest.fixture(scope="session")
def demonstration_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The name of a database that holds both councils, and is nobody's to change."""
    from django.db import connection

    from localoffer.config import prepared

    from .databases import MIGRATED, forget_what_was_remembered

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            name = str(tmp_path_factory.mktemp("demonstration") / "demonstration.sqlite3")
            prepared.copy_sqlite(prepared.sqlite_file(MIGRATED), name)
        else:
            name = f"{connection.settings_dict['NAME']}_demonstration"
            prepared.copy_postgresql(prepared.postgresql_template(), name)
        with prepared.elsewhere(name):
            # What is remembered is of another database
            forget_what_was_remembered()
            with references.kept():
                load()
    yield name
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            prepared.drop_postgresql(name)


def load() -> None:
    from localoffer.pages.demonstration import loading

    from .factories.places import AuthorityFactory, OutcodeFactory, PostcodeFactory

    lincolnshire = AuthorityFactory(name="Lincolnshire")
    points = defaultdict(list)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = int(row["easting"]), int(row["northing"])
            PostcodeFactory(
                postcode=row["postcode"], easting=point[0], northing=point[1], authority=lincolnshire
            )
            points[row["postcode"].split()[0]].append(point)
    for outcode, there in points.items():
        eastings, northings = zip(*there, strict=True)
        OutcodeFactory(outcode=outcode, easting=round(mean(eastings)), northing=round(mean(northings)))
    loading.load(port=80)


@pytest.fixture
def demonstration(
    request: pytest.FixtureRequest, demonstration_database, django_db_blocker
) -> Iterator[None]:
    """Fenbridge and Saltmere are there, with all their services; nothing can be written."""
    if "browser" in request.fixturenames:
        request.getfixturevalue("transactional_db")  # so that it is done with after this one
        request.config.stash[untouched] = True
    with django_db_blocker.unblock(), served_from(demonstration_database):
        yield


@contextmanager
def served_from(name: str) -> Iterator[None]:
    """Have every connection, in this thread and the server's, open this database, and only to read."""
    from django.db import connection, connections

    from localoffer.finder import labels

    from .databases import forget_what_was_remembered

    usual, options = connection.settings_dict, connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options = {**options, "init_command": f"{options['init_command']} PRAGMA query_only = 1;"}
    else:
        options = {**options, "options": "-c default_transaction_read_only=on"}

    def start_afresh() -> None:
        forget_what_was_remembered()
        labels.forget()
        connections.close_all()

    with pytest.MonkeyPatch.context() as patch:
        start_afresh()
        patch.setitem(usual, "NAME", name)
        patch.setitem(usual, "OPTIONS", options)
        yield
        connections.close_all()
    start_afresh()


@pytest.fixture
def visit(demonstration, client) -> Callable[..., Any]:
    """Ask a council's site for an address, as `visit("/find/", q="toddler group", host=SALTMERE)`."""

    def get(path: str, *, host: str = FENBRIDGE, **params: Any) -> Any:
        return client.get(path, params or None, headers={"host": host})

    return get


@pytest.fixture
def fenbridge(demonstration) -> Any:
    """The larger of the two councils."""
    from localoffer.places.models import Authority

    return Authority.objects.get(slug="fenbridge")
