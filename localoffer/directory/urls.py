"""Addresses of the directory."""

from django.urls import path

from . import views

app_name = "directory"
urlpatterns = [path("services/<slug:slug>/", views.service, name="service")]
