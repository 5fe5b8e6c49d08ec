"""Slow work: each task loads what it is about and calls one deed."""

from django.contrib.auth import get_user_model
from django_tasks import task

from . import imports
from .imports import jobs
from .models import ImportJob, ImportRun


@task()
def read_import(job_id: str) -> None:
    """Read what an officer gave us, and work out what it would change."""
    jobs.read(ImportJob.objects.get(pk=job_id))


@task()
def write_import(job_id: str) -> None:
    """Write what an officer has looked at."""
    job = ImportJob.objects.select_related("by").get(pk=job_id)
    jobs.bring_in(job, by=job.by)


@task()
def undo_import(run_id: str, user_id: int) -> None:
    """Undo an import that was written."""
    imports.undo(ImportRun.objects.get(pk=run_id), by=get_user_model().objects.get(pk=user_id))
