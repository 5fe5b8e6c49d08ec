"""Addresses of the finder."""

from django.urls import path

from . import guide_views, views

app_name = "finder"
urlpatterns = [
    path("find/", views.results, name="results"),
    path("find/guide/", guide_views.question, name="guide"),
    path("find/guide/found/", guide_views.found, name="guide_found"),
    path("find/guide/<slug:name>/", guide_views.question, name="guide"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/<slug:code>/", views.kind, name="kind"),
    path("a-z/", views.a_to_z, name="a_to_z"),
    path("a-z/<slug:letter>/", views.a_to_z, name="a_to_z"),
]
