"""Whom to ask about the Local Offer: a named person or team, with a phone number and an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Feature, Finding, Page
from .rules import Rule
from .saying import is_surely_missing, said_on

RULES: Final = (
    Rule(
        slug="no-named-contact",
        title="Nobody is named to ask about the Local Offer, by phone and by e-mail",
        criterion="further-contacts",
        bar="ease",
        severity="serious",
        confidence="likely",
        over="site",
        fix="Name the team or the person who looks after the Local Offer, with a phone number and an e-mail address.",
    ),
)

_TEAM: Final = re.compile(
    r"\blocal offer (?:team|officer|manager|co-?ordinator|lead|development|adviser|advisor|information officer"
    r"|contact|website team)\b"
    r"|\b(?:team|officer|manager|co-?ordinator|person|people) (?:who (?:look|run)s? (?:after )?"
    r"|responsible for |for )the (?:SEND )?local offer\b"
    r"|\b(?:questions?|help|contact us|get in touch|speak to (?:us"
    r"|someone)) (?:\w+ ){0,3}?about the (?:SEND )?local offer\b"
    r"|\bcontact the (?:SEND )?local offer\b|\bfamil(?:y|ies) information (?:service|team)\b",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(r"\b(?:contact|get in touch|about us|local offer team)\b", re.IGNORECASE)


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """The best page on which somebody can be reached about the offer itself."""
    best: Page | None = None
    for page in site.within():
        if said_on(page, _TEAM) and (best is None or len(_ways(page)) > len(_ways(best))):
            best = page
            if len(_ways(page)) > 1:
                break
    ways = _ways(best) if best else frozenset()
    quote = said_on(best, _TEAM) if best else ""
    if best and len(ways) > 1:
        yield Feature("named-contact", has=True, url=best.url, quote=quote)
        return
    is_sure = is_surely_missing(site, _CONTACT)
    yield Feature("named-contact", has=False if is_sure else None, url=best.url if best else "", quote=quote)
    if is_sure:
        missing = {
            frozenset({"phone"}): "There is no e-mail address.",
            frozenset({"email"}): "There is no phone number.",
        }
        yield Finding(
            "no-named-contact", best.url if best else site.url, quote=quote, detail=missing.get(ways, "")
        )


def _ways(page: Page) -> frozenset[str]:
    return frozenset(contact.kind for contact in page.contacts if contact.kind in ("phone", "email"))
