"""Imports, for a council's publishers: give a file, look at what would change, have it written, undo it."""

import csv
import tempfile
from itertools import groupby
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from .. import tasks
from ..imports import jobs
from ..imports.opening import IN_WORDS
from ..imports.report import Outcome, as_text, counts_in_words
from ..models import ImportJob, ImportMapping, ImportRun
from ..models.import_job import Stage
from ..sources import mapped, mapping
from ..sources.records import UnreadableSourceError
from ..sources.sheet_columns import write_template
from ..vocabulary import terms_by_words
from .import_forms import NEW, ImportForm, MappingForm, MappingTextForm

RUNS_A_PAGE = 25
MOST_SHOWN = 200  # of each outcome; the CSV file has all
PREVIEW_ROWS = 20

# What became of records, as headings, the ones that need somebody's eye first
_HEADINGS = {
    Outcome.REFUSED: "Refused: these rows are not read",
    Outcome.REVIEW: "For review: changed here, so the source’s version waits as a draft",
    Outcome.CHANGED: "Changed",
    Outcome.ADDED: "Added",
    Outcome.MISSING: "Missing: no longer in the source, left as they are",
    Outcome.WARNING: "Read, but something was left out",
}


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _jobs(request: HttpRequest):
    return ImportJob.objects.editable_by(request.user)


def _runs(request: HttpRequest):
    return ImportRun.objects.editable_by(request.user)


def _mappings(request: HttpRequest):
    return ImportMapping.objects.editable_by(request.user)


def index(request: HttpRequest) -> HttpResponse:
    """Imports on their way, and those that were written."""
    runs = _runs(request).select_related("by", "undone").defer("report")
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("p"))
    for each in page:
        each.words = counts_in_words(each.counts)
    under_way = _jobs(request).exclude(stage__in=[Stage.DONE, Stage.DROPPED]).defer("report", "differences")
    return _show(request, "index", "Imports", runs=page, jobs=under_way, until=timezone.now())


