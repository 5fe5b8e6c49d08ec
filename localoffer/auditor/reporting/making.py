"""A report of what was kept of an audit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from localoffer.duties import loading
from localoffer.duties.law import Criterion, Version

from .. import checks, scoring
from ..checking import Checked
from ..sites import Site
from ..values import CANNOT_TELL, CriterionFound, Presence, quoted
from .values import DRAFT, SCHEMA, CriterionTold, FindingTold, Report, SiteTold

#: What parts a page's name from its site's. A hyphen only between blanks: "Stoke-on-Trent City Council" is one.
_PARTS: Final = re.compile(r"\s*[|»·•:]\s*|\s+[-–—]\s+")
_COUNCIL: Final = re.compile(
    r"(?!The |Your |Our |My |.*\b(?:Offer|SEND?|Home|Help|Welcome|Contact|Support|Famil(?:y|ies))\b)[A-Z][\w'’-]*,?\s+"
    r"(?:(?:[A-Z][\w'’-]*,?|and|of|on|upon|the|with|in|&)\s+){0,7}(?<!the )Council"
    r"|(?:London|Royal|Metropolitan) Borough of [A-Z].+|City of [A-Z].+"
)
LONGEST_NAME: Final = 80


def council_named(title: str) -> str:
    """The council whose site a page's title says it is; "" where no part of it is a council's name.

    >>> council_named("SEND Local Offer | Fenbridge County Council"), council_named("Contact the Council")
    ('Fenbridge County Council', '')
    """
    named = (
        words.strip()
        for part in reversed(_PARTS.split(title))
        # "SEND Local Offer, Fenbridge Council" is two, and "Bath, Wells and Hill Council" one
        for words in [part, *(part[comma.end() :] for comma in re.finditer(", ", part))]
    )
    return next((words for words in named if len(words) <= LONGEST_NAME and _COUNCIL.fullmatch(words)), "")


def made(
    site: Site,
    checked: Checked,
    found: Mapping[str, CriterionFound],
    *,
    state: str,
    why: str,
    auditor: str,
    axe: str,
    had_browser: bool,
) -> Report:
    """The report. A criterion of which nothing was kept reads *cannot tell*."""
    in_force = loading.in_force(site.today)
    criteria = tuple(_criterion(*each, found) for each in in_force)
    within = sum(1 for _ in site.within())
    title = quoted(site.home.title) if site.home else ""
    return Report(
        schema=SCHEMA,
        note=DRAFT,
        made_at=datetime.now(UTC),
        law_as_at=site.today,
        auditor=auditor,
        ruleset=scoring.RULESET,
        axe=axe,
        state=state,
        why=why,
        site=SiteTold(
            url=site.url,
            council_home=site.council_url,
            council=site.council_name or council_named(title),
            presence=site.presence or Presence(CANNOT_TELL, "nothing-read", why or "nothing was read"),
            pages=within,
            pages_beside=sum(1 for _ in site.read()) - within,
            is_complete=site.crawled.is_complete,
            truncated_by=site.crawled.truncated_by,
            not_read=len(site.crawled.waiting),
            ways_in=site.ways_in,
            searches=site.searches,
            had_browser=had_browser,
            sample=tuple(sorted(site.rendered)),
            unread=dict(sorted(Counter(each.why for each in site.crawled.waiting).items())),
            links=dict(sorted(Counter(each.state for each in site.outcomes.values()).items())),
            title=title,
        ),
        bars=scoring.bars(
            checked.counts,
            checks.rules(),
            found.values(),
            duties(criteria),
        ),
        criteria=criteria,
        findings=tuple(_findings(checked)),
        features=checked.features,
    )


def duties(criteria: Iterable[CriterionTold]) -> dict[str, scoring.Duty]:
    """What scoring needs to know of them."""
    return {told.slug: scoring.Duty(told.title, told.strength) for told in criteria}


def _criterion(criterion: Criterion, version: Version, found: Mapping[str, CriterionFound]) -> CriterionTold:
    told = found.get(criterion.slug) or CriterionFound(criterion.slug, CANNOT_TELL, "Nothing was looked at.")
    return CriterionTold(
        slug=criterion.slug,
        section=criterion.section,
        title=version.title,
        strength=version.strength,
        says=version.says,
        status=told.status,
        why=told.why,
        confidence=told.confidence,
        evidence=told.evidence,
        near=told.near,
        met_when=version.met_when,
    )


def _findings(checked: Checked) -> Iterable[FindingTold]:
    rules = checks.rules()
    for each in checked.findings:
        rule = rules[each.rule]
        yield FindingTold(
            fingerprint=each.fingerprint,
            rule=each.rule,
            title=rule.title,
            criterion=rule.criterion,
            bar=rule.bar,
            severity=rule.severity,
            confidence=each.confidence or rule.confidence,
            page=each.page,
            target=each.target,
            quote=each.quote,
            selector=each.selector,
            detail=each.detail,
            fix=rule.fix,
        )
