"""A document that the law wants to be published by its name: whether a page names it, and says of when it is.

A year that merely stands on its page is no date of it, nor is how often it is looked at: it is dated where its own name
has a year (“Short breaks statement 2026 to 2027”), or where it is said to be published, agreed or reviewed then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from ..values import Page
from . import facts
from .looking import sentences
from .words import words

UNNAMED, UNDATED = -1, 0
"""In the place of a year."""

LONGEST: Final = 10
"""Years that a document is for: what is more is another number."""

_OF_A_LAW: Final = re.compile(r"\b(?:Act|Regulations|Order|Practice|Census)[,:]? \(?20\d\d\b")
_MONTHS: Final = "|".join((*facts.MONTHS, "sep", "spring", "summer", "autumn", "winter"))
_YEAR: Final = r"20[0-4]\d"
#: What stands between a name and its year: “for”, “3 March”.
_UP_TO_A_YEAR: Final = (
    rf"(?:(?:for|from|of|dated|version|final|\d{{1,2}}(?:st|nd|rd|th)?|{_MONTHS}) ){{0,4}}{_YEAR}"
)
_BEGAN: Final = re.compile(rf"\b({_YEAR})\b(?: (?:to )?((?:20)?\d\d)\b)?")
#: The years that a document is for, before its name.
_YEARS: Final = rf"{_YEAR} (?:(?:to |and )?(?:20)?\d\d )?"
_DEED: Final = (
    r"(?:re)?published|publication|issued|produced|prepared|written|launched|agreed|approved|adopted|ratified"
    r"|signed off|reviewed|review|revised|refreshed|renewed|updated|amended|looked at|dated|as (?:at|of)|version"
    r"|effective|valid|in force|applies|last (?:review|update|check)"
)
_NEAR: Final = r"(?:(?!\b(?:next|due|will|be)\b)[^.!?;]){0,80}?(?<![\d£/])"
#: Not what is still to be done: “will be reviewed in 2027”, “next review: May 2027”.
_DONE: Final = re.compile(
    rf"(?<!be )(?<!being )(?<!next )(?<!due )(?<!for )\b(?:{_DEED})\b{_NEAR}{_YEAR}\b"
    rf"|\b(?:in|on) (?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:(?:{_MONTHS}) )?{_YEAR},? (?:we|the|our)\b"
    rf"[^.!?;]{{0,60}}\b(?:{_DEED})\b"
    rf"|(?<!next )\b(?:(?:{_MONTHS}) )?{_YEAR} (?:edition|version|issue)\b",
    re.IGNORECASE,
)
#: Where a sentence is about what is spoken of already, and names it no more.
_OF_THE_SAME: Final = re.compile(
    rf"(?:it|this|the statement|the document|date|(?:it |this )?(?:was|is)|last|first|{_DEED})\b",
    re.IGNORECASE,
)
_PUBLISHED: Final = frozenset({"published", "reviewed", "updated"})


def document_seen(page: Page, names: Collection[str]) -> int:
    """The newest year that a page says a document to be of, by whichever of its names: `UNDATED` where it says none,
    `UNNAMED` where it does not name it."""
    named = _named_by(tuple(names))
    if not named[0].search(_plain(f"{page.title}\n{page.text}")):
        return UNNAMED
    return max(_years_said(page, *named), default=UNDATED)


def year_named(text: str, names: Collection[str]) -> int:
    """The newest year that stands with one of some names: 2024 of “Policy 2023 to 2024”; `UNNAMED` where none does."""
    return max(_years_with(_plain(text), _named_by(tuple(names))[1]), default=UNNAMED)


def _years_with(plain: str, with_year: re.Pattern[str]) -> Iterator[int]:
    for match in with_year.finditer(plain):
        for began, ended in _BEGAN.findall(match[0]):
            year = int(began)
            last = year // 100 * 100 + int(ended[-2:] or 0)
            yield last if year < last <= year + LONGEST else year


def _years_said(page: Page, named: re.Pattern[str], with_year: re.Pattern[str]) -> Iterator[int]:
    if _is_about(page, named):
        yield from (said.on.year for said in page.dates if said.kind in _PUBLISHED)
    about = False  # whether the last sentence, or the heading above, was about it
    for sentence, is_below in _sentences(page, named):
        said = _OF_A_LAW.sub(" ", sentence)
        plain = _plain(said)
        names = bool(named.search(plain))
        if names:
            yield from _years_with(plain, with_year)
        if names or ((about or is_below) and _OF_THE_SAME.match(said)):
            for match in _DONE.finditer(said):
                yield max(map(int, re.findall(_YEAR, match[0])))
        about = names


def _is_about(page: Page, named: re.Pattern[str]) -> bool:
    """Whether a page is the document: its title or main heading names it."""
    heads = (page.title, *(heading.text for heading in page.headings if heading.level == 1))
    return any(named.search(_plain(head)) for head in heads)


def _sentences(page: Page, named: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The sentences of a page, each with whether it stands below a heading that names the document."""
    levels = {heading.text: heading.level for heading in page.headings}
    below = 7 if not _is_about(page, named) else 0  # the level of the heading that names it
    yield page.title, False
    for line in page.lines:
        if level := levels.get(line):
            if named.search(_plain(line)):
                below = min(below, level)
            elif level <= below:
                below = 7
        for sentence in sentences(line):
            yield sentence, below < 7


@lru_cache(maxsize=8)
def _named_by(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds one of the names, and what finds one with its year, among words in a line."""
    either = "|".join(re.escape(" ".join(words(name))) for name in names)
    return re.compile(f" (?:{either}) "), re.compile(
        f" (?:{_YEARS}(?:{either})|(?:{either}) {_UP_TO_A_YEAR}(?: (?:to )?(?:20)?\\d\\d)?) "
    )


def _plain(text: str) -> str:
    return f" {' '.join(words(text))} "
