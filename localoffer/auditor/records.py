"""Pages that belong to one record: the form to report a mistake in it, its print version, its history.

What such a page repeats of the record is one fault, told of the record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from .values import Finding, Page

#: What is done with a record, as addresses call it. “Contact” and “map” are pages of their own more often.
_DEEDS: Final = frozenset(
    """
    report reports mistake mistakes error problem wrong correct correction corrections suggest suggestion change
    changes update edit amend feedback flag print printable printer pdf history version versions revision revisions
    changelog share email forward thanks claim bookmark
    """.split()
)
_WORDS: Final = re.compile(r"[a-z]+")
_ENDS: Final = re.compile(r"[/?&]")


class About(NamedTuple):
    """What tells whose a page is."""

    canonical: str
    title: str

    @classmethod
    def page(cls, page: Page) -> About:
        """Of a page that was read."""
        return cls(page.canonical, page.title)


def once_a_record(findings: Iterable[Finding], about: Mapping[str, About]) -> list[Finding]:
    """Faults of one rule without those that repeat the words of the record that their page belongs to.

    :param about: the pages of the faults, by address
    """
    findings = list(findings)
    said_on: dict[str, set[str]] = defaultdict(set)
    for each in findings:
        said_on[each.quote].add(each.page)
    left = []
    for each in findings:
        others = said_on[each.quote]
        if each.quote and any(url in others for url in _records(each.page, about)):
            others.discard(each.page)  # two that name each other do not both go
        else:
            left.append(each)
    return left


def _records(url: str, about: Mapping[str, About]) -> Iterator[str]:
    """The addresses of which a page may be a part."""
    own = about.get(url, About("", ""))
    if own.canonical and own.canonical != url:
        yield own.canonical
    start = url.find("/", url.find("//") + 2) + 1
    for end in _ENDS.finditer(url, start):
        rest = url[end.start() :]
        if not rest.strip("/"):
            continue
        for record in (url[: end.start()], url[: end.start()] + "/"):
            if record == url or record not in about:
                continue
            is_same = end[0] != "/" and own.title and own.title == about[record].title
            if is_same or not _DEEDS.isdisjoint(_WORDS.findall(rest.lower())):
                yield record
