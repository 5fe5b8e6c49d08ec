"""What axe-core found becomes one finding a page and rule, graver by its impact."""

import pytest

from localoffer.auditor.checks import accessibility_axe
from localoffer.auditor.values import AxeViolation, Rendered

from .a_page import HOME, a_site


def site_with(*violations):
    return a_site(rendered={HOME: Rendered(HOME, violations)})


def test_a_violation_is_told_with_its_place_and_its_help():
    broken = AxeViolation(
        "color-contrast", "serious", "Text must stand out", "https://axe.example/c", 7, ".a", "<p>"
    )

    (found,) = accessibility_axe.of_site(site_with(broken))

    assert (found.rule, found.page, found.target) == ("axe-serious", HOME, "color-contrast")
    assert (found.quote, found.selector) == ("<p>", ".a")
    assert found.detail == "Text must stand out, at 7 places. https://axe.example/c"


@pytest.mark.parametrize(
    ("impact", "is_scored"), [("critical", True), ("serious", True), ("moderate", False), ("minor", False)]
)
def test_only_what_is_critical_or_serious_is_scored(impact, is_scored):
    rules = {rule.slug: rule for rule in accessibility_axe.RULES}
    (found,) = accessibility_axe.of_site(site_with(AxeViolation("x", impact, "Help", "", 1)))

    assert (rules[found.rule].confidence != "possible") is is_scored
    assert rules[found.rule].severity == impact
    assert rules[found.rule].over == "sample"


def test_a_page_without_violations_has_no_fault():
    assert not list(accessibility_axe.of_site(site_with()))
