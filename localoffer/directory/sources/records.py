"""What every source is read into: plain, frozen records with the names our models use.

A record says only what its source says. An empty text, ``None`` or empty tuple means "not stated".
Terms are codes of our own taxonomies; what could not be matched is kept aside in ``unmatched_terms``.

>>> OrganizationRecord(source_id="lime", name="Lime Tree Trust").digest() == \\
...     OrganizationRecord(source_id="lime", name="Lime Tree Trust").digest()
True
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar, Literal

Terms = Mapping[str, Mapping[str, str]]
"""Taxonomy code → {lower-case code or name of a term: the term's code}: ``{"need": {"autism": "ASD"}}``."""

YES_NO = ("", "yes", "no")
REFERRAL = ("", "self", "either", "referral")
COST = ("", "free", "charge", "varies")
RUNNING = ("", "term-time", "holidays", "all-year")
SECTORS = ("", "council", "nhs", "school", "charity", "private", "parent-led")
REACHES = ("", "in-area", "neighbouring", "regional", "national")
STATUSES = ("", "active", "inactive", "defunct", "temporarily closed")
WAIT_LISTS = ("", "open", "closed", "paused")
FREQUENCIES = ("", "WEEKLY", "MONTHLY")
LOCATION_TYPES = ("physical", "postal", "virtual")

LONGEST: Mapping[str, int] = {
    "source_id": 200,
    "name": 255,
    "url": 500,
    "email": 254,
    "place": 100,
    "postal_code": 10,
    "external_identifier": 50,
    "number": 50,
    "extension": 20,
    "byday": 50,
    "code": 10,
    "text": 20_000,
}
"""Characters that a field holds; every one-line text without its own entry is a ``name``."""


class UnreadableSourceError(Exception):
    """The source as a whole cannot be read. The message tells the person importing what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the person importing should know about one row, or about the whole source.

    ``row`` is the row number a spreadsheet shows (the heading is row 1), or the id of a service in a feed;
    0 or "" is the whole source. ``refused``: the row was not read. ``warning``: it was, without this value.
    """

    row: int | str
    field: str
    message: str
    severity: Literal["refused", "warning"]


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(repr(each) for each in allowed)}, not {value!r}")


