"""Addresses of the admin that are about people themselves: who works here, and the lists somebody has saved."""

from django.urls import path

from . import views

people = [
    path("", views.people, name="people"),
    path("add/", views.add, name="add"),
    path("<int:membership_id>/", views.change, name="change"),
]

saved_views = [
    path("save/", views.save_view, name="save"),
    path("<int:view_id>/forget/", views.forget_view, name="forget"),
]
