"""Addresses of the cms room."""

from django.urls import path

from . import views

app_name = "cms"
urlpatterns = [
    path("crisis-help/", views.crisis_help, name="crisis_help"),
    path("glossary/", views.glossary, name="glossary"),
    path("theme/<slug:hash>.css", views.theme, name="theme"),
]
