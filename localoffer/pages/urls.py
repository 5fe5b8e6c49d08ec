"""Addresses of pages that every council's site has and no officer edits."""

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("about-this-site/", views.about, name="about"),
    path("robots.txt", views.robots, name="robots"),
]
