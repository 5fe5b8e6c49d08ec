"""The queue: every problem reported in this council, one page for each, and the deeds on it."""

import django_filters
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.log_actions import registry as log_registry

from localoffer.directory import actions as directory
from localoffer.directory.models import Service
from localoffer.directory.models.facts import Outcome as CheckOutcome

from .. import actions
from ..models import MOST_TRIES, Kind, Notice, Outcome, ProblemReport, State
from .beside import facts
from .forms import BEGINNINGS, AnswerForm, CloseForm, beginning

TO_DO, EVERY = "", "all"


def not_told():
    """Reports of which somebody could not be told."""
    return Exists(Notice.objects.filter(report=OuterRef("pk"), sent_at=None, tries__gte=MOST_TRIES))


class QueueFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="State",
        method="filter_state",
        empty_label="To deal with",
        choices=[*State.choices, (EVERY, "All")],
    )
    kind = django_filters.ChoiceFilter(label="What is wrong", choices=Kind.choices, empty_label="Anything")
    overdue = django_filters.BooleanFilter(label="Overdue", method="filter_overdue")
    wants_answer = django_filters.BooleanFilter(label="Wants an answer", method="filter_answer")
    not_told = django_filters.BooleanFilter(label="Somebody could not be told", method="filter_not_told")

    class Meta:
        model = ProblemReport
        fields = ["state", "kind"]

    def filter_state(self, reports, name, value):
        return reports if value == EVERY else reports.filter(state=value)

    def filter_overdue(self, reports, name, value):
        late = ProblemReport.objects.overdue()
        return reports.filter(pk__in=late) if value else reports.exclude(pk__in=late)

    def filter_answer(self, reports, name, value):
        return reports.exclude(reporter_email="") if value else reports.filter(reporter_email="")

    def filter_not_told(self, reports, name, value):
        return reports.filter(not_told() if value else ~not_told())


class StandingColumn(Column):
    cell_template_name = "voice/admin/standing.html"


class QueueView(IndexView):
    """Oldest first, what is dealt with left out until it is asked for."""

    model = ProblemReport
    page_title = "Problems"
    header_icon = "warning"
    index_url_name = "voice_problems:list"
    index_results_url_name = "voice_problems:list_results"
    results_template_name = "voice/admin/queue_results.html"
    filterset_class = QueueFilterSet
    search_fields = ["service_name"]
    search_backend_name = None
    default_ordering = "created_at"
    paginate_by = 50
    any_permission_required = None
    columns = [
        TitleColumn(
            "service_name",
            label="Service",
            sort_key="service_name",
            get_url=lambda report: reverse("voice_problems:problem", args=[report.pk]),
        ),
        Column("get_kind_display", label="What is wrong", sort_key="kind"),
        Column("age_in_words", label="Reported", sort_key="created_at"),
        StandingColumn("standing", label="State"),
        Column("wants", label="Wants"),
    ]

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": "Problems"},
        ]

    def get_base_queryset(self):
        reports = ProblemReport.objects.answerable_by(self.request.user)
        if not self.request.GET.get("state"):
            reports = reports.unsettled()
        return reports.annotate(somebody_not_told=not_told())


@require_GET
def problem(request: HttpRequest, problem_id) -> HttpResponse:
    """One report, with what the page says now beside it."""
    report = _report(request, problem_id)
    words = beginning(request.GET.get("begin", ""), report)
    return _show(request, report, answer=AnswerForm(initial={"words": words}))


@require_POST
def answer(request: HttpRequest, problem_id) -> HttpResponse:
    """Answer whoever reported it, and close the report if that is the end of it."""
    report = _report(request, problem_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, report, answer=form)
    outcome = form.cleaned_data["outcome"]
    try:
        with transaction.atomic():
            report = actions.answer(report=report, words=form.cleaned_data["words"], by=request.user)
            if outcome:
                actions.close(report=report, outcome=outcome, by=request.user)
            checked = _record_check(report, form, by=request.user)
    except ValidationError as error:
        return _refused(request, report, form, error, answer=form)
    said = ["Your answer is on its way.", "The report is closed." if outcome else "", checked]
    messages.success(request, " ".join(filter(None, said)))
    return redirect("voice_problems:list" if outcome else reverse("voice_problems:problem", args=[report.pk]))


