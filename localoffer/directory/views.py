"""A service's page."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail import hooks

from localoffer.cms import maps
from localoffer.cms.conditional import not_sent_twice
from localoffer.places.models import Authority
from localoffer.ui import languages
from localoffer.ui.pictograms import KINDS

from . import in_words, old_addresses, timetable, waiting
from .models import Listing, Service

#: Rooms above add to a service's page: each function takes (request, listing, context) and changes the
#: context. See docs/reference/hooks.md.
SERVICE_PAGE_HOOK = "construct_service_page"


@not_sent_twice
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything a family may want to know of one service in this council's Local Offer.

    An address that was that of a service which has gone says where to go instead, or leads there.
    """
    authority = Authority.for_request(request)
    listing = (
        Listing.objects.of(authority)
        .shown()
        .select_related("service__organization", "authority")
        .filter(slug=slug)
        .first()
    )
    if listing is None:
        return _gone(request, authority, slug)
    change = listing.service.status_change
    successor = old_addresses.successor_of(listing, change)
    if successor and old_addresses.leads_on(change, authority, timezone.localdate()):
        return _lead_to(successor, instead_of=slug)
    context = _page(request, listing, listing.service, change, successor)
    if not (change and change.is_closing):  # a closed one does not say where it was
        context["map"] = maps.offer(request, pins(listing.service, context["venues"]))
    answer = render(request, "directory/service.html", context)
    # It may hold the way back to a family's search, and to her list: nobody but their own browser keeps it
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie", "Referer"])
    return answer


def preview(request: HttpRequest, draft: Service) -> HttpResponse:
    """A service's page as families would see it if this draft, saved or not, were published."""
    authority = Authority.for_request(request)
    listing = Listing.objects.of(authority).filter(service=draft.pk).first() or Listing(
        authority=authority, slug="preview"
    )
    listing.service = draft
    change = draft.status_change
    context = _page(request, listing, draft, change, old_addresses.successor_of(listing, change))
    return render(request, "directory/service.html", context)


def _page(request: HttpRequest, listing: Listing, shown: Service, change, successor) -> dict:
    today = timezone.localdate()
    check = listing.last_check
    wait = shown.stated_wait
    by_place = defaultdict(list)  # schedules; those of no one place under None
    for schedule in shown.schedules.all():
        by_place[schedule.location_id].append(schedule)
    kinds = list(shown.kinds.select_related("parent"))
    context = {
        "listing": listing,
        "service": shown,
        "ages": in_words.ages(shown.minimum_age, shown.maximum_age),
        "pictogram": next(
            (top.code for kind in kinds if (top := kind.parent or kind).code in KINDS), "advice"
        ),
        "kinds": kinds,
        "needs": list(shown.needs.all()),
        "delivery": list(shown.delivery.all()),
        "communication": list(shown.communication.all()),
        "phones": list(shown.phones.all()),
        "wait": wait,
        "check": check,
        "is_overdue": in_words.is_overdue(check.on if check else None, today),
        "change": change if change and change.status != "active" else None,
        "successor": successor,
        "instead_of": old_addresses.explained(listing, request.GET.get("instead-of", "")),
        "languages": [
            {"name": each.name, "note": each.note, "code": each.code, "own": _own_name(each)}
            for each in shown.languages.all()
        ],
        "cost_options": list(shown.cost_options.all()),
        "answers": list(shown.answers.all()),
        "links": list(shown.links.all()),
        "venues": venues(shown, by_place),
        "times": _times(by_place[None]),
    }
    for construct in hooks.get_hooks(SERVICE_PAGE_HOOK):
        construct(request, listing, context)
    if wait:
        context["too_old"] = waiting.too_old(
            weeks=wait.weeks,
            said_on=wait.said_on,
            maximum_age=shown.maximum_age,
            list_status=wait.list_status,
            today=today,
            age=context.get("age"),
        )
    return context


def _own_name(language) -> str:
    """What its speakers call a language, where that is another name than ours."""
    own = languages.names(language.code)[1] if language.code else ""
    return own if own.casefold() != language.name.casefold() else ""


def _gone(request: HttpRequest, authority: Authority, slug: str) -> HttpResponse:
    """The answer for an address that no service has now: where it leads, or that it is no longer listed."""
    if address := old_addresses.moved_to(authority, slug):
        return _kept_by_nobody(redirect(address, permanent=True))
    former = old_addresses.in_bin(authority, slug)
    if former is None:
        raise Http404("No service has this address.")
    if kept := old_addresses.successor_of(former, None):
        return _lead_to(kept, instead_of=slug)
    return _kept_by_nobody(
        render(request, "directory/no_longer_listed.html", {"listing": former}, status=410)
    )


def _lead_to(listing: Listing, *, instead_of: str) -> HttpResponse:
    address = f"{listing.get_absolute_url()}?{urlencode({'instead-of': instead_of})}"
    return _kept_by_nobody(redirect(address, permanent=True))


def _kept_by_nobody(answer: HttpResponse) -> HttpResponse:
    # A service may open again, or be restored: nobody's browser should remember otherwise for ever
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def venues(shown: Service, by_place: dict) -> list[dict]:
    """Where a service is, place by place: name, lines, access, point, times, and words about it there.

    `by_place` holds the service's schedules by the key of their place. A private place has no name, lines or point
    here: only that its address is kept secret.
    """
    made = []
    for at in shown.service_at_locations.select_related("location").prefetch_related("location__access"):
        place = at.location
        if place.is_private:
            made.append({"is_private": True, "point": None})
            continue
        made.append(
            {
                "is_private": False,
                "name": place.name,
                "lines": place.address_lines(),
                "access": [{"text": term.name} for term in place.access.all()],
                "point": place.point,
                "note": " ".join(part for part in (at.description, place.transportation) if part),
                "times": _times(by_place[place.pk]),
            }
        )
    return made


def pins(shown: Service, venues: list[dict]) -> Iterator[maps.Pin]:
    """A service's places for a map. A private one has no point, and so no pin."""
    for venue in venues:
        if venue["point"]:
            yield maps.Pin(
                point=venue["point"],
                name=venue["name"] or shown.name,
                where=", ".join(venue["lines"]),
                distance=venue.get("distance", ""),
            )


def _times(schedules) -> list[str]:
    lines = []
    today = timezone.localdate()
    for schedule in schedules:
        if timetable.has_ended(schedule, today):
            continue
        said = [timetable.on_a_day(schedule, today), schedule.description]
        if line := ": ".join(part for part in said if part):
            lines.append(line)
    return lines
