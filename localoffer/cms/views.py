"""The theme stylesheet, who to ring in a crisis, and what words mean."""

from itertools import groupby
from string import ascii_uppercase

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Site

from localoffer.places.models import Authority

from .forms import what_happens_to_worries
from .glossary.terms import terms_of
from .models import CouncilSettings


def theme(request: HttpRequest, hash: str) -> HttpResponse:
    """Return the council's colours as CSS, kept by browsers for a year: a change has a new address.

    An address that is out of date leads to today's. The settings are read anew, not from what a process
    remembers: two processes can never send a browser back and forth.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("No council is served at this address.")
    current = CouncilSettings.for_site(site).theme
    if hash != current.hash:
        response: HttpResponse = HttpResponseRedirect(reverse("cms:theme", args=[current.hash]))
        response["Cache-Control"] = "no-cache"
        return response
    return HttpResponse(
        current.stylesheet(),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


def crisis_help(request: HttpRequest) -> HttpResponse:
    """Everybody to ring, text or write to in a crisis: for whoever looks for it without typing a word."""
    return render(request, "cms/crisis_help.html", {"worries": what_happens_to_worries(request)})


def glossary(request: HttpRequest) -> HttpResponse:
    """What words mean, A to Z."""
    terms = terms_of(Authority.for_request(request))
    parts = [
        {"letter": letter, "anchor": _anchor(letter), "terms": list(under)}
        for letter, under in groupby(terms, key=lambda term: term.letter)
    ]
    there = {part["letter"] for part in parts}
    letters = [
        {"letter": letter, "href": f"#{_anchor(letter)}" if letter in there else ""}
        for letter in [*(["#"] if "#" in there else []), *ascii_uppercase]
    ]
    return render(request, "cms/glossary.html", {"parts": parts, "letters": letters})


def _anchor(letter: str) -> str:
    return "letter-0" if letter == "#" else f"letter-{letter.lower()}"