def new(request: HttpRequest) -> HttpResponse:
    """Give a file or the address of a feed."""
    form = ImportForm(_posted(request), request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = {"authority": request.authority, "by": request.user, "source": given["source"]}
        if given["file"]:
            job = jobs.take_file(given["file"], mapping=form.mappings.get(given["mapping"]), **who)
        else:
            job = jobs.take_address(given["address"], **who)
        job.as_drafts = given["as_drafts"]
        job.save()
        if given["mapping"] == NEW:
            return redirect(f"{reverse('directory_imports:new_mapping')}?job={job.pk}")
        tasks.read_import.enqueue(str(job.pk))
        return redirect("directory_imports:job", job.pk)
    return _show(request, "new", "Import services", form=form)


def template(request: HttpRequest) -> HttpResponse:
    """Our sheet to fill in, as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "services.xlsx"
        write_template(path)
        answer = HttpResponse(
            path.read_bytes(),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    answer["Content-Disposition"] = 'attachment; filename="services.xlsx"'
    return answer


def job(request: HttpRequest, job_id) -> HttpResponse:
    """How far an import is; once it is compared, what it would change."""
    found = get_object_or_404(_jobs(request).select_related("mapping", "run"), pk=job_id)
    if jobs.has_stopped(found):
        jobs.stop(found)
    if found.stage == Stage.DONE and found.run:
        return redirect("directory_imports:run", found.run_id)
    return _show(
        request,
        "job",
        str(found),
        job=found,
        format=IN_WORDS.get(found.format, ""),
        parts=_parts(found.report, found.differences),
        can_run=bool(found.file or found.address),
    )


def progress(request: HttpRequest, job_id) -> JsonResponse:
    """How far an import is, for the script that spares an officer from loading the page again."""
    found = get_object_or_404(_jobs(request).defer("report", "differences"), pk=job_id)
    return JsonResponse(
        {
            "is_at_work": found.is_at_work and not jobs.has_stopped(found),
            "words": _in_words(found),
            "done": found.done,
            "total": found.total,
        }
    )


@require_POST
def read(request: HttpRequest, job_id) -> HttpResponse:
    """Read it (again), and compare."""
    found = get_object_or_404(_jobs(request), pk=job_id)
    if found.stage in (Stage.READY, Stage.FAILED, Stage.WAITING):
        _wait(found)
        tasks.read_import.enqueue(str(found.pk))
    return redirect("directory_imports:job", found.pk)


@require_POST
def write(request: HttpRequest, job_id) -> HttpResponse:
    """Have what was looked at written."""
    found = get_object_or_404(_jobs(request), pk=job_id)
    if found.stage == Stage.READY:
        found.by = request.user
        _wait(found)
        tasks.write_import.enqueue(str(found.pk))
    return redirect("directory_imports:job", found.pk)


@require_POST
def drop(request: HttpRequest, job_id) -> HttpResponse:
    """Give it up."""
    found = get_object_or_404(_jobs(request), pk=job_id)
    if not found.is_over or found.stage == Stage.FAILED:
        jobs.drop(found)
        messages.success(request, f"“{found}” was not imported, and its file is deleted.")
    return redirect("directory_imports:index")


def _wait(found: ImportJob) -> None:
    found.stage, found.done, found.total, found.message = Stage.WAITING, 0, 0, ""
    found.save()


def run(request: HttpRequest, run_id) -> HttpResponse:
    """What became of every record of an import; how to undo it."""
    found = get_object_or_404(_runs(request).select_related("by", "undone"), pk=run_id)
    undone = getattr(found, "undone", None)
    return _show(
        request,
        "run",
        str(found),
        run=found,
        undone=undone,
        left=[line for line in undone.report if line[3]][:MOST_SHOWN] if undone else [],
        parts=_parts(found.report, {}),
        can_be_undone=timezone.now() < found.can_be_undone_until,
    )


def report(request: HttpRequest, run_id) -> HttpResponse:
    """The same as a CSV file."""
    found = get_object_or_404(_runs(request), pk=run_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{found.finished_at:%Y-%m-%d-%H%M}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(["row or id", "name or column", "outcome", "why"])
    writer.writerows([as_text(cell) for cell in row] for row in found.report)
    return answer


def undo(request: HttpRequest, run_id) -> HttpResponse:
    """Ask whether an import is to be undone; undo it."""
    found = get_object_or_404(_runs(request).select_related("undone"), pk=run_id)
    if timezone.now() >= found.can_be_undone_until:
        messages.error(request, "This import is more than 30 days old, so it can no longer be undone.")
        return redirect("directory_imports:run", found.pk)
    if request.method == "POST":
        tasks.undo_import.enqueue(str(found.pk), request.user.pk)
        messages.success(request, "The import is being undone. This page says what became of it.")
        return redirect("directory_imports:run", found.pk)
    return _show(request, "undo", "Undo this import?", run=found)


# Mappings


def mappings(request: HttpRequest) -> HttpResponse:
    """The council's mappings."""
    return _show(request, "mappings", "Mappings", mappings=_mappings(request).select_related("changed_by"))


def new_mapping(request: HttpRequest) -> HttpResponse:
    """Begin a mapping: from a file that was given, or from our example."""
    job = _job_in_query(request)
    found = ImportMapping(owner=request.authority)
    if job is None:
        found.text = mapping.shipped("open-objects")
        return _edit_text(request, found, "A new mapping")
    found.name = found.source = job.source
    return _edit(request, found, job, "A mapping for this file")


def edit_mapping(request: HttpRequest, mapping_id) -> HttpResponse:
    """A mapping as a table: each column, and what it is here."""
    found = get_object_or_404(_mappings(request), pk=mapping_id)
    return _edit(request, found, _job_in_query(request), str(found))


def edit_mapping_text(request: HttpRequest, mapping_id) -> HttpResponse:
    """A mapping as text."""
    found = get_object_or_404(_mappings(request), pk=mapping_id)
    return _edit_text(request, found, str(found))


@require_POST
def delete_mapping(request: HttpRequest, mapping_id) -> HttpResponse:
    """Delete a mapping. What was imported by it stays."""
    found = get_object_or_404(_mappings(request), pk=mapping_id)
    found.delete()
    messages.success(request, f"The mapping “{found.name}” is deleted. What was imported by it stays.")
    return redirect("directory_imports:mappings")


def preview(request: HttpRequest, mapping_id) -> HttpResponse:
    """What a mapping makes of the first rows of a file."""
    found = get_object_or_404(_mappings(request), pk=mapping_id)
    job = _job_in_query(request)
    shown, fault = None, "Give a file first: choose this mapping under “Import services”."
    if job is not None:
        try:
            shown = mapped.preview(
                found.parsed(),
                job.path,
                terms=terms_by_words(found.owner),
                today=timezone.localdate(),
                rows=PREVIEW_ROWS,
            )
        except (UnreadableSourceError, mapping.MappingError, FileNotFoundError) as error:
            fault = str(error)
    return _show(request, "preview", f"Preview: {found}", mapping=found, job=job, preview=shown, fault=fault)


def _edit(request: HttpRequest, found: ImportMapping, job: ImportJob | None, title: str) -> HttpResponse:
    look, fault = None, ""
    if job is not None:
        try:
            look = mapped.look(job.path)
        except (UnreadableSourceError, FileNotFoundError) as error:
            fault = str(error)
    form = MappingForm(_posted(request), instance=found, look=look)
    if request.method == "POST" and form.is_valid():
        _keep(request, found)
        if job is None:
            return redirect("directory_imports:mappings")
        job.mapping, job.source, job.format = found, found.source, ""
        job.save()
        return redirect(f"{reverse('directory_imports:preview', args=[found.pk])}?job={job.pk}")
    return _show(request, "mapping", title, form=form, mapping=found, job=job, look=look, fault=fault)


def _edit_text(request: HttpRequest, found: ImportMapping, title: str) -> HttpResponse:
    form = MappingTextForm(_posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        _keep(request, form.save(commit=False))
        return redirect("directory_imports:mappings")
    return _show(request, "mapping_text", title, form=form, mapping=found)


def _keep(request: HttpRequest, found: ImportMapping) -> None:
    found.changed_by = request.user
    found.save()
    messages.success(request, f"The mapping “{found.name}” is kept.")


def _job_in_query(request: HttpRequest) -> ImportJob | None:
    """The import whose file is looked at beside a mapping."""
    key = request.GET.get("job")
    return get_object_or_404(_jobs(request).exclude(file=""), pk=key) if key else None


# Showing


def _parts(rows: list, differences: dict) -> list[dict]:
    """The lines of a report under their headings, each with the fields that change."""
    order = list(_HEADINGS)
    known = [row for row in rows if row[2] in order]
    found = []
    for outcome, lines in groupby(sorted(known, key=lambda row: order.index(row[2])), key=lambda row: row[2]):
        lines = list(lines)
        found.append(
            {
                "outcome": outcome,
                "heading": _HEADINGS[Outcome(outcome)],
                "count": len(lines),
                "more": max(0, len(lines) - MOST_SHOWN),
                "lines": [
                    {"row": row, "name": name, "why": why, "fields": differences.get(row, [])}
                    for row, name, _, why in lines[:MOST_SHOWN]
                ],
            }
        )
    return found


def _in_words(found: ImportJob) -> str:
    words = found.get_stage_display()
    if found.stage == Stage.WRITING:
        return f"Writing {found.total:,} changes, all in one go" if found.total else "Writing"
    if found.total:
        return f"{words}: {found.done:,} of {found.total:,}"
    return f"{words}: row {found.done:,}" if found.done else words


def _show(request: HttpRequest, name: str, title: str, **context) -> HttpResponse:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("directory_imports:index"), "label": "Imports"},
    ]
    if name in ("mapping", "mapping_text", "preview"):
        crumbs.append({"url": reverse("directory_imports:mappings"), "label": "Mappings"})
    if name != "index":
        crumbs.append({"url": "", "label": title})
    if job := context.get("job"):
        context["words"] = _in_words(job)
    if name in ("job", "run", "undo"):
        context["counts"] = counts_in_words(context["job" if name == "job" else "run"].counts)
    return render(
        request,
        f"directory/admin/imports/{name}.html",
        {"header_title": title, "header_icon": "download", "breadcrumbs_items": crumbs, **context},
    )
