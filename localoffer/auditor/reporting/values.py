"""What a report holds. This is the form of its JSON: a field is added at an end, and never changed.

Each field is told of in docs/reference/audit-report.md, and in audit-report.schema.json beside this file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from ..scoring import Bar
from ..values import Evidence, Feature, Presence, SearchTried, Value, WayIn

SCHEMA: Final = "localoffer-audit/1"
DRAFT: Final = "Made by a machine, as a draft for a person to confirm."


class SiteTold(Value, frozen=True, omit_defaults=False):
    """The site, and how much of it was read."""

    url: str
    council_home: str
    council: str
    presence: Presence
    pages: int  # of the offer
    pages_beside: int  # that it links to
    is_complete: bool
    truncated_by: tuple[str, ...]
    not_read: int  # addresses that were seen and not read
    ways_in: tuple[WayIn, ...]
    searches: tuple[SearchTried, ...]
    had_browser: bool
    sample: tuple[str, ...]  # the pages a browser looked at
    unread: dict[str, int] = {}  # why addresses were not read -> how many: budget, robots, pattern, time
    links: dict[str, int] = {}  # what came of the links tried -> how many: working, broken, could-not-check
    title: str = ""  # of its first page


class ByHand(Value, frozen=True, omit_defaults=False):
    """What a person says of one duty, who has looked for herself."""

    status: str  # as of a criterion
    note: str
    by: str  # her name, as she gave it
    on: date


class CriterionTold(Value, frozen=True, omit_defaults=False):
    """One duty, and what was found of it."""

    slug: str
    section: str
    title: str
    strength: str
    says: str  # who says so: "The law says", or that nobody has checked
    status: str  # met, partly, not-found, cannot-tell
    why: str
    confidence: str
    evidence: tuple[Evidence, ...]
    near: tuple[Evidence, ...]
    met_when: tuple[str, ...]
    by_hand: ByHand | None = None

    @property
    def stands(self) -> str:
        """The status that counts: a person's before the machine's."""
        return self.by_hand.status if self.by_hand else self.status


class FindingTold(Value, frozen=True, omit_defaults=False):
    """One fault, and how to mend it."""

    fingerprint: str
    rule: str
    title: str
    criterion: str
    bar: str
    severity: str
    confidence: str
    page: str
    target: str
    quote: str
    selector: str
    detail: str
    fix: str


class Change(Value, frozen=True, omit_defaults=False):
    """What has become of faults and duties since the last audit: by fingerprint, and by slug."""

    since: str  # when the last one was made
    ruleset: str  # its ruleset
    new: tuple[str, ...]
    fixed: tuple[str, ...]
    still: tuple[str, ...]
    not_checked: tuple[str, ...]  # were there, and their page was not read this time
    criteria: dict[str, tuple[str, str]]  # slug -> status then, status now; only where they differ
    gone: tuple[FindingTold, ...] = ()  # the faults that are fixed or not checked, as they were told then


class Report(Value, frozen=True, omit_defaults=False):
    """The whole of it."""

    schema: str
    note: str  # that a person has to confirm it
    made_at: datetime
    law_as_at: date
    auditor: str  # version
    ruleset: str
    axe: str  # version, "" where no browser looked
    state: str  # done, partial, could-not-audit
    why: str  # where it is not done
    site: SiteTold
    bars: tuple[Bar, ...]
    criteria: tuple[CriterionTold, ...]
    findings: tuple[FindingTold, ...]
    features: tuple[Feature, ...]
    change: Change | None = None
