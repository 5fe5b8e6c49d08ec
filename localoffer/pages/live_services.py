"""Services that a page shows: found when it is read, never kept in it."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from localoffer.finder import filters, snapshot
from localoffer.finder.cards import card
from localoffer.finder.results import find
from localoffer.finder.search import Search


@dataclass(frozen=True)
class LiveServices:
    """The first few services of a search, how many there are in all, and the way to the rest."""

    cards: list[dict] = field(default_factory=list)
    total: int = 0
    href: str = ""
    problem: str = ""  # a kind sentence, when a postcode was not found


def found_for(request: HttpRequest, search: Search, *, how_many: int) -> LiveServices:
    """Look for services in the Local Offer of the council whose page is read, in two queries at most."""
    authority = request.authority
    # One look at the index for all the blocks of a page
    entries = getattr(request, "live_services_entries", None)
    if entries is None:
        entries = request.live_services_entries = snapshot.of(authority.pk)
    search = filters.known(search, authority.pk)
    found = find(search, authority=authority, entries=entries)
    today = timezone.localdate()
    return LiveServices(
        cards=[card(each, today, found.search.age) | {"why": ""} for each in found.first(how_many)],
        total=len(found),
        href=f"{reverse('finder:results')}?{search.query_string()}",
        problem=found.near.message,
    )
