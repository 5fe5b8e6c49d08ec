"""Do links lead somewhere? From what came of trying each; only what is surely broken is a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Finding, Link, Outcome, Page, quoted
from .rules import Rule

RULES: Final = (
    Rule(
        slug="broken-link",
        title="A link leads nowhere",
        criterion="up-to-date",
        bar="links",
        severity="serious",
        over="links",
        fix="Find where it has moved to and link there, or take the link out.",
    ),
    Rule(
        slug="broken-anchor",
        title="A link leads to a part of a page that is not there",
        criterion="up-to-date",
        bar="links",
        severity="minor",
        over="links",
        fix="Link to a part that is there, or to the whole page.",
    ),
)
#: Fragments that every browser follows, or that a script reads.
_ALWAYS: Final = ("", "top")
_OF_SCRIPTS: Final = ("/", "!", ":~:", "?")
#: A page with fewer characters than this for each script is made by scripts: its parts are not all in its source.
_ENOUGH_TEXT: Final = 200

MOST_OF_A_TARGET: Final = 5
"""Pages told of one broken address."""


def of_site(site: Site) -> Iterator[Finding]:
    """One finding for each page and each address it links to in vain."""
    anchors = {}
    for page in site.read():
        if page.type == "html" and not _is_made_by_scripts(page):
            held = frozenset(map(str.casefold, page.anchors))
            anchors[page.url] = held
            if page.asked_url:
                anchors[page.asked_url] = held
    told: Counter[str] = Counter()
    for page in site.within():
        found: set[str] = set()
        for link in page.links:
            outcome = site.outcomes.get(link.url)
            if outcome and outcome.state == "broken":
                if link.url not in found:
                    found.add(link.url)
                    told[link.url] += 1
                    # A menu's link is on every page, and is mended once
                    if told[link.url] <= MOST_OF_A_TARGET:
                        yield _broken(page, link, outcome)
            elif _leads_to_no_part(link, anchors) and (whole := f"{link.url}#{link.fragment}") not in found:
                found.add(whole)
                yield Finding(
                    "broken-anchor",
                    page.url,
                    quote=quoted(link.text),
                    target=whole,
                    selector=link.selector,
                    detail=f"The page is there, but no part of it is called “{link.fragment}”.",
                )


def _broken(page: Page, link: Link, outcome: Outcome) -> Finding:
    why = outcome.why or (f"It answers {outcome.status}." if outcome.status else "It does not answer.")
    return Finding(
        "broken-link",
        page.url,
        quote=quoted(link.text),
        target=link.url,
        selector=link.selector,
        detail=why,
        # A server that fails twice in a few seconds may be well in an hour
        confidence="likely" if outcome.status and outcome.status >= 500 else "",
    )


def _leads_to_no_part(link: Link, anchors: dict[str, frozenset[str]]) -> bool:
    fragment = link.fragment.casefold()
    if fragment in _ALWAYS or fragment.startswith(_OF_SCRIPTS) or "=" in fragment:
        return False
    held = anchors.get(link.url)
    return held is not None and fragment not in held


def _is_made_by_scripts(page: Page) -> bool:
    return page.read_by == "browser" or (page.scripts > 0 and page.shown_characters < _ENOUGH_TEXT)
