"""Makes finder's rows from the directory: refreshed after every change, and always equal to a rebuild.

A change writes a StaleService row in its own transaction; after commit the service's entries are made
again and the row goes. If the process dies in between, the clock finds the row and finishes the work.
"""

import logging
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from localoffer.directory.bulk import update_rows
from localoffer.directory.models import (
    Check,
    Language,
    Listing,
    Location,
    ProviderAnswer,
    Schedule,
    Service,
    ServiceAtLocation,
    StatedWait,
    StatusChange,
    TaxonomyTerm,
)
from localoffer.directory.models.facts import ListStatus, Status
from localoffer.directory.models.service import Running
from localoffer.directory.timetable import on_a_day
from localoffer.ui.pictograms import KINDS

from . import engines
from .models import STATUS_CLOSED, STATUS_OPEN, STATUS_PAUSED, Entry, EntryPoint, IndexState, StaleService
from .search import AGE_BANDS, WAITS
from .snapshot import UNSTATED
from .words import split, stems

logger = logging.getLogger(__name__)

BATCH = 500
SUMMARY_LENGTH = 220
# Words of one field. PostgreSQL keeps a megabyte for the four together, and would refuse a whole batch for one
# service that has more.
MOST_BYTES = 100_000
LONGEST_WAIT = 60
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
EVENING = 17  # o'clock
NO_WAIT = "none"

