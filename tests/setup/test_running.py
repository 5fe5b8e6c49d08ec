"""`localoffer run`: a small installation, as its operator starts and stops it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

from localoffer.config import prepared
from tests.databases import MIGRATED

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database_url(tmp_path, db):
    """A migrated database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        prepared.copy_sqlite(prepared.sqlite_file(MIGRATED), tmp_path / "localoffer.sqlite3")
        yield f"sqlite:///{tmp_path / 'localoffer.sqlite3'}"
        return
    name = f"localoffer_run_{os.getpid()}"
    prepared.copy_postgresql(prepared.postgresql_template(), name)
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    prepared.drop_postgresql(name)


@pytest.fixture
def installation(tmp_path, database_url):
    """The process of an installation, its address, and the file of what it says."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = dict(os.environ) | {
        "LOCALOFFER_DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.installed_settings",
    }
    said = (tmp_path / "said.txt").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "localoffer.cli", "run", "--bind", f"127.0.0.1:{port}", "--workers", "1"],
        cwd=ROOT,
        env=env,
        stdout=said,
        stderr=said,
    )
    yield process, f"http://127.0.0.1:{port}", Path(said.name)
    process.kill()
    process.wait()
    said.close()


def status_of(address: str, *, patience: float = 60) -> int:
    """Return the HTTP status once something answers."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return urllib.request.urlopen(address, timeout=5).status
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def children_of(process: subprocess.Popen) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def test_it_answers_keeps_what_was_typed_out_of_its_log_and_stops_when_told(installation):
    process, address, said = installation

    assert status_of(f"{address}/find/?q=my+son+refuses+school") == 404  # no council has this host
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=20) == 0
    log = said.read_text()
    assert re.search(r'"GET /find/ HTTP/1.1" 404', log), log
    assert "refuses" not in log


@pytest.mark.skipif(sys.platform != "linux", reason="asks ps for a process's children as Linux's does")
def test_when_a_part_dies_everything_stops_and_the_exit_status_says_so(installation):
    process, address, said = installation
    status_of(address)
    children = children_of(process)
    assert len(children) == 3  # web, worker, clock

    os.kill(max(children), signal.SIGKILL)

    assert process.wait(timeout=20) == 1
    assert "The clock stopped by itself" in said.read_text()
    assert children_of(process) == []


QUEUE_SOMETHING = """
import time
import django
django.setup()
from django_tasks import default_task_backend
from wagtail.tasks import update_reference_index_task
queued = update_reference_index_task.enqueue("wagtailcore", "page", "1")
for _ in range(150):
    queued.refresh()
    if queued.is_finished:
        break
    time.sleep(0.1)
print(queued.status)
"""


def test_slow_work_that_a_page_leaves_is_done_by_the_worker(installation, tmp_path, database_url):
    _process, address, _said = installation
    status_of(address)
    env = dict(os.environ) | {
        "LOCALOFFER_DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.installed_settings",
        "LOCALOFFER_WORKER": "1",
    }

    done = subprocess.run(
        [sys.executable, "-c", QUEUE_SOMETHING], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )

    assert done.stdout.strip() == "SUCCESSFUL", done.stderr
