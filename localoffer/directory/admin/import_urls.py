"""Addresses of the screens for imports, below /admin/imports/."""

from django.urls import path

from . import imports

app_name = "directory_imports"
urlpatterns = [
    path("", imports.index, name="index"),
    path("new/", imports.new, name="new"),
    path("services.xlsx", imports.template, name="template"),
    path("on-the-way/<uuid:job_id>/", imports.job, name="job"),
    path("on-the-way/<uuid:job_id>/progress/", imports.progress, name="progress"),
    path("on-the-way/<uuid:job_id>/read/", imports.read, name="read"),
    path("on-the-way/<uuid:job_id>/write/", imports.write, name="write"),
    path("on-the-way/<uuid:job_id>/give-up/", imports.drop, name="drop"),
    path("written/<uuid:run_id>/", imports.run, name="run"),
    path("written/<uuid:run_id>/report.csv", imports.report, name="report"),
    path("written/<uuid:run_id>/undo/", imports.undo, name="undo"),
    path("mappings/", imports.mappings, name="mappings"),
    path("mappings/new/", imports.new_mapping, name="new_mapping"),
    path("mappings/<uuid:mapping_id>/", imports.edit_mapping, name="mapping"),
    path("mappings/<uuid:mapping_id>/text/", imports.edit_mapping_text, name="mapping_text"),
    path("mappings/<uuid:mapping_id>/preview/", imports.preview, name="preview"),
    path("mappings/<uuid:mapping_id>/delete/", imports.delete_mapping, name="delete_mapping"),
]
