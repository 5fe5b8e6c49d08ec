"""Deeds that change the directory: one call each, in one transaction, saying who did it.

Those of the bin are in bin.py, of merging in merging.py, of find and replace in replacing.py: each with what it
works out beforehand.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from localoffer.places.models import Authority

from .models import Check, FormerAddress, Listing, StatedWait, StatusChange
from .models.facts import Outcome, Status
from .models.listing import Reach

# The Local Offer began in 2014; what is older is a slip of the keyboard
EARLIEST_YEAR = 2000


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


def taken_slugs(authority, beginning: str = "") -> set[str]:
    """Addresses of a council that no new listing may have: those in use, and those that listings once had."""
    # In this order: an address that goes from the one to the other meanwhile is seen in at least one
    live = Listing.objects.of(authority).filter(slug__startswith=beginning)
    taken = set(live.values_list("slug", flat=True))
    former = FormerAddress.objects.filter(authority=authority, slug__startswith=beginning)
    return taken | set(former.values_list("slug", flat=True))


@transaction.atomic
def list_service(service, *, authority, by=None, reach: str = Reach.IN_AREA, why_listed: str = "") -> Listing:
    """Put a service in a council's Local Offer, or change how it stands there. Returns the Listing."""
    listing = Listing.objects.filter(service=service, authority=authority).first()
    if listing is None:
        taken = taken_slugs(authority, beginning=free_slug(service.name, frozenset()))
        listing = Listing(service=service, authority=authority, slug=free_slug(service.name, taken))
    listing.reach, listing.why_listed = reach, why_listed
    listing.full_clean()
    listing.save()
    log(service, "localoffer.list", user=by, data={"council": authority.slug, "reach": reach})
    return listing


@transaction.atomic
def change_address(listing: Listing, *, slug: str, by=None) -> Listing:
    """Give a listing another address; the old one leads to it from then on. Returns the Listing.

    Raises ValidationError for an address that another listing has or had.
    """
    # One at a time in a council: two could take one address at once
    Authority.objects.select_for_update(no_key=True).get(pk=listing.authority_id)
    listing = Listing.objects.select_for_update().get(pk=listing.pk)
    if slug == listing.slug:
        return listing
    own = listing.former_addresses.filter(slug=slug)
    if not own.exists() and slug in taken_slugs(listing.authority, beginning=slug):
        raise ValidationError(
            {"slug": f"“{slug}” is, or was, the address of another service. Choose another."}
        )
    own.delete()
    former, listing.slug = listing.slug, slug
    listing.full_clean()
    listing.save()
    FormerAddress.objects.create(authority=listing.authority, slug=former, listing=listing)
    log(listing.service, "localoffer.address", user=by, data={"from": former, "to": slug})
    return listing


@transaction.atomic
def record_checks(listings: Iterable[Listing], **said) -> list[Check]:
    """Record the same check for several listings at once: all of them, or none. Arguments as `record_check()`."""
    return [record_check(listing, **said) for listing in listings]


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
    _refuse_impossible(on, "on")
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
    _refuse_impossible(said_on, "said_on")
    wait = StatedWait(
        service=service, said_on=said_on, weeks=weeks, words=words, list_status=list_status, recorded_by=by
    )
    wait.full_clean()
    wait.save()
    log(service, "localoffer.wait", user=by, data={"said_on": said_on.isoformat(), "weeks": weeks})
    return wait


@transaction.atomic
def change_status(
    service,
    *,
    status: str,
    on: date,
    reason: str = "",
    successor=None,
    why: str = "",
    redirects_at_once: bool = False,
    by=None,
) -> StatusChange:
    """Open, pause or close a service from a day that has come. Returns the StatusChange.

    Raises ValidationError for a future day and for a circle of successors.
    """
    _refuse_impossible(on, "on")
    if successor is not None:
        take_turns_at_successors()
    change = StatusChange(
        service=service,
        status=status,
        on=on,
        reason=reason,
        successor=successor,
        why=why,
        redirects_at_once=redirects_at_once,
        recorded_by=by,
    )
    change.full_clean()
    change.save()
    log(service, "localoffer.status", user=by, data={"status": status, "on": on.isoformat()})
    return change


def close(
    service, *, on: date, why: str, words: str = "", successor=None, redirect_at_once: bool = False, by=None
) -> StatusChange:
    """Close a service, say why, and name what took its place. Returns the StatusChange.

    Its address explains, and after a time that the council has set (or at once) leads to the successor.
    Raises ValidationError without a reason, and as `change_status()`.
    """
    if not why:
        raise ValidationError({"why": "Say why it closed: families who look for it will read it."})
    if successor is not None and successor.is_in_bin:
        raise ValidationError(
            {"successor": f"{successor} is in the bin. Choose another, or restore it first."}
        )
    return change_status(
        service,
        status=Status.DEFUNCT,
        on=on,
        reason=words,
        successor=successor,
        why=why,
        redirects_at_once=redirect_at_once and successor is not None,
        by=by,
    )


def reopen(service, *, on: date, words: str = "", by=None) -> StatusChange:
    """Open a service again that was closed or paused. Its address is its own again at once."""
    return change_status(service, status=Status.ACTIVE, on=on, reason=words, by=by)


def take_turns_at_successors() -> None:
    """Let one transaction at a time change what follows what."""
    # Two officers closing A for B and B for A in the same moment would each see no circle. (On SQLite one
    # transaction writes at a time anyway.)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('localoffer.directory.successors'))")


def refuse_impossible_day(day: date) -> None:
    """Raise ValidationError for a day on which nothing can have been said: one to come, or long gone."""
    if day > timezone.localdate():
        raise ValidationError("This day has not come yet. Give today or a day in the past.")
    if day.year < EARLIEST_YEAR:
        raise ValidationError(f"{day.year} cannot be right. Give a day since {EARLIEST_YEAR}.")


def _refuse_impossible(day: date, field: str) -> None:
    try:
        refuse_impossible_day(day)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
