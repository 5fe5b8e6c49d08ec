"""The results page, suggestions for its box, and every service from A to Z."""

import re
import string
from dataclasses import asdict, replace

from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_cookie
from wagtail import hooks

from localoffer.cms import maps
from localoffer.cms.conditional import not_sent_twice
from localoffer.cms.context import council_for
from localoffer.cms.crisis.showing import look_for_danger
from localoffer.places.models import Authority

from . import filters, searchlog, snapshot
from .cards import card, page_card, pins
from .found_pages.answers import PagesFound, pages_for
from .labels import Label, label, labels
from .models import Entry
from .results import PAGE_SIZE, Results, find
from .search import CHOICES, SORTS, Search
from .shortlist import beside
from .shortlist.models import Kind
from .suggestions import suggest

_SORTS = {"best": "Best match", "near": "Nearest first", "checked": "Checked last", "name": "A to Z"}
DIGITS = "0-9"
PRIVATE = cache_control(private=True, no_cache=True)


@not_sent_twice
@PRIVATE  # a family's words and postcode: no cache between us and them
@vary_on_cookie  # whoever has a list sees the way to it
def results(request: HttpRequest) -> HttpResponse:
    """What a family's search found."""
    authority = Authority.for_request(request)
    search = filters.known(Search.from_params(request.GET), authority.pk)
    danger = look_for_danger(request, search.text)
    found = find(search, authority=authority)
    # “Kept, ended, or you want more” is cruel to read for who wants to end it all
    pages = PagesFound() if danger or search.page > 1 else pages_for(found)
    if search.page == 1 and not danger and _is_new(request):
        searchlog.note(found, answered=pages.first)
    url = reverse("finder:results")
    page = listed(request, found, url=url)
    context = {
        **page,
        "map": maps.offer(request, pins(found, first=page["first"])),
        "search": search,
        "unreadable": bool(
            search.text and not found.question.parts and not found.search.age and not found.near.place
        ),
        "meanings": filters.meanings(found, url=url),
        "literal": filters.literal(found, url=url),
        "corrected": corrected(found, url=url),
        "near": found.near,
        "pages_first": pages.first,
        "page_cards": [page_card(hit) for hit in pages.shown],
        "number_of_pages": len(pages),
        "more_pages": f"{reverse('finder:pages')}?{search.words_only().query_string()}"
        if len(pages) > len(pages.shown)
        else "",
        "ended": found.ended(),
        "groups": filters.groups(found),
        "chips": filters.chips(found, url=url),
        "clear": f"{url}?{search.unfiltered().query_string()}" if search.is_filtered else "",
        "filters_carry": carried(search, names={"q", "near", "sort", "plain", "as"}),
        "ask_carry": carried(search, names={*CHOICES, "age", "within", "open", "sort"}),
        "sorts": sorts(found, url=url),
        "share": f"{url}?{shared(found).query_string()}",
        "noted": bool(search.text) and not danger and not pages.first,
        "nearest": nearest_kinds(found) if not found else [],
        "kinds": [each for each in labels(authority.pk)["kind"] if not each.parent] if not found else [],
    }
    for add in hooks.get_hooks("construct_results_page"):
        add(request, found, context)
    return render(request, "finder/results.html", context)


@not_sent_twice
@PRIVATE
def pages(request: HttpRequest) -> HttpResponse:
    """Every page of the site that answers what somebody typed, the best first."""
    authority = Authority.for_request(request)
    search = Search.from_params(request.GET).words_only()
    look_for_danger(request, search.text)
    found = find(search, authority=authority)
    url = reverse("finder:results")
    return render(
        request,
        "finder/pages.html",
        {
            "search": search,
            "cards": [page_card(hit) for hit in pages_for(found).hits],
            "total": len(found),
            "corrected": corrected(found, url=request.path),
            "services": f"{url}?{search.query_string()}",
        },
    )


def _is_new(request: HttpRequest) -> bool:
    """Whether somebody searches: coming back to a page, or keeping a service on it, asks for it again."""
    return (
        request.method == "GET" and "If-None-Match" not in request.headers and beside.KEPT not in request.GET
    )


@require_GET
@cache_control(private=True, no_cache=True)
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the search box suggests for what was typed so far: {"suggestions": [{"text", "what"}, …]}."""
    made = suggest(
        request.GET.get("q", ""),
        authority_id=Authority.for_request(request).pk,
        # Phrases that somebody chose for this council. Those that are shipped are for finding, not for reading
        vocabulary=snapshot.of(Authority.for_request(request).pk).own_words,
        questions=council_for(request).questions,
    )
    return JsonResponse({"suggestions": [asdict(each) for each in made]})


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

    query = "" if page_only else found.asked.but(page=1).query_string()

    def page_url(number: int) -> str:
        said = "&".join(filter(None, (query, f"page={number}" if number > 1 else "")))
        return f"{url}?{said}" if said else url

    shown = sorted({1, found.pages, *range(found.page - 2, found.page + 3)} & set(range(1, found.pages + 1)))
    pages, last = [], 0
    for number in shown:
        if number > last + 1:
            pages.append({})
        pages.append({"number": str(number), "href": page_url(number), "current": number == found.page})
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


def nearest_kinds(found: Results) -> list[Label]:
    """The kinds of help that were meant, as far as we know, when nothing was found."""
    tokens = [token for part in found.question.parts for token in part.tokens] + list(found.gist)
    codes = dict.fromkeys(token[5:] for token in tokens if token.startswith("kind:"))
    return [each for code in codes if (each := label("kind", code, found.entries.authority_id))]


def corrected(found: Results, *, url: str) -> dict | None:
    """What was looked for instead of what was typed, and the way to look for just that.

    None when nothing was put right.
    """
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
