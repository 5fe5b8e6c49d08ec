"""Pages that every council's site has and no officer edits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def about(request: HttpRequest) -> HttpResponse:
    """How the site treats what a family types, and whose facts it uses."""
    return render(request, "pages/about.html")


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything but searches: those are a family's own."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('finder:results')}",
        f"Disallow: {reverse('wagtailadmin_home')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
