"""The results page, and the two ways to look without a question: by kind and from A to Z."""

import re
import string
from dataclasses import replace

from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_cookie

from localoffer.cms.crisis.showing import look_for_danger
from localoffer.places.models import Authority
from localoffer.ui.pictograms import KINDS

from . import filters
from .cards import card, kind_cards
from .labels import label, labels
from .models import Entry
from .results import PAGE_SIZE, Results, find
from .search import CHOICES, SORTS, Search
from .shortlist import beside
from .shortlist.models import Kind

_SORTS = {"best": "Best match", "near": "Nearest first", "checked": "Checked last", "name": "A to Z"}
DIGITS = "0-9"
PRIVATE = cache_control(private=True, no_cache=True)


@PRIVATE  # a family's words and postcode: no cache between us and them
@vary_on_cookie  # whoever has a list sees the way to it
def results(request: HttpRequest) -> HttpResponse:
    """What a family's search found."""
    authority = Authority.for_request(request)
    search = filters.known(Search.from_params(request.GET), authority.pk)
    look_for_danger(request, search.text)
    found = find(search, authority=authority)
    url = reverse("finder:results")
    context = {
        **listed(request, found, url=url),
        "search": search,
        "unreadable": bool(
            search.text and not found.question.parts and not found.search.age and not found.near.place
        ),
        "meanings": filters.meanings(found, url=url),
        "corrected": corrected(found, url=url),
        "near": found.near,
        "groups": filters.groups(found),
        "chips": filters.chips(found, url=url),
        "clear": f"{url}?{search.unfiltered().query_string()}" if search.is_filtered else "",
        "filters_carry": carried(search, names={"q", "near", "sort", "plain", "as"}),
        "ask_carry": carried(search, names={*CHOICES, "age", "within", "open", "sort"}),
        "sorts": sorts(found, url=url),
        "share": f"{url}?{shared(found).query_string()}",
        "kinds": [each for each in labels(authority.pk)["kind"] if not each.parent] if not found else [],
    }
    return render(request, "finder/results.html", context)


def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of help, with how many services there are."""
    authority = Authority.for_request(request)
    counts = find(Search(), authority=authority).counts
    return render(request, "finder/kinds.html", {"kinds": kind_cards(counts, council=authority.pk)})


@PRIVATE
@vary_on_cookie
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """The services of one kind, and the kinds within it."""
    authority = Authority.for_request(request)
    this = label("kind", code, authority.pk)
    if this is not None and this.code.lower() != code.lower():  # it was merged into another
        return redirect("finder:kind", this.code, permanent=True)
    if this is None or this.code != code:
        raise Http404("There is no such kind of help.")
    search = Search(chosen={"kind": (code,)}, page=Search.from_params(request.GET).page)
    found = find(search, authority=authority)
    url = reverse("finder:kind", args=[code])
    return render(
        request,
        "finder/kind.html",
        {
            **listed(request, found, url=url, page_only=True),
            "kind": this,
            "picture": picture if (picture := this.parent or this.code) in KINDS else "",
            "within": kind_cards(found.counts, parent=code, council=authority.pk),
            "above": label("kind", this.parent, authority.pk) if this.parent else None,
            "narrow": f"{reverse('finder:results')}?{search.but().query_string()}",
        },
    )


def a_to_z(request: HttpRequest, letter: str = "") -> HttpResponse:
    """Every service by the first letter of its name; the first letter in use when none is asked for."""
    entries = Entry.objects.filter(authority=Authority.for_request(request))
    firsts = set(entries.annotate(first=Substr("sort_name", 1, 1)).values_list("first", flat=True).distinct())
    in_use = {first.upper() if first in string.ascii_lowercase else DIGITS for first in firsts if first}
    letters = [*string.ascii_uppercase, DIGITS]
    wanted = letter.upper() or next((each for each in letters if each in in_use), "A")
    if wanted not in letters:
        raise Http404("There is no such letter.")
    if wanted == DIGITS:
        shown = entries.exclude(sort_name__regex="^[a-z]")
    else:
        shown = entries.filter(sort_name__startswith=wanted.lower())
    return render(
        request,
        "finder/a_to_z.html",
        {
            "letter": wanted,
            "letters": [
                {
                    "letter": each,
                    "href": reverse("finder:a_to_z", args=[each.lower()]) if each in in_use else "",
                    "current": each == wanted,
                }
                for each in letters
            ],
            "entries": sorted(shown, key=lambda entry: (entry.sort_name, entry.pk)),  # databases disagree
        },
    )


def listed(request: HttpRequest, found: Results, *, url: str, page_only: bool = False) -> dict:
    """One page of results and the way to the others, for a template."""
    today = timezone.localdate()

    def page_url(number: int) -> str:
        search = found.asked.but(page=number)
        query = f"page={number}" if page_only and number > 1 else "" if page_only else search.query_string()
        return f"{url}?{query}" if query else url

    shown = sorted({1, found.pages, *range(found.page - 2, found.page + 3)} & set(range(1, found.pages + 1)))
    pages, last = [], 0
    for number in shown:
        if number > last + 1:
            pages.append({})
        pages.append({"number": number, "href": page_url(number), "current": number == found.page})
        last = number
    return {
        "total": len(found),
        "cards": [
            card(each, today, found.search.age)
            | {"keep": beside.press(request, Kind.SERVICE, str(each.entry.service_id), each.entry.name)}
            for each in found.found
        ],
        "my_list": beside.way_to_list(request),
        "pages": pages if found.pages > 1 else [],
        "previous": page_url(found.page - 1) if found.page > 1 else "",
        "next": page_url(found.page + 1) if found.page < found.pages else "",
        "page": found.page,
        "first": (found.page - 1) * PAGE_SIZE + 1,
    }


def shared(found: Results) -> Search:
    """The search as it may be passed on: a full postcode becomes its outcode, so that it tells nobody's home."""
    place, text = found.near.place, found.asked.text
    if said := found.question.near_said:
        text = re.sub(rf"\b{re.escape(said)}\b", place.shared if place else "", text, flags=re.IGNORECASE)
    near = place.shared if place and found.asked.near else ""
    return found.asked.but(text=" ".join(text.split()), near=near, page=found.asked.page)


def corrected(found: Results, *, url: str) -> dict | None:
    """What was looked for instead of what was typed, and the way to look for just that; None when nothing was put right."""
    if not found.question.corrected:
        return None
    text = found.asked.text
    for typed, right in found.question.corrected:
        text = re.sub(rf"\b{re.escape(typed)}\b", right, text, flags=re.IGNORECASE)
    as_typed = replace(found.asked, as_typed=True, page=1)
    return {"text": text, "typed": found.asked.text, "href": f"{url}?{as_typed.query_string()}"}


def carried(search: Search, *, names: set[str]) -> list[dict]:
    """Hidden fields that carry these parameters of a search through a form that asks for the others."""
    return [{"name": name, "value": value} for name, value in search.to_params() if name in names]


def sorts(found: Results, *, url: str) -> list[dict]:
    """The orders on offer, each with its address."""
    search = found.asked
    return [
        {
            "label": _SORTS[sort],
            "href": f"{url}?{search.but(sort=sort).query_string()}",
            "current": search.sort == sort,
        }
        for sort in SORTS
        if sort != "near" or found.near.place
    ]
