"""What the auditor knows of a site, as values that never change: pages as they were read, and what was found on them.

A page is read once (`extracting`), kept as JSON (`keeping`), and given to every check. Lists are tuples, so that no
check can change what the next one sees.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

import msgspec

#: No quotation is longer: enough to find the place again, too little to be a copy.
LONGEST_QUOTE: Final = 300

SEVERITIES: Final = {
    "critical": "stops a family from getting help, or is wrong in law",
    "serious": "makes it hard for many",
    "moderate": "makes it hard for some",
    "minor": "should be better",
}
CONFIDENCES: Final = {
    "certain": "anyone who looks will see the same",
    "likely": "a person should look before acting",
    "possible": "a hint only; never counted in a score",
}
#: What a check may say of a criterion.
MET, PARTLY, NOT_FOUND, CANNOT_TELL = "met", "partly", "not-found", "cannot-tell"
STATUSES: Final = {
    MET: "met",
    PARTLY: "partly",
    NOT_FOUND: "we did not find it",
    CANNOT_TELL: "cannot tell",
}


def quoted(text: str) -> str:
    """A text as a quotation: one line, at most `LONGEST_QUOTE` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """What never changes, and goes to JSON and back (`msgspec.json`) without its empty parts."""


# --- A page, as it was read -------------------------------------------------------------------------------------


class Heading(Value, frozen=True):
    """A heading, in the order of the page."""

    level: int  # 1 to 6
    text: str
    in_main: bool = True


class Link(Value, frozen=True):
    """A link, its address whole and without what only counts visitors."""

    url: str  # whole; its fragment is kept apart
    text: str  # what a screen reader would say: text, else aria-label, else the picture's alternative text
    where: str = "main"  # main, nav, header, footer, aside
    fragment: str = ""
    rel: str = ""
    selector: str = ""


class Field(Value, frozen=True):
    """A control of a form."""

    name: str
    type: str  # text, search, email, checkbox, select, textarea …
    label: str = ""  # "" where nothing names it
    selector: str = ""


class Form(Value, frozen=True):
    """A form. `is_search`: it asks for words to look for on this site. `where` is "loose" of controls in no form."""

    action: str
    method: str  # get or post
    fields: tuple[Field, ...] = ()
    is_search: bool = False
    where: str = "main"


class Image(Value, frozen=True):
    """A picture. `alt` is None where the attribute is missing, "" where the picture is said to be decoration."""

    src: str
    alt: str | None
    where: str = "main"
    selector: str = ""


class Nameless(Value, frozen=True):
    """A button, a frame or a heading that nothing names, or a table of data whose cells nothing names."""

    what: str  # button, frame, heading, table
    selector: str = ""
    said: str = ""  # of a table: the words of its first row


class DateSaid(Value, frozen=True):
    """A date that labelled words or metadata of the page state; never one that was guessed."""

    kind: str  # reviewed, updated, published, due (next review), event (what happens on that day), opens, closes
    on: date
    quote: str
    source: str = "words"  # words, meta, json-ld, time


class Contact(Value, frozen=True):
    """How to reach somebody, as written."""

    kind: str  # phone, email
    value: str
    quote: str = ""


class PdfFacts(Value, frozen=True):
    """What a PDF says of itself. `is_tagged`: a screen reader can follow its order."""

    pages: int
    is_tagged: bool
    has_title: bool
    language: str = ""


class Page(Value, frozen=True):
    """A page of a site, as the checks see it.

    `text` is the main text, paragraphs parted by line ends, without menus, headers, footers and without what visitors
    wrote under it; `paragraphs` are those lines of it that are sentences (no headings, no lists of links).
    `first_words` are the first 600 characters of everything shown, menus included: the first screen.
    """

    url: str
    status: int
    type: str  # html, pdf, other
    title: str = ""
    language: str = ""
    text: str = ""
    paragraphs: tuple[str, ...] = ()
    first_words: str = ""
    headings: tuple[Heading, ...] = ()
    heads: tuple[
        str, ...
    ] = ()  # of the main text, what heads a part without a heading tag: see `elements.heads`
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    images: tuple[Image, ...] = ()
    nameless: tuple[Nameless, ...] = ()
    dates: tuple[DateSaid, ...] = ()
    contacts: tuple[Contact, ...] = ()
    anchors: tuple[str, ...] = ()  # ids and names a fragment may lead to
    viewport: str | None = None  # None: there is no such tag
    canonical: str = ""
    comments: int = 0  # how many visitors' comments stood under it; their words are not kept
    scripts: int = 0
    shown_characters: int = 0  # of everything shown, menus included
    read_by: str = "landmark"  # landmark, density, trafilatura, browser, pdf
    pdf: PdfFacts | None = None
    asked_url: str = ""  # where we asked, when that led on to `url`
    is_within: bool = True  # a page of the Local Offer itself; else one it links to
    found_on: str = ""  # the page whose link led here
    found_by: str = ""  # that link's text
    error: str = ""  # why it could not be read, in words
    columns: tuple[str, ...] = ()  # what heads the columns of its tables

    @property
    def is_read(self) -> bool:
        """Whether there is something to check: a page that answered and could be read."""
        return self.status == 200 and not self.error

    @property
    def lines(self) -> list[str]:
        """The main text's lines: headings, paragraphs, items, cells."""
        return [line for line in self.text.split("\n") if line]


