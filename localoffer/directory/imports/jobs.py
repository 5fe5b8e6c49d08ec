"""An import from the admin: given, read, compared, looked at, written. Each deed is one call, safe to repeat.

Whoever works on a job holds a lock on a file for as long. The system takes it away when the process dies, however it
dies: so a job that is at work without a lock has stopped, and nothing of it was written.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from ..models import ImportJob, ImportMapping
from ..models.import_job import OVER, Stage, uploads_folder
from ..models.import_run import UNDONE_WITHIN
from ..sources import progress
from ..sources.mapping import MappingError
from ..sources.records import ReadResult, UnreadableSourceError
from .differences import differences
from .opening import default_source, fetch_feed, format_of, open_source
from .plan import Plan, compare
from .report import Report
from .write import ATTEMPTS, OvertakenError, write

UNWANTED_AFTER = dt.timedelta(days=1)
LARGEST_UPLOAD = 200 * 1024 * 1024
SECONDS_BETWEEN = 0.5
STOPPED = "It did not finish: nothing was written. Run it again."


def take_file(
    upload: Any, *, authority, by, mapping: ImportMapping | None = None, source: str = ""
) -> ImportJob:
    """Keep an uploaded file until it is brought in. Returns the job, which is not begun yet."""
    job = ImportJob(authority=authority, by=by, mapping=mapping, file_name=Path(upload.name).name[:255])
    job.source = source.strip() or (mapping.source if mapping else default_source(job.file_name))
    folder = uploads_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Its name is ours; only the ending is theirs, and of that only what we know
    ending = Path(upload.name).suffix.lower()
    job.file = f"{uuid.uuid4()}{ending if ending in ('.csv', '.xlsx', '.xlsm', '.json') else ''}"
    with job.path.open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    job.save()
    return job


def take_address(address: str, *, authority, by, source: str = "") -> ImportJob:
    """Note a feed that is to be brought in. Returns the job, which is not begun yet."""
    return ImportJob.objects.create(
        authority=authority, by=by, address=address, source=source.strip() or default_source(address)
    )


def read(job: ImportJob) -> None:
    """Read the source, compare it with the directory, and keep what would change. Writes no record."""
    with _at_work(job, Stage.READING) as is_wanted:
        if not is_wanted:
            return
        try:
            result = _read(job)
            plan = compare(result, authority=job.authority, source=job.source)
            job.counts = {str(outcome): number for outcome, number in plan.report.counts.items()}
            job.report = plan.report.as_rows()
            job.differences = differences(plan)
            _stand(job, Stage.READY, total=len(result.records))
        except (UnreadableSourceError, MappingError) as error:
            _fail(job, str(error))


def bring_in(job: ImportJob, *, by) -> None:
    """Write what was looked at: read once more from the kept file, compared with the directory as it is now."""
    with _at_work(job, Stage.WRITING) as is_wanted:
        if not is_wanted:
            return
        try:
            result = _read(job)
            for attempt in range(1, ATTEMPTS + 1):
                plan = compare(result, authority=job.authority, source=job.source)
                _stand(job, Stage.WRITING, total=len(plan.services))
                try:
                    _write(job, plan, by)
                    break
                except (OvertakenError, IntegrityError):
                    if attempt == ATTEMPTS:
                        raise OvertakenError("Others were changing the same records all the time.") from None
            job.forget_file()
            job.save(update_fields=["file"])
        except (UnreadableSourceError, MappingError, OvertakenError) as error:
            _fail(job, f"{error} Nothing was written.")


def _write(job: ImportJob, plan: Plan, by) -> Report:
    """Together, so that a job is done if and only if its records are written."""
    with transaction.atomic():
        report = write(plan, by=by, publish_new=False if job.as_drafts else None)
        job.run, job.differences = plan.run, {}
        job.counts = {str(outcome): number for outcome, number in report.counts.items()}
        job.report = []  # the run's is the one that counts
        _stand(job, Stage.DONE, done=len(plan.services), total=len(plan.services))
    return report


def drop(job: ImportJob) -> None:
    """Give it up: the file goes, and nothing is written."""
    job.forget_file()
    _stand(job, Stage.DROPPED)


def has_stopped(job: ImportJob) -> bool:
    """Whether whoever worked on it has died. (One that waits for its turn has not.)"""
    return job.is_at_work and job.stage != Stage.WAITING and not _is_locked(job)


def stop(job: ImportJob) -> None:
    """Note that it did not finish. Its file stays, so that it can be run again."""
    if has_stopped(job):
        _stand(job, Stage.FAILED, message=STOPPED)


def forget_old_jobs() -> None:
    """Delete files that nobody brought in within a day, jobs older than 30 days, and files that no job knows."""
    now = timezone.now()
    for job in ImportJob.objects.filter(created_at__lt=now - UNWANTED_AFTER).exclude(file=""):
        if not _is_locked(job):
            if not job.is_over:
                job.message = "Nobody brought it in for a day, so the file was deleted. Nothing was written."
                job.stage = Stage.DROPPED
            job.forget_file()
            job.save()
    ImportJob.objects.filter(created_at__lt=now - UNDONE_WITHIN, stage__in=OVER).delete()
    known = set(ImportJob.objects.exclude(file="").values_list("file", flat=True))
    for file in uploads_folder().glob("*"):
        if file.name not in known and file.stat().st_mtime < (now - UNWANTED_AFTER).timestamp():
            file.unlink(missing_ok=True)


# --- Reading -------------------------------------------------------------------------------------


def _read(job: ImportJob) -> ReadResult:
    if job.address and not job.file:
        kept = fetch_feed(job.address, into=uploads_folder(), may_be_inside=settings.FEEDS_INSIDE_OWN_NETWORK)
        job.file = kept.name
        job.save(update_fields=["file"])
    if not job.file or not job.path.exists():
        raise UnreadableSourceError("The file is no longer kept. Give it once more.")
    if not job.format:
        job.format = "mapped" if job.mapping else format_of(job.path)
        job.save(update_fields=["format"])
    mapped_by = job.mapping.parsed() if job.mapping else None
    result = open_source(str(job.path), mapped_by=mapped_by, council=job.authority)
    if not result.records and not result.problems:
        raise UnreadableSourceError("There is not one service in it.")
    return result


# --- How far it is -------------------------------------------------------------------------------


@contextmanager
def _at_work(job: ImportJob, stage: str) -> Iterator[bool]:
    """Hold the job's lock, note how far it is, and let no error leave it looking as if it went on.

    Gives False for a job that is written or given up by now, or that another process is at work on: a button
    pressed twice does nothing twice.
    """
    with _lock(job) as is_ours:
        job.refresh_from_db()
        if not is_ours or job.stage in (Stage.DONE, Stage.DROPPED):
            yield False
            return
        _stand(job, stage)
        listening = _Listening(job)
        try:
            with progress.heard_by(listening):
                yield True
        except Exception:
            _fail(job, STOPPED)
            raise


def _stand(job: ImportJob, stage: str, *, done: int = 0, total: int = 0, message: str = "") -> None:
    job.stage, job.done, job.total, job.message = stage, done, total, message
    job.save()


def _fail(job: ImportJob, message: str) -> None:
    _stand(job, Stage.FAILED, message=message)


class _Listening:
    """Notes how far a job is, twice a second at most; nobody is held up when the database is busy."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        self.last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self.job.stage == Stage.WRITING or (now - self.last < SECONDS_BETWEEN and stage == self.job.stage):
            return
        self.last = now
        self.job.stage, self.job.done, self.job.total = stage, done, total
        # An import that writes holds a SQLite database: then it is said the next time
        with suppress(OperationalError):
            ImportJob.objects.filter(pk=self.job.pk).update(stage=stage, done=done, total=total)


def _lock_file(job: ImportJob) -> Path:
    return uploads_folder() / f"{job.pk}.lock"


@contextmanager
def _lock(job: ImportJob) -> Iterator[bool]:
    """A lock that dies with this process. False when another has it."""
    uploads_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _lock_file(job)
    with path.open("w") as file:
        if not _take(file):
            yield False
            return
        yield True
    path.unlink(missing_ok=True)


def _is_locked(job: ImportJob) -> bool:
    try:
        with _lock_file(job).open("r+") as file:
            return not _take(file)
    except FileNotFoundError:
        return False


def _take(file: Any) -> bool:
    try:
        import fcntl
    except ImportError:  # not on Windows: there a job that died is told by hand ("Give it up")
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
