"""Where the address of a service leads when the service has closed, was merged, renamed or put in the bin."""

import datetime as dt
from dataclasses import dataclass

from localoffer.cms.models import CouncilSettings

from .models import FormerAddress, Listing, Service

# When a council has set nothing: it has no site yet
STAYS_FOR = CouncilSettings._meta.get_field("closed_pages_stay_for").default


@dataclass(frozen=True, slots=True)
class Explained:
    """What somebody was looking for, and what became of it."""

    name: str
    closed_on: dt.date | None = None
    why: str = ""


def successor_of(listing: Listing, change) -> Listing | None:
    """What families of this council can have instead: the furthest on that runs and that they can see."""
    if not listing.service.is_in_bin and (change is None or change.successor_id is None):
        return None
    followers = listing.service.followers()
    if not followers:
        return None
    seen = {
        each.service_id: each
        for each in Listing.objects.of(listing.authority_id)
        .shown()
        .running()
        .filter(service__in=followers)
        .select_related("service", "authority")
    }
    return next((seen[each.pk] for each in reversed(followers) if each.pk in seen), None)


def leads_on(change, authority, today: dt.date) -> bool:
    """Whether a closed service's address leads straight to what took its place, or still explains first."""
    if not change.is_closing:
        return False
    return change.redirects_at_once or change.on + dt.timedelta(days=stays_for(authority)) <= today


def stays_for(authority) -> int:
    """For how many days a council has a closed service's page explain."""
    set_by_council = CouncilSettings.objects.filter(site__authority_site__authority=authority)
    days = set_by_council.order_by("-closed_pages_stay_for").values_list("closed_pages_stay_for", flat=True)
    found = days.first()
    return STAYS_FOR if found is None else found


def moved_to(authority, slug: str) -> str:
    """The address now of a service that once had another; "" when nobody had it or it is not to be seen."""
    former = FormerAddress.objects.filter(authority=authority, slug=slug).select_related("listing__service")
    for address in former:
        # One in the bin still has its old page, and that says what became of it
        if address.listing.service.live or address.listing.service.live_when_binned:
            return address.listing.get_absolute_url()
    return ""


def in_bin(authority, slug: str) -> Listing | None:
    """The listing at an address whose service is in the bin, when families could see it before."""
    return (
        Listing.objects.of(authority)
        .filter(slug=slug, service__binned_at__isnull=False, service__live_when_binned=True)
        .select_related("service__merged_into", "authority")
        .first()
    )


def explained(listing: Listing, slug: str) -> Explained | None:
    """What somebody was looking for who was led here from another address of this council."""
    if not slug or slug == listing.slug or len(slug) > 100 or "\x00" in slug:
        return None
    former = Listing.objects.of(listing.authority_id).filter(slug=slug).select_related("service").first()
    if former is None or not _could_be_seen(former.service):
        return None
    service: Service = former.service
    if listing.service_id not in {each.pk for each in service.followers()}:
        return None  # anyone may write anything behind a question mark
    change = None if service.is_in_bin else service.status_change
    return Explained(service.name, change.on, change.in_words) if change else Explained(service.name)


def _could_be_seen(service: Service) -> bool:
    return service.live or service.live_when_binned