@require_POST
def close(request: HttpRequest, problem_id) -> HttpResponse:
    """Say how it ended; and, if the officer made sure of the page, record that too."""
    report = _report(request, problem_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _show(request, report, close=form)
    try:
        with transaction.atomic():
            actions.close(report=report, outcome=form.cleaned_data["outcome"], by=request.user)
            checked = _record_check(report, form, by=request.user)
    except ValidationError as error:
        return _refused(request, report, form, error, close=form)
    messages.success(request, " ".join(filter(None, ["Closed.", checked])))
    return redirect("voice_problems:list")


@require_POST
def reopen(request: HttpRequest, problem_id) -> HttpResponse:
    """Put it back into the queue."""
    report = actions.reopen(report=_report(request, problem_id), by=request.user)
    messages.success(request, "It is open again.")
    return redirect("voice_problems:problem", report.pk)


@require_POST
def tell_again(request: HttpRequest, problem_id) -> HttpResponse:
    """Try once more to send the letters that did not go."""
    report = _report(request, problem_id)
    number = actions.tell_again(report=report, by=request.user)
    messages.success(request, f"Trying {number} again." if number else "There is nothing to send again.")
    return redirect("voice_problems:problem", report.pk)


def _report(request: HttpRequest, problem_id) -> ProblemReport:
    return get_object_or_404(
        ProblemReport.objects.answerable_by(request.user).select_related("authority", "by"),
        pk=problem_id,
    )


def _record_check(report: ProblemReport, form, *, by) -> str:
    """Record that an officer made sure, if she says so; returns what to tell her."""
    how, listing = form.cleaned_data["checked_how"], report.listing_now
    if not how or listing is None:
        return ""
    is_put_right = form.cleaned_data["outcome"] == Outcome.PUT_RIGHT
    directory.record_check(
        listing,
        on=timezone.localdate(),
        by_role="the Local Offer team",
        how=how,
        outcome=CheckOutcome.CORRECTED if is_put_right else CheckOutcome.RIGHT,
        by=by,
    )
    return "Today’s check is recorded."


def _refused(
    request: HttpRequest, report: ProblemReport, form, error: ValidationError, **forms
) -> HttpResponse:
    """Show the page as it is now, with what was typed: somebody else has been here meanwhile."""
    form.add_error(None, " ".join(error.messages))
    report.refresh_from_db()
    return _show(request, report, **forms)


def _show(request: HttpRequest, report: ProblemReport, *, answer=None, close=None) -> HttpResponse:
    service, listing = report.service_now, report.listing_now
    is_ours = bool(service and Service.objects.editable_by(request.user).filter(pk=service.pk).exists())
    notices = list(report.notices.all())
    context = {
        "header_title": str(report),
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("voice_problems:list"), "label": "Problems"},
            {"url": "", "label": str(report)},
        ],
        "report": report,
        "service": service,
        "page": listing.get_absolute_url() if listing and service.live else "",
        "edit": _edit_url(service) if is_ours else "",
        "facts": facts(service, listing, kind=report.kind) if service else [],
        "notices": notices,
        "is_given_up": any(notice.is_given_up for notice in notices),
        "answer": answer or AnswerForm(),
        "close": close or CloseForm(),
        "beginnings": BEGINNINGS,
        "may_answer": report.can_be_answered and report.state == State.OPEN,
        "typed_in_vain": answer["words"].value()
        if answer and answer.is_bound and report.state != State.OPEN
        else "",
        "history": log_registry.get_logs_for_instance(report).select_related("user"),
    }
    is_wrong = any(form is not None and form.is_bound for form in (answer, close))
    return render(request, "voice/admin/problem.html", context, status=422 if is_wrong else 200)


def _edit_url(service: Service) -> str:
    return reverse(Service.snippet_viewset.get_url_name("edit"), args=[service.pk])
