"""Services that a page shows: found when it is read, never kept in it."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from localoffer.finder import filters, snapshot
from localoffer.finder.cards import card
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.ui.held import Held

#: Searches of editors whose answers a process holds, of about five kilobytes each
MOST = 1_000


@dataclass(frozen=True)
class LiveServices:
    """The first few services of a search, how many there are in all, and the way to the rest."""

    cards: list[dict] = field(default_factory=list)
    total: int = 0
    href: str = ""
    problem: str = ""  # a kind sentence, when a postcode was not found


_found: Held[tuple[int, str, int], LiveServices] = Held(most=MOST)


def found_for(request: HttpRequest, search: Search, *, how_many: int, is_typed: bool = False) -> LiveServices:
    """Look for services in the Local Offer of the council whose page is read, in two queries at most.

    What an editor's search finds is held until the index changes, or the day. Nothing that a reader typed is.
    """
    authority = request.authority
    # One look at the index for all the blocks of a page
    entries = getattr(request, "live_services_entries", None)
    if entries is None:
        entries = request.live_services_entries = snapshot.of(authority.pk)
    search = filters.known(search, authority.pk)
    query, today = search.query_string(), timezone.localdate()

    def look() -> LiveServices:
        found = find(search, authority=authority, entries=entries)
        return LiveServices(
            cards=[card(each, today, found.search.age) | {"why": ""} for each in found.first(how_many)],
            total=len(found),
            href=f"{reverse('finder:results')}?{query}",
            problem=found.near.message,
        )

    if is_typed:
        return look()
    version = (entries.version, entries.pages_version, today)
    return _found.get((authority.pk, query, how_many), version, look)
