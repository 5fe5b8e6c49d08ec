"""The gallery: every component on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .gallery import components


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with its examples, for whoever builds or judges pages; search engines stay out."""
    response = render(request, "ui/gallery.html", {"components": components()})
    response["X-Robots-Tag"] = "noindex"
    return response
