"""Can disabled people use it? What axe-core found in a browser, on a sample of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Finding, quoted
from .rules import Rule

_FIX: Final = (
    "Open the page of help that is named, and mend what is quoted: it may be the same on every page."
)


def _of(impact: str, title: str, severity: str, confidence: str = "certain") -> Rule:
    return Rule(
        slug=f"axe-{impact}",
        title=title,
        criterion="accessible-website",
        bar="accessibility",
        severity=severity,
        confidence=confidence,
        over="sample",
        fix=_FIX,
    )


RULES: Final = (
    _of("critical", "Something stops some disabled people altogether", "critical"),
    _of("serious", "Something makes it hard for some disabled people", "serious"),
    # Shown, and never scored: only the two above are sure to matter
    _of("moderate", "Something is in the way of some disabled people", "moderate", "possible"),
    _of("minor", "Something could be better for disabled people", "minor", "possible"),
)
_IMPACTS: Final = frozenset(rule.slug.removeprefix("axe-") for rule in RULES)


def of_site(site: Site) -> Iterator[Finding]:
    """One finding for each page of the sample and each rule of axe-core that it broke."""
    for seen in site.rendered.values():
        for broken in seen.violations:
            # What is only good practice breaks no rule of WCAG, however much axe-core makes of it
            impact = "minor" if broken.is_best_practice or broken.impact not in _IMPACTS else broken.impact
            places = "one place" if broken.count == 1 else f"{broken.count} places"
            yield Finding(
                f"axe-{impact}",
                seen.url,
                quote=quoted(broken.html),
                target=broken.rule,
                selector=broken.selector,
                detail=f"{broken.help}, at {places}. {broken.help_url}".strip(),
            )
