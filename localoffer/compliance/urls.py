"""Addresses of how a council meets the law."""

from django.urls import path

from . import views

app_name = "compliance"
urlpatterns = [
    path("how-we-meet-the-law/", views.page, name="page"),
    path("how-we-meet-the-law/checklist/", views.checklist, name="checklist"),
    path("how-we-meet-the-law.csv", views.table, name="table"),
    path("how-we-meet-the-law.json", views.data, name="data"),
]
