"""Pages that a family keeps in its list: guides and their parts, journeys and their stops, questions, events.

What is kept is which page it is, and which part of it; never an answer, a date or a place that somebody typed there.
"""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail.models import Page, Site

from localoffer.finder.shortlist import beside
from localoffer.finder.shortlist.models import Kind
from localoffer.finder.shortlist.things import Thing
from localoffer.places.models import Authority

#: Pages that every council has and nobody writes: the key, the title and the name of the address.
STANDING = {
    "ehc-timeline": ("EHC plan dates", "pages:timeline"),
    "key-dates": ("Key dates", "pages:key_dates"),
    "your-rights": ("Your rights", "pages:entitlements"),
}
#: What kinds of page say of themselves in a list, and their pictograms.
SAID = {
    "guide": ("A guide", "advice"),
    "journey": ("A journey, step by step", "advice"),
    "question": ("A question and its answer", "advice"),
    "event": ("An event", "calendar"),
}
MOST_DIGITS = 18


def press(request: HttpRequest, page: Page, part: str = "", title: str = "") -> dict | None:
    """“Keep in my list” for a page, or for a part of it with an address of its own; None where it cannot be kept."""
    if not getattr(page, "can_be_kept", False) or page.pk is None or not page.live:
        return None
    key = f"{page.pk}/{part}" if part else str(page.pk)
    return beside.press(request, Kind.PAGE, key, f"{title}, {page.title}" if title else page.title)


def press_standing(request: HttpRequest, key: str) -> dict:
    """The same for one of the pages that every council has."""
    return beside.press(request, Kind.PAGE, key, STANDING[key][0])


def is_hers_alone(request: HttpRequest, answer) -> None:
    """An answer that says “kept in my list” is kept by nobody but her own browser."""
    if beside.KEPT in request.GET:
        patch_cache_control(answer, private=True, no_cache=True)
        patch_vary_headers(answer, ["Cookie"])


def read(authority: Authority, keys: set[str], today: date) -> dict[str, Thing]:
    """Pages of this council by their keys, such as "17" or "17/after-you-ask"; those unpublished are not in it."""
    found = {
        key: Thing(
            title=STANDING[key][0],
            href=reverse(STANDING[key][1]),
            meta="A page of this Local Offer",
            pictogram="calendar",
        )
        for key in keys & STANDING.keys()
    }
    wanted: dict[int, list[tuple[str, str]]] = {}
    for key in keys - STANDING.keys():
        number, _, part = key.partition("/")
        if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
            wanted.setdefault(int(number), []).append((key, part))
    if not wanted:
        return found
    roots = [
        site.root_page
        for site in Site.objects.filter(authority_site__authority=authority).select_related("root_page")
        if site.root_page.depth > 1
    ]
    within = Q(pk__in=[])
    for root in roots:
        within |= Q(path__startswith=root.path)
    for page in Page.objects.live().public().filter(within, pk__in=wanted).specific():
        if not getattr(page, "can_be_kept", False):
            continue
        root = next(root for root in roots if page.path.startswith(root.path))
        for key, part in wanted[page.pk]:
            found[key] = _thing(page, f"/{page.url_path[len(root.url_path) :]}", part)
    return found


def _thing(page: Page, href: str, part: str) -> Thing:
    meta, pictogram = SAID.get(page.page_kind, ("A page", "advice"))
    made = {"meta": meta, "pictogram": pictogram, "text": page.search_description}
    if when := getattr(page, "when_in_words", ""):
        made["meta"] = f"{meta}: {when}"
    if not part:
        return Thing(title=page.title, href=href, **made)
    parts = getattr(page, "parts_by_slug", {})
    if part not in parts:
        text = "The part that you kept is not there now. This is the page that it was on."
        return Thing(title=page.title, href=href, **made | {"text": text})
    return Thing(title=f"{page.title}: {parts.said(part)['title']}", href=f"{href}{part}/", **made)
