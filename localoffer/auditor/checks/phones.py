"""Does it work on a phone? The viewport of every page, and what a browser saw at 320 and 375 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..sites import Site
from ..values import Finding, Page
from .rules import Rule

RULES: Final = (
    Rule(
        slug="no-viewport",
        title="A page is not made for phones",
        criterion="works-on-phones-and-paper",
        bar="ease",
        severity="serious",
        fix='Add <meta name="viewport" content="width=device-width, initial-scale=1">, and let the page fit.',
    ),
    Rule(
        slug="scrolls-sideways",
        title="A page has to be pushed sideways on a small phone",
        criterion="works-on-phones-and-paper",
        bar="ease",
        severity="serious",
        over="sample",
        fix="Let tables, pictures and fixed widths shrink to 320 pixels.",
    ),
    Rule(
        slug="small-targets",
        title="Links and buttons are too small to touch",
        criterion="works-on-phones-and-paper",
        bar="ease",
        severity="moderate",
        over="sample",
        fix="Make what is touched at least 24 by 24 pixels, or give it room around it.",
    ),
)
#: A link or two within a sentence are small everywhere.
FEWEST_SMALL: Final = 3
SHARE_SMALL: Final = 0.1


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """Whether a page tells a phone how wide it is."""
    if page.viewport is None:
        yield Finding("no-viewport", page.url)


def of_site(site: Site) -> Iterator[Finding]:
    """What the browser saw of the sample."""
    for seen in site.rendered.values():
        if seen.scrolls_sideways:
            yield Finding(
                "scrolls-sideways", seen.url, detail="At a width of 320 pixels it is wider than the screen."
            )
        small, all_of_them = seen.small_targets or 0, seen.targets or 0
        if small >= FEWEST_SMALL and small >= SHARE_SMALL * all_of_them:
            yield Finding(
                "small-targets", seen.url, detail=f"{small} of {all_of_them} are under 24 by 24 pixels."
            )
