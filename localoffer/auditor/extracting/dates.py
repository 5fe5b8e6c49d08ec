"""Dates that a page states in so many words, or in its metadata. A date that is merely near is never taken.

Libraries that guess a page's date give one to pages that have none; a council would then be told that a page is old,
or new, for no reason. So a date counts only behind a label ("Last reviewed:", "Next review due", "Date:") or in a field
that says what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from ..values import DateSaid, quoted

_MONTHS: Final = {
    name[:3]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(),
        start=1,
    )
}
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+(?:the\s+)?)?"
#: A day, or a month and its year. A month alone counts as its last day: fairer to whoever wrote it.
DATE: Final = (
    rf"{_WEEKDAY}(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH}),?\s+(?P<y1>(?:19|20)\d\d)"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<m3>{_MONTH}),?\s+(?P<y3>(?:19|20)\d\d)"
    r"|(?P<y4>(?:19|20)\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d)"
    r"|(?P<d5>\d{1,2})[/.](?P<m5>\d{1,2})[/.](?P<y5>(?:19|20)?\d\d))"
)
_WHAT: Final = r"(?:page|content|information|record|entry|details)"
_LABELS: Final = {
    "due": r"next\s+review(?:ed|\s+(?:date|due))?|date\s+(?:of|for)\s+(?:next\s+)?review|review\s+(?:date|due|by)"
    r"|(?:due|to\s+be)\s+(?:for\s+review|reviewed)",
    "reviewed": rf"(?:(?:last|date|and|was|been|were|{_WHAT})\s+)*(?:reviewed|checked|verified)"
    rf"|(?:last|{_WHAT})\s+confirmed|last\s+(?:review|check)"
    # Who did it, or for what, where the line or sentence says nothing else: “Confirmed by provider: 3 May 2026”
    r"|(?:^|(?<=[.;|]\s))(?:last\s+)?(?:reviewed|checked|verified|confirmed)\s+(?:by|for|with)\s+(?:[a-z]+\s+){0,2}?[a-z]+",
    "updated": rf"(?:(?:last|date|was|been|were|{_WHAT})\s+)*(?:updated|modified|amended)|last\s+(?:edited|changed)"
    r"|last\s+(?:update|modification|change)",
    "published": r"(?:date\s+|first\s+)?(?:published|posted)|publication\s+date|date\s+of\s+publication",
    "closes": r"closing\s+date|closes|deadline(?:\s+for\s+[a-z]+)?|apply\s+by"
    r"|applications?\s+(?:must\s+be\s+in\s+by|closes?)",
    "event": r"(?:event\s+date|date\s+of\s+event|date\s+and\s+time|date|when|start\s+date|starts)(?=\s*:)",
}
_LABELLED: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()) + r")"
    rf"(?:\s+date)?\s*[:–—-]?\s*(?:(?:on|in|by|is|was|of)\s+)?{DATE}"
)
_LABEL_ALONE: Final = re.compile(
    "(?:" + "|".join(words.replace(r"(?=\s*:)", "") for words in _LABELS.values()) + r")(?:\s+date)?\s*:?",
    re.IGNORECASE,
)
#: A year, or a date in numbers: where there is none, there is no date.
_DATED: Final = re.compile(r"[0-9](?:(?<=1)9\d\d|(?<=2)0\d\d|[/.]\d{1,2}[/.]\d\d)")
#: One of these stands in every label: before most dates none does, and they need no closer look.
_HINTS: Final = tuple(
    "review check verif confirm updat modif amend edit chang publi posted clos deadline apply date when starts".split()
)
_META: Final = {
    "article:modified_time": "updated",
    "og:updated_time": "updated",
    "last-modified": "updated",
    "dcterms.modified": "updated",
    "dc.date.modified": "updated",
    "dc.date.reviewed": "reviewed",
    "dcterms.valid": "due",
    "article:published_time": "published",
    "dcterms.issued": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
}
_JSON_LD: Final = {
    "dateModified": "updated",
    "lastReviewed": "reviewed",
    "datePublished": "published",
    "startDate": "event",
}
REACH: Final = 120
"""Characters before a year in which the rest of its date and its label stand."""

_REST: Final = 8
"""Characters that a date may go on for after its year."""

MOST: Final = 40
"""Dates kept of a page: a calendar has hundreds."""


def in_lines(lines: Iterable[str]) -> Iterator[DateSaid]:
    """Dates behind a label, line by line. A label alone on its line belongs to the next."""
    text = "\n".join(lines)
    told = 0
    for dated in _DATED.finditer(text):
        year = dated.start()
        start = text.rfind("\n", 0, year) + 1
        begin, label = max(start, told), ""
        if begin < year - REACH:
            begin = text.find(" ", year - REACH, year) + 1 or year
        elif begin == start:
            label = _label_above(text, start)
        near = label + text[begin : dated.end() + _REST].partition("\n")[0]
        lowered = near.replace("İ", "I").lower()  # the one letter whose small form is longer
        if not any(hint in lowered for hint in _HINTS):
            continue
        if match := _LABELLED.search(lowered):
            told = begin + match.end() - len(label)
            if on := day_of(match):
                line = label + text[start:].partition("\n")[0]
                quote = _around(line, match.start() + begin - start, match.end() + begin - start)
                yield DateSaid(_kind(match), on, quoted(quote))


def _label_above(text: str, start: int) -> str:
    """The line above, where it is a label and nothing else."""
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    return f"{above} " if 0 < len(above) < 60 and _LABEL_ALONE.fullmatch(above) else ""


def in_metadata(named: Iterable[tuple[str, str]], scripts: Iterable[str]) -> Iterator[DateSaid]:
    """Dates of `<meta>` tags (name or property, content) and of JSON-LD scripts."""
    for name, content in named:
        if (kind := _META.get(name.lower())) and (on := iso_day(content)):
            yield DateSaid(kind, on, quoted(f"{name}: {content}"), "meta")
    for script in scripts:
        try:
            told = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for key, value in _pairs(told, 0):
            if (kind := _JSON_LD.get(key)) and isinstance(value, str) and (on := iso_day(value)):
                yield DateSaid(kind, on, quoted(f"{key}: {value}"), "json-ld")


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of `DATE` names; None where there is no such day. A month counts as its last day."""
    said = match.groupdict()
    if said["m3"]:
        year, month = int(said["y3"]), _MONTHS[said["m3"][:3].lower()]
        return date(year, month, _last_day(year, month))
    for number in ("1", "2", "4", "5"):
        if month_said := said.get(f"m{number}"):
            month = _MONTHS[month_said[:3].lower()] if month_said[0].isalpha() else int(month_said)
            year = int(said[f"y{number}"])
            try:
                return date(year + 2000 if year < 100 else year, month, int(said[f"d{number}"]))
            except ValueError:
                return None
    return None


def iso_day(text: str) -> date | None:
    """The day of an ISO 8601 moment, such as "2026-03-12T09:00:00Z"; None where it is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in _LABELS if match[kind])


def _last_day(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _around(line: str, start: int, end: int) -> str:
    """The words about a date, from `start` to `end`: its line, or where that is long, what stands next to it."""
    if len(line) <= 200:
        return line
    before, after = line[:start], line[end:]
    if start > 60:
        before = "…" + line[start - 60 : start].partition(" ")[2]
    if len(after) > 60:
        after = after[:60].rpartition(" ")[0] + "…"
    return before + line[start:end] + after


def _pairs(value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, dict):
        for key, each in value.items():
            yield key, each
            yield from _pairs(each, depth + 1)
    elif isinstance(value, list):
        for each in value[:100]:
            yield from _pairs(each, depth + 1)
