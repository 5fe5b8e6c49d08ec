"""Pages of another system in the admin: give a sheet or HTML files, see what would become of them, have it done."""

import csv
import io
import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from localoffer.directory.sources.records import Problem

from ..moving import pages
from .given import MOST_SHOWN, weighed

#: Larger ones are for the command on the server
LARGEST = 2 * 1024 * 1024
KINDS = (".csv", ".xlsx", ".zip", ".html", ".htm")


@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    """For a file that was given, what it would make; and once that was seen, the drafts."""
    context = weighed(request, _weigh)
    plan = context.get("plan")
    is_wrong = context.get("fault") or (plan and plan.refused)
    if plan and "do" in request.POST and not plan.refused:
        drafts, lost = pages.carry_out(plan, by=request.user)
        messages.success(request, pages.done_in_words(drafts))
        if not lost:
            return redirect("wagtailadmin_explore", plan.site.root_page_id)
        context = {"lost": _shown(lost), "root": plan.site.root_page_id}
    return render(
        request,
        "pages/admin/import_pages.html",
        {
            "header_title": "Import pages",
            "page_title": "Import pages",
            "header_icon": "download",
            "columns": pages.COLUMNS,
            "kinds": ",".join(KINDS),
            **context,
        },
        status=422 if is_wrong else 200,
    )


def _weigh(request: HttpRequest) -> dict:
    """What would become of the pages. They are carried along as a sheet, and weighed anew before anything is made."""
    if given := request.FILES.get("file"):
        sources, problems = _read(given)
    elif said := request.POST.get("list", ""):
        sources, problems = _in_a_file("list.csv", said.encode())
    else:
        raise ValidationError("Choose a file first: a sheet, an HTML file, or a zip file of some.")
    sheet = _as_sheet(sources)
    if len(sheet.encode()) > LARGEST:
        raise ValidationError("There are more than 2 MB of pages in it. Bring them in in parts.")
    plan = pages.plan(sources, request.authority, problems=problems)
    return {
        "plan": plan,
        "list": sheet,
        "refused": _shown(plan.refused),
        "warnings": _shown([each for each in plan.problems if each not in plan.refused]),
        "new": [source for source, _ in plan.new[:MOST_SHOWN]],
    }


def _read(given) -> tuple[list[pages.Source], list[Problem]]:
    name = Path(given.name).name
    if given.size > LARGEST:
        raise ValidationError("This file is larger than 2 MB. Bring it in in parts.")
    if not name.lower().endswith(KINDS):
        raise ValidationError(f"Choose a file that ends in one of {', '.join(KINDS)}.")
    return _in_a_file(name, given.read())


def _in_a_file(name: str, raw: bytes) -> tuple[list[pages.Source], list[Problem]]:
    """Read what was given as if it lay on the server; a single HTML file is a folder of one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return pages.read(Path(folder) if path.suffix.lower().startswith(".htm") else path)


def _as_sheet(sources: list[pages.Source]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(pages.COLUMNS)
    for each in sources:
        writer.writerow(
            (
                each.title,
                each.address,
                each.summary,
                each.html,
                each.topic,
                each.owner,
                each.review_every,
                " ".join(each.duties),
            )
        )
    return text.getvalue()


def _shown(problems: list[Problem]) -> list[tuple[str, str]]:
    """(where, what) of each problem."""
    return [
        (f"Row {each.row}" if isinstance(each.row, int) else each.row, each.message)
        for each in problems[:MOST_SHOWN]
    ]
