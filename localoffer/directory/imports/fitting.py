"""Makes records fit what our models hold, before anything is compared: what does not fit is left out and said.

A reader has done most of this already. But one value that a column refuses would take every good row of the
import with it, so nothing is taken on trust here, and a source may be any code that makes records.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models as db

from ..models import (
    Contact,
    CostOption,
    Funding,
    Language,
    Link,
    Location,
    Organization,
    Phone,
    ProviderAnswer,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    StatedWait,
)
from ..models.service import LONGEST_LIFE
from ..sources import values
from ..sources.records import (
    LONGEST,
    NOT_STATED,
    AnswerRecord,
    ContactRecord,
    CostRecord,
    FundingRecord,
    LanguageRecord,
    LinkRecord,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ScheduleRecord,
    ServiceAreaRecord,
    ServiceRecord,
    VenueRecord,
)
from ..sources.rich_text import rich
from .report import Outcome, Report

# Typed links and the taxonomy each points into
LINKS = {
    "needs": "need",
    "kinds": "kind",
    "strands": "strand",
    "age_stages": "age-stage",
    "communication": "communication",
    "delivery": "delivery",
}
# Rows inside a service: what the record calls them, and the model that keeps them
PARTS: dict[str, type[db.Model]] = {
    "phones": Phone,
    "contacts": Contact,
    "schedules": Schedule,
    "cost_options": CostOption,
    "languages": Language,
    "links": Link,
    "service_at_locations": ServiceAtLocation,
    "answers": ProviderAnswer,
    "service_areas": ServiceArea,
    "funding": Funding,
}
MOST_PARTS = 1_000
LONGEST_WAIT = 32_767  # what a small integer holds
MOST_MONEY = Decimal(10_000_000)

_KEPT_BY = {
    ServiceRecord: Service,
    OrganizationRecord: Organization,
    LocationRecord: Location,
    PhoneRecord: Phone,
    ContactRecord: Contact,
    ScheduleRecord: Schedule,
    CostRecord: CostOption,
    LanguageRecord: Language,
    LinkRecord: Link,
    AnswerRecord: ProviderAnswer,
    ServiceAreaRecord: ServiceArea,
    FundingRecord: Funding,
    VenueRecord: ServiceAtLocation,
}
# Texts of a service that are kept beside it
_BESIDE = {"wait_words": StatedWait._meta.get_field("words").max_length}
_IDS = ("source_id", "successor_source_id", "venue")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_url, _email = URLValidator(schemes=["http", "https"]), EmailValidator()

Record = TypeVar("Record")
Codes = Collection[tuple[str, str]]
"""(taxonomy code, term code) of every term there is."""


def fit(
    records: Iterable[ServiceRecord], *, codes: Codes, today: dt.date, report: Report
) -> list[ServiceRecord]:
    """The records as they can be kept, each id once: the last row wins. What was left out goes into the report.

    The order is that of the source. A record without an id of up to 200 characters is refused: it could not be
    known again.
    """
    found: dict[str, ServiceRecord] = {}
    once = _Once()
    for record in records:
        row = usable(record.source_id).strip()
        if not row or len(row) > LONGEST["source_id"]:
            why = (
                "It has no id that can be kept (up to 200 characters)."
                if not row
                else "Its id is over 200 characters."
            )
            report.add(row[:50], usable(record.name)[:255], Outcome.REFUSED, why)
            continue
        if row in found:
            report.add(
                row,
                usable(record.name)[:255],
                Outcome.WARNING,
                "This id comes more than once. The last one is used.",
            )
            del found[row]
        found[row] = _Fitting(row, codes, today, report, once).service(record)
    return list(found.values())


def usable(text: str) -> str:
    """The text without null characters and halves of characters, which no database takes."""
    return text if text.isascii() and "\x00" not in text else _UNKEEPABLE.sub("", text)


class _Once:
    """Organisations and places already fitted: many services share them, and each is to be said of once."""

    def __init__(self) -> None:
        self.organizations: dict[OrganizationRecord, OrganizationRecord] = {}
        self.locations: dict[LocationRecord, LocationRecord] = {}


@dataclass(slots=True)
class _Fitting:
    """One service being fitted."""

    row: str
    codes: Codes
    today: dt.date
    report: Report
    once: _Once
    places: dict[str, str] = field(
        default_factory=dict
    )  # the id of a place in the source: the one it is kept by

    def warn(self, name: str, why: str) -> None:
        self.report.add(self.row, name, Outcome.WARNING, why)

    def service(self, record: ServiceRecord) -> ServiceRecord:
        changed = self.texts(record)
        changed["name"] = changed.get("name", record.name) or "Service without a name"
        changed["source_id"] = self.row
        changed["successor_source_id"] = usable(record.successor_source_id).strip()
        changed["organization"] = self.organization(record.organization or NOT_STATED)
        changed |= self.ages(record)
        for name, taxonomy in LINKS.items():
            changed[name] = self.terms(name, taxonomy, getattr(record, name))
        changed["tier"] = next(iter(self.terms("tier", "tier", (record.tier,) if record.tier else ())), "")
        changed["venues"] = self.venues(record.venues)
        for name, of in _PART_FIELDS.items():
            changed[name] = self.parts(name, getattr(record, name), of)
        changed |= self.facts(record, changed.get("wait_words", record.wait_words))
        # £2.5 and £2.50 are equal, but only one of them is what a database gives back
        different = {
            name: value
            for name, value in changed.items()
            if value is not getattr(record, name)
            and (isinstance(value, tuple) or value != getattr(record, name))
        }
        return replace(record, **different) if different else record

    # Texts

    def texts(self, record: Any) -> dict[str, str]:
        """What has to change in the texts of a record: {field: as it can be kept}."""
        changed = {}
        for name, keep in _texts_of(type(record)):
            value = getattr(record, name)
            if value and (kept := keep(self, name, value)) != value:
                changed[name] = kept
        return changed

    def line(self, name: str, value: str, longest: int) -> str:
        value = usable(value).strip()
        if len(value) > longest:
            self.warn(name, f"Cut at {longest:,} characters.")
            value = value[:longest].rstrip()
        return value

    def html(self, name: str, value: str, longest: int) -> str:
        value = usable(value)
        if len(value) > 2 * longest:
            self.warn(name, f"Cut at {longest:,} characters.")
            value = rich(value[:longest])
        return value

    def address(self, name: str, value: str, longest: int, check: Callable[[str], None]) -> str:
        value = usable(value).strip()
        try:
            if len(value) > longest:
                raise ValidationError("")
            check(value)
        except ValidationError:
            shown = f"{value[:60]}…" if len(value) > 60 else value
            self.warn(name, f"“{shown}” is not an address that can be used: left out.")
            return ""
        return value

    # Numbers and days

    def ages(self, record: ServiceRecord) -> dict[str, float | None]:
        youngest, oldest = (
            self.number(name, getattr(record, name), 0, LONGEST_LIFE)
            for name in ("minimum_age", "maximum_age")
        )
        if youngest is not None and oldest is not None and youngest > oldest:
            self.warn("minimum_age", "The youngest age is above the oldest: both are left out.")
            youngest = oldest = None
        return {"minimum_age": youngest, "maximum_age": oldest}

    def number(self, name: str, value: Any, least: float, most: float) -> float | None:
        if value is None:
            return None
        try:
            found = float(value)
        except (TypeError, ValueError, OverflowError):
            found = math.nan
        if not least <= found <= most:
            self.warn(name, f"It is not between {least:g} and {most:g}: left out.")
            return None
        return found

    def whole(self, name: str, value: Any) -> int | None:
        found = self.number(name, value, 0, LONGEST_WAIT)
        return None if found is None else int(found)

    def facts(self, record: ServiceRecord, wait_words: str) -> dict[str, Any]:
        """What is said on a day: nothing is said on a day that has not come."""
        changed: dict[str, Any] = {"wait_weeks": self.whole("wait_weeks", record.wait_weeks)}
        if record.checked_on and record.checked_on > self.today:
            self.warn("checked_on", f"{record.checked_on:%-d %B %Y} is still to come: left out.")
            changed["checked_on"] = None
        if record.wait_said_on and record.wait_said_on > self.today:
            if changed["wait_weeks"] is not None or wait_words or record.wait_list_status:
                self.warn(
                    "wait_said_on", f"{record.wait_said_on:%-d %B %Y} is still to come: the wait is left out."
                )
            changed |= {"wait_weeks": None, "wait_words": "", "wait_list_status": "", "wait_said_on": None}
        return changed

    # Terms

    def terms(self, name: str, taxonomy: str, said: tuple[str, ...]) -> tuple[str, ...]:
        known = tuple(dict.fromkeys(code for code in said if (taxonomy, code) in self.codes))
        for code in dict.fromkeys(said):
            if (taxonomy, code) not in self.codes:
                self.warn(name, f"“{usable(code)[:60]}” is none of our terms: left out.")
        return said if known == said else known

    # Organisation and places

    def organization(self, record: OrganizationRecord) -> OrganizationRecord:
        if record not in self.once.organizations:
            changed: dict[str, Any] = self.texts(record)
            changed["name"] = changed.get("name", record.name) or NOT_STATED.name
            changed["source_id"] = _id_of("organization", record.source_id, changed["name"])
            self.once.organizations[record] = replace(record, **changed)
        return self.once.organizations[record]

    def location(self, record: LocationRecord) -> LocationRecord:
        if record not in self.once.locations:
            changed: dict[str, Any] = self.texts(record)
            address = (
                changed.get(name, getattr(record, name)) for name in ("name", "address_1", "postal_code")
            )
            changed["source_id"] = _id_of("location", record.source_id, *address)
            country = usable(record.country).strip().upper()
            changed["country"] = country if len(country) == 2 else "GB"
            latitude, longitude = (
                self.number("latitude", record.latitude, -90, 90),
                self.number("longitude", record.longitude, -180, 180),
            )
            if latitude is None or longitude is None:
                latitude = longitude = None
            changed |= {"latitude": latitude, "longitude": longitude}
            changed["access"] = tuple(sorted(self.terms("access", "access", record.access)))
            self.once.locations[record] = replace(record, **changed)
        return self.once.locations[record]

    def venues(self, said: tuple[VenueRecord, ...]) -> tuple[VenueRecord, ...]:
        found: dict[str, VenueRecord] = {}
        for venue in self.most("venues", said):
            location = self.location(venue.location)
            self.places[venue.location.source_id] = location.source_id
            texts = self.texts(venue)
            if location is not venue.location or texts:
                venue = replace(venue, location=location, **texts)
            found.setdefault(location.source_id, venue)
        kept = tuple(found.values())
        # The very tuple when nothing differs, so that the record needs no copy
        return said if kept == said else kept

    # Rows inside a service

    def parts(
        self, name: str, said: tuple[Record, ...], of: Callable[[_Fitting, Record], Record | None]
    ) -> tuple[Record, ...]:
        kept = tuple(fitted for each in self.most(name, said) if (fitted := of(self, each)) is not None)
        is_same = len(kept) == len(said) and all(map(operator.is_, kept, said))
        return said if is_same else kept

    def most(self, name: str, said: tuple[Record, ...]) -> tuple[Record, ...]:
        if len(said) > MOST_PARTS:
            self.warn(name, f"There are {len(said):,}. Only the first {MOST_PARTS:,} are kept.")
        return said[:MOST_PARTS]

    def changed(self, record: Any, **values_: Any) -> Any:
        changed = self.texts(record) | values_
        return replace(record, **changed) if changed else record

    def phone(self, record: PhoneRecord) -> PhoneRecord | None:
        record = self.changed(record)
        return record if record.number else None

    def contact(self, record: ContactRecord) -> ContactRecord | None:
        record = self.changed(record)
        return record if record != ContactRecord() else None

    def schedule(self, record: ScheduleRecord) -> ScheduleRecord:
        # Times are local times, to the second
        times = {
            name: moment.replace(tzinfo=None, microsecond=0)
            for name in ("opens_at", "closes_at")
            if (moment := getattr(record, name)) and (moment.tzinfo or moment.microsecond)
        }
        interval = self.whole("interval", record.interval)
        others = {"interval": interval, "venue": self.places.get(record.venue, "")}
        different = {name: value for name, value in others.items() if value != getattr(record, name)}
        return self.changed(record, **times, **different)

    def cost(self, record: CostRecord) -> CostRecord | None:
        amount = record.amount
        if amount is not None:
            if amount.is_finite() and 0 <= amount < MOST_MONEY:
                amount = abs(amount.quantize(Decimal("0.01")))
            if not amount.is_finite() or not 0 <= amount < MOST_MONEY:
                self.warn("cost_options", "An amount is not between £0 and £10,000,000: left out.")
                amount = None
        record = self.changed(record, **({} if str(amount) == str(record.amount) else {"amount": amount}))
        return record if record != CostRecord() else None

    def language(self, record: LanguageRecord) -> LanguageRecord | None:
        record = self.changed(record)
        record = record if record.name else replace(record, name=record.code)
        return record if record.name else None

    def link(self, record: LinkRecord) -> LinkRecord | None:
        record = self.changed(record)
        if record.url and not record.label:
            record = replace(record, label=record.url[: LONGEST["name"]])
        return record if record.url else None

    def answer(self, record: AnswerRecord) -> AnswerRecord | None:
        record = self.changed(record)
        return record if record.question and record.answer else None

    def area(self, record: ServiceAreaRecord) -> ServiceAreaRecord | None:
        record = self.changed(record)
        return record if record.name else None

    def funding(self, record: FundingRecord) -> FundingRecord | None:
        record = self.changed(record)
        return record if record.source else None


_PART_FIELDS: dict[str, Callable] = {
    "phones": _Fitting.phone,
    "contacts": _Fitting.contact,
    "schedules": _Fitting.schedule,
    "cost_options": _Fitting.cost,
    "languages": _Fitting.language,
    "links": _Fitting.link,
    "answers": _Fitting.answer,
    "service_areas": _Fitting.area,
    "funding": _Fitting.funding,
}


@cache
def _texts_of(record: type) -> tuple[tuple[str, Callable[[_Fitting, str, str], str]], ...]:
    """How each text of a record is made to fit the column that keeps it: ((field, function), …)."""
    model = _KEPT_BY[record]
    assert is_dataclass(record)
    columns = {column.name: column for column in model._meta.concrete_fields}
    found: list[tuple[str, Callable[[_Fitting, str, str], str]]] = []
    for each in fields(record):
        column = columns.get(each.name)
        if each.name in _IDS or each.type != "str":
            continue
        if isinstance(column, db.URLField):
            found.append((each.name, _addressed(column.max_length, _url)))
        elif isinstance(column, db.EmailField):
            found.append((each.name, _addressed(column.max_length, _email)))
        elif model is Service and each.name == "description":
            found.append((each.name, lambda fitting, name, value: fitting.html(name, value, LONGEST["text"])))
        else:
            longest = _BESIDE.get(each.name) or (column is not None and column.max_length) or LONGEST["text"]
            found.append((each.name, _lined(longest)))
    return tuple(found)


def _addressed(longest: int, check: Callable[[str], None]) -> Callable[[_Fitting, str, str], str]:
    return lambda fitting, name, value: fitting.address(name, value, longest, check)


def _lined(longest: int) -> Callable[[_Fitting, str, str], str]:
    return lambda fitting, name, value: fitting.line(name, value, longest)


def _id_of(kind: str, said: str, *otherwise: str) -> str:
    """An id as it can be kept; one that is missing or too long is made from what it stands for."""
    said = usable(said).strip()
    return said if 0 < len(said) <= LONGEST["source_id"] else values.derived_id(kind, said, *otherwise)
