"""Does the first screen say whose it is, for whom, and what you can do, with a search box and a phone number?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Feature, Finding, quoted
from .rules import Rule

RULES: Final = (
    Rule(
        slug="silent-first-screen",
        title="The first screen does not say what a family has to know",
        criterion="purpose-and-guidance",
        bar="ease",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="Say at the top whose site it is, for whom, and what they can do, with a search box and a phone number.",
    ),
)

_FOR_WHOM: Final = re.compile(
    r"\b(?:parents?|carers?|famil(?:y|ies)|children|child|young people|young person|\d+ ?(?:to|-|–) ?25|SEND"
    r"|special educational)\b",
    re.IGNORECASE,
)
_TO_DO: Final = re.compile(
    r"\b(?:find|search|look for|browse|ask|get help|get support|help and support|contact|apply|choose|explore"
    r"|tell us|book"
    r"|what(?:['’]s)? (?:available|on|there is)|information (?:about|on)|support (?:for|available))\b",
    re.IGNORECASE,
)
_WHOSE: Final = re.compile(
    r"\b(?:county|city|borough|district|metropolitan|unitary)?\s*council\b|\bcity of\b", re.IGNORECASE
)
_PHONE: Final = re.compile(r"(?<![\d.])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d[\d\s()-]{7,13}\d\b")
_NOTHING_SAYS: Final = {
    "says-whose": "whose it is",
    "says-for-whom": "for whom it is",
    "says-what-to-do": "what you can do",
    "shows-search": "a search box",
    "shows-phone": "a phone number",
}
#: A phone number further down is no fault on its own; two things that lack are.
FEWEST: Final = 2


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """The first screen as a browser on a phone shows it, else the first words of the page."""
    home, seen = site.home, site.rendered.get(site.url)
    screen = (seen.first_screen if seen else "") or (home.first_words if home else "")
    if not screen or home is None:
        yield from (Feature(slug, has=None) for slug in _NOTHING_SAYS)
        return
    searches = seen.has_search_on_first_screen if seen else None
    shows = {
        "says-whose": bool(_WHOSE.search(screen)) or _is_named(site.council_name, screen),
        "says-for-whom": bool(_FOR_WHOM.search(screen)),
        "says-what-to-do": bool(_TO_DO.search(screen)),
        "shows-search": searches if searches is not None else any(form.is_search for form in home.forms),
        "shows-phone": bool(_PHONE.search(screen)),
    }
    for slug, has in shows.items():
        yield Feature(slug, has=has, url=site.url)
    missing = [_NOTHING_SAYS[slug] for slug, has in shows.items() if not has]
    if len(missing) >= FEWEST:
        yield Finding(
            "silent-first-screen", site.url, quote=quoted(screen), detail=f"Missing: {', '.join(missing)}."
        )


def _is_named(council: str, screen: str) -> bool:
    """Whether a council's own name, or the place in it, stands there: “Fenbridge” of “Fenbridge Borough Council”."""
    place = re.sub(
        r"\b(?:county|city|borough|district|metropolitan|london|royal|council|of|the)\b",
        " ",
        council,
        flags=re.I,
    )
    place = " ".join(place.split())
    return bool(place) and place.casefold() in screen.casefold()
