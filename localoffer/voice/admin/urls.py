"""Addresses of the officers' queue, below /admin/problems/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.QueueView.as_view(), name="list"),
    path("results/", views.QueueView.as_view(results_only=True), name="list_results"),
    path("<uuid:problem_id>/", views.problem, name="problem"),
    path("<uuid:problem_id>/answer/", views.answer, name="answer"),
    path("<uuid:problem_id>/close/", views.close, name="close"),
    path("<uuid:problem_id>/reopen/", views.reopen, name="reopen"),
    path("<uuid:problem_id>/tell-again/", views.tell_again, name="tell_again"),
]
