"""What was deleted in the last 30 days, and the way back."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from wagtail.admin import messages

from ... import bin
from .kinds import KINDS
from .showing import show


def index(request: HttpRequest) -> HttpResponse:
    """Everything in this council's bin, the latest first."""
    rows = []
    for kind in KINDS.values():
        for record in kind.binned(request).select_related("binned_by", "merged_into"):
            left = record.leaves_bin_at - timezone.now()
            rows.append(
                {"kind": kind, "record": record, "href": kind.restore_url(record), "days": max(left.days, 0)}
            )
    rows.sort(key=lambda row: row["record"].binned_at, reverse=True)
    return show(request, "bin", "Bin", icon="bin", rows=rows)


def restore(request: HttpRequest, kind: str, **ids) -> HttpResponse:
    """Bring a record back."""
    this = KINDS[kind]
    record = get_object_or_404(this.binned(request), pk=ids[f"binned_{kind}_id"])
    if request.method == "POST":
        try:
            left = bin.restore(record, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"{record} is back.")
            for each in left:
                messages.warning(request, each)
    return redirect("upkeep:bin")
