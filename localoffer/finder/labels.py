"""The words of filters: for each, its codes in order and what families read. Kept in memory between requests."""

import calendar
import threading
import time
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save

from localoffer.directory.models import TaxonomyTerm
from localoffer.directory.models.organization import Sector
from localoffer.directory.models.service import Cost, Referral
from localoffer.ui import languages

from .index import DAYS
from .search import AGE_BANDS, RADII, WAITS

# Another process may have renamed a term: look again after this many seconds
STANDS_FOR = 60


@dataclass(frozen=True, slots=True)
class Label:
    code: str
    name: str
    parent: str = ""  # the code above it, where filters are indented
    description: str = ""
    owner: int | None = None  # the council whose own term it is


# Where most people of these ages are
_STAGES = {
    "0-4": "Babies, toddlers and nursery.",
    "5-10": "Primary school.",
    "11-15": "Secondary school.",
    "16-18": "Sixth form, college or training.",
    "19-25": "Becoming an adult.",
}
_FIXED = {
    "age": [
        Label(code, f"{low} to {high}" if low else f"Under {high + 1}", description=_STAGES[code])
        for code, (low, high) in AGE_BANDS.items()
    ],
    "cost": [
        Label(Cost.FREE, "Free"),
        Label(Cost.VARIES, "Free for some"),
        Label(Cost.CHARGE, "There is a charge"),
    ],
    "referral": [Label(Referral.SELF, "Ask yourself"), Label(Referral.REFERRAL, "Someone refers you")],
    "plan": [Label("no", "No EHC plan needed"), Label("yes", "EHC plan needed")],
    "sector": [Label(code, name) for code, name in Sector.choices],
    "when": [
        *(Label(code, f"{name}s") for code, name in zip(DAYS, calendar.day_name, strict=True)),
        Label("evening", "Evenings"),
        Label("holidays", "School holidays"),
    ],
    "wait": [
        Label("0", "No wait"),
        *(Label(str(weeks), f"Up to {weeks} weeks") for weeks in WAITS[1:]),
        Label("more", f"More than {WAITS[-1]} weeks"),
    ],
    "language": [],  # whichever a council's services are offered in: filters.groups
    "within": [Label(str(miles), f"{miles} mile{'s' if miles > 1 else ''}") for miles in RADII],
    "open": [Label("yes", "Open now")],
}
# The filter that each vocabulary feeds
_VOCABULARIES = {
    "need": "need",
    "kind": "kind",
    "strand": "strand",
    "age-stage": "stage",
    "delivery": "delivery",
    "access": "access",
    "communication": "communication",
}
_local = threading.local()


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The terms as they were read. `known` finds retired and merged ones, too: {("need", "asd"): Label}."""

    read_until: float
    offered: dict[str, list[Label]]
    known: dict[tuple[str, str], Label]


_kept: _Vocabulary | None = None


def labels(council: int | None = None) -> dict[str, list[Label]]:
    """Every filter's labels, in the order they are shown: {"need": [Label("ASD", "Autism", …), …], …}.

    The shared terms, and those of the council with this key; another council's own are never offered.
    """
    return {
        facet: [each for each in offered if each.owner is None or each.owner == council]
        for facet, offered in _vocabulary().offered.items()
    }


def label(facet: str, code: str, council: int | None = None) -> Label | None:
    """One label, or None for a code nobody knows. Upper and lower case do not matter.

    A term that is offered no longer still has its label, so that old addresses work; one that was merged has
    that of the term it went into, with another code than was asked for.
    """
    if facet == "language":
        return language(code)
    found = _vocabulary().known.get((facet, code.lower()))
    return found if found and found.owner in (None, council) else None


def language(code: str) -> Label | None:
    """A language by its code, or None for one nobody knows. Which ones there are, a council's entries say."""
    english, _ = languages.names(code)
    return None if english == code.lower() else Label(code.lower(), english)


def _vocabulary() -> _Vocabulary:
    global _kept
    kept = _kept  # another thread may forget it at any moment
    # What this transaction changed may never be committed: it is read anew, and not kept
    _local.is_changing = getattr(_local, "is_changing", False) and connection.in_atomic_block
    if kept is None or kept.read_until < time.monotonic() or _local.is_changing:
        kept = _read()
        if not _local.is_changing:
            _kept = kept
    return kept


def _read() -> _Vocabulary:
    rows = list(
        TaxonomyTerm.objects.filter(taxonomy__code__in=_VOCABULARIES)
        .select_related("taxonomy", "parent")
        .in_order()
    )
    made = {
        term.pk: Label(
            term.code, term.name, term.parent.code if term.parent else "", term.description, term.owner_id
        )
        for term in rows
    }
    offered: dict[str, list[Label]] = {facet: [] for facet in _VOCABULARIES.values()}
    for term in rows:
        if not term.is_retired and not term.merged_into_id:
            offered[_VOCABULARIES[term.taxonomy.code]].append(made[term.pk])
    known = {
        (_VOCABULARIES[term.taxonomy.code], term.code.lower()): made[term.merged_into_id or term.pk]
        for term in rows
    }
    known |= {(facet, each.code.lower()): each for facet, fixed in _FIXED.items() for each in fixed}
    return _Vocabulary(time.monotonic() + STANDS_FOR, {**offered, **_FIXED}, known)


def forget(**kwargs) -> None:
    """Read the vocabulary again at the next request."""
    global _kept
    _kept = None


def forget_now_and_on_commit(**kwargs) -> None:
    """Forget at once for this transaction, and again when others can see the change."""
    _local.is_changing = True
    forget()
    transaction.on_commit(forget)


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(
            forget_now_and_on_commit, sender=TaxonomyTerm, dispatch_uid=f"finder-labels-{id(signal)}"
        )
