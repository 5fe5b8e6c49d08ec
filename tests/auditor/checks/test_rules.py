"""Every rule of every check can be read, counted and traced to the law."""

from pathlib import Path

import pytest

from localoffer.auditor import checks
from localoffer.auditor.checks.listing import listing
from localoffer.auditor.checks.rules import BARS, COUNTED_OVER
from localoffer.auditor.values import CONFIDENCES, SEVERITIES
from localoffer.duties import loading

REFERENCE = Path(__file__).parents[3] / "docs/reference/audit-rules.md"
ALL = [rule for check in checks.every() for rule in check.rules]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.slug)
def test_a_rule_serves_a_criterion_and_is_counted_in_known_words(rule):
    assert loading.criterion(rule.criterion)
    assert loading.SLUG.match(rule.slug)
    assert rule.bar in BARS
    assert rule.severity in SEVERITIES
    assert rule.confidence in CONFIDENCES
    assert rule.over in COUNTED_OVER
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.fix.endswith(".")


def test_no_two_rules_share_a_name():
    assert len({rule.slug for rule in ALL}) == len(ALL)


@pytest.mark.parametrize("check", checks.every(), ids=lambda check: check.name)
def test_every_check_looks_at_a_page_or_at_a_site_and_has_a_test(check):
    assert check.of_page or check.of_site
    assert (Path(__file__).parent / f"test_{check.name}.py").exists()


def test_the_reference_lists_the_rules_as_they_are():
    told = "Run: python -m localoffer.auditor.checks.listing > docs/reference/audit-rules.md"
    assert REFERENCE.read_text("utf-8") == listing(), told
