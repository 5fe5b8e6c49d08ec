"""A page that answers 200 and says that it is none: a soft 404."""

from __future__ import annotations

import re
from typing import Final

from .values import Page

MOST_OF_NO_PAGE: Final = 2000
LEAST_OF_A_PAGE: Final = 500
"""Characters. With more a page is no mere notice that there is none; with fewer its first sentence says what it is."""

_A_PAGE: Final = (
    r"(?:(?:the|this|that|your|a|requested|web)\s+)*(?:page|document|file|content|record|item|link)"
    r"(?:\s+(?:(?:that\s+)?you(?:\s+(?:are|were|have)|['’](?:re|ve))\s+(?:looking\s+for|after|requested|asked\s+for)|you\s+(?:requested|asked\s+for"
    r"|want)))?"
)
_NOT_THERE: Final = re.compile(
    r"(?:(?:error|oops|sorry|whoops|http)\W+)*(?:404(?:\s*[^\w\s].{0,40}|\s+(?:error|page|not|file|this|we|sorry|oops)\b.{0,40})?"
    rf"|{_A_PAGE}\s+(?:(?:was|is|has|could|may|might|be|have)\s+)*(?:not\s+(?:be\s+)?(?:found|available|exist|there)|n[o'’]t\s+be\s+found"
    r"|no\s+longer\s+(?:exists?|available|here)|missing|(?:been\s+)?(?:removed|deleted|moved)|can(?:no|['’])t\s+be\s+found)\b.{0,30}"
    rf"|{_A_PAGE}\s+(?:is\s?n|does\s?n|could\s?n|was\s?n)[o'’]t\s+(?:be\s+)?(?:found|available|here|there|exist).{{0,20}}"
    rf"|(?:we\s+)?(?:(?:are|were)\s+)?(?:can(?:no|['’])t|could\s?n[o'’]t|could\s+not|can\s+not|unable\s+to)\s+find\s+{_A_PAGE}.{{0,40}}"
    r"|not\s+found|nothing\s+(?:was\s+)?found\s+here)",
    re.IGNORECASE,
)
_PARTED: Final = re.compile(r"\s+[|–—:-]\s+")


def says_not_there(page: Page) -> bool:
    """Whether a page that answers 200 says, as its title or first heading, that there is none; or, where it says hardly
    anything else, as its first sentence. A page *about* such errors says more in its heading."""
    if len(page.text) > MOST_OF_NO_PAGE:
        return False
    first = next((heading.text for heading in page.headings if heading.level <= 2), "")
    said = [*_PARTED.split(page.title[:200]), first[:200]]
    if len(page.text) < LEAST_OF_A_PAGE:
        said += [sentence for line in page.lines[:4] for sentence in re.split(r"(?<=[.!?])\s", line)[:2]]
    return any(_NOT_THERE.fullmatch(each.strip(" .!")) for each in said)
