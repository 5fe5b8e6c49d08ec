"""A site as the checks of a whole site see it: its pages, and what was learnt about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .values import Crawled, CriterionFound, Outcome, Page, Presence, Rendered, SearchTried, WayIn


@dataclass(slots=True)
class Site:
    """One site, read. `pages` may be gone through again and again: a list in a test, else the file they are kept in."""

    url: str  # the first page of the Local Offer
    today: date
    pages: Iterable[Page] = ()  # every page that was fetched: of the offer, and those it links to
    crawled: Crawled = field(default_factory=Crawled)
    presence: Presence | None = None
    found: tuple[CriterionFound, ...] = ()  # what its words show of the criteria
    kinds: Mapping[str, str] = field(default_factory=dict)  # address -> classifying.KINDS
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)  # address -> what came of trying it
    rendered: Mapping[str, Rendered] = field(default_factory=dict)  # of the sample alone
    ways_in: tuple[WayIn, ...] = ()
    searches: tuple[SearchTried, ...] = ()
    council_url: str = ""  # the council's own home page, where it is another
    council_name: str = ""

    def read(self) -> Iterator[Page]:
        """Pages that could be read, of the offer and beside it."""
        return (page for page in self.pages if page.is_read)

    def within(self) -> Iterator[Page]:
        """Web pages of the offer itself that could be read."""
        return (page for page in self.read() if page.is_within and page.type == "html")

    @property
    def home(self) -> Page | None:
        """The first page of the offer, if it could be read."""
        return next((page for page in self.read() if self.url in (page.url, page.asked_url)), None)
