"""What families' reports add to other rooms' pages, and to Wagtail."""

from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.staticfiles import versioned_static

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role
from localoffer.accounts.week import Heading, Line
from localoffer.directory.models import Service

from .models import ProblemReport

FIRST_FEW = 5


@hooks.register("construct_service_page")
def way_to_report(request, listing, context):
    """Every service's page has a way to say that something on it is wrong."""
    if listing._state.adding:  # a preview of what no family can see yet
        return
    context["report"] = {
        "href": reverse("voice:report", args=[listing.slug]),
        "text": "Something wrong on this page? Tell us",
    }


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The audit lines that voice.actions writes, in words."""
    actions.register_action("localoffer.problem_answer", "Answer a report", "Answered a report")
    actions.register_action("localoffer.problem_close", "Close a report", "Closed a report")
    actions.register_action("localoffer.problem_reopen", "Reopen a report", "Reopened a report")
    actions.register_action("localoffer.problem_tell_again", "Send letters again", "Sent letters again")


@hooks.register("register_admin_doors")
def admin_doors():
    return {"voice_problems": Door(role=Role.EDITOR, args={"problem_id": _answerable})}


def _answerable(request, kwargs):
    return ProblemReport.objects.answerable_by(request.user)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path(
            "problems/",
            include(("localoffer.voice.admin.urls", "voice_problems"), namespace="voice_problems"),
        )
    ]


class ProblemsMenuItem(CouncilMenuItem):
    """Says how many wait."""

    def render_component(self, request):
        shown = super().render_component(request)
        if waiting := _answerable(request, {}).unsettled().count():
            shown.label = f"{self.label} ({waiting})"
        return shown


@hooks.register("register_admin_menu_item")
def problems_menu_item():
    return ProblemsMenuItem(
        "Problems", reverse("voice_problems:list"), role=Role.EDITOR, icon_name="warning", order=140
    )


@hooks.register("register_week")
def problems_of_the_week(request):
    """What families found wrong and nobody has dealt with."""
    waiting = _answerable(request, {}).unsettled()
    first = list(waiting[:FIRST_FEW])
    return [
        Heading(
            "problem reported" if (count := waiting.count()) == 1 else "problems reported",
            count,
            lines=[
                Line(
                    str(report),
                    reverse("voice_problems:problem", args=[report.pk]),
                    f"{report.age_in_words}, overdue" if report.is_overdue else report.age_in_words,
                )
                for report in first
            ],
            href=reverse("voice_problems:list"),
            nothing="Nobody has reported a problem that is still open.",
            order=30,
            is_pressing=any(report.is_overdue for report in first),
        )
    ]


@hooks.register("before_edit_snippet")
def problems_of_the_service(request, instance):
    """Whoever edits a service hears what families found wrong with it."""
    if request.method != "GET" or not isinstance(instance, Service):
        return
    reports = list(_answerable(request, {}).unsettled().about(instance)[:FIRST_FEW])
    if not reports:
        return
    kinds = dict.fromkeys(report.get_kind_display() for report in reports)
    address = reverse("voice_problems:problem", args=[reports[0].pk])
    messages.warning(
        request,
        f"Families told us: {', '.join(kinds).lower()} ({reports[0].age_in_words}).",
        buttons=[
            messages.button(address, "See the report" if len(reports) == 1 else "See the oldest report")
        ],
    )


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("voice/admin.css"))
