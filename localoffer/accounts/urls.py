"""Addresses of the screens for a council's own people, below /admin/people/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add, name="add"),
    path("<int:membership_id>/", views.change, name="change"),
]
