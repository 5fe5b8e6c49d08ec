"""Addresses of the finder."""

from django.urls import path

from . import views
from .shortlist import views as shortlist

app_name = "finder"
urlpatterns = [
    path("find/", views.results, name="results"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/<slug:code>/", views.kind, name="kind"),
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
