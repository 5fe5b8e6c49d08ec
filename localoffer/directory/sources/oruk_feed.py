"""Services from an Open Referral UK feed: `fetch` keeps the raw replies, `ingest` reads them, also again.

Outpost's API is read, too: each of its services is first put into Open Referral's words (outpost_api.py).

What is taken, and what is not:

- A contact's job title or department is kept, and the person's name only where there is no title. A mailbox
  named after the contact is dropped where the service has another address. We hold no more about people than
  we must.
- An address at the reserved ``.invalid`` and an age of -1 are some feeds' way to say "not stated".
- ``attributes`` become needs, kinds and so on where we have the term; others are kept aside as unmatched.
- A location said to be private keeps no address and no point.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from localoffer.oruk import read as oruk

from . import outpost_api, progress, values, web
from .reading import Reading
from .records import (
    COST,
    LOCATION_TYPES,
    LONGEST,
    NOT_STATED,
    REFERRAL,
    STATUSES,
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
from .terms import FIELD, Matcher

PAGE_SIZE = 100
MOST_PAGES = 500
MOST_DETAILS = 20_000
LARGEST_FILE = 200 * 1024 * 1024
# A server that fails this often in a row is not asked again
FAILURES_IN_A_ROW = 10


# --- fetch


def fetch(
    url: str,
    into: Path,
    *,
    allow_private: bool = False,
    now: datetime | None = None,
    waits: tuple[float, ...] = (1, 3),
) -> Path:
    """Every page of a feed, and each service's own page where the list is a summary, kept as they came.

    ``url`` is the feed's base address, its ``/services``, or any page of that. The replies are written to a
    new file ``<host>-<time>.jsonl.gz`` in ``into``: one JSON object a line with ``url``, ``kind`` and
    ``body``, and a last one that says whether all of it came. The file holds whatever the feed publishes: the
    caller decides how long to keep it.

    :param allow_private: also fetch from inside the own network; never for an address a visitor gave
    :param waits: seconds before each further try of a request that failed
    :raises UnreadableSourceError: when the first page cannot be had or is no feed; then nothing is kept
    """
    now = now or datetime.now(UTC)
    browser = web.Browser(allow_private=allow_private, waits=waits)
    into.mkdir(parents=True, exist_ok=True)
    parts = web.urlsplit_or_none(url)
    if parts is None:
        raise UnreadableSourceError("Give a whole address that begins with https:// or http://.")
    host = "".join(c if c.isalnum() or c in ".-" else "-" for c in (parts.hostname or "feed")[:100])
    kept = into / f"{host}-{now:%Y%m%dT%H%M%S%f}.jsonl.gz"
    unfinished = kept.with_suffix(".part")
    try:
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            for entry in _replies(browser, url, now):
                file.write(json.dumps(entry) + "\n")
        unfinished.replace(kept)
    finally:
        unfinished.unlink(missing_ok=True)
    return kept


def _replies(browser: web.Browser, url: str, now: datetime) -> Iterator[dict[str, Any]]:
    first, body, extra = _first_page(browser, url)
    address = first
    reply = _read(body)
    seen: set[str] = set()
    faults: list[str] = []
    is_complete = True
    failures = details = 0
    page = 1
    while True:
        yield {"url": address, "kind": "page", "at": now.isoformat(), "body": body}
        ids = [oruk.text(service, "id") for service in reply.services]
        # A server that ignores "page" sends the same services for ever
        fresh = [each for each in ids if each not in seen]
        seen.update(ids)
        for service in reply.services:
            key = oruk.text(service, "id")
            if key in fresh and key and _is_summary(service) and failures < FAILURES_IN_A_ROW:
                details += 1
                if details > MOST_DETAILS:
                    break
                detail = f"{_without_query(first)}/{quote(key, safe='')}"
                try:
                    found = browser.get(detail)
                    yield {"url": detail, "kind": "service", "id": key, "body": found}
                    failures = 0
                except web.FetchError as error:
                    failures += 1
                    faults.append(f"{detail}: {error} The summary in the list is used instead.")
        if reply.services and not fresh and page <= (reply.total_pages or 0):
            is_complete = False
            faults.append(f"The feed gives the same services on page {page} as before. Ask who keeps it.")
        if (
            not reply.is_page
            or not fresh
            or reply.is_last_page
            or page >= (reply.total_pages or MOST_PAGES + 1)
        ):
            break
        if page >= MOST_PAGES:
            is_complete = False
            faults.append(
                f"The feed has more than {MOST_PAGES} pages. Only the first {MOST_PAGES} were read."
            )
            break
        page += 1
        address = _with_query(first, page=str(page), per_page=str(PAGE_SIZE), **extra)
        try:
            body = browser.get(address)
            reply = oruk.read(body)
        except (web.FetchError, oruk.UnreadableFeedError) as error:
            # What came so far is good
            if reply.total_pages is None and isinstance(error, web.FetchError) and error.status == 404:
                break
            is_complete = False
            faults.append(f"Page {page} could not be read: {error} Pages before it were. Try again later.")
            break
    if failures >= FAILURES_IN_A_ROW:
        faults.append(
            "The feed stopped answering for single services, so the rest are summaries. Try again later."
        )
    yield {"kind": "end", "is_complete": is_complete, "faults": faults}


def _first_page(browser: web.Browser, url: str) -> tuple[str, str, dict[str, str]]:
    """The address of the list, its first page, and further parameters that the server takes."""
    last: Exception = UnreadableSourceError(f"No feed was found at {url}.")
    for address in dict.fromkeys((url, f"{_without_query(url)}/services")):
        # full=true gives whole services and so spares a request for each; a strict server may refuse to know
        # it
        for extra in ({"full": "true"}, {}):
            try:
                body = browser.get(_with_query(address, page="1", per_page=str(PAGE_SIZE), **extra))
            except web.FetchError as error:
                last = UnreadableSourceError(str(error))
                if error.status is None:
                    raise last from error
                if error.status in (400, 422):
                    continue
                break
            try:
                reply = oruk.read(body)
            except oruk.UnreadableFeedError as error:
                last = UnreadableSourceError(f"{address}: {error}")
                break
            if reply.is_details:
                break
            return address, body, extra
    raise last


def _is_summary(service: dict[str, Any]) -> bool:
    return not any(key in service for key in ("service_at_locations", "contacts", "schedules", "attributes"))


def _without_query(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def _with_query(url: str, **more: str) -> str:
    parts = urlsplit(url)
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in more
    ]
    query = [*kept, *more.items()]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


# --- ingest


def ingest(raw: Path | bytes, *, terms: Terms, today: date) -> ReadResult:
    """Every service of a feed as a record; safe to rerun.

    ``raw`` is what `fetch` kept, or a file or bytes of JSON: a page, a list, one service, or a service a
    line. A service that cannot be read is refused, a value that cannot is left out, and both are told in
    ``problems``, whose ``row`` is the service's id.

    :param today: dates of assurance after it are left out
    :raises UnreadableSourceError: when there is nothing to read, in words for the person importing
    """
    reader = _Reader(Matcher(terms), today)
    services = _services(raw, reader)
    records: dict[str, ServiceRecord] = {}
    for number, service in enumerate(services, start=1):
        progress.tell("reading", number, len(services))
        record = reader.service(service)
        if record is None:
            continue
        if record.source_id in records:
            reader.warn("id", "This id comes more than once. The last one is used.")
            del records[record.source_id]
        records[record.source_id] = record
    return reader.result(records.values())


def _services(raw: Path | bytes, reader: _Reader) -> list[dict[str, Any]]:
    if isinstance(raw, Path) and raw.name.endswith(".jsonl.gz"):
        return _kept(raw, reader)
    if isinstance(raw, Path):
        if raw.stat().st_size > LARGEST_FILE:
            raise UnreadableSourceError(
                f"{raw.name} is larger than {LARGEST_FILE // 1024**2} MB. Import it in parts."
            )
        raw = raw.read_bytes()
    reply = _read(raw)
    if reply.is_details:
        raise UnreadableSourceError(
            "This describes a feed but lists no services. Give the address of its /services, or a file of "
            "them."
        )
    for fault in reply.faults:
        reader.refuse("", fault)
    return list(reply.services)


def _kept(path: Path, reader: _Reader) -> list[dict[str, Any]]:
    services: dict[str, dict[str, Any]] = {}
    nameless: list[dict[str, Any]] = []
    is_complete = False
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for each in file:
                entry = json.loads(each)
                if entry["kind"] == "end":
                    is_complete = entry["is_complete"]
                    for fault in entry["faults"]:
                        reader.warn("", fault)
                    continue
                try:
                    reply = oruk.read(entry["body"])
                except oruk.UnreadableFeedError as error:
                    reader.row = entry.get("id", 0)
                    reader.warn("", f"{entry['url']}: {error}")
                    reader.row = 0
                    continue
                for service in reply.services:
                    key = oruk.text(service, "id")
                    # A service's own page comes after the list and says more, but not always everything again
                    if entry["kind"] == "service" and key in services:
                        services[key] = {**services[key], **service}
                    elif key:
                        services[key] = service
                    else:
                        nameless.append(service)
                for fault in reply.faults:
                    reader.refuse("", fault)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UnreadableSourceError(
            f"{path.name} is damaged or was not kept by `fetch`. Fetch the feed again."
        ) from error
    reader.is_complete = reader.is_complete and is_complete
    return [*services.values(), *nameless]


def _read(body: bytes | str) -> oruk.Reply:
    try:
        return oruk.read(body)
    except oruk.UnreadableFeedError as error:
        raise UnreadableSourceError(str(error)) from error


class _Reader(Reading):
    """Reads one feed. Every method takes whatever JSON stands there, of whatever type."""

    def __init__(self, matcher: Matcher, today: date) -> None:
        super().__init__()
        self.matcher = matcher
        self.today = today

    def service(self, raw: dict[str, Any]) -> ServiceRecord | None:
        if outpost_api.is_outposts(raw):
            raw = outpost_api.as_open_referral(raw)
        key, name = self._id(raw), self._name(raw)
        self.row = key or name or 0
        if not key:
            self.refuse(
                "id", "This service has no id of up to 200 characters. Ask who keeps the feed to give it one."
            )
            return None
        if not name:
            self.refuse("name", "This service has no name. Ask who keeps the feed to give it one.")
            return None
        terms = _Terms(self)
        checked_on = self._past_day("assured_date", oruk.text(raw, "assured_date"))
        email = self.take("email", oruk.text(raw, "email"), values.email, "")
        youngest, oldest = self._ages(raw)
        venues, schedules = self._places(raw, key, terms)
        contacts, phones = self._contacts(raw, email)
        costs = self._costs(raw)
        fees = self.paragraphs("fees_description", oruk.text(raw, "fees_description", "fees"))
        self._attributes(raw, terms)
        wait_words = self.line("wait_time", oruk.text(raw, "wait_time"))
        # A wait is only worth something with its day: the feed's last word about the service is the nearest
        # it has
        wait_said_on = checked_on or self._past_day("last_modified", oruk.text(raw, "last_modified"))
        return ServiceRecord(
            source_id=key,
            name=name,
            organization=self._organization(raw),
            alternate_name=self.line("alternate_name", oruk.text(raw, "alternate_name")),
            description=self.rich("description", oruk.text(raw, "description")),
            url=self.take("url", oruk.text(raw, "url"), values.web_address, ""),
            email=email,
            minimum_age=youngest,
            maximum_age=oldest,
            eligibility_description=self.paragraphs(
                "eligibility_description", oruk.text(raw, "eligibility_description")
            ),
            referral=self._choice(raw, "referral", REFERRAL),
            application_process=self.paragraphs("application_process", oruk.text(raw, "application_process")),
            interpretation_services=self.paragraphs(
                "interpretation_services", oruk.text(raw, "interpretation_services")
            ),
            accreditations=self.paragraphs("accreditations", oruk.text(raw, "accreditations")),
            alert=self.paragraphs("alert", oruk.text(raw, "alert")),
            assurer_email=self.take("assurer_email", oruk.text(raw, "assurer_email"), values.email, ""),
            cost=self._choice(raw, "cost", COST) or _cost(costs, fees),
            fees_description=fees,
            venues=venues,
            phones=phones,
            contacts=contacts,
            schedules=schedules,
            cost_options=costs,
            languages=self._languages(raw),
            links=self._links(raw),
            answers=terms.answers(),
            service_areas=self._areas(raw),
            funding=values.once(
                FundingRecord(source=source)
                for each in oruk.objects(raw, "funding", "fundings")
                if (source := self.line("funding", oruk.text(each, "source")))
            ),
            checked_on=checked_on,
            wait_words=wait_words if wait_said_on else "",
            wait_said_on=wait_said_on if wait_words else None,
            status=self.take(
                "status", oruk.text(raw, "status"), partial(values.choice, allowed=STATUSES), ""
            ),
            unmatched_terms=terms.unmatched(),
            **terms.fields(),
        )

    def _choice(self, raw: dict[str, Any], field: str, allowed: tuple[str, ...]) -> str:
        said: str = self.take(field, oruk.text(raw, field), partial(values.choice, allowed=allowed), "")
        return said

    def _id(self, raw: Any, *names: str) -> str:
        key = self.line("id", oruk.text(raw, *(names or ("id",)))[: LONGEST["source_id"] * 2], "text")
        return key if len(key) <= LONGEST["source_id"] else ""

    def _name(self, raw: Any, *names: str) -> str:
        return self.line("name", oruk.text(raw, *(names or ("name",))))

    def _past_day(self, field: str, value: str) -> date | None:
        found = self.take(field, value, values.day, None)
        if found and found > self.today:
            self.warn(field, f"{found:%-d %B %Y} is still to come, so this date is left out.")
            return None
        return found

    def _ages(self, raw: dict[str, Any]) -> tuple[float | None, float | None]:
        holder = next(iter(oruk.objects(raw, "eligibilitys", "eligibility")), {}) | raw
        youngest, oldest = (self._age(holder, name) for name in ("minimum_age", "maximum_age"))
        if oldest == 0:
            # Nought stands for "none" in feeds that cannot leave it out
            oldest = None
        try:
            return values.ages(youngest, oldest)
        except values.UnclearError as unclear:
            self.warn("minimum_age", str(unclear))
            return None, None

    def _age(self, holder: dict[str, Any], field: str) -> float | None:
        found = values.number(holder.get(field))
        if found is None or found == -1:
            return None
        if not 0 <= found <= values.OLDEST:
            self.warn(field, f"An age of {found:g} cannot be right, so it is left out.")
            return None
        return round(found, 2)

    def _organization(self, raw: dict[str, Any]) -> OrganizationRecord:
        found = next(iter(oruk.objects(raw, "organization", "organisation")), {})
        name = self._name(found)
        if not name:
            self.warn("organization", "The feed does not say who provides this service.")
            return NOT_STATED
        return OrganizationRecord(
            source_id=self._id(found)
            or self._id(raw, "organization_id")
            or values.derived_id("organization", name),
            name=name,
            alternate_name=self.line("organization", oruk.text(found, "alternate_name")),
            description=self.paragraphs("organization", oruk.text(found, "description")),
            email=self.take("organization", oruk.text(found, "email"), values.email, ""),
            website=self.take(
                "organization", oruk.text(found, "website", "url", "uri"), values.web_address, ""
            ),
        )

    # Places and times

    def _places(
        self, raw: dict[str, Any], key: str, terms: _Terms
    ) -> tuple[tuple[VenueRecord, ...], tuple[ScheduleRecord, ...]]:
        venues: dict[str, VenueRecord] = {}
        schedules = [
            self._schedule(each, "", terms) for each in oruk.objects(raw, "schedules", "regular_schedules")
        ]
        for number, at in enumerate(oruk.objects(raw, "service_at_locations")):
            found = next(iter(oruk.objects(at, "location")), {})
            location = self._location(found, at, f"{key}#{number}", terms)
            self.is_secret = False
            if location is None:
                continue
            if location.source_id not in venues or location.is_private:
                description = self.paragraphs("service_at_locations", oruk.text(at, "description"))
                venues[location.source_id] = VenueRecord(location=location, description=description)
            self.is_secret = location.is_private
            for each in oruk.objects(at, "schedules", "regular_schedules"):
                schedules.append(self._schedule(each, location.source_id, terms))
            self.is_secret = False
        return tuple(venues.values()), values.once(each for each in schedules if each is not None)

    def _location(
        self, found: dict[str, Any], at: dict[str, Any], fallback: str, terms: _Terms
    ) -> LocationRecord | None:
        kind = self.take(
            "location_type",
            oruk.text(found, "location_type"),
            partial(values.choice, allowed=LOCATION_TYPES),
            "",
        )
        if kind == "virtual":
            terms.add("delivery", "online")
        address = next(iter(oruk.objects(found, "addresses", "physical_addresses", "address")), {})
        is_private = any(
            oruk.flag(each, "is_private", "private", "confidential", "mask_exact_address")
            or each.get("visible") is False
            for each in (at, found, address)
        )
        self.is_secret = is_private
        latitude, longitude = _point(found)
        name = self._name(found)
        first = self.line("address_1", oruk.text(address, "address_1", "address1"))
        postcode = self._postcode(oruk.text(address, "postal_code", "postcode"))
        if not (name or first or postcode or latitude is not None or is_private):
            return None
        if kind == "virtual" and not (first or postcode):
            # Nothing more to know than that it is online
            return None
        access, words = self._access(found, terms)
        identifier = oruk.text(found, "external_identifier")
        if "uprn" not in oruk.text(found, "external_identifier_type").casefold():
            identifier = ""
        derived = values.derived_id("location", *((fallback,) if is_private else (name, first, postcode)))
        return LocationRecord(
            source_id=self._id(found) or self._id(at, "location_id") or derived,
            location_type=kind or "physical",
            name=name,
            description=self.paragraphs("location", "\n".join((oruk.text(found, "description"), *words))),
            address_1=first,
            address_2=self.line("address_2", oruk.text(address, "address_2", "address2")),
            city=self.line("city", oruk.text(address, "city"), "place"),
            region=self.line("region", oruk.text(address, "region"), "place"),
            state_province=self.line("state_province", oruk.text(address, "state_province"), "place"),
            postal_code=postcode,
            country=_country(oruk.text(address, "country")),
            latitude=latitude,
            longitude=longitude,
            external_identifier=self.line("external_identifier", identifier, "external_identifier"),
            transportation=self.paragraphs("transportation", oruk.text(found, "transportation")),
            access=access,
            is_private=is_private,
        )

    def _postcode(self, value: str) -> str:
        return self.take("postal_code", value, values.postcode, "")

    def _access(self, found: dict[str, Any], terms: _Terms) -> tuple[tuple[str, ...], list[str]]:
        """Terms for how a place can be used, and the words about it that are no terms."""
        codes: list[str] = []
        words: list[str] = []
        rows = oruk.objects(found, "accessibility", "accessibility_for_disabilities")
        for each in rows:
            said = [oruk.text(each, name) for name in ("accessibility", "description", "details")]
            match = self.matcher.find(*said, taxonomy="access")
            if match:
                codes.append(match[1])
            else:
                words.extend(values.once(each_said for each_said in said if each_said))
        for holder in (found, *rows):
            for attribute in oruk.objects(holder, "attributes"):
                match = terms.match(attribute, within="access")
                if match and match[0] == "access":
                    codes.append(match[1])
        return values.once(codes), words

    def _schedule(self, raw: dict[str, Any], venue: str, terms: _Terms) -> ScheduleRecord | None:
        said = oruk.text(raw, "freq")
        freq = self.take("freq", said, values.frequency, "")
        days = self.take("byday", oruk.text(raw, "byday", "weekday"), values.byday, "")
        if said.strip().casefold() == "daily" and not days:
            days = ",".join(values.DAYS)
        attending = oruk.text(raw, "attending_type")
        if attending:
            terms.add_words("delivery", attending)
        words = [oruk.text(raw, name) for name in ("description", "notes")]
        interval = values.number(raw.get("interval"))
        record = ScheduleRecord(
            freq=freq,
            interval=int(interval) if interval and 1 < interval <= 520 else None,
            byday=days,
            bymonthday=self.take("bymonthday", oruk.text(raw, "bymonthday"), values.bymonthday, ""),
            dtstart=self.take("dtstart", oruk.text(raw, "dtstart"), values.day, None),
            until=self.take("until", oruk.text(raw, "until"), values.day, None),
            valid_from=self.take("valid_from", oruk.text(raw, "valid_from"), values.day, None),
            valid_to=self.take("valid_to", oruk.text(raw, "valid_to"), values.day, None),
            opens_at=self.take("opens_at", oruk.text(raw, "opens_at"), values.clock, None),
            closes_at=self.take("closes_at", oruk.text(raw, "closes_at"), values.clock, None),
            description=self.paragraphs("schedules", "\n".join(values.once(each for each in words if each))),
            venue=venue,
        )
        return record if record != ScheduleRecord(venue=venue, freq=freq) else None

    # People and numbers

    def _contacts(
        self, raw: dict[str, Any], service_email: str
    ) -> tuple[tuple[ContactRecord, ...], tuple[PhoneRecord, ...]]:
        contacts: list[ContactRecord] = []
        phones = self._phones(raw, "")
        for each in oruk.objects(raw, "contacts"):
            title = self.line("contacts", oruk.text(each, "title"))
            department = self.line("contacts", oruk.text(each, "department"))
            name = self.line("contacts", oruk.text(each, "name"))
            email = self.take("contacts", oruk.text(each, "email"), values.email, "")
            if email and service_email and values.is_named_after(email, name):
                email = ""
            phones += self._phones(each, title or department)
            if title or department:
                name = ""
            if email == service_email and not (title or department or name):
                continue
            if title or department or name or email:
                contacts.append(ContactRecord(title=title, name=name, department=department, email=email))
        for at in oruk.objects(raw, "service_at_locations"):
            phones += self._phones(at, "")
        once: dict[tuple[str, str], PhoneRecord] = {}
        for phone in phones:
            once.setdefault(("".join(c for c in phone.number if c.isdigit()), phone.extension), phone)
        return values.once(contacts), tuple(once.values())

    def _phones(self, holder: dict[str, Any], about: str) -> list[PhoneRecord]:
        found: list[PhoneRecord] = []
        for each in oruk.objects(holder, "phones"):
            words = self.line("phones", oruk.text(each, "description")) or about
            numbers: list[PhoneRecord] = self.take(
                "phones", oruk.text(each, "number"), partial(values.phones, description=words), []
            )
            extension = self.line("phones", oruk.text(each, "extension"), "extension")
            if extension and len(numbers) == 1 and not numbers[0].extension:
                only = numbers[0]
                numbers = [PhoneRecord(number=only.number, extension=extension, description=only.description)]
            found += numbers
        return found

    # Money, languages, links, areas

    def _costs(self, raw: dict[str, Any]) -> tuple[CostRecord, ...]:
        found = []
        for each in oruk.objects(raw, "cost_options"):
            words = self.line("cost_options", oruk.text(each, "amount_description"))
            amount = self.take("cost_options", oruk.text(each, "amount"), values.amount, None)
            currency = oruk.text(each, "currency").strip().upper()
            if amount is not None and currency not in ("", "GBP", "£"):
                words, amount = self.line("cost_options", f"{amount} {currency} {words}"), None
            record = CostRecord(
                option=self.line("cost_options", oruk.text(each, "option")),
                amount=amount,
                amount_description=words,
                valid_from=self.take("cost_options", oruk.text(each, "valid_from"), values.day, None),
                valid_to=self.take("cost_options", oruk.text(each, "valid_to"), values.day, None),
            )
            if record.option or record.amount is not None or record.amount_description:
                found.append(record)
        return values.once(found)

    def _languages(self, raw: dict[str, Any]) -> tuple[LanguageRecord, ...]:
        found = []
        for each in oruk.objects(raw, "languages"):
            code = self.take("languages", oruk.text(each, "code"), partial(values.short, field="code"), "")
            name = self.line("languages", oruk.text(each, "name", "language") or code, "place")
            if name:
                note = self.line("languages", oruk.text(each, "note"))
                found.append(LanguageRecord(name=name, code=code, note=note))
        return values.once(found)

    def _links(self, raw: dict[str, Any]) -> tuple[LinkRecord, ...]:
        found = []
        for each in oruk.objects(raw, "additional_urls", "urls", "links"):
            address = self.take("links", oruk.text(each, "url"), values.web_address, "")
            if address:
                label = self.line("links", oruk.text(each, "label")) or urlsplit(address).hostname or address
                found.append(LinkRecord(label=label[: LONGEST["name"]], url=address))
        return values.once(found)

    def _areas(self, raw: dict[str, Any]) -> tuple[ServiceAreaRecord, ...]:
        found = []
        for each in oruk.objects(raw, "service_areas"):
            name = self.line("service_areas", oruk.text(each, "name", "service_area"))
            uri = oruk.text(each, "uri").strip()
            # Some feeds fill what they do not know with the domain reserved for examples
            if uri:
                is_example = "example.com" in uri
                uri = "" if is_example else self.take("service_areas", uri, values.web_address, "")
            if name:
                found.append(ServiceAreaRecord(name=name, uri=uri))
        return values.once(found)

    def _attributes(self, raw: dict[str, Any], terms: _Terms) -> None:
        for each in oruk.objects(raw, "attributes", "service_taxonomys", "service_taxonomies"):
            terms.take(each)
        for each in oruk.objects(raw, "pc_target_audience"):
            terms.add_words("target audience", oruk.text(each, "audience_type"))


class _Terms:
    """The terms of one service: ours by field, the rest kept aside."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._found: dict[str, list[str]] = {}
        self._unmatched: list[UnmatchedTerm] = []
        self._answers: list[AnswerRecord] = []

    def add(self, taxonomy: str, code: str) -> None:
        if taxonomy in FIELD and taxonomy != "access":
            self._found.setdefault(FIELD[taxonomy], []).append(code)

    def add_words(self, taxonomy: str, words: str) -> None:
        """Words for a term, of a taxonomy that may or may not be ours."""
        words = self._reader.line("attributes", words)
        match = self._reader.matcher.find(words, taxonomy=taxonomy)
        if match and match[0] != "access":
            self.add(*match)
        elif words:
            self._unmatched.append(UnmatchedTerm(taxonomy=taxonomy, term=words))

    def take(self, attribute: dict[str, Any]) -> None:
        """One HSDS attribute: a term, or a question (``label``) with its answer (``value``)."""
        match = self.match(attribute)
        if match:
            self.add(*match)

    def match(self, attribute: dict[str, Any], within: str = "") -> tuple[str, str] | None:
        term = next(iter(oruk.objects(attribute, "taxonomy_term", "taxonomy")), {})
        taxonomy = self._reader.line(
            "attributes",
            oruk.text(next(iter(oruk.objects(term, "taxonomy_detail")), {}), "name")
            or oruk.text(term, "taxonomy", "vocabulary")
            or within,
        )
        words = [self._reader.line("attributes", oruk.text(term, name)) for name in ("code", "term", "name")]
        words = [each for each in words if each]
        match = self._reader.matcher.find(*words, taxonomy=taxonomy)
        label = self._reader.line("attributes", oruk.text(attribute, "label"))
        value = self._reader.paragraphs("attributes", oruk.text(attribute, "value"))
        if match is None and label and value:
            self._answers.append(AnswerRecord(question=label, answer=value))
        elif match is None and words:
            self._unmatched.append(UnmatchedTerm(taxonomy=taxonomy, term=words[-1]))
        return match

    def fields(self) -> dict[str, Any]:
        """The term fields of a `ServiceRecord`."""
        found: dict[str, Any] = {name: values.once(codes) for name, codes in self._found.items()}
        if "tier" in found:
            found["tier"] = found["tier"][0]
        return found

    def unmatched(self) -> tuple[UnmatchedTerm, ...]:
        return values.once(self._unmatched)

    def answers(self) -> tuple[AnswerRecord, ...]:
        return values.once(self._answers)


def _point(found: dict[str, Any]) -> tuple[float | None, float | None]:
    """WGS84 degrees, when both are there and mean a place (0, 0 lies in the Atlantic)."""
    latitude, longitude = values.number(found.get("latitude")), values.number(found.get("longitude"))
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, None)


def _country(value: str) -> str:
    word = value.strip().upper()
    return word if len(word) == 2 and word.isascii() and word.isalpha() and word != "UK" else ""


def _cost(costs: tuple[CostRecord, ...], fees: str) -> str:
    """Free, a charge, or both, where the feed leaves no doubt."""
    if fees.casefold().strip(" .!") in ("free", "free of charge", "no charge", "free service"):
        return "free"
    said = {each.amount > Decimal(0) for each in costs if each.amount is not None}
    return {frozenset({False}): "free", frozenset({True}): "charge", frozenset({True, False}): "varies"}.get(
        frozenset(said), ""
    )
