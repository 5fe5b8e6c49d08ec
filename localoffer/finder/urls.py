"""Addresses of the finder room."""

from django.urls import URLPattern, URLResolver

app_name = "finder"
urlpatterns: list[URLPattern | URLResolver] = []
