"""Our own sheet (CSV or XLSX), as councils keep one: a row a service, and further rows for what it has more than
one of.

A row that repeats an ``id`` above it and leaves ``name`` empty continues that service: its venue, times,
costs, telephone numbers and so on are added. A row that repeats an id with a name replaces the service.
The columns are in `sheet_columns.py`; `docs/reference/sheet.md` describes them and is tested against this
file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from . import tables, values
from .csv_rows import LONGEST_CELL, MOST_COLUMNS
from .reading import Reading
from .records import (
    COST,
    LONGEST,
    NOT_STATED,
    REACHES,
    REFERRAL,
    RUNNING,
    SECTORS,
    STATUSES,
    WAIT_LISTS,
    AnswerRecord,
    ContactRecord,
    CostRecord,
    FundingRecord,
    LanguageRecord,
    LinkRecord,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ReadResult,
    ScheduleRecord,
    ServiceAreaRecord,
    ServiceRecord,
    Terms,
    UnmatchedTerm,
    UnreadableSourceError,
    VenueRecord,
)
from .rich_text import clean, line
from .sheet_columns import BY_NAME, spelled
from .terms import Matcher

MOST_IN_A_CELL = 100

# Letters that were UTF-8, taken for cp1252, and saved as UTF-8 again
_SPELLED_TWICE = re.compile("Ã[\u0080-\u00bf€-™]|â€[\u0090-\u009f™œ“”¦]|Â[£ ]")

_TERM_COLUMNS = {
    "needs": "need",
    "kinds": "kind",
    "strands": "strand",
    "age_stages": "age-stage",
    "communication": "communication",
    "delivery": "delivery",
}


# --- reading


def ingest(raw: Path | bytes, *, terms: Terms, today: date) -> ReadResult:
    """Every service of the sheet as a record; safe to rerun.

    A row that cannot be read is refused, a value that cannot is left out, and both are told in ``problems``
    with the row number a spreadsheet shows. Cells are text and stay text: nothing in them is ever calculated.

    :param today: days on which something is said to have been checked or said are left out when they come
    after it
    :raises UnreadableSourceError: when there is no table with ``id`` and ``name``, in words for the person
    importing
    """
    sheet = Sheet(Matcher(terms), today)
    with tables.opened(raw, sheet, BY_NAME) as table:
        columns = sheet.columns(table.heading())
        table.fill_down(columns["id"])
        for cells in tables.numbered(table, sheet):
            if any(map(clean, cells)):
                sheet.take_row({name: cells[place] for name, place in columns.items() if place < len(cells)})
    return sheet.read()


@dataclass(slots=True)
class _Service:
    """A service whose further rows may be still to come."""

    row: int | str
    stated: dict[str, Any]
    venues: dict[str, VenueRecord] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, name: str, *records: Any) -> None:
        self.rows.setdefault(name, []).extend(records)

    def record(self) -> ServiceRecord:
        rows: dict[str, Any] = {name: values.once(records) for name, records in self.rows.items()}
        return ServiceRecord(**self.stated, **rows, venues=tuple(self.venues.values()))


class Sheet(Reading):
    """Rows of our sheet, one after another, as services. Other tables are read by turning their rows into these."""

    def __init__(self, matcher: Matcher, today: date) -> None:
        super().__init__()
        self.matcher = matcher
        self.today = today
        self.services: dict[str, _Service] = {}

    def read(self) -> ReadResult:
        """What has been taken in so far."""
        return self.result(service.record() for service in self.services.values())

    def columns(self, heading: list[str]) -> dict[str, int]:
        """Our column name → its place in the first row."""
        self.row = 1
        if len(heading) > MOST_COLUMNS:
            raise UnreadableSourceError(
                f"The first row has {len(heading):,} columns; {MOST_COLUMNS} is the most. "
                "Delete the columns that are not needed, also the empty ones on the right."
            )
        columns: dict[str, int] = {}
        for place, title in enumerate(heading):
            known = BY_NAME.get(spelled(title))
            if known is None:
                if title.strip():
                    near = difflib.get_close_matches(spelled(title)[:60], BY_NAME, 1, 0.75)
                    hint = f" Did you mean “{near[0]}”?" if near else ""
                    self.warn(line(title)[:60], f"This column is not one we know, so it is left out.{hint}")
            elif known.name in columns:
                self.warn(known.name, "This column comes twice. Only the first is read.")
            else:
                columns[known.name] = place
        for needed in ("id", "name"):
            if needed not in columns:
                raise UnreadableSourceError(
                    f"There is no column “{needed}”. The first row must hold the names of the columns; "
                    "`localoffer import --template sheet.csv` writes a sheet to start from."
                )
        return columns

    # One row

    def take_row(self, raw: dict[str, str]) -> None:
        """One row: our column name → its cell."""
        key = line(raw.get("id", "")[:LONGEST_CELL])
        if not key:
            self.refuse("id", "Give this row an id: a new one, or that of the service it continues.")
            return
        if len(key) > LONGEST["source_id"]:
            self.refuse(
                "id", f"An id has {LONGEST['source_id']} characters at most. Give this row a shorter one."
            )
            return
        name = self.line("name", raw.get("name", ""))
        self._warn_of_misspelt(raw)
        if not name:
            self._continue(key, raw)
            return
        if key in self.services:
            row = self.services.pop(key).row
            self.warn(
                "id",
                f"Row {row} has this id too. This row, the later one, is used. "
                "To continue the service instead, leave its name empty here.",
            )
        service = _Service(self.row, self._stated(key, name, raw))
        self._add_rows(service, key, raw)
        self.services[key] = service

    def _continue(self, key: str, raw: dict[str, str]) -> None:
        service = self.services.get(key)
        if service is None:
            self.refuse(
                "name",
                f"This row has no name, and no row above it begins “{key[:60]}”. "
                "Give it a name, or move it below the row it continues.",
            )
            return
        for name, value in raw.items():
            if name != "id" and not BY_NAME[name].repeats and clean(value):
                self.warn(
                    name, f"This is read on the service's first row only (row {service.row}). Put it there."
                )
        self._add_rows(service, key, raw)

    def _warn_of_misspelt(self, raw: dict[str, str]) -> None:
        for name, value in raw.items():
            if len(value) > LONGEST_CELL:
                self.warn(name, f"A cell holds at most {LONGEST_CELL:,} characters. The rest is left out.")
                raw[name] = value[:LONGEST_CELL]
            if "\0" in value or "\ufffd" in value:
                self.warn(name, "This cell holds characters that cannot be read. Type it again.")
                raw[name] = value.replace("\0", "").replace("\ufffd", "")
            elif _SPELLED_TWICE.search(value):
                self.warn(
                    name, "Letters like Ã© or â€™ show that this was saved wrongly once. Type it again."
                )

    def _stated(self, key: str, name: str, raw: dict[str, str]) -> dict[str, Any]:
        """What a service's first row says of it."""
        stated: dict[str, Any] = {"source_id": key, "name": name, "organization": self._organization(raw)}
        unmatched: list[UnmatchedTerm] = []
        for column, taxonomy in _TERM_COLUMNS.items():
            stated[column] = self._terms(column, taxonomy, raw.get(column, ""), unmatched)
        stated["tier"] = next(iter(self._terms("tier", "tier", raw.get("tier", ""), unmatched)), "")
        for column in ("alternate_name", "accountable_body"):
            stated[column] = self.line(column, raw.get(column, ""))
        for column in PARAGRAPHS:
            stated[column] = self.paragraphs(column, raw.get(column, ""))
        for column, (parse, default) in VALUES.items():
            stated[column] = self.take(column, raw.get(column, ""), parse, default)
        stated["description"] = self.rich("description", raw.get("description", ""))
        stated["successor_source_id"] = self.line("successor_id", raw.get("successor_id", ""), "source_id")
        stated["unmatched_terms"] = values.once(unmatched)
        try:
            values.ages(stated["minimum_age"], stated["maximum_age"])
        except values.UnclearError as unclear:
            self.warn("minimum_age", str(unclear))
            stated["minimum_age"] = stated["maximum_age"] = None
        for column in ("checked_on", "wait_said_on"):
            if stated[column] and stated[column] > self.today:
                self.warn(column, f"{stated[column]:%-d %B %Y} is still to come, so this date is left out.")
                stated[column] = None
        self._settle_wait(stated, raw)
        return stated

    def _settle_wait(self, stated: dict[str, Any], raw: dict[str, str]) -> None:
        stated["wait_words"] = self.line("wait_words", raw.get("wait_words", ""))
        says = stated["wait_weeks"] is not None or stated["wait_words"] or stated["wait_list_status"]
        if says and stated["wait_said_on"] is None:
            self.warn(
                "wait_said_on", "Write the day on which this wait was said. Without it the wait is left out."
            )
            stated |= {"wait_weeks": None, "wait_words": "", "wait_list_status": ""}
        if not says:
            stated["wait_said_on"] = None

    def _organization(self, raw: dict[str, str]) -> OrganizationRecord:
        name = self.line("organisation", raw.get("organisation", ""))
        if not name:
            self.warn("organisation", "Write who provides this service. Until then it reads “not stated”.")
            return NOT_STATED
        key = self.take(
            "organisation_id", raw.get("organisation_id", ""), partial(values.short, field="source_id"), ""
        )
        return OrganizationRecord(
            source_id=key or values.derived_id("organization", name),
            name=name,
            sector=self.take("sector", raw.get("sector", ""), _sector, ""),
            description=self.paragraphs("organisation_description", raw.get("organisation_description", "")),
            email=self.take("organisation_email", raw.get("organisation_email", ""), values.email, ""),
            website=self.take(
                "organisation_website", raw.get("organisation_website", ""), values.web_address, ""
            ),
        )

    def _terms(
        self, column: str, taxonomy: str, value: str, unmatched: list[UnmatchedTerm]
    ) -> tuple[str, ...]:
        codes = []
        for word in _cut_list(value):
            match = self.matcher.find(word, taxonomy=taxonomy)
            if match and match[0] == taxonomy:
                codes.append(match[1])
                continue
            near = self.matcher.suggest(word, taxonomy)
            hint = f" Did you mean “{near}”?" if near else ""
            self.warn(column, f"“{word[:60]}” is none of our words for this, so it is put aside.{hint}")
            unmatched.append(UnmatchedTerm(taxonomy=taxonomy, term=word[: LONGEST["name"]]))
        return values.once(codes)

    # What may come again on further rows

    def _add_rows(self, service: _Service, key: str, raw: dict[str, str]) -> None:
        self.is_secret = self._may_be_secret(service, raw)
        venue = self._venue(service, key, raw)
        service.add("schedules", *self._schedules(raw, venue))
        self.is_secret = False
        phone: list[PhoneRecord] = self.take("phone", self._dialled(raw.get("phone", "")), values.phones, [])
        service.add("phones", *self._phones(phone, raw))
        contact = ContactRecord(
            title=self.line("contact_title", raw.get("contact_title", "")),
            name=self.line("contact_name", raw.get("contact_name", "")),
            department=self.line("contact_department", raw.get("contact_department", "")),
            email=self.take("contact_email", raw.get("contact_email", ""), values.email, ""),
        )
        if contact != ContactRecord():
            service.add("contacts", contact)
        cost = CostRecord(
            option=self.line("cost_option", raw.get("cost_option", "")),
            amount=self.take("amount", raw.get("amount", ""), values.amount, None),
            amount_description=self.line("amount_note", raw.get("amount_note", "")),
        )
        if cost != CostRecord():
            service.add("cost_options", cost)
        service.add("languages", *(self._language(each) for each in _cut_list(raw.get("languages", ""))))
        link = self.take("link", raw.get("link", ""), values.web_address, "")
        if link:
            label = self.line("link_label", raw.get("link_label", "")) or link[: LONGEST["name"]]
            service.add("links", LinkRecord(label=label, url=link))
        question = self.line("question", raw.get("question", ""))
        answer = self.paragraphs("answer", raw.get("answer", ""))
        if question and answer:
            service.add("answers", AnswerRecord(question=question, answer=answer))
        elif question or answer:
            self.warn(
                "answer" if question else "question", "A question and its answer stand in the same row."
            )
        areas = (self.line("service_areas", each) for each in _cut_list(raw.get("service_areas", "")))
        service.add("service_areas", *(ServiceAreaRecord(name=each) for each in areas))
        sources = (self.line("funding", each) for each in _cut_list(raw.get("funding", "")))
        service.add("funding", *(FundingRecord(source=each) for each in sources))

    def _venue(self, service: _Service, key: str, raw: dict[str, str]) -> LocationRecord | None:
        """The place this row names, added to the service."""
        is_private = self._is_private(raw.get("private", ""))
        if not is_private and not any(clean(raw.get(column, "")) for column in _VENUE_COLUMNS):
            return None
        name = self.line("venue_name", raw.get("venue_name", ""))
        first = self.line("address_1", raw.get("address_1", ""))
        postcode = self.take("postcode", raw.get("postcode", ""), values.postcode, "")
        stated = self.take("venue_id", raw.get("venue_id", ""), partial(values.short, field="source_id"), "")
        # The id of a private place is made from nothing that could be guessed at from an address
        parts = (key, str(len(service.venues))) if is_private else (name, first, postcode)
        latitude, longitude = self._point(raw)
        unmatched: list[UnmatchedTerm] = []
        location = LocationRecord(
            source_id=stated or values.derived_id("location", *parts),
            name=name,
            address_1=first,
            address_2=self.line("address_2", raw.get("address_2", "")),
            city=self.line("city", raw.get("city", ""), "place"),
            state_province=self.line("county", raw.get("county", ""), "place"),
            postal_code=postcode,
            latitude=latitude,
            longitude=longitude,
            external_identifier=self.take("uprn", raw.get("uprn", ""), _uprn, ""),
            transportation=self.paragraphs("getting_there", raw.get("getting_there", "")),
            access=self._terms("access", "access", raw.get("access", ""), unmatched),
            is_private=is_private,
        )
        service.stated["unmatched_terms"] = values.once((*service.stated["unmatched_terms"], *unmatched))
        before = service.venues.get(location.source_id)
        # A further row may name the place by its id alone, to give it more times
        if before and location == LocationRecord(source_id=location.source_id):
            return before.location
        if before and before.location.is_private:
            location = replace(location, is_private=True)
        description = self.paragraphs("venue_note", raw.get("venue_note", ""))
        service.venues[location.source_id] = VenueRecord(location=location, description=description)
        return location

    def _may_be_secret(self, service: _Service, raw: dict[str, str]) -> bool:
        before = service.venues.get(clean(raw.get("venue_id", "")))
        try:
            return values.yes_no(clean(raw.get("private", ""))) == "yes" or bool(
                before and before.location.is_private
            )
        except values.UnclearError:
            return True

    def _is_private(self, value: str) -> bool:
        try:
            return values.yes_no(clean(value)) == "yes"
        except values.UnclearError as unclear:
            # Better an address too few than one that should have been kept secret
            self.warn("private", f"{unclear} The address is kept secret until then.")
            return True

    def _point(self, raw: dict[str, str]) -> tuple[float | None, float | None]:
        said = clean(raw.get("latitude", "")), clean(raw.get("longitude", ""))
        if not any(said):
            return None, None
        latitude, longitude = values.number(said[0]), values.number(said[1])
        if latitude is None or longitude is None or not (49 < latitude < 61 and -9 < longitude < 3):
            self.warn(
                "latitude",
                "Latitude and longitude are both needed, in degrees, such as 53.23 and -0.54. "
                "The postcode is used instead.",
            )
            return None, None
        return latitude, longitude

    def _schedules(self, raw: dict[str, str], venue: LocationRecord | None) -> list[ScheduleRecord]:
        note = self.paragraphs("times_note", raw.get("times_note", ""))
        shared: dict[str, Any] = {
            "venue": venue.source_id if venue else "",
            "interval": self.take("interval", raw.get("interval", ""), partial(values.whole, most=520), None),
            **{
                column: self.take(column, raw.get(column, ""), values.day, None)
                for column in ("dtstart", "until", "valid_from", "valid_to")
            },
        }
        if shared["interval"] in (0, 1):
            shared["interval"] = None
        found = []
        for words in _cut_list(raw.get("times", "")):
            try:
                found.append(replace(values.session(words), description=note, **shared))
            except values.UnclearError as unclear:
                self.warn("times", str(unclear))
                told = "\n".join(each for each in (words, note) if each)
                found.append(ScheduleRecord(description=told, **shared))
        exact: dict[str, Any] = {
            "freq": self.take("freq", raw.get("freq", ""), values.frequency, ""),
            "byday": self.take("byday", raw.get("byday", ""), values.byday, ""),
            "bymonthday": self.take("bymonthday", raw.get("bymonthday", ""), values.bymonthday, ""),
            "opens_at": self.take("opens_at", raw.get("opens_at", ""), values.clock, None),
            "closes_at": self.take("closes_at", raw.get("closes_at", ""), values.clock, None),
        }
        if any(exact.values()) or (not found and (note or any(v for k, v in shared.items() if k != "venue"))):
            if exact["byday"] and not exact["freq"]:
                exact["freq"] = "WEEKLY"
            found.append(ScheduleRecord(**exact, description=note, **shared))
        return found

    def _phones(self, found: list[PhoneRecord], raw: dict[str, str]) -> list[PhoneRecord]:
        note = self.line("phone_note", raw.get("phone_note", ""))
        extension = self.line("extension", raw.get("extension", ""), "extension")
        if not found:
            return []
        first = found[0]
        words = self.line("phone_note", ": ".join(each for each in (first.description, note) if each))
        return [replace(first, extension=extension or first.extension, description=words), *found[1:]]

    def _dialled(self, number: str) -> str:
        # A spreadsheet that takes a telephone number for an amount drops the 0 at its beginning
        if re.fullmatch(r"[1-37-9]\d{9}", number.strip()):
            self.warn("phone", f"The 0 at the beginning was missing: read as 0{number.strip()}.")
            return f"0{number.strip()}"
        return number

    def _language(self, words: str) -> LanguageRecord:
        found = re.fullmatch(r"(.+?)\s*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4})?)\)", words)
        name, code = (found[1], found[2]) if found else (words, "")
        return LanguageRecord(name=self.line("languages", name, "place"), code=code)


