"""What roles add to Wagtail."""

from django.http import Http404
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from . import urls
from .doors import Door
from .menu import CouncilMenuItem, leave_open_doors
from .models import CouncilGroup, Membership, Role, SavedView
from .wagtail_doors import pages_of, wagtails
from .week import WeekPanel


@hooks.register("register_admin_doors")
def admin_doors():
    return {
        **wagtails(),
        "accounts": Door(role=Role.ADMINISTRATOR, args={"membership_id": _memberships}),
        "saved_views": Door(args={"view_id": _views}),
    }


def _views(request, kwargs):
    return SavedView.objects.filter(user=request.user, authority=request.authority)


def _memberships(request, kwargs):
    return Membership.objects.filter(authority=request.authority)


@hooks.register("register_role_permissions")
def role_permissions():
    return {Role.EDITOR: ["wagtailadmin.access_admin"]}


@hooks.register("construct_page_chooser_queryset")
def own_pages_only(pages, request):
    """Officers choose from their council's pages."""
    return pages if request.user.is_superuser else pages & pages_of(request)


@hooks.register("before_serve_document")
def own_documents_only(document, request):
    """A council's host serves its own documents, and those in no council's collection."""
    owners = CouncilGroup.objects.filter(collection=document.collection_id)
    if owners.exists() and not owners.filter(authority=request.authority).exists():
        raise Http404


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("localoffer.role", "Give or take a role", "Changed somebody's role")


@hooks.register("construct_main_menu", order=900)
@hooks.register("construct_settings_menu", order=900)
@hooks.register("construct_reports_menu", order=900)
@hooks.register("construct_help_menu", order=900)
def shown_menu(request, items):
    leave_open_doors(request, items)


@hooks.register("construct_search", order=900)
def shown_search_areas(request, items):
    leave_open_doors(request, items)


@hooks.register("construct_homepage_panels", order=900)
def week_first(request, panels):
    """Her week, and for a moderator what waits for her. Wagtail's other panels remember titles of other councils."""
    panels[:] = [
        WeekPanel(),
        *(panel for panel in panels if isinstance(panel, WorkflowObjectsToModeratePanel)),
    ]


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html(
        '<link rel="stylesheet" href="{}"><noscript><link rel="stylesheet" href="{}"></noscript>',
        versioned_static("accounts/admin.css"),
        versioned_static("accounts/without-scripts.css"),
    )


@hooks.register("insert_global_admin_js")
def admin_js():
    return format_html('<script defer src="{}"></script>', versioned_static("accounts/admin.js"))


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("people/", include((urls.people, "accounts"))),
        path("saved-views/", include((urls.saved_views, "saved_views"))),
    ]


@hooks.register("register_settings_menu_item")
def people_menu_item():
    return CouncilMenuItem(
        "People", reverse("accounts:people"), role=Role.ADMINISTRATOR, icon_name="user", order=10
    )
