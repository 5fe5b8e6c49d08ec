"""The words of filters: for each, its codes in order and what families read. Kept in memory between requests."""

import threading
import time
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save

from localoffer.directory.models import TaxonomyTerm
from localoffer.directory.models.organization import Sector
from localoffer.directory.models.service import Cost, Referral

from .search import AGE_BANDS, RADII

# Another process may have renamed a term: look again after this many seconds
STANDS_FOR = 60


@dataclass(frozen=True, slots=True)
class Label:
    code: str
    name: str
    parent: str = ""  # the code above it, where filters are indented
    description: str = ""


_FIXED = {
    "age": [Label(code, f"{low} to {high}" if low else "Under 5") for code, (low, high) in AGE_BANDS.items()],
    "cost": [
        Label(Cost.FREE, "Free"),
        Label(Cost.VARIES, "Free for some"),
        Label(Cost.CHARGE, "There is a charge"),
    ],
    "referral": [Label(Referral.SELF, "Ask yourself"), Label(Referral.REFERRAL, "Someone refers you")],
    "plan": [Label("no", "No EHC plan needed"), Label("yes", "EHC plan needed")],
    "sector": [Label(code, name) for code, name in Sector.choices],
    "within": [Label(str(miles), f"{miles} mile{'s' if miles > 1 else ''}") for miles in RADII],
    "open": [Label("yes", "Open now")],
}
_VOCABULARIES = ("need", "kind", "strand", "delivery")
_local = threading.local()
_kept: tuple[float, dict[str, list[Label]]] | None = None


def labels() -> dict[str, list[Label]]:
    """Every filter's labels, in the order they are shown: {"need": [Label("ASD", "Autism", …), …], …}."""
    global _kept
    kept = _kept  # another thread may forget it at any moment
    # What this transaction changed may never be committed: it is read anew, and not kept
    _local.is_changing = getattr(_local, "is_changing", False) and connection.in_atomic_block
    if kept is None or kept[0] < time.monotonic() or _local.is_changing:
        found: dict[str, list[Label]] = {name: [] for name in _VOCABULARIES}
        rows = list(
            TaxonomyTerm.objects.filter(taxonomy__code__in=_VOCABULARIES)
            .in_use()
            .order_by("sort_order", "name")
            .values_list("taxonomy__code", "code", "name", "parent__code", "description")
        )
        for taxonomy, code, name, parent, description in rows:
            found[taxonomy].append(Label(code, name, parent or "", description))
        kept = (time.monotonic() + STANDS_FOR, {**found, **_FIXED})
        if not _local.is_changing:
            _kept = kept
    return kept[1]


def label(facet: str, code: str) -> Label | None:
    """One label, or None for a code nobody knows. Upper and lower case do not matter."""
    return next((each for each in labels().get(facet, []) if each.code.lower() == code.lower()), None)


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
