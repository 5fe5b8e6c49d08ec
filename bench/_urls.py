"""The site's addresses, and the plainest page there can be, to measure the others against."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from wagtail.admin.auth import require_admin_access


@require_admin_access
def bare(request):
    return render(request, "wagtailadmin/generic/base.html", {"header_title": "Bare"})


urlpatterns = [
    path("hello/", lambda request: HttpResponse("Hello")),
    path("admin/bare/", bare, name="wagtailadmin_account"),  # the door of a page that anybody may see
    path("", include("localoffer.config.urls")),
]
