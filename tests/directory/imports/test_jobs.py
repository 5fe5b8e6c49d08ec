"""An import from the admin, step by step: given, read, looked at, written; and what is left when a process dies."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from localoffer.directory import tasks
from localoffer.directory.imports import jobs
from localoffer.directory.models import ImportJob, ImportMapping, ImportRun, Service
from localoffer.directory.models.import_job import Stage, uploads_folder
from localoffer.directory.sources import progress
from localoffer.directory.vocabulary import load_vocabulary
from tests.directory.sources.feed_server import as_json
from tests.factories.accounts import UserFactory

from .processes import ROOT

pytestmark = pytest.mark.django_db

SHEET = b"id,name,organisation,phone\n1,Stay and Play,Trust,01632 960001\n2,Swimming,Trust,\n"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def officer(db):
    return UserFactory()


@pytest.fixture
def give(council, officer):
    def give(content: bytes = SHEET, name: str = "services.csv", **more) -> ImportJob:
        return jobs.take_file(SimpleUploadedFile(name, content), authority=council, by=officer, **more)

    return give


def test_a_sheet_is_read_looked_at_and_written(give, officer):
    job = give()
    jobs.read(job)

    assert (job.stage, job.counts, job.source, job.format) == (Stage.READY, {"added": 2}, "services", "csv")
    assert not Service.objects.exists()

    jobs.bring_in(job, by=officer)

    assert job.stage == Stage.DONE
    assert Service.objects.count() == 2
    assert job.run.by == officer
    assert job.run.counts == {"added": 2}


def test_what_would_change_is_told_field_by_field(give, officer):
    first = give()
    jobs.bring_in(first, by=officer)

    second = give(SHEET.replace(b"Stay and Play", b"Sing and Play").replace(b"960001", b"960009"))
    jobs.read(second)

    assert second.counts == {"changed": 1, "unchanged": 1}
    assert second.differences == {
        "1": [
            ["Name", "Stay and Play", "Sing and Play"],
            ["Telephone numbers", "01632 960001", "01632 960009"],
        ]
    }


def test_what_is_the_same_is_no_difference(give, officer):
    everything = Path(ROOT, "tests/samples/outpost/services_valid.csv").read_bytes()
    jobs.bring_in(give(everything), by=officer)

    again = give(everything.replace(b"Service 1 description", b"Another description"))
    jobs.read(again)

    assert again.differences == {"1": [["Description", "Service 1 description", "Another description"]]}


def test_a_secret_place_is_in_no_difference(give, officer):
    sheet = b"id,name,venue_name,address_1,private\n1,Refuge,%s,1 Hidden Lane,yes\n"
    jobs.bring_in(give(sheet % b"A house"), by=officer)

    again = give(sheet.replace(b"Refuge", b"Safe house") % b"A house")
    jobs.read(again)

    assert "Hidden" not in repr((again.differences, again.report))


def test_the_tasks_do_the_same_at_once_where_there_is_no_worker(give):
    job = give()
    tasks.read_import.enqueue(str(job.pk))
    job.refresh_from_db()
    assert job.stage == Stage.READY

    tasks.write_import.enqueue(str(job.pk))
    job.refresh_from_db()
    assert job.stage == Stage.DONE


def test_pressing_twice_writes_once(give, officer):
    job = give()
    jobs.read(job)
    jobs.bring_in(job, by=officer)
    jobs.bring_in(ImportJob.objects.get(), by=officer)

    assert ImportRun.objects.count() == 1


def test_new_services_may_wait_as_drafts(give, officer):
    job = give()
    job.as_drafts = True
    job.save()
    jobs.bring_in(job, by=officer)

    assert Service.objects.filter(live=True).count() == 0


def test_a_sheet_is_read_through_a_mapping(give, council, officer):
    text = "columns:\n  Ref: id\n  Title: name\n"
    mapping = ImportMapping(owner=council, name="Old directory", source="old", text=text)
    mapping.full_clean()
    mapping.save()

    job = give(b"Ref,Title\n7,Chess\n", mapping=mapping)
    jobs.bring_in(job, by=officer)

    assert (Service.objects.get().source, Service.objects.get().source_id) == ("old", "7")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The sheet is empty"),
        (b"Colour,Size\nred,big\n", "There is no column"),
        (b"PK\x03\x04 broken", "no workbook"),
        (b"id,name\n", "not one service"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_written(give, content, says):
    job = give(content)
    jobs.read(job)

    assert job.stage == Stage.FAILED
    assert says in job.message


# Files


def test_a_file_is_kept_outside_media_under_a_name_of_ours_until_it_is_written(give, officer, settings):
    job = give(name="../../etc/évil name.CSV")

    assert job.path.parent == uploads_folder()
    assert not uploads_folder().is_relative_to(Path(settings.MEDIA_ROOT))
    assert job.path.suffix == ".csv"
    assert job.file_name == "évil name.CSV"
    assert oct(uploads_folder().stat().st_mode)[-3:] == "700"

    path = job.path
    jobs.bring_in(job, by=officer)
    assert not path.exists()


def test_an_import_that_is_given_up_leaves_no_file(give):
    job = give()
    path = job.path
    jobs.drop(job)

    assert job.stage == Stage.DROPPED
    assert not path.exists()


def test_a_file_that_nobody_brought_in_goes_after_a_day(give):
    job, fresh = give(), give()
    jobs.read(job)
    ImportJob.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(hours=25))
    orphan = uploads_folder() / "orphan.csv"
    orphan.touch()
    os.utime(orphan, (time.time() - 90_000,) * 2)

    call_command("forget_old_imports")

    job.refresh_from_db()
    assert job.stage == Stage.DROPPED
    assert [file.name for file in uploads_folder().glob("*.csv")] == [fresh.file]


# Feeds


def test_a_feed_inside_the_own_network_is_not_fetched_for_an_address_in_a_form(council, officer, feed):
    feed.at("/services", lambda query: as_json({"contents": [{"id": "1", "name": "Play"}]}))
    job = jobs.take_address(feed.base, authority=council, by=officer)
    jobs.read(job)

    assert job.stage == Stage.FAILED
    assert "inside a private network" in job.message


def test_a_feed_is_fetched_once_and_written_as_it_was_looked_at(council, officer, feed, settings):
    settings.FEEDS_INSIDE_OWN_NETWORK = True
    feed.at("/services", lambda query: as_json({"contents": [{"id": "1", "name": "Play"}]}))
    job = jobs.take_address(feed.base, authority=council, by=officer)
    jobs.read(job)
    feed.at("/services", lambda query: as_json({"contents": [{"id": "1", "name": "Changed meanwhile"}]}))
    jobs.bring_in(job, by=officer)

    assert job.stage == Stage.DONE, job.message
    assert Service.objects.get().name == "Play"


# How far it is


def test_how_far_it_is_is_noted_while_it_goes_on(give, monkeypatch):
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN", 0)
    rows = b"".join(b"%d,Play,Trust,\n" % number for number in range(1_000))
    seen = []

    class Noting(jobs._Listening):
        def __call__(self, stage, done, total):
            super().__call__(stage, done, total)
            now = ImportJob.objects.get(pk=self.job.pk)
            seen.append((now.stage, now.done, now.total))

    monkeypatch.setattr(jobs, "_Listening", Noting)
    jobs.read(give(b"id,name,organisation,phone\n" + rows))

    assert ("reading", 750, 0) in seen
    assert ("comparing", 500, 1_000) in seen


def test_nobody_listens_where_nobody_asked():
    progress.tell("reading", 0)


def test_one_that_waits_for_its_turn_has_not_stopped(give):
    job = give()

    assert job.is_at_work
    assert not jobs.has_stopped(job)


# A process that dies


WORK = """
import os, sys, time
from localoffer import cli
cli.start_django()
from localoffer.directory.models import ImportJob
from localoffer.directory.imports import jobs
from localoffer.directory.signals import services_written
def hold(*a, **k):
    print("holding", flush=True); time.sleep(60)
