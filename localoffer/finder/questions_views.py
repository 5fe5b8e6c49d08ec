"""Questions to ask: a list of every kind of help, and the questions about one, to print and to keep."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_cookie

from localoffer.directory import questions
from localoffer.directory.models import TaxonomyTerm
from localoffer.places.models import Authority
from localoffer.ui.pictograms import KINDS

from .labels import Label, label, labels
from .shortlist import beside as shortlist
from .shortlist.models import Kind
from .views import PRIVATE

HEADING = "Questions to ask"
MOST_MORE = 4  # other kinds that a service's page leads to


def every(request: HttpRequest) -> HttpResponse:
    """Every kind of help whose questions can be read, each below the one above it."""
    kinds = labels(Authority.for_request(request).pk)["kind"]
    groups = [
        {"kind": each, "picture": each.code if each.code in KINDS else "", "links": _links(kinds, each.code)}
        for each in kinds
        if not each.parent
    ]
    return render(request, "finder/all_questions.html", {"heading": HEADING, "groups": groups})


@PRIVATE
@vary_on_cookie  # whoever has a list sees the way to it
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The questions about one kind of help: a parent's and a young person's, each on a sheet of its own on paper."""
    authority = Authority.for_request(request)
    this = label("kind", code, authority.pk)
    if this is not None and this.code.lower() != code.lower():  # it was merged into another
        return redirect("finder:questions", this.code, permanent=True)
    asked = questions.of_kinds([_with_above(this)], authority=authority)[this.code] if this else None
    if not asked or this.code != code:
        raise Http404("There are no questions about this.")
    return render(
        request,
        "finder/questions.html",
        {
            "this": this,
            "asked": asked,
            "picture": picture if (picture := this.parent or this.code) in KINDS else "",
            "keep": shortlist.press(request, Kind.QUESTIONS, code, f"{HEADING}: {this.name}"),
            "my_list": shortlist.way_to_list(request),
            "services": reverse("finder:kind", args=[code]),
        },
    )


def beside(kinds: Iterable[TaxonomyTerm], *, authority: Authority) -> dict | None:
    """What components/questions.html takes, for a service of these kinds: the questions about the narrowest of them."""
    terms = sorted((each for each in kinds if not each.is_retired), key=lambda each: each.parent_id is None)
    if not terms:
        return None
    chosen = terms[0]
    above = chosen.parent.code if chosen.parent else ""
    asked = questions.of_kinds([(chosen.code, above)], authority=authority)[chosen.code]
    if not asked:
        return None
    more = [each for each in terms[1:] if each.pk != chosen.parent_id][:MOST_MORE]
    return {
        "title": f"{HEADING}: {chosen.name}",
        "parent": asked.parent,
        "young": asked.young,
        "href": reverse("finder:questions", args=[chosen.code]),
        "text": "Print these or keep them",
        "more": [
            {"text": f"{HEADING}: {each.name}", "href": reverse("finder:questions", args=[each.code])}
            for each in more
        ],
    }


def _with_above(kind: Label) -> tuple[str, str]:
    return kind.code, kind.parent


def _links(kinds: list[Label], code: str) -> list[dict[str, str]]:
    return [
        {"text": each.name, "href": reverse("finder:questions", args=[each.code])}
        for each in kinds
        if each.parent == code
    ]
