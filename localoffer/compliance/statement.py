"""What a council's page says of every duty on a day, as one value that page, table, JSON and snapshot share.

It keeps the words of the law as well as where the council stands: both may have changed when an inspector asks.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from django.urls import reverse

from localoffer.duties import codes, loading
from localoffer.duties.law import Criterion, ServicesWanted, Version
from localoffer.finder.search import Search

from .judging import (
    GAP,
    MET,
    NO_MORE_THAN,
    NOT_ASSESSED,
    PARTLY,
    STATUSES,
    Facts,
    Judgement,
    PageFact,
    judge_all,
)
from .models import Confirmation

#: For officers, who want to see first what is missing
WORST_FIRST = (GAP, PARTLY, NOT_ASSESSED, MET)
TONES = {MET: "good", PARTLY: "wait", GAP: "stop", NOT_ASSESSED: ""}
#: Classes of Wagtail's own labels, for officers
ADMIN_TONES = {MET: "w-status--primary", PARTLY: "", GAP: "w-status--critical", NOT_ASSESSED: ""}
ICONS = {MET: "check", PARTLY: "clock", GAP: "warning", NOT_ASSESSED: "info"}


@dataclass(frozen=True, slots=True)
class Where:
    """A page on which a duty is met, with the day it was last found right."""

    title: str
    href: str
    owner: str
    checked_on: date | None
    is_news: bool  # it says on which day it appeared, and is not checked again


@dataclass(frozen=True, slots=True)
class Listed:
    """Services that help to meet a duty; `href` leads to a search for them, where a search can ask for them."""

    about: str
    count: int
    at_least: int
    href: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of the duty, and how sure we are that it says so."""

    ref: str
    kind: str
    in_words: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What an officer said of it."""

    status: str
    note: str
    on: date

    @property
    def label(self) -> str:
        return STATUSES[self.status]


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty, as the page says it."""

    slug: str
    section: str
    title: str
    strength: str
    says: str
    entitlement: str
    caution: str
    law_from: date
    law_reviewed_on: date
    sources: tuple[Cited, ...]
    computed: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    pages: tuple[Where, ...]
    services: tuple[Listed, ...]
    owner: str
    last_reviewed_on: date | None
    is_overdue: bool
    confirmed: Confirmed | None
    planned: str
    planned_by: date | None

    @property
    def status(self) -> str:
        """Where it stands: what the evidence shows, or less where an officer says less. Never more."""
        said = self.confirmed
        return said.status if said and said.status in NO_MORE_THAN[self.computed] else self.computed

    @property
    def label(self) -> str:
        return STATUSES[self.status]

    @property
    def computed_label(self) -> str:
        return STATUSES[self.computed]

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def icon(self) -> str:
        return ICONS[self.status]

    @property
    def differs(self) -> bool:
        """Whether the officer said something else than the evidence shows now."""
        return self.confirmed is not None and self.confirmed.status != self.computed

    @property
    def why(self) -> tuple[str, ...]:
        """What keeps it from being met; where nothing does, what shows that it is."""
        return self.missing or self.reasons

    @property
    def why_label(self) -> str:
        return "What is missing" if self.missing and self.computed != NOT_ASSESSED else "Why"

    @property
    def is_nowhere(self) -> bool:
        """Whether neither a page nor a service here helps to meet it."""
        return not self.pages and not any(each.count for each in self.services)

    @property
    def strength_in_words(self) -> str:
        """Never as law what nobody has held against its text."""
        if self.caution:
            return "Unconfirmed"
        return "Must" if self.strength == "must" else "Should"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the law with its duties."""

    slug: str
    title: str
    description: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """All that the page says."""

    day: date
    headings: tuple[Heading, ...]

    @property
    def duties(self) -> list[Duty]:
        return [duty for heading in self.headings for duty in heading.duties]

    @property
    def counts(self) -> dict[str, int]:
        """How many duties stand at each status, in the order of STATUSES, those with none included."""
        found = Counter(duty.status for duty in self.duties)
        return {status: found[status] for status in STATUSES}

    @property
    def overdue(self) -> int:
        return sum(duty.is_overdue for duty in self.duties)

    @property
    def unconfirmed_law(self) -> int:
        """Duties of which nobody has read the text."""
        return sum(bool(duty.caution) for duty in self.duties)

    def only(self, status: str) -> "Statement":
        """The same with the duties of one status alone; with all of them for anything else than a status."""
        if status not in STATUSES:
            return self
        kept = [
            replace(heading, duties=tuple(duty for duty in heading.duties if duty.status == status))
            for heading in self.headings
        ]
        return replace(self, headings=tuple(heading for heading in kept if heading.duties))

    def duty(self, slug: str) -> Duty | None:
        return next((duty for duty in self.duties if duty.slug == slug), None)

    def worst_first(self) -> list[Duty]:
        """Gaps first, what the law asks for before what guidance does."""
        return sorted(self.duties, key=lambda duty: (WORST_FIRST.index(duty.status), duty.strength != "must"))

    def as_json(self) -> dict[str, Any]:
        """For a program, and for keeping: days as 2026-11-20."""
        return {
            "day": self.day.isoformat(),
            "counts": self.counts,
            "sections": [
                {
                    "slug": heading.slug,
                    "title": heading.title,
                    "description": heading.description,
                    "duties": [_duty_as_json(duty) for duty in heading.duties],
                }
                for heading in self.headings
            ],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """The statement that `as_json` came from."""
        return cls(
            date.fromisoformat(said["day"]),
            tuple(
                Heading(
                    each["slug"],
                    each["title"],
                    each["description"],
                    tuple(_duty_from_json(duty) for duty in each["duties"]),
                )
                for each in said["sections"]
            ),
        )


def make(facts: Facts, confirmations: Mapping[str, Confirmation]) -> Statement:
    """Judge every duty in force on the day of these facts, and put beside it what officers said."""
    judged = judge_all(loading.in_force(facts.day), facts)
    return Statement(
        facts.day,
        tuple(
            Heading(
                section.slug,
                section.title,
                section.description,
                tuple(
                    _duty(criterion, version, judgement, confirmations.get(criterion.slug))
                    for criterion, version, judgement in judged
                    if criterion.section == section.slug
                ),
            )
            for section in loading.sections()
        ),
    )


def _duty(criterion: Criterion, version: Version, judgement: Judgement, said: Confirmation | None) -> Duty:
    return Duty(
        slug=criterion.slug,
        section=criterion.section,
        title=version.title,
        strength=version.strength,
        says=version.says,
        entitlement=version.entitlement,
        caution=version.caution,
        law_from=version.valid_from,
        law_reviewed_on=version.reviewed_on,
        sources=tuple(
            Cited(source.ref, source.kind, source.in_words, source.is_confirmed) for source in version.sources
        ),
        computed=judgement.status,
        reasons=judgement.reasons,
        missing=judgement.missing,
        pages=tuple(_where(page) for page in judgement.pages),
        services=tuple(
            Listed(shown.wanted.about, shown.count, shown.wanted.at_least, _search(shown.wanted))
            for shown in judgement.services
        ),
        owner=(said.owner if said else "") or judgement.owner,
        last_reviewed_on=judgement.last_reviewed_on,
        is_overdue=judgement.is_overdue,
        confirmed=Confirmed(said.status, said.note, said.on) if said else None,
        planned=said.planned if said else "",
        planned_by=said.planned_by if said else None,
    )


def _where(page: PageFact) -> Where:
    is_news = "news" in page.kinds
    return Where(
        page.title, page.href, page.owner, page.published_on if is_news else page.checked_on, is_news
    )


def _search(wanted: ServicesWanted) -> str:
    """A search of the finder for these services; "" where it has no filter for any of what they are."""
    chosen = {"kind": wanted.kinds, "strand": wanted.strands, "need": wanted.needs, "stage": wanted.stages}
    search = Search(chosen={name: tuple(sorted(codes)) for name, codes in chosen.items() if codes})
    return f"{reverse('finder:results')}?{search.query_string()}" if search.is_filtered else ""


def _duty_as_json(duty: Duty) -> dict[str, Any]:
    """With the status and whether the law is confirmed said outright, so that no program has to work them out."""
    whole = _plain(asdict(duty))
    return {"status": duty.status, "is_confirmed_law": not duty.caution, **whole}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _duty_from_json(said: Mapping[str, Any]) -> Duty:
    # One that was kept before a field was thought of has nothing to say of it
    fields = {name: said.get(name) for name in Duty.__dataclass_fields__}
    confirmed = said["confirmed"]
    return Duty(
        **fields
        | {
            "law_from": date.fromisoformat(said["law_from"]),
            "law_reviewed_on": date.fromisoformat(said["law_reviewed_on"]),
            "sources": tuple(Cited(**each) for each in said["sources"]),
            "reasons": tuple(said["reasons"]),
            "missing": tuple(said.get("missing", ())),
            "pages": tuple(
                Where(**each | {"checked_on": _day(each["checked_on"])}) for each in said["pages"]
            ),
            "services": tuple(Listed(**each) for each in said["services"]),
            "last_reviewed_on": _day(said["last_reviewed_on"]),
            "confirmed": Confirmed(**confirmed | {"on": date.fromisoformat(confirmed["on"])})
            if confirmed
            else None,
            "planned_by": _day(said["planned_by"]),
        }
    )


# A cell that begins with one of these is read as a formula by a spreadsheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "Section",
    "Duty",
    "Title",
    "Status",
    "What the evidence shows",
    "Why",
    "Pages",
    "Services",
    "Who answers for it",
    "Last reviewed",
    "What an officer said",
    "Said on",
    "Planned",
    "Planned by",
    "Strength",
    "Who says so",
    "Sources",
)


def as_table(statement: Statement) -> list[list[str]]:
    """The same as rows for a spreadsheet, the first of them headings. No cell can be read as a formula."""
    rows = [list(COLUMNS)]
    for heading in statement.headings:
        for duty in heading.duties:
            said = duty.confirmed
            row = [
                heading.title,
                duty.slug,
                duty.title,
                duty.label,
                duty.computed_label,
                " ".join(duty.reasons),
                "; ".join(f"{page.title} ({page.href})" for page in duty.pages),
                "; ".join(f"{each.about}: {each.count} ({each.at_least} wanted)" for each in duty.services),
                duty.owner,
                _iso(duty.last_reviewed_on),
                f"{said.label}: {said.note}" if said else "",
                _iso(said.on) if said else "",
                duty.planned,
                _iso(duty.planned_by),
                f"{duty.strength} ({codes.STRENGTHS[duty.strength]})"
                if not duty.caution
                else f"unconfirmed {duty.strength}",
                duty.says,
                "; ".join(f"{source.ref} ({source.in_words})" for source in duty.sources),
            ]
            rows.append([harmless(cell) for cell in row])
    return rows


def harmless(cell: str) -> str:
    """The cell, with a quote before it where a spreadsheet would otherwise work it out."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
