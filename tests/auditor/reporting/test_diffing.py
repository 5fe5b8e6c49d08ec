"""What has become of the faults of the last audit."""

from __future__ import annotations

import msgspec

from localoffer.auditor import checks
from localoffer.auditor.reporting import diffing
from localoffer.auditor.values import CriterionFound, Finding, Rendered
from tests.auditor.reporting.a_report import ADVICE, HOME, a_report

BROKEN = Finding("broken-link", ADVICE, target="https://other.example/leaflet")
NO_TITLE = Finding("no-title", f"{HOME}help")
SEEN_BY_BROWSER = Finding("axe-serious", f"{HOME}help", target="color-contrast")


def change(before, now, *, looked_at=(HOME, ADVICE, f"{HOME}help"), untold=()):
    return diffing.change(before, now, checks.rules(), looked_at=looked_at, untold=untold)


def test_a_fault_is_new_still_there_or_fixed():
    before = a_report(findings=(BROKEN, NO_TITLE))
    moved = Finding("broken-link", ADVICE, target="https://other.example/moved")

    told = change(before, a_report(findings=(BROKEN, moved)))

    assert told.new == (moved.fingerprint,)
    assert told.still == (BROKEN.fingerprint,)
    assert told.fixed == (NO_TITLE.fingerprint,)
    assert told.not_checked == ()
    assert [each.title for each in told.gone] == ["A page has no title"]


def test_a_fault_is_not_fixed_whose_page_was_not_read_again():
    told = change(a_report(findings=(NO_TITLE,)), a_report(findings=()), looked_at=(HOME,))

    assert (told.fixed, told.not_checked) == ((), (NO_TITLE.fingerprint,))


def test_a_broken_link_is_not_fixed_that_could_not_be_tried_again():
    told = change(a_report(findings=(BROKEN,)), a_report(findings=()), untold=(BROKEN.target,))

    assert (told.fixed, told.not_checked) == ((), (BROKEN.fingerprint,))


def test_a_broken_link_is_fixed_that_was_taken_out():
    told = change(a_report(findings=(BROKEN,)), a_report(findings=()), untold=("https://else.example/",))

    assert told.fixed == (BROKEN.fingerprint,)


def test_what_a_browser_found_is_not_fixed_where_none_has_looked_again():
    before = a_report(findings=(SEEN_BY_BROWSER,))

    blind = change(before, a_report(findings=()))
    seeing = change(before, a_report(findings=(), rendered={f"{HOME}help": Rendered(f"{HOME}help")}))

    assert blind.not_checked == (SEEN_BY_BROWSER.fingerprint,)
    assert seeing.fixed == (SEEN_BY_BROWSER.fingerprint,)


def test_a_fault_of_a_rule_that_is_no_more_is_not_fixed():
    before = a_report(findings=(NO_TITLE,))
    of_old = msgspec.structs.replace(before.findings[0], rule="no-fanfare")

    told = change(msgspec.structs.replace(before, findings=(of_old,)), a_report(findings=()))

    assert (told.fixed, told.not_checked) == ((), (of_old.fingerprint,))


def test_a_duty_whose_mark_has_changed_is_told_with_both():
    before = a_report(
        found=[CriterionFound("sendiass", "not-found", ""), CriterionFound("mediation", "met", "")]
    )
    now = a_report(found=[CriterionFound("sendiass", "met", ""), CriterionFound("mediation", "met", "")])

    assert change(before, now).criteria == {"sendiass": ("not-found", "met")}