_STATUS = {
    Status.ACTIVE: STATUS_OPEN,
    Status.TEMPORARILY_CLOSED: STATUS_PAUSED,
    Status.DEFUNCT: STATUS_CLOSED,
}
_REACHING_HOME = {"online", "home", "phone"}
_TAG = re.compile(r"<[^>]*>")
_TAG_IN_A_SENTENCE = re.compile(r"</?(?:a|b|em|i|strong)\b[^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
# Typed links of a service to terms, and the filter each feeds ("" for none of its own yet)
_LINKS = {
    "needs": "need",
    "kinds": "kind",
    "strands": "strand",
    "delivery": "delivery",
    "communication": "communication",
    "age_stages": "stage",
}


@dataclass
class Made:
    """What one listing becomes: the values of its Entry, and its points."""

    entry: dict
    points: list[tuple[int, int, str]] = field(default_factory=list)


def refresh(service_ids: Iterable[UUID]) -> None:
    """Make the entries of these services again, in one short transaction for each 500."""
    for some in _in_batches(dict.fromkeys(service_ids)):
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _take_turns()
            # Only marks made before the records are read: a change that commits meanwhile keeps its own
            marks = list(StaleService.objects.filter(service_id__in=some).values_list("pk", flat=True))
            _replace(some)
            StaleService.objects.filter(pk__in=marks).delete()


def refresh_stale() -> int:
    """Finish what a killed process left: make stale services' entries again. Returns how many services."""
    ids = list(dict.fromkeys(StaleService.objects.values_list("service_id", flat=True)))
    try:
        refresh(ids)
    except Exception:
        # One that cannot be made must not hold up the others
        for service_id in ids:
            try:
                refresh([service_id])
            except Exception:
                logger.exception("The entries of service %s cannot be made.", service_id)
    return len(ids)


def rebuild() -> int:
    """Make every entry again from nothing. Searching goes on meanwhile. Returns how many entries there are."""
    listed = set(Listing.objects.values_list("service_id", flat=True))
    gone = set(Entry.objects.values_list("service_id", flat=True)) - listed
    refresh(listed | gone)
    engines.tidy()
    return Entry.objects.count()


@dataclass(frozen=True)
class Difference:
    """One listing whose row is not what a rebuild would make, and why."""

    listing_id: UUID
    service_id: UUID
    what: str


def check() -> list[Difference]:
    """Compare every row with what a rebuild would make, writing nothing. Empty when all is well."""
    differences = []
    seen: set[UUID] = set()
    for some in _in_batches(Listing.objects.order_by("pk").values_list("service_id", flat=True)):
        made = make(some)
        stored = {entry.listing_id: entry for entry in Entry.objects.filter(service_id__in=some)}
        points = defaultdict(list)
        for entry_id, *point in EntryPoint.objects.filter(entry__service_id__in=some).values_list(
            "entry_id", "easting", "northing", "label"
        ):
            points[entry_id].append(tuple(point))
        words = engines.stored_words([entry.pk for entry in stored.values()])
        for listing_id, wanted in made.items():
            entry = stored.get(listing_id)
            if listing_id in seen:
                continue
            seen.add(listing_id)
            service_id = wanted.entry["service_id"]
            if entry is None:
                differences.append(Difference(listing_id, service_id, "is not in the index"))
                continue
            wrong = [name for name, value in wanted.entry.items() if getattr(entry, name) != value]
            if sorted(points[entry.pk]) != sorted(wanted.points):
                wrong.append("points")
            if words.get(entry.pk) != engines.words_of(wanted.entry):
                wrong.append("words")
            if wrong:
                differences.append(Difference(listing_id, service_id, f"differs in {', '.join(wrong)}"))
    for listing_id, service_id in Entry.objects.exclude(listing_id__in=seen).values_list(
        "listing_id", "service_id"
    ):
        differences.append(Difference(listing_id, service_id, "should not be in the index"))
    if orphans := engines.count_orphans():
        differences.append(Difference(UUID(int=0), UUID(int=0), f"{orphans} words rows belong to no entry"))
    return differences


def _in_batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    ids = list(ids)
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _take_turns() -> None:
    # Two processes making the same service's entries at once would both delete, then both insert.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('localoffer.finder.index'))")


def _replace(service_ids: list[UUID]) -> None:
    made = make(service_ids)
    # By listing as well: one may have moved here from a service that is not among these
    rows = Entry.objects.filter(Q(service_id__in=service_ids) | Q(listing_id__in=list(made)))
    old = {entry.listing_id: entry for entry in rows}
    gone = [entry.pk for listing_id, entry in old.items() if listing_id not in made]
    kept = [entry.pk for listing_id, entry in old.items() if listing_id in made]
    councils = {entry.authority_id for entry in old.values()}
    councils |= {wanted.entry["authority_id"] for wanted in made.values()}
    draw_versions(councils)
    EntryPoint.objects.filter(entry_id__in=[*gone, *kept]).delete()
    engines.forget([*gone, *kept])
    Entry.objects.filter(pk__in=gone).delete()

    changed, new = [], []
    for listing_id, wanted in made.items():
        if listing_id in old:
            changed.append(Entry(pk=old[listing_id].pk, **wanted.entry))
        else:
            new.append(Entry(**wanted.entry))
    update_rows(changed)
    Entry.objects.bulk_create(new, batch_size=BATCH)
    entries = [*changed, *new]
    EntryPoint.objects.bulk_create(
        [
            EntryPoint(entry=entry, authority_id=entry.authority_id, easting=e, northing=n, label=label)
            for entry in entries
            for e, n, label in made[entry.listing_id].points
        ],
        batch_size=BATCH,
    )
    engines.learn(entries)


def draw_versions(authority_ids: set[int]) -> None:
    """Say that these councils' entries, or how their questions are understood, are in another state now."""
    # Random, not counted up: a number that was rolled back must never come again for another state
    IndexState.objects.bulk_create(
        [IndexState(authority_id=pk, version=secrets.randbits(62) + 1) for pk in authority_ids],
        update_conflicts=True,
        unique_fields=["authority"],
        update_fields=["version"],
    )


def make(service_ids: Iterable[UUID]) -> dict[UUID, Made]:
    """What the index should hold for these services: {listing id: Made}, for published ones only.

    The only place where directory records become search rows. Twelve or so queries, however many services.
    """
    ids = list(dict.fromkeys(service_ids))
    services = {
        service.pk: service
        for service in Service.objects.filter(pk__in=ids, live=True).select_related("organization")
    }
    ids = list(services)
    terms = _Terms()
    linked = {name: _links(name, ids) for name in _LINKS}
    access, at = _places(ids)
    schedules = _children(Schedule, ids)
    answers = _children(ProviderAnswer, ids)
    languages = _children(Language, ids)
    waits = _latest(StatedWait.objects.filter(service__in=ids), "service_id", "said_on")
    statuses = _latest(StatusChange.objects.filter(service__in=ids), "service_id", "on")
    listings = list(Listing.objects.filter(service__in=ids))
    checks = _latest(Check.objects.filter(listing__in=listings).confirming(), "listing_id", "on")

    made = {}
    for listing in listings:
        service = services[listing.service_id]
        made[listing.pk] = _entry(
            listing,
            service,
            terms=terms,
            linked={name: linked[name].get(service.pk, ()) for name in _LINKS},
            access=access.get(service.pk, ()),
            at=at.get(service.pk, ()),
            schedules=schedules.get(service.pk, ()),
            answers=answers.get(service.pk, ()),
            languages=languages.get(service.pk, ()),
            wait=waits.get(service.pk),
            status=statuses.get(service.pk),
            check=checks.get(listing.pk),
        )
    return made


def _entry(
    listing, service, *, terms, linked, access, at, schedules, answers, languages, wait, status, check
) -> Made:
    description = plain_text(service.description)
    organization = service.organization
    state = _STATUS[status.status] if status else STATUS_OPEN
    list_status = wait.list_status if wait else ""
    kind_codes = terms.codes(linked["kinds"])
    public = [(at_place, place) for at_place, place in at if not place.is_private]
    delivery = {terms.by_id[pk].code for pk in linked["delivery"] if pk in terms.by_id}

    tokens = _age_tokens(service.minimum_age, service.maximum_age)
    for name, facet in _LINKS.items():
        tokens += [f"{facet}:{code}" for code in terms.codes(linked[name])]
    tokens += [f"access:{terms.by_id[pk].code}" for pk in access if pk in terms.by_id]
    tokens += [f"language:{language.code.lower()}" for language in languages if language.code]
    tokens += [f"sector:{organization.sector}"] if organization.sector else []
    tokens += [f"cost:{service.cost}"] if service.cost else []
    tokens += _referral_tokens(service.referral)
    tokens += [f"plan:{service.plan_required}"] if service.plan_required else []
    tokens += _when_tokens(schedules, service.running, {place.pk for _, place in at if place.is_private})
    if wait is not None and wait.weeks is not None:
        tokens += [f"wait:{weeks}" for weeks in WAITS if wait.weeks <= weeks]
        tokens += ["wait:more"] if wait.weeks > WAITS[-1] else []
    if state == STATUS_OPEN and list_status not in (ListStatus.CLOSED, ListStatus.PAUSED):
        tokens.append("open:yes")
    said = {token.partition(":")[0] for token in tokens}
    tokens += [f"{facet}:?" for facet in UNSTATED if facet not in said]

    named = f"{service.name} {service.alternate_name}"
    kinds_and_needs = [
        terms.words(linked[name]) for name in ("needs", "kinds", "strands", "age_stages", "communication")
    ]
    rest = [
        service.eligibility_description,
        service.application_process,
        service.referrers,
        service.who_decides,
        service.fees_description,
        service.if_not_eligible,
        service.accountable_body,
        listing.why_listed,
        terms.about((*linked["kinds"], *linked["needs"])),
        *(language.name for language in languages),
        *(f"{answer.question} {answer.answer}" for answer in answers),
        *(f"{place.name} {place.city} {place.postal_code}" for _, place in public),
    ]
    entry = {
        "listing_id": listing.pk,
        "service_id": service.pk,
        "authority_id": listing.authority_id,
        "name_words": cut_words(named),
        "term_words": cut_words(" ".join([*kinds_and_needs, organization.name, organization.alternate_name])),
        "text_words": cut_words(description),
        "rest_words": cut_words(" ".join(rest)),
        "tokens": f" {' '.join(sorted(set(tokens)))} ",
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "status": state,
        "reaches_home": bool(delivery & _REACHING_HOME) or (not public and listing.reach == "national"),
        "sort_name": " ".join(split(service.name))[:255],
        "slug": listing.slug,
        "name": service.name,
        "provider": organization.name,
        "kind": next((code for code in kind_codes if code in terms.top_kinds), ""),
        "summary": summary_of(description),
        "when": _when(schedules, {place.pk for _, place in at if place.is_private}),
        "cost": service.cost,
        "referral": service.referral,
        "reach": listing.reach,
        "wait": short_wait(wait),
        "wait_weeks": wait.weeks if wait else None,
        "wait_said_on": wait.said_on if wait else None,
        "list_status": list_status,
        "checked_on": check.on if check else None,
        "checked_number": int(f"{check.on:%Y%m%d}") if check else 0,
    }
    points = {(*place.point, _label(place)) for _, place in public if place.point}
    return Made(entry, sorted(points))


def short_wait(wait: StatedWait | None) -> str:
    """A stated wait short enough for a list: in weeks where they were given, else the first words; "" for none."""
    if wait is None:
        return ""
    if wait.weeks is not None:
        return NO_WAIT if wait.weeks == 0 else f"about {wait.weeks} week{'' if wait.weeks == 1 else 's'}"
    words = wait.words.split(";")[0].split(". ")[0].strip(" .")
    return words if len(words) <= LONGEST_WAIT else f"{words[:LONGEST_WAIT].rsplit(' ', 1)[0]}…"


def plain_text(html: str) -> str:
    """The words of simple HTML, with a space where a paragraph or a line of a list ended."""
    return " ".join(unescape(_TAG.sub(" ", _TAG_IN_A_SENTENCE.sub("", html))).split())


def summary_of(text: str) -> str:
    """The first sentences of a text, at most 220 characters; a longer first sentence is cut at a word."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    summary = ""
    for sentence in _SENTENCE_END.split(text[: SUMMARY_LENGTH * 3]):
        if len(summary) + len(sentence) + 1 > SUMMARY_LENGTH:
            break
        summary = f"{summary} {sentence}".strip()
    if len(summary) >= SUMMARY_LENGTH // 4:
        return summary
    return text[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def cut_words(text: str) -> str:
    """A text as it is kept to be found: stems with spaces between, no more than the databases take."""
    words = " ".join(stems(text))
    encoded = words.encode()
    if len(encoded) <= MOST_BYTES:
        return words
    return encoded[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]


def _when(schedules, secret: set[UUID]) -> str:
    """The first three times that are still to come; never those at a secret place."""
    today = timezone.localdate()
    shown = (schedule for schedule in schedules if schedule.location_id not in secret)
    said = [words for schedule in shown if (words := on_a_day(schedule, today))]
    return "; ".join(dict.fromkeys(said[:3]))[:255]


def _when_tokens(schedules, running: str, secret: set[UUID]) -> list[str]:
    """Days of the week, evenings, and holidays: when a service still to come can be had. Never of a secret place."""
    today, found = timezone.localdate(), set()
    for schedule in schedules:
        if schedule.location_id in secret or not on_a_day(schedule, today):
            continue
        days = {day.strip()[-2:].lower() for day in schedule.byday.split(",") if day.strip()}
        found |= {f"when:{day}" for day in days & set(DAYS)}
        if schedule.opens_at is not None and schedule.opens_at.hour >= EVENING:
            found.add("when:evening")
    if running in (Running.HOLIDAYS, Running.ALL_YEAR):
        found.add("when:holidays")
    return sorted(found)


def _label(place: Location) -> str:
    return ", ".join(part for part in (place.name or place.address_1, place.city, place.postal_code) if part)[
        :255
    ]


def _age_tokens(low: float | None, high: float | None) -> list[str]:
    if low is None and high is None:
        return []
    low, high = low or 0, 130 if high is None else high
    return [
        f"age:{band}"
        for band, (youngest, oldest) in AGE_BANDS.items()
        if low < oldest + 1 and high >= youngest
    ]


def _referral_tokens(referral: str) -> list[str]:
    return {
        "self": ["referral:self"],
        "referral": ["referral:referral"],
        "either": ["referral:self", "referral:referral"],
    }.get(referral, [])


class _Terms:
    """All terms, with what each implies: its parents; and for a broad need, the needs within it."""

    def __init__(self) -> None:
        rows = list(
            TaxonomyTerm.objects.select_related("taxonomy")
            .prefetch_related("other_names")
            .order_by("sort_order", "name")
        )
        self.by_id = {term.pk: term for term in rows}
        self.children = defaultdict(list)
        for term in rows:
            if term.parent_id and not term.merged_into_id:
                self.children[term.parent_id].append(term)
        # Those with a picture
        self.top_kinds = {
            term.code
            for term in rows
            if term.taxonomy.code == "kind" and term.parent_id is None and term.code in KINDS
        }

    def _implied(self, pk: UUID) -> Iterator[TaxonomyTerm]:
        term = self.by_id.get(pk)
        seen = set()
        while term is not None and term.pk not in seen:
            seen.add(term.pk)
            yield term
            term = self.by_id.get(term.parent_id)
        first = self.by_id.get(pk)
        if first is not None and first.taxonomy.code == "need":
            yield from self.children[pk]

    def codes(self, ids: Iterable[UUID]) -> list[str]:
        return list(dict.fromkeys(term.code for pk in ids for term in self._implied(pk)))

    def words(self, ids: Iterable[UUID]) -> str:
        """Names of the terms and of their parents. (Not of a broad need's parts: they were not named.)"""
        names = []
        for pk in ids:
            term, seen = self.by_id.get(pk), set()
            while term is not None and term.pk not in seen:
                seen.add(term.pk)
                names.append(term.name)
                term = self.by_id.get(term.parent_id)
        return " ".join(dict.fromkeys(names))

    def about(self, ids: Iterable[UUID]) -> str:
        """What is said of the terms themselves, and their other names: nothing of their parents."""
        said = []
        for pk in ids:
            if term := self.by_id.get(pk):
                said += [term.description, *(other.name for other in term.other_names.all())]
        return " ".join(dict.fromkeys(said))


def _links(name: str, ids: list[UUID]) -> dict[UUID, list[UUID]]:
    through = Service._meta.get_field(name).remote_field.through
    found = defaultdict(list)
    rows = through.objects.filter(service_id__in=ids).order_by(
        "taxonomyterm__sort_order", "taxonomyterm__code"
    )
    for service_id, term_id in rows.values_list("service_id", "taxonomyterm_id"):
        found[service_id].append(term_id)
    return found


def _children(model, ids: list[UUID]) -> dict[UUID, list]:
    found = defaultdict(list)
    for row in model.objects.filter(service__in=ids).order_by("sort_order", "pk"):
        found[row.service_id].append(row)
    return found


def _places(
    ids: list[UUID],
) -> tuple[dict[UUID, list[UUID]], dict[UUID, list[tuple[ServiceAtLocation, Location]]]]:
    at = defaultdict(list)
    rows = (
        ServiceAtLocation.objects.filter(service__in=ids)
        .select_related("location")
        .order_by("sort_order", "pk")
    )
    by_location = defaultdict(set)
    for row in rows:
        at[row.service_id].append((row, row.location))
        if not row.location.is_private:
            by_location[row.location_id].add(row.service_id)
    access = defaultdict(list)
    for location_id, term_id in (
        Location.access.through.objects.filter(location_id__in=by_location)
        .order_by("taxonomyterm__code")
        .values_list("location_id", "taxonomyterm_id")
    ):
        for service_id in by_location[location_id]:
            access[service_id].append(term_id)
    return access, at


def _latest(rows, key: str, day: str) -> dict:
    found = {}
    for row in rows.order_by(f"-{day}", "-recorded_at"):
        found.setdefault(getattr(row, key), row)
    return found
