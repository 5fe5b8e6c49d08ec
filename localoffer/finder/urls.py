"""Addresses of the finder."""

from django.urls import path

from . import browse, guide_views, views

app_name = "finder"
urlpatterns = [
    path("find/", views.results, name="results"),
    path("find/suggest/", views.suggestions, name="suggestions"),
    path("find/guide/", guide_views.question, name="guide"),
    path("find/guide/found/", guide_views.found, name="guide_found"),
    path("find/guide/<slug:name>/", guide_views.question, name="guide"),
    path("kinds/", browse.every, {"facet": "kind"}, name="kinds"),
    path("kinds/<slug:code>/", browse.one, {"facet": "kind"}, name="kind"),
    path("ages/", browse.every, {"facet": "age"}, name="ages"),
    path("ages/<slug:code>/", browse.one, {"facet": "age"}, name="age"),
    path("needs/", browse.every, {"facet": "need"}, name="needs"),
    path("needs/<slug:code>/", browse.one, {"facet": "need"}, name="need"),
    path("a-z/", views.a_to_z, name="a_to_z"),
    path("a-z/<slug:letter>/", views.a_to_z, name="a_to_z"),
]
