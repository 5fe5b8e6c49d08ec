"""Imports in processes of their own, which can be killed. Run as a script by the tests.

    python -m tests.directory.imports.processes FILE STOP_AT

imports FILE for the council "saltmere" (or, as undo:RUN, undoes an import), and kills itself, as
`kill -9` would, at one moment:
a number N        just before the N-th statement that writes a record
committing        when everything is written, just before the commit
committed         just after the commit, before the index is refreshed
waiting           not at all, but waits in the middle of the write until the file STOP_AT.go is there
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def environment(database: Path) -> dict[str, str]:
    """For a process that uses this SQLite file."""
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "LOCALOFFER_DATA_DIR": str(database.parent),
        "LOCALOFFER_SECRET_KEY": "only-for-tests-" + "x" * 50,
        "LOCALOFFER_HTTPS": "0",
        "LOCALOFFER_DEBUG": "",
        "DJANGO_SETTINGS_MODULE": "localoffer.config.settings",
        "PYTHONPATH": str(ROOT),
    }


def importing(database: Path, file: Path | str, stop_at: str) -> subprocess.Popen:
    """Start importing a file into a database; stops as the module says."""
    command = [sys.executable, "-m", "tests.directory.imports.processes", str(file), stop_at]
    return subprocess.Popen(
        command,
        env=environment(database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run the `localoffer` command on a database, and wait for it."""
    command = [sys.executable, "-m", "localoffer.cli", *arguments]
    return subprocess.run(
        command, env=environment(database), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


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


def main(file: str, stop_at: str) -> None:
    from localoffer import cli

    cli.start_django()
    from django.db import connection, transaction

    from localoffer.directory.signals import services_written

    written = 0

    def kill(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    def wait(*_, **__):
        sys.stdout.write("writing\n")
        sys.stdout.flush()
        give_up = time.monotonic() + 60
        while not Path(f"{stop_at}.go").exists() and time.monotonic() < give_up:
            time.sleep(0.02)

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


if __name__ == "__main__":
    main(*sys.argv[1:])
