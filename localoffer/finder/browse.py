"""Ways to look through everything without a question: by kind of help, by age, by need."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_cookie

from localoffer.places.models import Authority
from localoffer.ui.pictograms import KINDS

from .cards import facet_cards
from .filters import age_in_words
from .labels import Label, label
from .results import find
from .search import AGE_BANDS, Search
from .views import PRIVATE, listed


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look through everything: the filter whose choices it lists, and its words."""

    facet: str
    title: str
    every: str  # the way back to all of them
    narrow: str
    unsaid: str = ""  # of services that do not say: “12 of these do not say …”
    is_deep: bool = False  # the first page lists those below others, too
    heading: Callable[[Label], str] = attrgetter("name")  # of the page of one


WAYS = {
    way.facet: way
    for way in (
        Way("kind", "Kinds of help", "All kinds of help", "Narrow these down by age, need or distance"),
        Way(
            "age",
            "Help by age",
            "All ages",
            "Narrow these down by need, kind of help or distance",
            unsaid="what ages they are for",
            heading=lambda band: age_in_words(AGE_BANDS[band.code]),
        ),
        Way(
            "need",
            "Help by need",
            "All needs",
            "Narrow these down by age, kind of help or distance",
            unsaid="which needs they are for",
            is_deep=True,
        ),
    )
}


def every(request: HttpRequest, facet: str) -> HttpResponse:
    """Every kind of help (or age, or need), with how many services there are."""
    way, authority = WAYS[facet], Authority.for_request(request)
    counts = find(Search(), authority=authority).counts
    cards = facet_cards(facet, counts, council=authority.pk, is_deep=way.is_deep)
    return render(request, "finder/every.html", {"way": way, "cards": cards})


@PRIVATE
@vary_on_cookie  # whoever has a list sees the way to it
def one(request: HttpRequest, facet: str, code: str) -> HttpResponse:
    """The services of one kind (or age, or need), and the kinds within it."""
    way, authority = WAYS[facet], Authority.for_request(request)
    this = label(facet, code, authority.pk)
    if this is not None and this.code.lower() != code.lower():  # it was merged into another
        return redirect(f"finder:{facet}", this.code, permanent=True)
    if this is None or this.code != code:
        raise Http404("There is no such page.")
    params = {facet: code, "page": request.GET.get("page", "")}
    search = Search.from_params(params)
    found = find(search, authority=authority)
    url = reverse(f"finder:{facet}", args=[code])
    above = label(facet, this.parent, authority.pk) if this.parent else None
    return render(
        request,
        "finder/one.html",
        {
            **listed(request, found, url=url, page_only=True),
            "way": way,
            "heading": way.heading(this),
            "this": this,
            "picture": picture if (picture := this.parent or this.code) in KINDS else "",
            "within": facet_cards(facet, found.counts, parent=code, council=authority.pk),
            "up": reverse(f"finder:{facet}", args=[above.code]) if above else reverse(f"finder:{facet}s"),
            "up_text": above.name if above else way.every,
            "questions": reverse("finder:questions", args=[code]) if facet == "kind" else "",
            "unsaid": (found.passed & found.unsaid.get(facet, 0)).bit_count(),
            "narrow": f"{reverse('finder:results')}?{search.but().query_string()}",
        },
    )
