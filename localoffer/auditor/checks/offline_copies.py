"""How people without the internet get at the Local Offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Feature, Finding
from .rules import Rule
from .saying import DUTY, features, first_saying, is_surely_missing

RULES: Final = (
    Rule(
        slug="no-offline-copies",
        title="Nothing says how to get the Local Offer without the internet",
        criterion="printed-copies",
        bar="ease",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Say whom to ring for a paper copy, and where somebody can get online for nothing, such as a library.",
    ),
)

_PAPER: Final = re.compile(
    r"\b(?:paper|printed|hard|print)[\s-]cop(?:y|ies)\b|\bpost (?:you|it to|them to|these|any)\b|\bin the post\b"
    r"|\blibrar(?:y|ies)\b[^.\n]{0,60}\bcop(?:y|ies)\b|\bprinted (?:version|guide|information|pack)s?\b"
    r"|\b(?:send|post|print)(?:ed)? (?:it|them|this|pages?|information|a copy|copies"
    r"|you) (?:\w+ ){0,3}?(?:to you|by post|out for you|in the post)\b",
    re.IGNORECASE,
)
_NOT_ONLINE: Final = re.compile(
    r"\bnot online\b|\b(?:do(?:es)? not|don['’]t|doesn['’]t|can(?:no|['’])t|cannot|without|no"
    r"|unable to)\s+(?:\w+\s+){0,3}?"
    r"(?:the internet|internet|online|a computer|web access|digital access)\b",
    re.IGNORECASE,
)
_SOMEWHERE: Final = re.compile(
    r"\b(?:librar(?:y|ies)|family hubs?|children['’]?s centres?|council offices?)\b[^.\n]{0,80}\b(?:computers?"
    r"|internet|wi-?fi|online)\b"
    r"|\b(?:computers?|internet|wi-?fi|online)\b[^.\n]{0,80}\b(?:librar(?:y|ies)|family hubs?"
    r"|children['’]?s centres?|council offices?)\b",
    re.IGNORECASE,
)
_WAYS: Final = {
    "paper-copies": _PAPER,
    "help-for-people-not-online": _NOT_ONLINE,
    "places-to-get-online": _SOMEWHERE,
}
_ANY: Final = re.compile(
    r"\b(?:paper|printed?|cop(?:y|ies)|not online|without internet|leaflets?)\b", re.IGNORECASE
)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """Whether a site says how to get at it on paper, or where to get online."""
    found = first_saying(site.within(), _WAYS, unless=DUTY)
    yield from features(site, _WAYS, found)
    if not found and is_surely_missing(site, _ANY):
        yield Finding("no-offline-copies", site.url)
