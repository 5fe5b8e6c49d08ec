"""How these screens are shown: Wagtail's own frame, a title, and the way back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def show(
    request: HttpRequest, template: str, title: str, *, icon: str, above=(), status=200, **context
) -> HttpResponse:
    """Render a screen. `above` holds (address, words) of what lies between it and the first page."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    crumbs += [{"url": url, "label": label} for url, label in above]
    crumbs.append({"url": "", "label": title})
    return render(
        request,
        f"directory/admin/upkeep/{template}.html",
        {"header_title": title, "header_icon": icon, "breadcrumbs_items": crumbs, **context},
        status=status,
    )
