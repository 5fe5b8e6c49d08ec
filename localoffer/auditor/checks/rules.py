"""What a rule of the auditor is."""

from typing import Final

from ..values import Value

BARS: Final = {
    "coverage": "What the law asks for is there",
    "currency": "It is up to date",
    "links": "Links work",
    "accessibility": "Disabled people can use it",
    "ease": "It is easy to use",
    "voice": "Families are heard",
}
COUNTED_OVER: Final = ("pages", "links", "sample", "site")


class Rule(Value, frozen=True):
    """Something that can be wrong with a site. Its fault is a `Finding`."""

    slug: str
    title: str  # the fault in a few plain words: "A link leads nowhere"
    criterion: str  # the duty it serves: a slug of localoffer.duties
    bar: str  # BARS
    severity: str  # values.SEVERITIES
    fix: str  # what to do about it, in one or two sentences to whoever edits the page
    confidence: str = "certain"  # values.CONFIDENCES
    #: what its faults are counted over: the pages it concerns, the links tried, the pages a browser looked at, or
    #: the site, where it is there or not
    over: str = "pages"
    #: what the page of a record says and its print version or report form says again is one fault (records.py)
    once_a_record: bool = False
