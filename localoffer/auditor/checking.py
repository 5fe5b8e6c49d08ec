"""Puts every check to a site that was read, in one pass over its pages, and counts what its faults are counted over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from . import checks
from .checks.rules import Rule
from .links import BROKEN, WORKING
from .records import About, once_a_record
from .sites import Site
from .values import Feature, Finding, Value

MOST_OF_A_PAGE: Final = 25
"""Findings of one rule kept of one page; more say nothing more."""

MOST_OF_A_RULE: Final = 2000


class Counted(Value, frozen=True):
    """How many of the pages, links or sites that a rule concerns have its fault, for sure and perhaps."""

    rule: str
    certain: int
    likely: int
    of: int


class Checked(Value, frozen=True):
    """What all checks found."""

    findings: tuple[Finding, ...] = ()
    features: tuple[Feature, ...] = ()
    counts: tuple[Counted, ...] = ()


def check(site: Site) -> Checked:
    """Put every check to a site. A fault that stands at one place twice is told once."""
    rules = checks.rules()
    concerned: Counter[str] = Counter()
    found: dict[str, dict[str, Finding]] = defaultdict(dict)
    features: dict[str, Feature] = {}
    about: dict[str, About] = {}

    def note(finding: Finding, on_page: Counter[str] | None = None) -> None:
        if finding.rule not in rules:
            raise KeyError(f"A check found a fault of a rule that no file has: {finding.rule}")
        if on_page is not None:
            on_page[finding.rule] += 1
            if on_page[finding.rule] > MOST_OF_A_PAGE:
                return
        if len(found[finding.rule]) < MOST_OF_A_RULE:
            found[finding.rule].setdefault(finding.fingerprint, finding)

    of_pages = [each for each in checks.every() if each.of_page]
    of_rules = {
        each.name: [rule.slug for rule in each.rules if rule.over == "pages"] for each in checks.every()
    }
    for page in site.read():
        on_page: Counter[str] = Counter()
        for each in checks.every():
            if each.concerns(page):
                concerned.update(of_rules[each.name])
                for finding in each.of_page(page, site.today) if each in of_pages and each.of_page else ():
                    note(finding, on_page)
                    if rules[finding.rule].once_a_record:
                        about[page.url] = About.page(page)
    for each in checks.every():
        for told in each.of_site(site) if each.of_site else ():
            if isinstance(told, Feature):
                features[told.slug] = told
            else:
                note(told)
    _leave_out_parts_of_records(found, concerned, rules, about)
    links = Counter(outcome.state for outcome in site.outcomes.values())
    over = {
        "links": links[WORKING] + links[BROKEN],
        "sample": sum(1 for each in site.rendered.values() if not each.error),
        "site": 1 if site.home else 0,
    }
    return Checked(
        findings=tuple(_in_order(found, rules)),
        features=tuple(features[slug] for slug in sorted(features)),
        counts=tuple(
            _counted(
                rule, list(found[slug].values()), concerned[slug] if rule.over == "pages" else over[rule.over]
            )
            for slug, rule in sorted(rules.items())
        ),
    )


def _leave_out_parts_of_records(
    found: dict[str, dict[str, Finding]],
    concerned: Counter[str],
    rules: Mapping[str, Rule],
    about: Mapping[str, About],
) -> None:
    for slug in found:
        if rules[slug].once_a_record:
            left = once_a_record(found[slug].values(), about)
            # What is no page of its own is none that the rule is counted over
            pages = {each.page for each in found[slug].values()} - {each.page for each in left}
            concerned[slug] -= len(pages)
            found[slug] = {each.fingerprint: each for each in left}


def _counted(rule: Rule, found: list[Finding], of: int) -> Counted:
    """Faults as units: a page with three counts once, a link that is broken on ten pages once."""
    units: dict[str, str] = {}
    for finding in found:
        confidence = finding.confidence or rule.confidence
        unit = {"links": finding.target or finding.page, "site": rule.slug}.get(rule.over, finding.page)
        if units.get(unit) != "certain":
            units[unit] = confidence if units.get(unit) != "likely" or confidence == "certain" else "likely"
    told = Counter(units.values())
    return Counted(rule.slug, told["certain"], told["likely"], max(of, told["certain"] + told["likely"]))


def _in_order(found: dict[str, dict[str, Finding]], rules: dict[str, Rule]) -> Iterator[Finding]:
    weight = {"critical": 0, "serious": 1, "moderate": 2, "minor": 3}
    for slug in sorted(found, key=lambda slug: (weight[rules[slug].severity], slug)):
        yield from found[slug].values()
