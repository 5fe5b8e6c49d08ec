"""One address that says whose site it is, and the admin, for tests of the middleware alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.models import Site

from localoffer.places.models import Authority


def whose(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Authority.for_request(request).name} at {Site.find_for_request(request).hostname}")


urlpatterns = [
    path("whose/", whose),
    path("admin/", include(wagtailadmin_urls)),
]
