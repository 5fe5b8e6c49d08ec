"""Loads the demonstration councils from the YAML beside this file. Safe to run again.

Days are said from the day of loading (see `days`). Again on the same day it changes nothing; on a later day it
adds the checks and waits of that day, as if the council had gone on working.
"""

import datetime as dt
import json
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.db import transaction
from django.utils import timezone

from localoffer.cms.models import Alert, CouncilSettings
from localoffer.directory import actions, imports
from localoffer.directory.models import ImportRun, Listing, Service
from localoffer.directory.sources import records
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.duties.yaml_lines import plain_values
from localoffer.places.models import Authority, ClaimedOutcode

from ..key_dates.models import KeyDate
from ..starter import create_demonstration, create_site
from ..starter.actions import begin
from . import newsletter, site_pages, translations
from .days import settled

HERE = files("localoffer.pages.demonstration")
SOURCE = "demonstration"
COUNCILS = ("fenbridge", "saltmere")
# Saltmere has just begun: these are drafts, and families see none of them
BEGUN = frozenset(
    """
    hub-education hub-health breaks hub-adult hub-travel hub-money hub-ehc hub-advice hub-disagree hub-say hub-about
    assessment transport worried
    """.split()
)

_CHILDREN = {
    "phones": records.PhoneRecord,
    "contacts": records.ContactRecord,
    "schedules": records.ScheduleRecord,
    "cost_options": records.CostRecord,
    "languages": records.LanguageRecord,
    "links": records.LinkRecord,
    "answers": records.AnswerRecord,
    "service_areas": records.ServiceAreaRecord,
    "funding": records.FundingRecord,
}
_TERMS = ("needs", "kinds", "strands", "age_stages", "communication", "delivery")
_APART = {"organization", "venues", "wait", "status", "checks", "listing", *_CHILDREN, *_TERMS}


@transaction.atomic
def load(*, port: int = 8000, today: dt.date | None = None) -> list[Authority]:
    """Load both councils, their sites on this port, their services and their pages. Returns the councils."""
    today = today or timezone.localdate()
    load_vocabulary()
    councils = []
    shared: list[tuple[Authority, dict]] = []
    for slug in COUNCILS:
        data = read(slug, today=today)
        authority = _council(data, port)
        councils.append(authority)
        _write_services(authority, data, today)
        _write_key_dates(authority, data["key_dates"])
        _write_alerts(authority, data.get("alerts", []))
        shared += [(authority, row) for row in data["also_lists"]]
    for authority, row in shared:
        _list_another(authority, row)
    site_pages.load_starter(councils[0], HERE.joinpath("fenbridge-facts"), today=today)
    begin(councils[1], keys=BEGUN)
    for authority in councils:
        file = HERE.joinpath(f"{authority.slug}-pages.yaml")
        if file.is_file():
            said = read_yaml(file)
            site_pages.load(authority, settled(said["pages"], today=today), source=SOURCE)
            site_pages.attach(authority, said.get("files", []))
        file = HERE.joinpath(f"{authority.slug}-translations.yaml")
        if file.is_file():
            translations.load(authority, read_yaml(file)["languages"])
        file = HERE.joinpath(f"{authority.slug}-newsletter.yaml")
        if file.is_file():
            newsletter.load(authority, settled(read_yaml(file)["issues"], today=today), source=SOURCE)
    return councils


def read(slug: str, *, today: dt.date) -> dict[str, Any]:
    """What a council's file says, with the lists of its services folder joined to it."""
    data = read_yaml(HERE.joinpath(f"{slug}.yaml"))
    folder = HERE.joinpath(f"{slug}-services")
    parts = sorted(folder.iterdir(), key=lambda each: each.name) if folder.is_dir() else []
    for name in ("organizations", "locations", "services", "also_lists", "key_dates"):
        data.setdefault(name, [])
    for part in parts:
        if part.name.endswith(".yaml"):
            for name, rows in read_yaml(part).items():
                data[name] += rows
    return settled(data, today=today)


def read_yaml(file: Traversable) -> dict[str, Any]:
    return plain_values(file.read_text("utf-8"))


def _council(data: dict, port: int) -> Authority:
    council, words, home = data["council"], data["settings"], data["home"]
    authority = create_demonstration(
        slug=council["slug"],
        name=council["name"],
        official_name=council["official_name"],
        gss_code=council["gss_code"],
    )
    for outcode in council["outcodes"]:
        ClaimedOutcode.objects.get_or_create(outcode=outcode, defaults={"authority": authority})
    site = create_site(
        authority,
        host=council["host"],
        port=port,
        heading="Find help for children and young people with SEND",
        lead=home["introduction"],
        about="".join(
            f"<h3>{home[key]['title']}</h3><p>{home[key]['text']}</p>" for key in ("about", "without_a_plan")
        ),
    )
    settings = CouncilSettings.for_site(site)
    settings.title = "SEND Local Offer"
    settings.brand_colour, settings.deep_colour = words["colours"]["brand"], words["colours"]["brand_dark"]
    settings.person_name = words["sendiass"]["name"]
    settings.person_words = "free, private advice"
    settings.person_phone = words["sendiass"]["phone"]
    settings.person_email = words["sendiass"]["email"]
    settings.contact_phone, settings.contact_email = words["contact_phone"], words["contact_email"]
    settings.contact_address = words["contact_post"]
    if safeguarding := words.get("safeguarding"):
        settings.safeguarding_email = safeguarding["email"]
        rows = [{"type": "own", "value": row} for row in safeguarding["contacts"]]
        settings.crisis_contacts = json.dumps(rows)
    settings.suggested_questions = "\n".join(home["suggested_questions"][:6])
    # The demonstration's days stand still: the addresses of what has closed go on explaining
    settings.closed_pages_stay_for = 3650
    settings.save()
    return authority