_sector: Callable[[str], str] = partial(
    values.choice,
    allowed=SECTORS,
    also={
        "local authority": "council",
        "college": "school",
        "school or college": "school",
        "voluntary": "charity",
        "community": "charity",
        "voluntary sector": "charity",
        "company": "private",
        "parents": "parent-led",
    },
)

PARAGRAPHS = (
    "alert",
    "eligibility_description",
    "if_not_eligible",
    "what_comes_next",
    "referrers",
    "application_process",
    "who_decides",
    "interpretation_services",
    "fees_description",
    "complaints",
    "accreditations",
    "why_listed",
    "status_reason",
)

VALUES: dict[str, tuple[Callable[[str], Any], Any]] = {
    "url": (values.web_address, ""),
    "email": (values.email, ""),
    "application_url": (values.web_address, ""),
    "assurer_email": (values.email, ""),
    "minimum_age": (values.age, None),
    "maximum_age": (values.age, None),
    "plan_required": (values.yes_no, ""),
    "diagnosis_required": (values.yes_no, ""),
    "personal_budget": (values.yes_no, ""),
    "direct_payment": (values.yes_no, ""),
    "referral": (
        partial(
            values.choice,
            allowed=REFERRAL,
            also={
                "self referral": "self",
                "yes": "referral",
                "no": "self",
                "both": "either",
                "required": "referral",
            },
        ),
        "",
    ),
    "running": (partial(values.choice, allowed=RUNNING, also={"term time only": "term-time"}), ""),
    "cost": (
        partial(values.choice, allowed=COST, also={"no charge": "free", "yes": "charge", "paid": "charge"}),
        "",
    ),
    "reach": (
        partial(values.choice, allowed=REACHES, also={"local": "in-area", "in the area": "in-area"}),
        "",
    ),
    "checked_on": (values.day, None),
    "wait_weeks": (partial(values.whole, most=520), None),
    "wait_list_status": (partial(values.choice, allowed=WAIT_LISTS), ""),
    "wait_said_on": (values.day, None),
    "status": (
        partial(
            values.choice,
            allowed=STATUSES,
            also={
                "open": "active",
                "paused": "temporarily closed",
                "closed": "defunct",
                "withdrawn": "inactive",
            },
        ),
        "",
    ),
}

_VENUE_COLUMNS = (
    "venue_name",
    "venue_id",
    "address_1",
    "address_2",
    "postcode",
    "uprn",
    "latitude",
    "longitude",
)


def _uprn(value: str) -> str:
    if not re.fullmatch(r"\d{1,12}", value):
        raise values.UnclearError("A UPRN has up to 12 digits and nothing else.")
    return value


def _cut_list(value: str) -> list[str]:
    return values.several(value)[:MOST_IN_A_CELL]
