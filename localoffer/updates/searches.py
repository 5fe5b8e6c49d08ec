"""A search that somebody follows: kept without her postcode, and run for what is new in the Local Offer.

All of a postcode but its first half is taken out, wherever it stands, and so are e-mail addresses, telephone and long
numbers. Words of danger are never kept.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from localoffer.cms.crisis import danger_in
from localoffer.directory.models import Listing
from localoffer.finder import filters
from localoffer.finder.labels import label
from localoffer.finder.models import STATUS_CLOSED, Entry
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.places.lookup import look_up
from localoffer.places.models import Authority

from .topics import Item

#: A filter is in no letter's way, but one that says where somebody is this very hour helps nobody a week later
_NOT_KEPT = {"sort": "best", "page": 1, "is_open": False}
LONGEST_QUERY = 1000


def to_keep(search: Search, authority: Authority) -> Search:
    """A search as it may be kept; an empty one for what is not kept at all."""
    if danger_in(search.text):
        return Search()
    place = look_up(search.near, authority=authority).place if search.near else None
    return shortened(search, near=place.shared if place else "", council=authority.pk)


def shortened(search: Search, *, near: str, council: int) -> Search:
    """A search that holds no danger, without what could lead to somebody; `near` is an outcode, or ""."""
    text = _FULL_POSTCODE.sub(lambda found: found[1], search.text)
    text = _LONG_NUMBER.sub(" ", _EMAIL.sub(" ", text))
    kept = filters.known(replace(search, text=" ".join(text.split()), near=near, **_NOT_KEPT), council)
    return kept if len(kept.query_string()) <= LONGEST_QUERY else Search()


_FULL_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*\d[a-z]{2}\b", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+")
_LONG_NUMBER = re.compile(r"(?<!\w)\+?\d[\d\s().-]{6,}\d|\d{5,}")


def read(query: str) -> Search:
    """A search from the text it is kept as."""
    return Search.from_params(QueryDict(query[: LONGEST_QUERY * 4]))


def in_words(search: Search, council: int) -> str:
    """A search as whoever follows it reads it: “speech therapy”, near LN6, Age 5 to 10, Autism."""
    said = [f"“{search.text}”" if search.text else "", f"near {search.near}" if search.near else ""]
    if search.age:
        said.append(filters.age_in_words(search.age))
    for name, codes in search.chosen.items():
        said += [each.name for code in codes if (each := label(name, code, council))]
    if search.within:
        said.append(f"within {search.within} mile{'s' if search.within > 1 else ''}")
    return ", ".join(filter(None, said)) or "Every service"


def new_services(
    search: Search, authority: Authority, since: dt.datetime, until: dt.datetime
) -> Iterator[Item]:
    """What this search finds that was not in the council's Local Offer before: best match first."""
    listed = Listing.objects.of(authority).came_in(since, until).values_list("service_id", flat=True)
    entries = Entry.objects.filter(authority=authority, service_id__in=listed).exclude(status=STATUS_CLOSED)
    new = {entry.pk: entry for entry in entries}
    if not new:
        return
    for hit in find(filters.known(search, authority.pk), authority=authority).hits:
        if entry := new.get(hit.entry_id):
            yield Item(entry.name, entry.get_absolute_url(), entry.summary, entry.provider)


def address_of(search: Search) -> str:
    """The path of its results."""
    return f"{reverse('finder:results')}?{search.query_string()}"
