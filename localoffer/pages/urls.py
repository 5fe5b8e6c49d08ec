"""Addresses of pages that every council's site has and no officer edits."""

from django.urls import path

from . import views
from .entitlements import views as entitlements
from .key_dates import views as key_dates
from .timeline import views as timeline

app_name = "pages"
urlpatterns = [
    path("about-this-site/", views.about, name="about"),
    path("ehc-timeline/", timeline.page, name="timeline"),
    path("ehc-timeline/calendar/", timeline.calendar, name="timeline_calendar"),
    path("key-dates/", key_dates.page, name="key_dates"),
    path("key-dates.ics", key_dates.calendar, name="key_dates_calendar"),
    path("your-rights/", entitlements.page, name="entitlements"),
    path("robots.txt", views.robots, name="robots"),
]
