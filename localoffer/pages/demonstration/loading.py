"""Loads the demonstration councils from the YAML beside this file. Safe to run again."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from localoffer.cms.models import CouncilSettings
from localoffer.directory import actions, imports
from localoffer.directory.models import Listing, Service
from localoffer.directory.sources import records
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.places.models import Authority, ClaimedOutcode

from ..starter import create_demonstration, create_site

HERE = files("localoffer.pages.demonstration")
SOURCE = "demonstration"
COUNCILS = ("fenbridge", "saltmere")

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
    """Load both councils, their sites on this port, and their services. Returns the councils."""
    load_vocabulary()
    councils = []
    shared: list[tuple[Authority, dict]] = []
    for slug in COUNCILS:
        data = _read(f"{slug}.yaml")
        authority = _council(data, port)
        councils.append(authority)
        rows = list(_services(slug, data))
        _write_services(authority, rows, _dependants(slug, data), today)
        shared += [(authority, row) for row in data.get("also_lists", [])]
    for authority, row in shared:
        _list_another(authority, row)
    return councils


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load(HERE.joinpath(name).read_text("utf-8"))


def _folder(slug: str) -> Iterator[dict[str, Any]]:
    folder = HERE.joinpath(f"{slug}-services")
    if folder.is_dir():
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".yaml"):
                yield yaml.safe_load(file.read_text("utf-8"))


def _services(slug: str, data: dict) -> Iterator[dict]:
    for part in (data, *_folder(slug)):
        yield from part.get("services", [])


def _dependants(slug: str, data: dict) -> tuple[dict[str, dict], dict[str, dict]]:
    organizations, locations = {}, {}
    for part in (data, *_folder(slug)):
        organizations |= {row["key"]: row for row in part.get("organizations", [])}
        locations |= {row["key"]: row for row in part.get("locations", [])}
    return organizations, locations


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
    settings.save()
    return authority


def _write_services(authority: Authority, rows: list[dict], dependants, today: dt.date | None) -> None:
    result = records.ReadResult(records=tuple(_record(row, *dependants) for row in rows))
    imports.write(imports.compare(result, authority=authority, source=SOURCE, today=today))
    services = {s.source_id: s for s in Service.objects.kept_by(authority).filter(source=SOURCE)}
    for row in rows:
        service = services[row["source_id"]]
        listing = Listing.objects.of(authority).get(service=service)
        _add_checks(listing, row)
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


def _record(row: dict, organizations: dict[str, dict], locations: dict[str, dict]) -> records.ServiceRecord:
    """A service's YAML as the record that every source is read into."""
    wait = row.get("wait") or {}
    said = {name: value for name, value in row.items() if name not in _APART}
    for name in ("minimum_age", "maximum_age"):
        if said.get(name) is not None:
            said[name] = Decimal(str(said[name]))
    places = {key: _location(place) for key, place in locations.items()}
    return records.ServiceRecord(
        **{name: value.strip() if isinstance(value, str) else value for name, value in said.items()},
        organization=_organization(organizations[row["organization"]]) if row.get("organization") else None,
        venues=tuple(
            records.VenueRecord(location=places[venue["location"]], description=venue.get("description", ""))
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
