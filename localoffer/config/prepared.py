"""A database with every migration in it, made once and copied from then on.

Running some 190 migrations takes Django about 20 seconds, nearly all of it spent drawing up the state of the
models after each. So set-up and tests keep an empty, migrated database under a name made from all the
migrations, and copy that: a changed migration has another name, and the next one who needs it makes it.
On SQLite it is a file in a cache folder, on PostgreSQL a template database.
"""

import gc
import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache as remembered
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

PREFIX = "localoffer_migrated_"
KEPT = 3  # how many are kept: a few branches' worth


def key() -> str:
    """Return the name of today's migrations: a hash over every installed app's migration files.

    The versions of Django and Wagtail count too, since both run code of theirs after migrating.
    """
    digest = hashlib.sha256()
    for distribution in ("Django", "wagtail"):
        digest.update(f"{distribution} {metadata.version(distribution)}\n".encode())
    # Each language that pages may be in has a row after a migration
    digest.update(f"{[code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]}\n".encode())
    for config in sorted(apps.get_app_configs(), key=lambda app: app.name):
        digest.update(f"{config.name}\n".encode())
        for migration in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{migration.name}\n".encode())
            digest.update(migration.read_bytes())
    return digest.hexdigest()[:16]


def prepare_default_database(cache: Path, *, say: Callable[[str], None]) -> bool:
    """Bring the default database up to today's migrations the quickest way, and tell whether it is new.

    A SQLite file carries the key of the migrations it has had (in `user_version`), so that one that is up to
    date is known without asking Django.
    """
    connection = connections["default"]
    if connection.vendor != "sqlite":
        call_command("migrate", interactive=False, verbosity=0)
        return False
    file = Path(connection.settings_dict["NAME"])
    mark = int(key()[:7], 16)
    if not file.exists() or file.stat().st_size == 0:
        file.parent.mkdir(parents=True, exist_ok=True)
        copy_sqlite(sqlite_file(cache, say=say), file)
        return True
    with connection.cursor() as cursor:
        if cursor.execute("PRAGMA user_version").fetchone()[0] == mark:
            return False
    say("Bringing the database up to date ...")
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {mark}")
    return False


@contextmanager
def _spared_of_searching() -> Iterator[None]:
    """Have Django look less while it draws up models by the ten thousand: that is a third of the time they take.

    For each field it asks all models whether one may be swapped for another, which is the same all along; and Python
    searches what has been drawn for what is no longer used, of which there is little.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    apps.get_swappable_settings_name = remembered(apps.get_swappable_settings_name)
    try:
        yield
    finally:
        del apps.get_swappable_settings_name
        gc.set_threshold(*usual)


# --- SQLite --------------------------------------------------------------------------------------


def sqlite_file(cache: Path, *, say: Callable[[str], None] = lambda text: None) -> Path:
    """Return the migrated SQLite file in a cache folder, making it first where it is missing."""
    file = cache / f"{PREFIX}{key()}.sqlite3"
    if file.exists():
        file.touch()  # its age says when it was last of use
        return file
    say("Running every migration once, which takes about 20 seconds ...")
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = cache / f"unfinished-{os.getpid()}.sqlite3"
    with elsewhere(str(unfinished)):
        with _spared_of_searching():
            call_command("migrate", interactive=False, verbosity=0)
        connections["default"].close()
    with sqlite3.connect(unfinished, isolation_level=None) as database:
        database.execute(f"PRAGMA user_version = {int(key()[:7], 16)}")
        # One plain file, with nothing beside it that would have to be copied too.
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("VACUUM")
    database.close()
    # In one step, so that a kill half-way or another who does the same leaves a whole file or none.
    unfinished.replace(file)
    for left in cache.glob("unfinished-*"):
        if not _is_running(int(left.stem.partition("-")[2])):
            left.unlink(missing_ok=True)
    for old in sorted(cache.glob(f"{PREFIX}*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def copy_sqlite(source: Path | str, target: Path | str) -> None:
    """Make `target` equal to `source`, whether or not it exists or others have it open."""
    origin, copy = sqlite3.connect(source), sqlite3.connect(target, timeout=30)
    try:
        origin.backup(copy)
    finally:
        copy.close()
        origin.close()


# --- PostgreSQL ----------------------------------------------------------------------------------


def postgresql_template(*, say: Callable[[str], None] = lambda text: None) -> str:
    """Return the name of the migrated template database, making it first where it is missing."""
    name = f"{PREFIX}{key()}"
    with maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"])
        existing = [row[0] for row in cursor.fetchall()]
    _drop_what_killed_runs_left()
    if name in existing:
        return name
    say("Running every migration once on PostgreSQL, which takes about 20 seconds ...")
    unfinished = f"localoffer_unfinished_{os.getpid()}"
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE template0')
    with elsewhere(unfinished):
        with _spared_of_searching():
            call_command("migrate", interactive=False, verbosity=0)
        connections["default"].close()
    with maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():  # another run was quicker
            cursor.execute(f'DROP DATABASE "{unfinished}" WITH (FORCE)')
        else:
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
        for old in existing[: -(KEPT - 1)]:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    return name


def _drop_what_killed_runs_left() -> None:
    """Drop databases named for a process of this machine that is no more; another machine's are not ours to judge."""
    if connections["default"].settings_dict["HOST"] not in ("", "localhost", "127.0.0.1", "::1"):
        return
    with maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'localoffer%'")
        for (name,) in cursor.fetchall():
            process = re.fullmatch(r"localoffer_(?:tests|run|unfinished)_(\d+)(?:_\w+)?", name)
            if process and not _is_running(int(process[1])):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy_postgresql(source: str, target: str) -> None:
    """Make the database `target` equal to `source`; whoever is connected to `target` is cut off."""
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop_postgresql(name: str) -> None:
    """Drop a database made by copy_postgresql()."""
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def maintenance() -> Iterator[Any]:
    """A cursor on the server's own database, outside any transaction, for making and dropping others."""
    import psycopg

    parameters = {**connections["default"].get_connection_params(), "dbname": "postgres"}
    for not_libpq in ("cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        parameters.pop(not_libpq, None)
    with psycopg.connect(**parameters, autocommit=True) as connection:
        yield connection.cursor()


# --- Both ----------------------------------------------------------------------------------------


@contextmanager
def elsewhere(name: str) -> Iterator[None]:
    """Point the default connection at another database of the same server or kind for a while."""
    connection = connections["default"]
    connection.close()
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
