"""Evidence for any duty, made from what its file asks for: as plain facts."""

from dataclasses import replace
from datetime import date, timedelta

from localoffer.compliance.judging import MET, Facts, PageFact, ServiceFact, Services, Share
from localoffer.duties import codes, loading
from localoffer.duties.law import ServicesWanted, Version

DAY = date(2026, 11, 26)
LONG_AGO = DAY - timedelta(days=3 * 366)
DUTIES = loading.in_force(DAY)
SLUGS = [criterion.slug for criterion, _ in DUTIES]


def version_of(slug: str) -> Version:
    return loading.criterion(slug).on(DAY)


def pages_for(slug: str, **changes) -> tuple[PageFact, ...]:
    """A page for each that a duty wants, checked today."""
    made = [
        PageFact(
            key=number * 100 + each,
            title=f"Page {number}.{each} of {slug}",
            href=f"/{slug}-{number}-{each}/",
            kinds=frozenset({wanted.kinds[0]}),
            duties=frozenset({slug}),
            owner="SEND information officer",
            checked_on=DAY,
            published_on=DAY,
            ends_on=DAY if wanted.kinds[0] == "event" else None,
        )
        for number, wanted in enumerate(version_of(slug).evidence.pages)
        for each in range(wanted.at_least)
    ]
    return tuple(replace(page, **changes) for page in made)


def service_for(wanted: ServicesWanted) -> ServiceFact:
    """A service that passes the filters of what is wanted and states everything there is to state."""
    filters = {
        "kind": wanted.kinds,
        "strand": wanted.strands,
        "need": wanted.needs,
        "stage": wanted.stages,
        "reach": wanted.reach,
    }
    return ServiceFact(
        frozenset(f"{name}:{chosen[0]}" for name, chosen in filters.items() if chosen),
        frozenset(codes.STATED),
    )


def services_for(slug: str) -> list[ServiceFact]:
    return [
        service_for(wanted) for wanted in version_of(slug).evidence.services for _ in range(wanted.at_least)
    ]


ALL_WELL = {fact: Share(20, 20) for fact in codes.SITE_FACTS}
EVERY_PART = {code: (lambda wanted: (MET, f"Seen: {wanted.about}.")) for code in codes.PARTS}


def facts_for(slug: str, **changes) -> Facts:
    """Everything that shows a duty to be met, of all parts of the product."""
    facts = Facts(
        day=DAY,
        pages=pages_for(slug),
        services=Services(services_for(slug)),
        site=ALL_WELL,
        parts=EVERY_PART,
    )
    return replace(facts, **changes)
