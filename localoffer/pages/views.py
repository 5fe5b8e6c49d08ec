"""Pages that every council's site has and no officer edits."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def about(request: HttpRequest) -> HttpResponse:
    """How the site treats what a family types, and whose facts it uses."""
    tiles = settings.MAP_TILES
    map_of = {"has_map": True, "map_host": tiles.host, "map_credit": tiles.credit} if tiles else {}
    return render(request, "pages/about.html", map_of)


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything but searches: those are a family's own."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('finder:results')}",
        f"Disallow: {reverse('wagtailadmin_home')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
