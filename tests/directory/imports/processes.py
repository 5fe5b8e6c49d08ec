"""Imports in processes of their own, which can be killed.

Each is forked from one in which Django was started once (`started.py`), for starting it takes longer than an import of
these. As `python -m localoffer.cli` would, it begins with no connection to a database and nothing in memory.
"""

import contextlib
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
AT_MOST = 120  # seconds, on a machine that has much else to do


class Done(NamedTuple):
    """How a process ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Started:
    """A process at work on a database."""

    def __init__(self, work: Callable[..., None], database: Path, *arguments: str) -> None:
        self._folder = database.parent / f"process-{time.monotonic_ns()}"
        self._folder.mkdir()
        forking = multiprocessing.get_context("forkserver")
        forking.set_forkserver_preload(["tests.directory.imports.started"])
        self._process = forking.Process(target=_as_said, args=(self._folder, work, database, *arguments))
        self._process.start()

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def wait(self) -> Done:
        """Wait until it has ended."""
        self._process.join(AT_MOST)
        code = self._process.exitcode
        if code is None:
            self._process.kill()
            raise TimeoutError(f"It was still at work after {AT_MOST} seconds. {self._said('stderr')}")
        return Done(code, self._said("stdout"), self._said("stderr"))

    def _said(self, stream: str) -> str:
        return (self._folder / stream).read_text()


def importing(database: Path, file: Path | str, stop_at: str) -> Started:
    """Start importing a file into a database (or, as undo:RUN, undoing an import), which stops at one moment.

    It kills itself, as `kill -9` would:
    a number N        just before the N-th statement that writes a record
    committing        when everything is written, just before the commit
    committed         just after the commit, before the index is refreshed
    Or it waits in the middle of the write:
    PATH/waiting      makes that file, and goes on when there is PATH/waiting.go
    """
    return Started(_import, database, str(file), stop_at)


def run(database: Path, *arguments: str) -> Done:
    """Run the `localoffer` command on a database, and wait for it."""
    return Started(_run, database, *arguments).wait()


def run_from_nothing(database: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run the `localoffer` command as an operator does, in a Python that has started nothing yet."""
    command = [sys.executable, "-m", "localoffer.cli", *arguments]
    return subprocess.run(
        command,
        env=os.environ | environment(database) | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=AT_MOST,
        check=False,
    )


def environment(database: Path) -> dict[str, str]:
    """For a process that uses this SQLite file."""
    return {
        "DATABASE_URL": f"sqlite:///{database}",
        "LOCALOFFER_DATA_DIR": str(database.parent),
        "LOCALOFFER_SECRET_KEY": "only-for-tests-" + "x" * 50,
        "LOCALOFFER_HTTPS": "0",
        "LOCALOFFER_DEBUG": "",
        "DJANGO_SETTINGS_MODULE": "localoffer.config.settings",
    }


def counted(database: Path) -> dict[str, int]:
    """How many rows there are in each table that an import writes, as another program sees them."""
    tables = (
        "directory_service directory_organization directory_location directory_listing directory_phone "
        "directory_serviceatlocation directory_service_needs directory_check directory_importrun "
        "wagtailcore_revision wagtailcore_modellogentry finder_staleservice finder_entry"
    ).split()
    connection = sqlite3.connect(database)
    try:
        return {table: connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables}
    finally:
        connection.close()


# --- Within such a process -----------------------------------------------------------------------


def _as_said(folder: Path, work: Callable[..., None], database: Path, *arguments: str) -> None:
    """Work on that database, and keep what is said in files."""
    from django.db import connections

    connections["default"].settings_dict["NAME"] = str(database)
    with (
        (folder / "stdout").open("w") as stdout,
        (folder / "stderr").open("w") as stderr,
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        work(*arguments)


def _run(*arguments: str) -> None:
    from localoffer import cli

    sys.exit(cli.main(arguments))


def _import(file: str, stop_at: str) -> None:
    from django.db import connection, transaction

    from localoffer import cli
    from localoffer.directory.signals import services_written

    written = 0

    def kill(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    def wait(*_, **__):
        Path(stop_at).touch()
        wait_for(Path(f"{stop_at}.go"))

    def count(execute, sql, params, many, context):
        nonlocal written
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written += 1
            if stop_at.isdigit() and written == int(stop_at):
                kill()
        return execute(sql, params, many, context)

    if stop_at == "committing":
        services_written.connect(kill)
    elif stop_at.endswith("waiting"):
        services_written.connect(wait)
    undoes = file.startswith("undo:")
    arguments = [
        "import",
        *(["--undo", file.removeprefix("undo:")] if undoes else [file, "--source", "feed"]),
    ]
    arguments += ["--council", "saltmere"]
    with connection.execute_wrapper(count):
        if stop_at == "committed":
            # Whatever an outer transaction is told to do when it commits comes before the index
            with transaction.atomic():
                transaction.on_commit(kill)
                cli.main(arguments)
        else:
            sys.exit(cli.main(arguments))


def wait_for(file: Path) -> None:
    """Wait until there is such a file."""
    give_up = time.monotonic() + AT_MOST / 2
    while not file.exists():
        if time.monotonic() > give_up:
            raise TimeoutError(f"{file.name} did not come")
        time.sleep(0.02)
