"""The page of what families are entitled to."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from localoffer.cms.conditional import not_sent_twice
from localoffer.finder.labels import label
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.places.models import Authority

from . import duties, rights
from .serving import pages_serving


@not_sent_twice
@cache_control(no_cache=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What families can ask for, then every duty in force, with the council's own pages and services."""
    authority, today = Authority.for_request(request), timezone.localdate()
    counts = find(Search(), authority=authority).counts
    pages = pages_serving(authority)

    def services_of(kind: str) -> tuple[str, str] | None:
        return _services_of(kind, counts, authority)

    sections = duties.by_section(today, pages=pages, services_of=services_of)
    context = {
        "parts": rights.by_part(today, pages=pages, services_of=services_of),
        "sections": sections,
        "law_as_at": duties.law_as_at(today),
    }
    return render(request, "pages/entitlements/page.html", context)


def _services_of(kind: str, counts: Mapping[str, int], authority: Authority) -> tuple[str, str] | None:
    """The name of a kind of help and the address of its services; None where the council has none."""
    found = label("kind", kind, authority.pk)
    if found is None or not counts[f"kind:{found.code}"]:
        return None
    return found.name, reverse("finder:kind", args=[found.code])
