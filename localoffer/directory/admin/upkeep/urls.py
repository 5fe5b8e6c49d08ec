"""Addresses of the screens that keep the directory right, within the admin."""

from django.urls import path

from . import bin, checks, closing, duplicates, replacing
from .kinds import KINDS

app_name = "upkeep"
urlpatterns = [
    path("checks/", checks.index, name="checks"),
    path("checks/record/", checks.record, name="record_checks"),
    path("services/<uuid:service_id>/close/", closing.close, name="close"),
    path("services/<uuid:service_id>/reopen/", closing.reopen, name="reopen"),
    path("replace/", replacing.replace, name="replace"),
    path("bin/", bin.index, name="bin"),
]
for kind in KINDS.values():
    # A kind's own argument names, so that the door knows what may be behind them
    one, other, binned = (
        f"<uuid:{kind.name}_id>",
        f"<uuid:other_{kind.name}_id>",
        f"<uuid:binned_{kind.name}_id>",
    )
    urlpatterns += [
        path(
            f"duplicates/{kind.slug}/", duplicates.index, {"kind": kind.name}, name=f"duplicates_{kind.name}"
        ),
        path(
            f"duplicates/{kind.slug}/{one}/{other}/",
            duplicates.compare,
            {"kind": kind.name},
            name=f"compare_{kind.name}",
        ),
        path(
            f"bin/{kind.slug}/{binned}/restore/",
            bin.restore,
            {"kind": kind.name},
            name=f"restore_{kind.name}",
        ),
    ]
