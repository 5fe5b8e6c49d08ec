"""Addresses of pages that every council's site has and no officer edits."""

from django.urls import path

from . import views
from .timeline import views as timeline

app_name = "pages"
urlpatterns = [
    path("about-this-site/", views.about, name="about"),
    path("ehc-timeline/", timeline.page, name="timeline"),
    path("ehc-timeline/calendar/", timeline.calendar, name="timeline_calendar"),
    path("robots.txt", views.robots, name="robots"),
]
