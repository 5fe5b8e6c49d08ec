"""Stands in front of the whole admin: whose council, in which role, and which records."""

from collections.abc import Callable
from functools import cache

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.defaults import page_not_found
from wagtail.admin.auth import permission_denied
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from .doors import door_to
from .posted import names_only_own, words_typed

# Open to people who have not signed in, or hold no role here
WITHOUT_A_ROLE = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
    }
)


GONE = "This could not be saved"


class CouncilAdminMiddleware:
    """The admin on a council's host is that council's, and nobody is in it without a role there.

    Sets `request.user.acting_for`, by which every permission is answered (backends.py), and opens or keeps shut the
    door of the address (doors.py). An administrator of the installation meets the same doors for councils' records
    and may use all of Wagtail's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.path_info.startswith(_admin()):
            return None
        match = request.resolver_match
        if match.view_name in WITHOUT_A_ROLE or not request.user.is_authenticated:
            return None
        user = request.user
        user.acting_for = request.authority
        if user.role_at(request.authority) is None:
            return _not_your_council(request)
        _narrow_groups(user)
        try:
            door_to(match.view_name).look(request, match.args, match.kwargs)
            if request.method == "POST" and not user.is_superuser and not names_only_own(request):
                raise Http404
        except Http404:
            return _not_found(request)
        except PermissionDenied:
            return permission_denied(request)
        return None


def _narrow_groups(user) -> None:
    """Let Wagtail ask about pages and files for this council alone, of somebody who serves several.

    Its policies remember on the person what their groups allow, and look there first.
    """
    if user.is_superuser or len(user.roles) < 2:
        return
    of_council = {"group__user": user, "group__council_group__authority": user.acting_for}
    user._page_permission_cache = list(
        GroupPagePermission.objects.filter(**of_council).select_related("page", "permission")
    )
    user._collection_permission_cache = list(
        GroupCollectionPermission.objects.filter(**of_council).select_related("collection", "permission")
    )


@cache
def _admin() -> str:
    return reverse("wagtailadmin_home")


def _not_found(request: HttpRequest) -> HttpResponse:
    if typed := words_typed(request):
        return render(
            request,
            "accounts/gone.html",
            {"typed": typed, "header_title": GONE, "page_title": GONE},
            status=404,
        )
    # Wagtail's own page, which says the same whether the record is another's or was never there
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def _not_your_council(request: HttpRequest) -> HttpResponse:
    councils = request.user.councils().filter(sites__isnull=False).distinct()
    if request.path_info != _admin():
        return redirect(_admin())
    return render(
        request,
        "accounts/not_your_council.html",
        {"authority": request.authority, "councils": councils},
        status=403,
    )
