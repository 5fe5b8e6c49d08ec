"""The database that was migrated once."""

import sqlite3

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from localoffer.config import prepared


def test_a_changed_migration_has_another_name(tmp_path, monkeypatch, settings):
    from django.apps import apps

    class App:
        name, path = "example", str(tmp_path)

    (tmp_path / "migrations").mkdir()
    first = tmp_path / "migrations" / "0001_first.py"
    first.write_text("operations = []")
    monkeypatch.setattr(apps, "get_app_configs", lambda: [App])
    before = prepared.key()

    first.write_text("operations = [1]")

    assert prepared.key() != before


def test_the_tests_own_database_has_had_every_migration(db):
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_copy_replaces_what_others_have_open(tmp_path):
    with sqlite3.connect(tmp_path / "source") as source, sqlite3.connect(tmp_path / "target") as target:
        source.execute("CREATE TABLE word (text)")
        source.execute("INSERT INTO word VALUES ('new')")
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("CREATE TABLE word (text)")
        target.execute("INSERT INTO word VALUES ('old')")
    source.commit()

    prepared.copy_sqlite(tmp_path / "source", tmp_path / "target")

    assert target.execute("SELECT text FROM word").fetchall() == [("new",)]
    source.close()
    target.close()


@pytest.mark.django_db
def test_what_a_killed_run_left_on_postgresql_is_dropped_and_others_are_not():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL's databases outlive a run")
    no_process = 2**22 + 1  # past the highest number Linux gives to one
    with prepared.maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "localoffer_tests_{no_process}"')

    prepared.postgresql_template()

    with prepared.maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = {name for (name,) in cursor.fetchall()}
    assert f"localoffer_tests_{no_process}" not in names
    assert connection.settings_dict["NAME"] in names
