"""Addresses of news by e-mail and of the newsletter."""

from django.urls import path

from . import views
from .newsletter import views as newsletter

app_name = "updates"
urlpatterns = [
    path("updates/", views.subscribe, name="subscribe"),
    path("updates/asked/", views.asked, name="asked"),
    path("updates/confirm/", views.confirm, name="confirm"),
    path("updates/mine/", views.mine, name="mine"),
    path("updates/stop/", views.stop, name="stop"),
    path("newsletter/", newsletter.archive, name="newsletter"),
    path("newsletter/feed/", newsletter.feed, name="newsletter_feed"),
    path("newsletter/<slug:slug>/", newsletter.issue, name="issue"),
]