# --- What was found -----------------------------------------------------------------------------------------------


class Finding(Value, frozen=True):
    """A fault: what rule it breaks, where, and how to mend it."""

    rule: str  # a `Rule`'s slug
    page: str  # the page's address; the site's first page for what is so of the whole site
    quote: str = ""  # the words it is about
    target: str = ""  # what it points at, such as a broken link's address
    selector: str = ""
    detail: str = ""  # one sentence: what is wrong here
    confidence: str = ""  # CONFIDENCES; "" is the rule's own

    @property
    def fingerprint(self) -> str:
        """The same for the same fault in another run, whatever else changed on the page."""
        words = " ".join(self.quote.lower().split())
        told = "\n".join([self.rule, self.page, self.target, words if not self.target else ""])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class Feature(Value, frozen=True):
    """Something a site has, has not, or of which nobody can tell (None)."""

    slug: str
    has: bool | None
    url: str = ""
    quote: str = ""


class Evidence(Value, frozen=True):
    """A passage that speaks to a criterion."""

    url: str
    quote: str
    score: float = 0.0  # 0 to 1
    title: str = ""


class CriterionFound(Value, frozen=True):
    """What was found of one criterion. `evidence` is the best passage first; `near` are the nearest that fell short."""

    slug: str
    status: str  # STATUSES
    why: str  # one sentence
    evidence: tuple[Evidence, ...] = ()
    near: tuple[Evidence, ...] = ()
    confidence: str = "likely"


class Presence(Value, frozen=True):
    """Whether there is a Local Offer. `kind` is one of presence.KINDS."""

    kind: str
    rule: str  # the name of the rule that fired
    why: str
    url: str = ""
    quote: str = ""


class Outcome(Value, frozen=True):
    """What came of trying a link. `state` is working, broken or could-not-check."""

    url: str
    state: str
    status: int | None = None
    why: str = ""
    final_url: str = ""
    tries: int = 1


class AxeViolation(Value, frozen=True):
    """A rule of axe-core that a page broke, and at how many places."""

    rule: str
    impact: str  # critical, serious, moderate, minor
    help: str
    help_url: str
    count: int
    selector: str = ""
    html: str = ""  # the first place, at most LONGEST_QUOTE
    is_best_practice: bool = False  # axe's makers recommend it; WCAG does not ask for it


class Rendered(Value, frozen=True):
    """What only a browser sees, of one page of the sample."""

    url: str
    violations: tuple[AxeViolation, ...] = ()
    incomplete: tuple[str, ...] = ()  # axe rules that a person must decide
    scrolls_sideways: bool | None = None  # at 320 CSS pixels
    small_targets: int | None = None  # links and controls under 24 by 24 CSS pixels, at 375 pixels
    targets: int | None = None
    first_screen: str = ""  # the words seen without scrolling, at 375 by 667
    has_search_on_first_screen: bool | None = None
    error: str = ""


# --- The whole site ------------------------------------------------------------------------------------------------


class Unfetched(Value, frozen=True):
    """An address that was seen and not read, and the words of the link to it."""

    url: str
    text: str
    why: str = ""  # budget, robots, pattern, time


class SearchTried(Value, frozen=True):
    """What the site's own search answered to a family's words. `position` counts from 1; None: not in the first ten."""

    words: str
    url: str
    results: int
    position: int | None = None
    found: str = ""


class WayIn(Value, frozen=True):
    """How somebody gets from a page to the Local Offer. `path` are the words of the links to click, in order."""

    start: str
    by: str  # clicks, search, sitemap
    clicks: int | None = None
    path: tuple[str, ...] = ()
    error: str = ""


class Crawled(Value, frozen=True):
    """How much of a site was read."""

    fetched: int = 0
    is_complete: bool = False
    truncated_by: tuple[str, ...] = ()  # pages, minutes, unread
    waiting: tuple[Unfetched, ...] = ()

    @property
    def too_little(self) -> str:
        """Why nothing can be called missing, in a sentence; "" where enough was read."""
        if "unread" in self.truncated_by:
            return "Too many of its pages could not be read: they did not answer, or are closed to programs."
        left = sum(each.why == "budget" for each in self.waiting)
        if not self.is_complete and left > self.fetched:
            return f"Only {self.fetched:,} pages were read, and at least {left:,} more are there."
        return ""
