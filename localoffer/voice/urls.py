"""Addresses of what families say back."""

from django.urls import path

from . import views

app_name = "voice"
urlpatterns = [
    path("services/<slug:slug>/report/", views.report, name="report"),
    path("services/<slug:slug>/report/thanks/", views.thanks, name="thanks"),
]