class _Hashed:
    """Gives a record ``digest()``. A subclass names what is left out, and which lists have no order."""

    __slots__ = ()
    BESIDE: ClassVar[frozenset[str]] = frozenset()
    UNORDERED: ClassVar[frozenset[str]] = frozenset()

    def digest(self) -> str:
        """64 hex digits: equal for equal content, in any process and release.

        Empty values are left out, so that a field added later changes no digest of a record not using it.
        """
        plain = json.dumps(_plain(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON holds it, without what is empty and without order where order means nothing."""
    if isinstance(value, _Hashed):
        kept = {}
        for each in fields(value):  # type: ignore[arg-type]
            held = getattr(value, each.name)
            if each.name in value.BESIDE or _is_empty(held):
                continue
            plain = (
                _reference(held) if isinstance(held, (OrganizationRecord, LocationRecord)) else _plain(held)
            )
            kept[each.name] = (
                sorted(plain, key=lambda item: json.dumps(item, sort_keys=True))
                if each.name in value.UNORDERED
                else plain
            )
        return kept
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _is_empty(value: Any) -> bool:
    # Not simply falsy: an age of nought is something said
    return value is None or value is False or value == "" or value == ()


def _reference(record: OrganizationRecord | LocationRecord) -> str:
    # Organisations and places are records of their own: a service changes when it points at another one,
    # not when the one it points at is renamed.
    return record.source_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRecord(_Hashed):
    number: str
    extension: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord(_Hashed):
    """A role or a team one may write to or ask for; a person's name only as the source publishes it."""

    title: str = ""
    name: str = ""
    department: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRecord(_Hashed):
    """When it happens, as the parts of an RFC 5545 RRULE: ``byday`` "MO,TU" or "1MO", ``bymonthday`` "1,-1".

    ``venue`` is the ``source_id`` of the location these times belong to, or empty for the whole service.
    """

    freq: str = ""
    interval: int | None = None
    byday: str = ""
    bymonthday: str = ""
    dtstart: date | None = None
    until: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    description: str = ""
    venue: str = ""

    def __post_init__(self) -> None:
        _one_of("freq", self.freq, FREQUENCIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRecord(_Hashed):
    """``amount`` in pounds, to the penny."""

    option: str = ""
    amount: Decimal | None = None
    amount_description: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRecord(_Hashed):
    """``code`` is BCP 47 ("pl", "zh-Hant") where the source gives one."""

    name: str
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecord(_Hashed):
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord(_Hashed):
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAreaRecord(_Hashed):
    name: str
    uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingRecord(_Hashed):
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedTerm(_Hashed):
    """A term of the source that is none of ours: its own taxonomy's name (may be empty) and its words."""

    taxonomy: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRecord(_Hashed):
    source_id: str
    name: str
    sector: str = ""
    alternate_name: str = ""
    description: str = ""
    email: str = ""
    website: str = ""

    def __post_init__(self) -> None:
        _one_of("sector", self.sector, SECTORS)


NOT_STATED = OrganizationRecord(source_id="not-stated", name="Organisation not stated")
"""Stands in where a source does not say who provides a service."""


# A full postcode anywhere in a text
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRecord(_Hashed):
    """A place.

    ``latitude`` and ``longitude`` are WGS84 degrees, ``external_identifier`` is the UPRN, ``access`` holds
    codes of the `access` terms, ``country`` is two letters.

    A private place (a refuge) holds nothing that could lead there, whatever it is made from: no address,
    postcode, point, property number or way to get there.
    """

    UNORDERED: ClassVar[frozenset[str]] = frozenset({"access"})
    LEADS_THERE: ClassVar[tuple[str, ...]] = (
        "description",
        "address_1",
        "address_2",
        "city",
        "region",
        "state_province",
        "postal_code",
        "transportation",
        "external_identifier",
    )

    source_id: str
    location_type: str = "physical"
    name: str = ""
    description: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str = ""
    transportation: str = ""
    access: tuple[str, ...] = ()
    is_private: bool = False

    def __post_init__(self) -> None:
        _one_of("location_type", self.location_type, LOCATION_TYPES)
        if not self.is_private:
            return
        for name in self.LEADS_THERE:
            object.__setattr__(self, name, "")
        object.__setattr__(self, "latitude", None)
        object.__setattr__(self, "longitude", None)
        if may_lead_there(self.name):
            object.__setattr__(self, "name", "")


def may_lead_there(text: str) -> bool:
    """Whether a text may give a private place away: it holds a postcode or a house number."""
    return bool(_POSTCODE.search(text) or re.search(r"\d", text))


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRecord(_Hashed):
    """A service at a location (HSDS ``service_at_location``), and what to know about it there."""

    location: LocationRecord
    description: str = ""

    def __post_init__(self) -> None:
        if self.location.is_private and may_lead_there(self.description):
            object.__setattr__(self, "description", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord(_Hashed):
    """One service as its source states it.

    ``minimum_age`` and ``maximum_age`` are years (18 months is 1.5). ``needs`` … ``delivery`` hold term
    codes. ``digest()`` covers what a revision of the service holds. What is kept beside a service (listing,
    check, wait, open or closed) is not in it, nor what its organisation and places say of themselves: they
    have their own.
    """

    BESIDE: ClassVar[frozenset[str]] = frozenset(
        {
            "reach",
            "why_listed",
            "checked_on",
            "wait_weeks",
            "wait_words",
            "wait_list_status",
            "wait_said_on",
            "status",
            "status_reason",
            "successor_source_id",
            "unmatched_terms",
        }
    )
    # Feeds give these in whatever order their database happens to; phones, contacts, links and answers are
    # put in order by somebody.
    UNORDERED: ClassVar[frozenset[str]] = frozenset(
        {
            "needs",
            "kinds",
            "strands",
            "age_stages",
            "communication",
            "delivery",
            "venues",
            "schedules",
            "cost_options",
            "languages",
            "service_areas",
            "funding",
        }
    )

    source_id: str
    name: str
    organization: OrganizationRecord
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    eligibility_description: str = ""
    plan_required: str = ""
    diagnosis_required: str = ""
    referral: str = ""
    referrers: str = ""
    application_process: str = ""
    application_url: str = ""
    who_decides: str = ""
    cost: str = ""
    fees_description: str = ""
    personal_budget: str = ""
    direct_payment: str = ""
    if_not_eligible: str = ""
    what_comes_next: str = ""
    complaints: str = ""
    accountable_body: str = ""
    interpretation_services: str = ""
    accreditations: str = ""
    alert: str = ""
    assurer_email: str = ""
    running: str = ""

    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    age_stages: tuple[str, ...] = ()
    communication: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    tier: str = ""

    venues: tuple[VenueRecord, ...] = ()
    phones: tuple[PhoneRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    schedules: tuple[ScheduleRecord, ...] = ()
    cost_options: tuple[CostRecord, ...] = ()
    languages: tuple[LanguageRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    service_areas: tuple[ServiceAreaRecord, ...] = ()
    funding: tuple[FundingRecord, ...] = ()

    # Said about the listing
    reach: str = ""
    why_listed: str = ""
    # Said on a day, and kept outside revisions
    checked_on: date | None = None
    wait_weeks: int | None = None
    wait_words: str = ""
    wait_list_status: str = ""
    wait_said_on: date | None = None
    status: str = ""
    status_reason: str = ""
    successor_source_id: str = ""

    unmatched_terms: tuple[UnmatchedTerm, ...] = ()

    def __post_init__(self) -> None:
        for name in ("plan_required", "diagnosis_required", "personal_budget", "direct_payment"):
            _one_of(name, getattr(self, name), YES_NO)
        _one_of("referral", self.referral, REFERRAL)
        _one_of("cost", self.cost, COST)
        _one_of("running", self.running, RUNNING)
        _one_of("reach", self.reach, REACHES)
        _one_of("status", self.status, STATUSES)
        _one_of("wait_list_status", self.wait_list_status, WAIT_LISTS)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Everything one source said, in its order, and every problem met while reading it.

    ``is_complete`` is false when part of the source could not be read: then a record that is not here is not
    known to be gone.
    """

    records: tuple[ServiceRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_complete: bool = True
