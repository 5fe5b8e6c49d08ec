"""Pages that every council's site has and no officer edits."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from . import tree


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


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page that somebody wrote: Wagtail serves it, from where our own tree finds it."""
    request._wagtail_route_for_request = _way_to(request, path)
    return serve(request, path)


def _way_to(request: HttpRequest, path: str) -> RouteResult | None:
    """The deepest page with this address, which is asked for the rest. Wagtail asks two queries for each level."""
    pages = tree.for_request(request)
    if pages is None:
        return None
    way = pages.way_to(f"/{path}")
    found = pages.page(way[-1])
    found.is_known_open = pages.is_open(way[-1])
    rest = [part for part in path.split("/") if part][len(way) - 1 :]
    try:
        return found.route(request, rest)
    except Http404:
        return None
