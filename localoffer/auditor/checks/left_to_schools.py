"""Is the duty passed to schools? “Ask your school for its local offer”, in place of what the council has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ..values import Finding, Page, quoted
from .rules import Rule
from .telling import sentences

RULES: Final = (
    Rule(
        slug="left-to-schools",
        title="Families are sent to schools for what the council has to publish",
        criterion="ordinary-help-in-settings",
        bar="coverage",
        severity="serious",
        confidence="likely",
        fix="Say what the council expects every school to do, and link to each school's report for the rest.",
    ),
)

_SCHOOLS: Final = r"(?:nurser(?:y|ies)|schools?|colleges?|settings?|providers?)"
_A_SCHOOL: Final = (
    rf"(?:(?:your|the|their|each|every|individual|local)\s+)?(?:child['’]s\s+)?{_SCHOOLS}(?:['’]s?)?"
)
_OFFER: Final = (
    r"(?:(?:own|individual)\s+)*(?:(?:school|SEND?)\s+)?(?:local\s+offers?|(?:own|school|SEND?)\s+offers?)"
)
_LEFT: Final = re.compile(
    rf"""\b(?:
        (?:contact|ask|see|visit|check|look\s+at|refer\s+to|speak\s+to|go\s+to)\s+{_A_SCHOOL}\b
          [^.\n]{{0,60}}\b(?:for|about|to\s+(?:find|see|read))\b[^.\n]{{0,40}}\b{_OFFER}
      | (?:see|visit|check|read|look\s+at|refer\s+to|find)\s+(?:the\s+)?{_A_SCHOOL}\s+{_OFFER}
      | {_SCHOOLS}\b[^.\n]{{0,50}}
          \b(?:has|have|writes?|publish(?:es)?|provides?|produces?|responsible\s+for)\s+(?:its|their)\s+own\s+
          (?:(?:school|SEND?)\s+)?(?:local\s+)?offers?
      | (?:help|support|provision|information)\b[^.\n]{{0,60}}\b(?:varies|differs|depends)\b[^.\n]{{0,40}}\bschools?\b
          [^.\n]{{0,80}}\b(?:contact|ask|speak\s+to)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: A page with more than this says something of its own.
FEW_WORDS: Final = 150
_OF_ITS_OWN: Final = re.compile(
    r"\b(?:we expect|schools must|must (?:make|have|use|do)|should (?:make|have|use|do)|are expected to"
    r"|for example|funding of £|£\d)\b",
    re.IGNORECASE,
)


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """A page that sends families to schools and says nothing else."""
    if "offer" not in page.text and "Offer" not in page.text and "school" not in page.text:
        return
    if len(page.text.split()) > FEW_WORDS or _OF_ITS_OWN.search(page.text):
        return
    for line in page.lines:
        if _LEFT.search(line):
            sentence = next((each for each in sentences(line) if _LEFT.search(each)), line)
            yield Finding("left-to-schools", page.url, quote=quoted(sentence))
            return
