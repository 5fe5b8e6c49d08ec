"""Real processes, killed with SIGKILL in the middle of an import, and others at work beside it."""

import json
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from django.db import connection

from localoffer.config import prepared
from tests.databases import MIGRATED

from . import processes

pytestmark = pytest.mark.django_db  # only to be able to make the migrated database, which is copied

HOW_MANY = 30


@pytest.fixture(scope="module")
def at_first(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A migrated SQLite database with a council and its vocabulary."""
    if connection.vendor != "sqlite":
        pytest.skip("these processes share a SQLite file")
    folder = tmp_path_factory.mktemp("at-first")
    file = folder / "localoffer.sqlite3"
    with django_db_blocker.unblock():
        prepared.copy_sqlite(prepared.sqlite_file(MIGRATED), file)
    empty = folder / "empty.json"
    empty.write_text(json.dumps([service(0)]))
    done = processes.run(
        file,
        "import",
        str(empty),
        "--council",
        "saltmere",
        "--create-council",
        "Saltmere",
        "--source",
        "feed",
    )
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def database(at_first, tmp_path) -> Path:
    """A copy of it, to import into."""
    file = tmp_path / "localoffer.sqlite3"
    prepared.copy_sqlite(at_first, file)
    return file


@pytest.fixture
def file(tmp_path) -> Path:
    """A feed of thirty services more, as a file."""
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([service(number) for number in range(HOW_MANY + 1)]))
    return path


def service(number: int) -> dict:
    return {
        "id": f"service-{number}",
        "name": f"Stay and Play {number}",
        "status": "active",
        "description": "A toddler group.",
        "assured_date": "2026-01-05",
        "organization": {"id": "trust", "name": "Lime Tree Trust"},
        "phones": [{"number": "01632 960001"}],
        "attributes": [{"taxonomy_term": {"code": "ASD", "name": "Autism", "taxonomy": "need"}}],
        "service_at_locations": [{"location": {"id": f"hall-{number}", "name": f"Hall {number}"}}],
    }


@pytest.mark.parametrize("moment", ["4", "committing"])
def test_a_kill_in_the_middle_leaves_nothing_half_written(database, file, moment):
    before = processes.counted(database)

    killed = processes.importing(database, file, moment).wait()

    assert killed.returncode == -signal.SIGKILL
    assert processes.counted(database) == before
    check = sqlite3.connect(database)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()
    again = processes.run(database, "import", str(file), "--council", "saltmere", "--source", "feed")
    assert again.returncode == 0
    assert f"{HOW_MANY} added, 0 changed, 1 unchanged" in again.stdout
    assert processes.counted(database)["finder_entry"] == HOW_MANY + 1


@pytest.mark.parametrize("moment", ["committed", "15"], ids=["before the index", "within the index"])
def test_a_kill_after_the_commit_leaves_the_index_to_be_finished(database, file, moment):
    killed = processes.importing(database, file, moment).wait()

    assert killed.returncode == -signal.SIGKILL
    counted = processes.counted(database)
    assert counted["directory_service"] == HOW_MANY + 1
    assert counted["finder_staleservice"] == HOW_MANY
    assert counted["finder_entry"] == 1

    checked = processes.run(database, "index", "check")
    assert checked.returncode == 0, checked.stdout
    assert f"{HOW_MANY} services were waiting and have been refreshed." in checked.stdout
    counted = processes.counted(database)
    assert (counted["finder_staleservice"], counted["finder_entry"]) == (0, HOW_MANY + 1)


@pytest.mark.parametrize("moment", ["5", "committing"])
def test_a_kill_while_an_import_is_undone_undoes_nothing(database, file, moment):
    at_first = processes.counted(database)
    assert (
        processes.run(database, "import", str(file), "--council", "saltmere", "--source", "feed").returncode
        == 0
    )
    before = processes.counted(database)
    [line] = [
        line
        for line in processes.run(database, "import", "--runs", "--council", "saltmere").stdout.splitlines()
        if f"{HOW_MANY} added" in line
    ]
    run = line.split()[0]

    killed = processes.importing(database, f"undo:{run}", moment).wait()

    assert killed.returncode == -signal.SIGKILL
    assert processes.counted(database) == before
    again = processes.run(database, "import", "--undo", run)
    assert again.returncode == 0, again.stderr
    assert f"{HOW_MANY * 2} removed, 0 put back, 0 left as it is" in again.stdout
    after = processes.counted(database)
    kept = {"directory_importrun": 1, "wagtailcore_modellogentry": 2 * HOW_MANY}
    assert after == {table: count + kept.get(table, 0) for table, count in at_first.items()}
    assert processes.run(database, "index", "check").returncode == 0


def test_families_search_while_an_import_writes_and_a_second_import_waits_its_turn(database, file, tmp_path):
    gate = tmp_path / "waiting"
    first = processes.importing(database, file, str(gate))
    processes.wait_for(gate)

    # Everything of the first is written and not yet committed: others read what was there before
    found = processes.run(database, "find", "stay and play", "--council", "saltmere", "--json")
    assert found.returncode == 0, found.stderr
    assert "Stay and Play 0" in found.stdout
    assert "Stay and Play 1" not in found.stdout
    assert processes.counted(database)["directory_service"] == 1

    # Somebody else who writes waits, and then does
    other = tmp_path / "other.json"
    other.write_text(json.dumps([service(number) for number in range(100, 103)]))
    second = processes.importing(database, other, "0")
    time.sleep(4)
    assert second.is_running
    Path(f"{gate}.go").touch()

    for process, added in ((first, HOW_MANY), (second, 3)):
        done = process.wait()
        assert done.returncode == 0, done.stderr
        assert f"{added} added" in done.stdout
    assert processes.counted(database)["finder_entry"] == HOW_MANY + 1 + 3
    assert processes.run(database, "index", "check").returncode == 0
