"""Records that may be one: suggestions, side by side, and merging."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from ... import duplicates, merging
from .kinds import KINDS
from .showing import show

MOST_SHOWN = 50


def index(request: HttpRequest, kind: str) -> HttpResponse:
    """Pairs that may be one, the likeliest first."""
    this = KINDS[kind]
    found = this.suggest(this.own(request))
    shown = found[:MOST_SHOWN]
    records = this.own(request).in_bulk([key for each in shown for key in (each.first, each.second)])
    rows = []
    for each in shown:
        keep, drop = _to_keep_first(records[each.first], records[each.second])
        rows.append(
            {
                "first": keep,
                "second": drop,
                "reasons": each.reasons,
                "href": this.compare_url(keep.pk, drop.pk),
            }
        )
    tabs = [
        {
            "label": each.plural.capitalize(),
            "href": reverse(f"upkeep:duplicates_{each.name}"),
            "is_shown": each is this,
        }
        for each in KINDS.values()
    ]
    return show(
        request, "duplicates", "Duplicates", icon="copy", kind=this, rows=rows, tabs=tabs, total=len(found)
    )


def _to_keep_first(one, other) -> tuple:
    """The two with the one first that is likelier to stay: what families see, and have seen for longer."""

    def rank(record) -> tuple:
        published = getattr(record, "first_published_at", None)
        return (
            not getattr(record, "live", True),
            published is None,
            published and published.timestamp(),
            str(record),
        )

    return tuple(sorted((one, other), key=rank))


def compare(request: HttpRequest, kind: str, **ids) -> HttpResponse:
    """Two records side by side; choose what to keep of each, merge them, or say that they are two."""
    this = KINDS[kind]
    records = this.own(request).in_bulk(ids.values())
    if len(records) != 2:
        raise Http404
    one, other = records[ids[f"{kind}_id"]], records[ids[f"other_{kind}_id"]]
    above = reverse(f"upkeep:duplicates_{kind}")
    if request.method == "POST" and "two" in request.POST:
        duplicates.say_not_duplicates(one, other, by=request.user)
        messages.success(request, f"{one} and {other} are two. They are not suggested again.")
        return redirect(above)
    fields = merging.compare(one, other)
    if request.method == "POST":
        choices = {
            each.name: chosen for each in fields if each.differs and (chosen := request.POST.get(each.name))
        }
        try:
            kept = merging.merge(keep=one, drop=other, choices=choices, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            # What was chosen stays chosen
            fields = [_chosen(each, choices.get(each.name)) for each in fields]
        else:
            messages.success(
                request, f"{other} is part of {kept} now. It can be brought back from the bin for 30 days."
            )
            return redirect(this.edit_url(kept))
    return show(
        request,
        "compare",
        "Are these one and the same?",
        icon="copy",
        above=[(above, "Duplicates")],
        kind=this,
        one=one,
        other=other,
        fields=[each for each in fields if each.differs],
        same=[each.label for each in fields if not each.differs and each.keep],
        swapped=this.compare_url(other.pk, one.pk),
        one_url=this.edit_url(one),
        other_url=this.edit_url(other),
    )


def _chosen(field: merging.Compared, choice: str | None) -> merging.Compared:
    if choice not in (merging.KEEP, merging.DROP, merging.BOTH):
        return field
    return merging.Compared(field.name, field.label, field.keep, field.drop, field.is_list, choice)
