"""What a service's page says now, to be read beside a report of what is wrong on it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from localoffer.directory import in_words, timetable
from localoffer.directory.models import Listing, Service
from localoffer.directory.views import venues

from ..models import Kind


@dataclass(frozen=True)
class Fact:
    """One thing the page says; `is_meant` when it is what the report is about."""

    label: str
    lines: list[str] = field(default_factory=list)
    is_meant: bool = False


def facts(service: Service, listing: Listing | None, *, kind: str) -> list[Fact]:
    """What families read on the page today, what the report is about first."""
    today = timezone.localdate()
    by_place = defaultdict(list)
    for schedule in service.schedules.all():
        by_place[schedule.location_id].append(schedule)
    places = venues(service, by_place)
    change, wait, check = service.status_change, service.stated_wait, listing.last_check if listing else None
    said = [
        (
            {Kind.PHONE},
            "Phone",
            [" ".join(filter(None, (p.number, p.description))) for p in service.phones.all()],
        ),
        ({Kind.PHONE}, "E-mail", [service.email]),
        ({Kind.PHONE}, "Website and form", [service.url, service.application_url]),
        ({Kind.CLOSED}, "Open or closed", [str(change) if change else "Open"]),
        ({Kind.CLOSED}, "Where", [_where(place) for place in places]),
        (
            {Kind.TIMES},
            "Days and times",
            [line for place in places for line in place.get("times", [])]
            + [timetable.on_a_day(each, today) or each.description for each in by_place[None]],
        ),
        (
            {Kind.COST},
            "Cost",
            [service.get_cost_display(), service.fees_description, *map(_price, service.cost_options.all())],
        ),
        ({Kind.WAIT}, "Wait", [f"{wait.in_words} (said on {wait.said_on:%-d %B %Y})"] if wait else []),
        (
            {Kind.NOT_FOR_US},
            "Who it is for",
            [
                in_words.ages(service.minimum_age, service.maximum_age),
                service.eligibility_description,
                f"EHC plan needed: {service.get_plan_required_display().lower()}"
                if service.plan_required
                else "",
                service.get_referral_display(),
            ],
        ),
        (
            {Kind.ACCESS},
            "Getting in and around",
            [", ".join(term["text"] for term in place.get("access", [])) for place in places],
        ),
        (set(), "Last checked", [f"{check.on:%-d %B %Y}, by {check.by_role}"] if check else ["Never"]),
    ]
    found = [
        Fact(label, [line for line in lines if line] or ["Not stated"], kind in kinds)
        for kinds, label, lines in said
    ]
    return sorted(found, key=lambda fact: not fact.is_meant)


def _where(place: dict) -> str:
    if place["is_private"]:
        return "A secret address"
    return ", ".join(filter(None, (place["name"], *place["lines"])))


def _price(cost) -> str:
    amount = f"£{cost.amount:.2f}" if cost.amount is not None else ""
    return " ".join(filter(None, (cost.option, amount, cost.amount_description)))
