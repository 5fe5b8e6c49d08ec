"""Addresses of the finder."""

from django.urls import path

from . import browse, guide_views, views
from .shortlist import views as shortlist

app_name = "finder"
urlpatterns = [
    path("find/", views.results, name="results"),
    path("find/pages/", views.pages, name="pages"),
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
    path("my-list/", shortlist.shortlist, name="shortlist"),
    path("my-list/keep/", shortlist.keep, name="keep"),
    path("my-list/note/", shortlist.write_note, name="write_note"),
    path("my-list/remove/", shortlist.remove, name="remove"),
    path("my-list/send/", shortlist.send, name="send"),
    path("my-list/share/", shortlist.share, name="share"),
    path("my-list/end-sharing/", shortlist.end_sharing, name="end_sharing"),
    path("my-list/delete/", shortlist.delete, name="delete"),
    path("list/<str:token>/", shortlist.shared, name="shared"),
]
