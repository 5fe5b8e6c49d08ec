"""Pages of another system in the admin: give a sheet or HTML files, see what would become of them, have it done."""

import tempfile
from dataclasses import asdict
from pathlib import Path

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from localoffer.cms.readiness.checks import Problem as NotReady
from localoffer.directory.sources.records import Problem
from localoffer.places.models import Authority

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
    """What would become of the pages. They are carried along, signed, and weighed anew before anything is made."""
    if given := request.FILES.get("file"):
        sources, problems = _read(given)
    elif seen := request.POST.get("list", ""):
        sources, problems = _carried(seen, request.authority), []
    else:
        raise ValidationError("Choose a file first: a sheet, an HTML file, or a zip file of some.")
    carried = signing.dumps([asdict(each) for each in sources], salt=_salt(request.authority), compress=True)
    if len(carried) > LARGEST:
        raise ValidationError("There is too much in it to look at here. Bring it in in parts.")
    plan = pages.plan(sources, request.authority, problems=problems)
    return {
        "plan": plan,
        "list": carried,
        "refused": _shown(plan.refused),
        "warnings": _shown([each for each in plan.problems if each not in plan.refused]),
        "new": [] if plan.refused else [_judged(*each) for each in pages.ready(plan, most=MOST_SHOWN)],
    }


def _judged(source: pages.Source, problems: list[NotReady]) -> dict:
    """A page that would be made, and how much of it would stop it, or would have to be explained."""
    stops = sum(problem.stops for problem in problems)
    return {"source": source, "problems": problems, "stops": stops, "warnings": len(problems) - stops}


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


def _salt(authority: Authority) -> str:
    return f"import-pages-{authority.pk}"


def _carried(text: str, authority: Authority) -> list[pages.Source]:
    """The pages that were seen, as this screen gave them along."""
    try:
        rows = signing.loads(text, salt=_salt(authority))
    except signing.BadSignature:
        raise ValidationError("What you saw is not here any more. Choose the file again.") from None
    return [pages.Source(**row | {"duties": tuple(row["duties"])}) for row in rows]


def _shown(problems: list[Problem]) -> list[tuple[str, str]]:
    """(where, what) of each problem."""
    return [
        (f"Row {each.row}" if isinstance(each.row, int) else each.row, each.message)
        for each in problems[:MOST_SHOWN]
    ]
