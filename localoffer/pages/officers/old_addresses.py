"""Old addresses in the admin: bring in a list of them, see what it would do, do it; and take single ones away."""

import csv
import io

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from ..moving import old_addresses
from .given import MOST_SHOWN, weighed

LARGEST = 1024 * 1024
ON_A_PAGE = 100


def redirects_of(request: HttpRequest, kwargs=None):
    """The old addresses of this council's sites."""
    return Redirect.objects.filter(site__authority_site__authority=request.authority)


@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    """Every old address; and, for a list that was given, what it would do."""
    context = weighed(request, _weigh)
    plan = context.get("plan")
    if plan and "do" in request.POST and plan.is_ready:
        number = old_addresses.carry_out(plan, by=request.user)
        messages.success(request, old_addresses.done_in_words(number))
        return redirect("old_addresses")
    sought = request.GET.get("q", "")[:200]
    rows = redirects_of(request).filter(old_path__icontains=sought).select_related("redirect_page", "site")
    return render(
        request,
        "pages/admin/old_addresses.html",
        {
            "header_title": "Old addresses",
            "page_title": "Old addresses",
            "header_icon": "redirect",
            "sought": sought,
            "rows": Paginator(rows.order_by("old_path", "pk"), ON_A_PAGE).get_page(request.GET.get("p")),
            "kinds": ".csv,.xlsx,text/csv",
            **context,
        },
        status=422 if context.get("fault") or (plan and plan.problems) else 200,
    )


def _weigh(request: HttpRequest) -> dict:
    """What the list that was given would do. It is carried along as text, and weighed anew before it is done."""
    given = request.FILES.get("file")
    if given is not None and given.size > LARGEST:
        raise ValidationError("This file is larger than 1 MB. Bring it in in parts.")
    raw = given.read() if given is not None else request.POST.get("list", "").encode()
    if not raw.strip():
        raise ValidationError(
            "Choose a file first: a CSV file or a workbook with the columns “old” and “new”."
        )
    rows, problems = old_addresses.read(raw)
    plan = old_addresses.plan(rows, request.authority, problems=problems)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(old_addresses.COLUMNS)
    writer.writerows((row.old, row.new) for row in rows)
    return {
        "plan": plan,
        "list": text.getvalue(),
        "problems": plan.problems[:MOST_SHOWN],
        "changes": [*plan.change, *plan.add][:MOST_SHOWN],
        "number": len(plan.change) + len(plan.add),
    }


@require_POST
def remove(request: HttpRequest, redirect_id: int) -> HttpResponse:
    """Let one old address lead nowhere."""
    row = get_object_or_404(redirects_of(request), pk=redirect_id)
    log(row.site, "localoffer.old_addresses", user=request.user, data={"number": -1})
    row.delete()
    messages.success(request, f"{row.old_path} leads nowhere now.")
    return redirect("old_addresses")