def _write_key_dates(authority: Authority, rows: list[dict]) -> None:
    for row in rows:
        KeyDate.objects.update_or_create(owner=authority, title=row["title"], defaults=row)


def _write_alerts(authority: Authority, rows: list[dict]) -> None:
    for row in rows:
        moments = {
            name: timezone.make_aware(dt.datetime.combine(row[name], dt.time()))
            for name in ("starts_at", "ends_at")
        }
        Alert.objects.update_or_create(owner=authority, title=row["title"], defaults={**row, **moments})


def _write_services(authority: Authority, data: dict, today: dt.date) -> None:
    rows = data["services"]
    organizations = {row["key"]: _organization(row) for row in data["organizations"]}
    locations = {row["key"]: _location(row) for row in data["locations"]}
    result = records.ReadResult(records=tuple(_record(row, organizations, locations) for row in rows))
    imports.write(imports.compare(result, authority=authority, source=SOURCE, today=today))
    # In a council's history stand the imports of its officers, and only those can be undone
    ImportRun.objects.filter(authority=authority, source=SOURCE).delete()
    services = {s.source_id: s for s in Service.objects.kept_by(authority).filter(source=SOURCE)}
    listings = {listing.service_id: listing for listing in Listing.objects.of(authority)}
    for row in rows:
        service = services[row["source_id"]]
        _add_checks(listings[service.pk], row)
        status = row.get("status") or {}
        if status.get("status", "active") != "active" and not service.status_changes.exists():
            actions.change_status(
                service,
                status=status["status"],
                on=status["on"],
                reason=status.get("reason", ""),
                successor=services.get(status.get("successor")),
            )


def _add_checks(listing: Listing, row: dict) -> None:
    for check in row.get("checks", []):
        if not listing.checks.filter(on=check["on"], outcome=check["outcome"]).exists():
            actions.record_check(listing, **check)


def _list_another(authority: Authority, row: dict) -> None:
    """List a service that another council keeps: a national one exists once."""
    service = Service.objects.get(source=SOURCE, source_id=row["source_id"])
    said = row["listing"]
    listing = Listing.objects.of(authority).filter(service=service).first() or actions.list_service(
        service, authority=authority, reach=said["reach"], why_listed=said.get("why_listed", "")
    )
    _add_checks(listing, row)


def _record(
    row: dict,
    organizations: dict[str, records.OrganizationRecord],
    locations: dict[str, records.LocationRecord],
) -> records.ServiceRecord:
    """A service's YAML as the record that every source is read into."""
    wait = row.get("wait") or {}
    said = {name: value for name, value in row.items() if name not in _APART}
    for name in ("minimum_age", "maximum_age"):
        if said.get(name) is not None:
            said[name] = Decimal(str(said[name]))
    return records.ServiceRecord(
        **{name: value.strip() if isinstance(value, str) else value for name, value in said.items()},
        organization=organizations[row["organization"]] if row.get("organization") else None,
        venues=tuple(
            records.VenueRecord(
                location=locations[venue["location"]], description=venue.get("description", "")
            )
            for venue in row.get("venues", [])
        ),
        **{
            name: tuple(_child(record, each) for each in row.get(name, []))
            for name, record in _CHILDREN.items()
        },
        **{name: tuple(row.get(name, [])) for name in _TERMS},
        reach=(row.get("listing") or {}).get("reach", ""),
        why_listed=(row.get("listing") or {}).get("why_listed", ""),
        wait_weeks=wait.get("weeks"),
        wait_words=wait.get("words", ""),
        wait_list_status=wait.get("list_status", ""),
        wait_said_on=wait.get("said_on"),
    )


def _child(record: type, row: dict):
    row = dict(row)
    for name in ("opens_at", "closes_at"):
        if isinstance(row.get(name), str):
            row[name] = dt.time.fromisoformat(row[name].zfill(5))
    if row.get("amount") is not None:
        row["amount"] = Decimal(str(row["amount"]))
    if "number" in row:
        row["number"] = str(row["number"])
    return record(**row)


def _organization(row: dict) -> records.OrganizationRecord:
    return records.OrganizationRecord(source_id=row["key"], **{k: v for k, v in row.items() if k != "key"})


def _location(row: dict) -> records.LocationRecord:
    said = {name: value for name, value in row.items() if name not in ("key", "access")}
    return records.LocationRecord(source_id=row["key"], access=tuple(row.get("access", [])), **said)
