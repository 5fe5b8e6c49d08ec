"""Whoever edits the time limits is told every fault, with file, line and what to write."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from localoffer.duties.ehc import RULES, WhatIKnow
from localoffer.duties.ehc.timeline import parameters
from localoffer.duties.time_limits import FILE, TimeLimitsError, parse, time_limits

LIMITS = list(time_limits())
REFERENCE = (Path(__file__).parents[2] / "docs/reference/time-limits.md").read_text("utf-8")


def by_id(limit):
    return limit.id


def faults(text: str) -> list[str]:
    with pytest.raises(TimeLimitsError) as error:
        parse(text, "limits.yaml")
    return str(error.value).splitlines()


def changed(old: str, new: str) -> str:
    text = FILE.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("limit", LIMITS, ids=by_id)
def test_a_confirmed_limit_with_a_start_has_a_rule_and_every_other_is_only_words(limit):
    assert (limit.id in RULES) is (limit.is_confirmed and bool(limit.runs_from))
    assert limit.has_date is (limit.id in RULES)


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if limit.has_date], ids=by_id)
def test_a_rule_counts_from_the_events_that_its_limit_names(limit):
    needed, optional = parameters(limit.id)

    assert {*needed, *optional} == {time_limits().events[event].field for event in limit.runs_from}


@pytest.mark.parametrize("limit_id", RULES)
def test_a_rule_says_which_law_it_follows(limit_id):
    assert re.match(
        r"(SEND Regs reg \d+|CFA s\.\d+|HESC Rules r\.\d+|R \(L, M and P\))", RULES[limit_id].__doc__
    )
    assert time_limits()[limit_id].source


def test_a_family_can_be_asked_for_every_event_and_for_nothing_else():
    asked = {event.field for event in time_limits().events.values()}

    assert asked == {field.name for field in fields(WhatIKnow)}


def test_each_event_has_a_limit_that_hears_of_it():
    heard = {
        event
        for limit in LIMITS
        for event in (*limit.runs_from, *limit.answered_by, *(stop.event for stop in limit.stopped_by))
    }

    assert heard == set(time_limits().events)


@pytest.mark.parametrize("limit", LIMITS, ids=by_id)
def test_the_reference_has_each_limit_as_the_file_has_it(limit):
    how = "date" if limit.has_date else "words"

    assert f"| `{limit.id}` | {limit.limit} | {limit.verification} | {how} | {limit.source} |" in REFERENCE


def test_an_editor_is_told_every_fault_with_its_line_and_what_is_allowed():
    text = changed("strength: must", "strength: mst").replace("who: [family]", "who: [familly]", 1)

    found = faults(text)

    assert len(found) == 2
    assert re.fullmatch(
        r"limits\.yaml, line \d+, limits\[1\]\.strength: “mst” is not known here\. Did you mean “must”\?",
        found[0],
    )
    assert "“familly” is not known here. Did you mean “family”?" in found[1]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("runs_from: [requested]", "runs_from: [asked-for]", "“asked-for” is not known here."),
        ("law_as_at: 2026-11-22", "law_as_at: November", "“November” is not a day."),
        ("    counted:", "    countted:", "there is no field “countted”. Did you mean “counted”?"),
        ("id: advice-return", "id: assess-decision", "“assess-decision” is there twice."),
        ("id: advice-return", "id: Advice", "“Advice” is not a name here."),
        ("exceptions: [school-closed,", "exceptions: [schol-closed,", "Did you mean “school-closed”?"),
        ('read_at: "https', 'read_at: "legislation', "write the whole address"),
        ("event: refused-assessment", "event: refused", "“refused” is not known here."),
    ],
)
def test_a_slip_in_the_file_is_explained(old, new, what):
    assert any(what in fault for fault in faults(changed(old, new)))


def test_an_unconfirmed_limit_cannot_be_given_a_start_by_mistake():
    text = changed("verification: verified", "verification: unconfirmed")

    assert "an unconfirmed limit is never shown as a date" in faults(text)[0]


@pytest.mark.parametrize("text", ["", "limits: 3", "- 1", "events: [", "limits:\n  - 4\n", "\x00"])
def test_a_file_that_is_something_else_is_explained(text):
    assert all(fault.startswith("limits.yaml, line ") for fault in faults(text))


def test_a_limit_that_is_not_there_is_named_with_its_nearest():
    with pytest.raises(KeyError, match="Did you mean “final-plan”"):
        time_limits()["final-plann"]
