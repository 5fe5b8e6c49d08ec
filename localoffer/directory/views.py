"""A service's page."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail import hooks

from localoffer.places.models import Authority
from localoffer.ui.pictograms import KINDS

from . import in_words, timetable
from .models import Listing, Service

#: Rooms above add to a service's page: each function takes (request, listing, context) and changes the
#: context. See docs/reference/hooks.md.
SERVICE_PAGE_HOOK = "construct_service_page"


def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything a family may want to know of one service in this council's Local Offer."""
    listing = get_object_or_404(
        Listing.objects.of(Authority.for_request(request))
        .shown()
        .select_related("service__organization", "authority"),
        slug=slug,
    )
    answer = render(request, "directory/service.html", _page(request, listing, listing.service))
    # It may hold the way back to a family's search: nobody but their own browser keeps it
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Referer"])
    return answer


def preview(request: HttpRequest, draft: Service) -> HttpResponse:
    """A service's page as families would see it if this draft, saved or not, were published."""
    authority = Authority.for_request(request)
    listing = Listing.objects.of(authority).filter(service=draft.pk).first() or Listing(
        authority=authority, slug="preview"
    )
    listing.service = draft
    return render(request, "directory/service.html", _page(request, listing, draft))


def _page(request: HttpRequest, listing: Listing, shown: Service) -> dict:
    today = timezone.localdate()
    check = listing.last_check
    change = shown.status_change
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
        "wait": shown.stated_wait,
        "check": check,
        "is_overdue": in_words.is_overdue(check.on if check else None, today),
        "change": change if change and change.status != "active" else None,
        "successor": _successor(listing, change),
        "languages": list(shown.languages.all()),
        "cost_options": list(shown.cost_options.all()),
        "answers": list(shown.answers.all()),
        "links": list(shown.links.all()),
        "venues": venues(shown, by_place),
        "times": _times(by_place[None]),
    }
    for construct in hooks.get_hooks(SERVICE_PAGE_HOOK):
        construct(request, listing, context)
    return context


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


def _successor(listing: Listing, change) -> Listing | None:
    """The listing of the service that took over, when families of this council can see it."""
    if change is None or change.successor_id is None:
        return None
    return (
        Listing.objects.of(listing.authority)
        .shown()
        .filter(service=change.successor_id)
        .select_related("service")
        .first()
    )
