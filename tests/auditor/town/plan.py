"""What a town's website is to be like: what is there, what is not, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Final

from . import texts

PRESENCES: Final = ("none", "holding", "basic", "directory", "full")
#: met: every fact is there. partly: some are. recital: the duty is told, and no facts. missing: no page at all.
STATES: Final = ("met", "partly", "recital", "missing")

#: How many faults of each kind are planted.
FAULTS: Final[Mapping[str, int]] = {
    "link-missing": 6,  # to a page of the same site that answers 404
    "link-soft-404": 2,  # answers 200 with words that say it is not there
    "link-to-start": 1,  # leads to the first page instead of where it says
    "link-loop": 1,
    "link-anchor": 3,
    "link-outside": 6,
    "out-of-date": 6,
    "wrong-information": 6,
    "left-to-schools": 1,
    "reading": 2,
    "review-old": 3,  # "last reviewed" years ago
    "no-alt": 4,
    "no-label": 3,
    "contrast": 2,
    "too-wide": 2,
    "no-language": 1,
    "no-title": 1,
    "no-viewport": 1,
    "empty-link": 2,
    "small-targets": 1,
    "heading-skipped": 2,
    "pdf-untagged": 2,
    "pdf-untitled": 2,
    "entry-unchecked": 10,  # a record of the directory that nobody checked for years
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A town to build. The same plan on the same day builds the same town, but for its ports."""

    seed: int = 1
    today: date = field(default_factory=date.today)
    presence: str = "full"
    #: of a holding page: it has a page for each topic, all of which only recite the law
    is_hollow: bool = False
    own_host: bool = False  # the Local Offer has a site of its own
    hosts: str = "ports"  # ports of 127.0.0.1; "addresses": 127.0.0.1, .2, .3 …; "names": council.localhost …
    states: Mapping[str, str] = field(
        default_factory=dict
    )  # criterion -> STATES; "met" where nothing is said
    manner: str = "plain"  # how its pages are written, or "formal": as an office writes
    entries: int = 60  # records of the directory
    more_pages: int = 0  # ordinary pages of the offer beyond these, for measurements
    clicks: int = 3  # from the council's first page to the offer
    addresses: str = "words"  # /send/travel/bus-passes, "numbers": /info/200/travel/17, "query": /page?id=17
    shell: str = "landmarks"  # how pages are built; or "divisions", "tables"
    faults: Mapping[str, int] = field(default_factory=lambda: dict(FAULTS))
    scripted: int = 2  # criteria whose pages are empty without scripts
    in_pdfs: int = 1  # criteria whose pages only lead to a PDF
    off_site: bool = False  # the SENDIASS and the forum speak for themselves on their own sites
    decoys: bool = True  # what looks wrong and is right
    traps: bool = True  # endless calendars, facets, session ids
    awkward: bool = True  # slow, busy, odd encodings, broken markup
    crawl_delay: float = 0
    slowness: float = 0.3  # seconds that a slow page takes
    retry_after: int = 120  # seconds that a busy site elsewhere wants to be left alone

    @classmethod
    def varied(cls, seed: int, **more: object) -> Plan:
        """A full site that meets some criteria, some of them in part, and leaves others out."""
        chance = Random(f"states {seed}")
        states = {
            slug: chance.choices(STATES, weights=(60, 15, 15, 10))[0] for slug in sorted(texts.criteria())
        }
        settings: dict[str, object] = {
            "own_host": chance.random() < 0.5,
            "addresses": chance.choice(("words", "numbers", "query")),
            "shell": chance.choice(("landmarks", "divisions", "tables")),
            "manner": chance.choice(("plain", "formal")),
            "clicks": chance.randint(1, 4),
        }
        return replace(cls(seed=seed, states=states), **(settings | more))  # type: ignore[arg-type]

    def state(self, slug: str) -> str:
        """How far a criterion is met."""
        if self.presence == "full":
            return self.states.get(slug, "met")
        return "recital" if self.is_hollow else "missing"
