"""The officers' screens: every duty with gaps first, and where they say what they make of it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from localoffer.accounts.wagtail_doors import pages_of
from localoffer.duties import loading

from . import actions, evidence, statement
from .forms import ConfirmForm
from .models import ComplianceSnapshot, Confirmation

TITLE = "How we meet the law"
#: A room that can start a page for a duty registers a function of (authority, slug) that gives its address, or "".
START_HOOK = "start_page_url"


def start_page_url(authority, slug: str) -> str:
    """Where the page for a duty can be started, filled in as far as it can be; "" while nothing can do that."""
    return next((href for start in hooks.get_hooks(START_HOOK) if (href := start(authority, slug))), "")


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """Every duty of this council, gaps first."""
    said, snapshot = _said(request)
    return render(
        request,
        "compliance/admin/duties.html",
        {
            "header_title": TITLE,
            "page_title": TITLE,
            "header_icon": "clipboard-list",
            "duties": said.worst_first(),
            "counts": [
                (statement.STATUSES[status], said.counts[status], statement.ADMIN_TONES[status])
                for status in statement.WORST_FIRST
            ],
            "overdue": said.overdue,
            "made_at": snapshot.made_at,
            "public": reverse("compliance:page"),
        },
    )


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, criterion: str) -> HttpResponse:
    """One duty: what was looked for and found, the pages that name it, and what an officer makes of it."""
    said, _ = _said(request)
    shown = said.duty(criterion)
    if shown is None:
        raise Http404
    may_confirm = request.user.has_perm("compliance.add_confirmation")
    history = list(Confirmation.objects.of(request.authority).filter(criterion=criterion))
    last = history[0] if history else None
    initial = (
        {} if last is None else {"planned": last.planned, "planned_by": last.planned_by, "owner": last.owner}
    )
    form = ConfirmForm(request.POST or None, computed=shown.computed, initial=initial)
    if request.method == "POST":
        if not may_confirm:
            raise PermissionDenied
        if form.is_valid() and _confirmed(request, criterion, form):
            messages.success(request, f"“{shown.title}”: families see at once what you said.")
            return redirect("compliance_duties")
    version = loading.criterion(criterion).on(said.day)
    return render(
        request,
        "compliance/admin/duty.html",
        {
            "header_title": shown.title,
            "page_title": shown.title,
            "header_icon": "clipboard-list",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": "Home"},
                {"url": reverse("compliance_duties"), "label": TITLE},
                {"url": "", "label": shown.title},
            ],
            "duty": shown,
            "tone": statement.ADMIN_TONES[shown.status],
            "version": version,
            "claiming": _claiming(request, criterion),
            "start": "" if shown.pages else start_page_url(request.authority, criterion),
            "form": form if may_confirm else None,
            "history": history,
        },
    )


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Work everything out afresh, as the clock does each night."""
    actions.keep(authority=request.authority)
    messages.success(request, "Everything was looked at again just now.")
    return redirect("compliance_duties")


def _confirmed(request: HttpRequest, criterion: str, form: ConfirmForm) -> bool:
    """Confirm it; False when the evidence changed meanwhile, and the form says so."""
    try:
        actions.confirm(
            authority=request.authority, criterion=criterion, by=request.user, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return False
    return True


def _said(request: HttpRequest) -> tuple[statement.Statement, ComplianceSnapshot]:
    """What the council's page says now."""
    kept = ComplianceSnapshot.objects.of(request.authority).newest()
    if kept is None or kept.day != evidence.today():
        kept = actions.keep(authority=request.authority)
    return statement.Statement.from_json(kept.said), kept


def _claiming(request: HttpRequest, criterion: str) -> list[dict[str, str]]:
    """The pages of this council that name a duty, drafts included, each with where it is edited."""
    pages: list[Page] = list(pages_of(request).filter(duties_served__criterion=criterion).order_by("path"))
    return [
        {
            "title": page.get_admin_display_title(),
            "href": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "state": "published" if page.live else "not published",
        }
        for page in pages
    ]
