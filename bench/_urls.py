"""The site's addresses, and the plainest page there can be, to measure the others against."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("hello/", lambda request: HttpResponse("Hello")),
    path("", include("localoffer.config.urls")),
]
