"""Where a site says something, and whether it can be said that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..sites import Site
from ..values import Feature, Page, quoted


class Said(NamedTuple):
    """A page that says something, and its words."""

    page: Page
    quote: str


def first_saying(
    pages: Iterable[Page],
    patterns: Mapping[str, re.Pattern[str]],
    *,
    accepts: Callable[[str, Page], bool] = lambda name, page: True,
) -> dict[str, Said]:
    """The first page that says each of those things; `accepts` may turn a page down for one of them."""
    found: dict[str, Said] = {}
    for page in pages:
        if len(found) == len(patterns):
            break
        for name, pattern in patterns.items():
            if name not in found and (quote := said_on(page, pattern)) and accepts(name, page):
                found[name] = Said(page, quote)
    return found


def said_on(page: Page, pattern: re.Pattern[str]) -> str:
    """The line of a page's text, title or links in which a pattern is found, or ""."""
    if match := pattern.search(page.text):
        start = page.text.rfind("\n", 0, match.start()) + 1
        end = page.text.find("\n", match.end())
        line = page.text[start : end if end >= 0 else None]
        # A long paragraph is quoted from shortly before the words
        return quoted(line if len(line) < 300 else line[max(0, match.start() - start - 100) :])
    if pattern.search(page.title):
        return quoted(page.title)
    return next((quoted(link.text) for link in page.links if pattern.search(link.text)), "")


def is_surely_missing(site: Site, pattern: re.Pattern[str]) -> bool:
    """Whether what was not found is not there: all was read, or no link that was left unread sounds like it."""
    if site.crawled.is_complete:
        return True
    if site.crawled.is_mostly_closed:
        return False
    waiting = site.crawled.waiting
    return bool(waiting) and not any(
        pattern.search(link.text) or pattern.search(link.url) for link in waiting
    )


def features(
    site: Site, patterns: Mapping[str, re.Pattern[str]], found: Mapping[str, Said]
) -> Iterator[Feature]:
    """What a site has of those things: yes with its words, no where that is sure, else nobody can tell."""
    for name, pattern in patterns.items():
        if said := found.get(name):
            yield Feature(name, has=True, url=said.page.url, quote=said.quote)
        else:
            yield Feature(name, has=False if is_surely_missing(site, pattern) else None)
