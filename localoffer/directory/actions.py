"""Deeds that change the directory: one call each, in one transaction, saying who did it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from .models import Check, Listing, StatedWait, StatusChange
from .models.facts import Outcome
from .models.listing import Reach


def free_slug(name: str, taken: set[str] | frozenset[str], numbers: dict[str, int] | None = None) -> str:
    """An address made from a name (at most 100 characters), with a number when others have it.

    `taken` holds the slugs already used by the council. Names without a letter or digit (other
    scripts, emoji) become "service", "service-2" and so on. Whoever makes many gives the same
    `numbers` each time: it remembers how far each name has come.
    """
    base = slugify(name)[:90].strip("-") or "service"
    numbers = {} if numbers is None else numbers
    slug, number = base, numbers.get(base, 1)
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    numbers[base] = number
    return slug


@transaction.atomic
def list_service(service, *, authority, by=None, reach: str = Reach.IN_AREA, why_listed: str = "") -> Listing:
    """Put a service in a council's Local Offer, or change how it stands there. Returns the Listing."""
    listing = Listing.objects.filter(service=service, authority=authority).first()
    if listing is None:
        alike = Listing.objects.of(authority).filter(slug__startswith=free_slug(service.name, frozenset()))
        listing = Listing(
            service=service,
            authority=authority,
            slug=free_slug(service.name, set(alike.values_list("slug", flat=True))),
        )
    listing.reach, listing.why_listed = reach, why_listed
    listing.full_clean()
    listing.save()
    log(service, "localoffer.list", user=by, data={"council": authority.slug, "reach": reach})
    return listing


@transaction.atomic
def record_check(
    listing: Listing,
    *,
    on: date,
    by_role: str,
    how: str,
    outcome: str = Outcome.RIGHT,
    note: str = "",
    by=None,
) -> Check:
    """Record that somebody made sure on a day that a listing is right. Returns the Check.

    Raises ValidationError for a day that has not come yet.
    """
    _refuse_future(on, "on")
    check = Check(
        listing=listing, on=on, by_role=by_role, how=how, outcome=outcome, note=note, recorded_by=by
    )
    check.full_clean()
    check.save()
    log(
        listing.service,
        "localoffer.check",
        user=by,
        data={"on": on.isoformat(), "how": how, "outcome": outcome},
    )
    return check


@transaction.atomic
def state_wait(
    service, *, said_on: date, weeks: int | None = None, words: str = "", list_status: str = "", by=None
) -> StatedWait:
    """Record how long the wait was said to be on a day. Returns the StatedWait.

    Raises ValidationError for a day that has not come yet.
    """
    _refuse_future(said_on, "said_on")
    wait = StatedWait(
        service=service, said_on=said_on, weeks=weeks, words=words, list_status=list_status, recorded_by=by
    )
    wait.full_clean()
    wait.save()
    log(service, "localoffer.wait", user=by, data={"said_on": said_on.isoformat(), "weeks": weeks})
    return wait


@transaction.atomic
def change_status(
    service, *, status: str, on: date, reason: str = "", successor=None, by=None
) -> StatusChange:
    """Open, pause or close a service from a day that has come. Returns the StatusChange.

    Raises ValidationError for a future day and for a circle of successors.
    """
    _refuse_future(on, "on")
    change = StatusChange(
        service=service, status=status, on=on, reason=reason, successor=successor, recorded_by=by
    )
    change.full_clean()
    change.save()
    log(service, "localoffer.status", user=by, data={"status": status, "on": on.isoformat()})
    return change


def _refuse_future(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: "This day has not come yet. Give today or a day in the past."})
