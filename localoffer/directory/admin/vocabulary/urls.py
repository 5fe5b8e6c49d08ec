"""Addresses of the screens for vocabularies, below /admin/vocabulary/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.vocabularies, name="list"),
    path("<slug:vocabulary>/", views.vocabulary, name="vocabulary"),
    path("<slug:vocabulary>/add/", views.add, name="add"),
    path("term/<uuid:term_id>/", views.term, name="term"),
    path("term/<uuid:term_id>/reword/", views.reword, name="reword"),
    path("term/<uuid:term_id>/up/", views.shift, {"up": True}, name="up"),
    path("term/<uuid:term_id>/down/", views.shift, {"up": False}, name="down"),
    path("term/<uuid:term_id>/merge/", views.merge, name="merge"),
    path("term/<uuid:term_id>/retire/", views.retire, name="retire"),
    path("term/<uuid:term_id>/restore/", views.restore, name="restore"),
    path("term/<uuid:term_id>/delete/", views.delete, name="delete"),
]