if sys.argv[2] == "reading":
    jobs.compare = hold
else:
    services_written.connect(hold)
job = ImportJob.objects.get(pk=sys.argv[1])
jobs.read(job) if sys.argv[2] == "reading" else jobs.bring_in(job, by=None)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["reading", "writing"])
def test_a_job_whose_process_was_killed_has_stopped_wrote_nothing_and_can_be_run_again(settings, moment):
    from django.db import connection

    from tests.factories.places import AuthorityFactory

    load_vocabulary()
    council = AuthorityFactory(name="Saltmere", slug="saltmere")
    job = jobs.take_file(SimpleUploadedFile("services.csv", SHEET), authority=council, by=None)
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else _postgres_url(name)
    environment = os.environ | {
        "DATABASE_URL": url,
        "LOCALOFFER_DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "localoffer.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    connection.close()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(job.pk), moment],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "holding\n"
    job.refresh_from_db()
    assert job.stage == moment
    assert not jobs.has_stopped(job)

    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=60)

    assert jobs.has_stopped(job)
    jobs.stop(job)
    assert (job.stage, job.message) == (Stage.FAILED, "It did not finish: nothing was written. Run it again.")
    assert not Service.objects.exists()
    jobs.read(job)
    jobs.bring_in(job, by=None)
    assert job.stage == Stage.DONE
    assert Service.objects.count() == 2


def _postgres_url(name: str) -> str:
    from django.db import connection

    s = connection.settings_dict
    return f"postgres://{s['USER']}:{s['PASSWORD']}@{s['HOST']}:{s['PORT'] or 5432}/{name}"
