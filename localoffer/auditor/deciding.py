"""Duties that no page's words can show, such as that the site is easy to use: decided by what the checks found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from .checking import Checked, Counted
from .checks.rules import Rule
from .matching.criteria import DECIDED_BY_CHECKS
from .scoring import LIKELY_COUNTS, at_least
from .values import CANNOT_TELL, MET, PARTLY, CriterionFound, Evidence

TOO_MANY: Final = 0.05
"""Share of pages, at least, with one fault that counts."""

_COUNTS: Final = frozenset({"critical", "serious"})


def decided(checked: Checked, rules: Mapping[str, Rule], *, had_browser: bool) -> dict[str, CriterionFound]:
    """What the checks say of each duty that is theirs to decide: met, partly or cannot tell.

    That a site does nothing at all for a duty of this sort is never said of it, and met is only what was looked at.
    """
    counts = {each.rule: each for each in checked.counts}
    return {
        slug: _decided(
            slug, [rule for rule in rules.values() if rule.criterion == slug], counts, checked, had_browser
        )
        for slug in DECIDED_BY_CHECKS
    }


def _decided(
    slug: str, rules: Iterable[Rule], counts: Mapping[str, Counted], checked: Checked, had_browser: bool
) -> CriterionFound:
    looked_at = [rule for rule in rules if (count := counts.get(rule.slug)) and count.of]
    faulty = [rule for rule in looked_at if rule.severity in _COUNTS and _is_faulty(rule, counts[rule.slug])]
    if faulty:
        near = tuple(
            Evidence(each.page, each.quote or each.detail, title=rule.title)
            for rule in faulty[:3]
            for each in checked.findings
            if each.rule == rule.slug
        )[:3]
        titles = "; ".join(rule.title for rule in faulty[:3])
        return CriterionFound(slug, PARTLY, f"There are faults: {titles}.", near, confidence="certain")
    needs_browser = slug in ("accessible-website", "works-on-phones-and-paper")
    if not looked_at or (needs_browser and not had_browser):
        return CriterionFound(
            slug, CANNOT_TELL, "Too little of it could be looked at.", confidence="possible"
        )
    if slug == "accessible-website":
        return _for_a_person(slug, looked_at, counts)
    if slug == "easy-to-use-site":
        return _by_its_search(slug, checked)
    return CriterionFound(slug, MET, f"Of {len(looked_at)} things looked at, none is often wrong.")


def _for_a_person(slug: str, looked_at: Iterable[Rule], counts: Mapping[str, Counted]) -> CriterionFound:
    """Machines find a part of what shuts people out. A keyboard and a screen reader they do not try."""
    rules = list(looked_at)
    pages = max((counts[rule.slug].of for rule in rules if rule.over == "pages"), default=0)
    sample = max((counts[rule.slug].of for rule in rules if rule.over == "sample"), default=0)
    of = "one page" if pages <= 1 else f"{pages:,} pages"
    if pages <= sample:
        seen = "which a browser looked at too"
    else:
        seen = f"{'one' if sample == 1 else f'{sample:,}'} of them in a browser"
    return CriterionFound(
        slug,
        CANNOT_TELL,
        f"Automatic checks of {of}, {seen}, found no serious fault on many pages. "
        "Whether it works by keyboard and with a screen reader only a person can say.",
        confidence="possible",
    )


def _by_its_search(slug: str, checked: Checked) -> CriterionFound:
    search = next((each for each in checked.features if each.slug == "search-works"), None)
    if search is None or search.has is None:
        return CriterionFound(
            slug,
            CANNOT_TELL,
            "Its search was not tried, so whether it finds the right page is not known.",
            confidence="possible",
        )
    if not search.has:
        return CriterionFound(slug, PARTLY, f"Its search finds too little: {search.quote}.")
    return CriterionFound(
        slug,
        MET,
        f"Its search finds what families look for: {search.quote}. The order of pages was not judged.",
    )


def _is_faulty(rule: Rule, count: Counted) -> bool:
    faults = count.certain + LIKELY_COUNTS * count.likely
    return faults >= 1 if rule.over == "site" else at_least(faults, count.of) > TOO_MANY
