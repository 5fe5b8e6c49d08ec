"""What a source says, plainly, and bringing it in."""

import datetime as dt
from decimal import Decimal

from localoffer.directory import imports
from localoffer.directory.models import Service
from localoffer.directory.sources.records import (
    CostRecord,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ReadResult,
    ScheduleRecord,
    ServiceRecord,
    VenueRecord,
)

TODAY = dt.date(2026, 11, 22)
TRUST = OrganizationRecord(source_id="trust", name="Lime Tree Trust", sector="charity")
HALL = LocationRecord(
    source_id="hall", name="Acorn Hall", address_1="2 Invented Street", city="Saltmere", postal_code="LN6 7QX"
)


def said(source_id: str = "one", name: str = "Stay and Play", **more) -> ServiceRecord:
    """A toddler group, as a source has it."""
    return ServiceRecord(**{"source_id": source_id, "name": name, "organization": TRUST, **more})


def said_in_full(source_id: str = "one", **more) -> ServiceRecord:
    """One that has something of everything."""
    values = {
        "description": "<p>A toddler group.</p>",
        "minimum_age": 0,
        "maximum_age": 4.5,
        "needs": ("SLCN", "ASD"),
        "kinds": ("fun",),
        "tier": "universal",
        "cost": "charge",
        "phones": (
            PhoneRecord(number="01632 960001"),
            PhoneRecord(number="01632 960002", description="text"),
        ),
        "cost_options": (CostRecord(option="Per child", amount=Decimal("2.5")),),
        "schedules": (
            ScheduleRecord(
                freq="WEEKLY", byday="MO", opens_at=dt.time(10), closes_at=dt.time(11, 30), venue="hall"
            ),
            ScheduleRecord(description="Not in August", valid_from=dt.date(2026, 9, 1)),
        ),
        "venues": (VenueRecord(location=HALL, description="Round the back."),),
    }
    return said(source_id, **{**values, **more})


def bring(council, *records, source: str = "feed", is_complete: bool = True, today: dt.date = TODAY, **more):
    """Import these records; returns the report."""
    result = ReadResult(records=tuple(records), is_complete=is_complete)
    return imports.import_records(result, authority=council, source=source, today=today, **more)


def outcomes(report) -> list[tuple[str, str]]:
    """(row, outcome) of each line."""
    return [(line.row, str(line.outcome)) for line in report.lines]


def service(source_id: str = "one", **where) -> Service:
    return Service.objects.get(source_id=source_id, **where)
