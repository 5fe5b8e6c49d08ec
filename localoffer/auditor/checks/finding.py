"""Can a family find it, and find things in it? The way in from the council, the search box and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Feature, Finding, SearchTried
from .rules import Rule

RULES: Final = (
    Rule(
        slug="no-search-box",
        title="The first page has no search box",
        criterion="easy-to-use-site",
        bar="ease",
        severity="serious",
        over="site",
        fix="Put a search of the Local Offer at the top of its first page.",
    ),
    Rule(
        slug="search-finds-little",
        title="The search does not find what families look for",
        criterion="easy-to-use-site",
        bar="ease",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Let the search know families' own words, slips of the pen and ages, and try it with those named.",
    ),
    Rule(
        slug="many-clicks",
        title="It takes many clicks from the council's first page",
        criterion="well-publicised",
        bar="ease",
        severity="moderate",
        over="site",
        fix="Link to the Local Offer from the council's first page, or from one that it links to.",
    ),
    Rule(
        slug="no-way-in",
        title="No links lead from the council's first page to the Local Offer",
        criterion="well-publicised",
        bar="ease",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Link to the Local Offer from the council's own site.",
    ),
)

FIRST: Final = 5  # results that somebody looks at
ENOUGH: Final = 0.6  # of the words tried
FEWEST_TRIED: Final = 3
MOST_CLICKS: Final = 3


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """The search and the way in, as they were tried."""
    yield from _box(site)
    yield from _answers(site)
    yield from _clicks(site)


def _box(site: Site) -> Iterator[Finding | Feature]:
    home = site.home
    seen = site.rendered.get(site.url)
    has = any(form.is_search for form in home.forms) if home else None
    if not has and seen and seen.has_search_on_first_screen is not None:
        has = seen.has_search_on_first_screen
    elif not has and home and home.scripts:
        has = None  # a script may put one there
    yield Feature("search-box", has=has, url=site.url)
    if has is False:
        yield Finding("no-search-box", site.url)


def _answers(site: Site) -> Iterator[Finding | Feature]:
    tried = site.searches
    if not tried:
        yield Feature("search-works", has=None)
        return
    missed = [each for each in tried if not _is_found(each)]
    works = len(missed) <= (1 - ENOUGH) * len(tried)
    told = f"{len(tried) - len(missed)} of {len(tried)} in the first {FIRST}"
    yield Feature("search-works", has=works, url=tried[0].url, quote=told)
    if not works and len(tried) >= FEWEST_TRIED:
        words = ", ".join(f"“{each.words}”" for each in missed[:FIRST])
        yield Finding("search-finds-little", tried[0].url, detail=f"{told}. Not found: {words}.")


def _is_found(tried: SearchTried) -> bool:
    return tried.position is not None and tried.position <= FIRST


def _clicks(site: Site) -> Iterator[Finding | Feature]:
    ways = [way for way in site.ways_in if way.by == "clicks"]
    best = min((way for way in ways if way.clicks is not None), key=lambda way: way.clicks or 0, default=None)
    if best is None or best.clicks is None:
        # One that could not be tried says nothing
        is_sure = bool(ways) and not any(way.error for way in ways)
        yield Feature("few-clicks", has=False if is_sure else None)
        if is_sure:
            yield Finding("no-way-in", ways[0].start)
        return
    path = " → ".join(best.path)
    yield Feature("few-clicks", has=best.clicks <= MOST_CLICKS, url=best.start, quote=path)
    if best.clicks > MOST_CLICKS:
        yield Finding("many-clicks", best.start, quote=path, detail=f"It takes {best.clicks} clicks.")
