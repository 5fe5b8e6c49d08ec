"""What is so of a town: what an auditor should find, and what it must never touch."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Fault:
    """Something that was planted on a page."""

    kind: str  # a key of plan.FAULTS
    page: str
    quote: str = ""
    target: str = ""


@dataclass(slots=True)
class CriterionTruth:
    """How far a criterion is met, and the pages that show it."""

    state: str  # plan.STATES
    pages: list[str] = field(default_factory=list)
    needs_browser: bool = False
    in_pdf: bool = False
    off_site: bool = False  # on the site of a charity, to which the council's page leads
    is_touched: bool = False  # pages about something else say a part of it
    is_of_the_whole: bool = False  # the whole site shows it as much as any page

    @property
    def allowed(self) -> set[str]:
        """What an auditor who read everything may say of it without being wrong."""
        if self.is_of_the_whole:
            return {"met", "partly"} if self.state == "met" else {"met", "partly", "not-found"}
        if self.state in ("met", "partly"):
            return {self.state}
        return {"not-found", "partly"} if self.is_touched else {"not-found"}


@dataclass(slots=True)
class Truth:
    """Everything that is known of a town because it was built so."""

    presence: str
    council_home: str
    offer_home: str  # "" where there is none
    clicks: int = 0
    path: list[str] = field(
        default_factory=list
    )  # the words of the links to click from the council's first page
    #: of a full site all of content and process; of none and holding, all missing; of others nobody can say
    criteria: dict[str, CriterionTruth] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    innocent: list[Fault] = field(default_factory=list)  # what looks like a fault of that kind and is none
    unjudged: list[Fault] = field(default_factory=list)  # what can be called a fault of that kind or not
    pages: dict[str, str] = field(default_factory=dict)  # address -> topic, section, entry, council, decoy …
    links: dict[str, str] = field(default_factory=dict)  # address -> working, broken or could-not-check
    forbidden: list[str] = field(default_factory=list)  # addresses linked to that robots.txt forbids
    never: list[str] = field(default_factory=list)  # log out, delete, basket: a visit would do something
    canaries: list[str] = field(default_factory=list)  # addresses within, which nobody may be led to
    hosts: dict[str, str] = field(default_factory=dict)  # site -> its first address

    def of(self, kind: str) -> list[Fault]:
        """The planted faults of one kind."""
        return [fault for fault in self.faults if fault.kind == kind]

    def of_links(self) -> list[Fault]:
        """Those that are links which lead nowhere; a missing place within a page that is there is another thing."""
        return [
            fault for fault in self.faults if fault.kind.startswith("link-") and fault.kind != "link-anchor"
        ]

    def as_json(self) -> str:
        """All of it, for another process."""
        whole: dict[str, Any] = asdict(self)
        return json.dumps(whole, indent=1, ensure_ascii=False)
