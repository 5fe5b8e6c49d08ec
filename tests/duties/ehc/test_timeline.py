"""A family enters what it knows and sees every later time limit; what is unconfirmed is never a date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.duties.ehc import RULES, WhatIKnow, timeline
from localoffer.duties.time_limits import time_limits
from tests.duties.ehc.families import NEAR, TODAY, known, value_for

ASKED = WhatIKnow(requested_on=date(2027, 3, 3))
EVENTS = time_limits().events


def test_a_parent_who_has_asked_sees_the_six_and_the_twenty_weeks():
    steps = {step.id: step for step in timeline(ASKED, TODAY).steps}

    assert {name: step.on for name, step in steps.items()} == {
        "assess-decision": date(2027, 4, 14),
        "no-plan-decision": date(2027, 6, 23),
        "final-plan": date(2027, 7, 21),
    }
    six = steps["assess-decision"]
    assert (six.when, six.who, six.strength) == ("by 14 April 2027", "the council", "must")
    assert "regulation 5(1)" in six.source
    assert any("at least four weeks" in exception for exception in six.exceptions)
    assert six.if_late


def test_the_next_step_is_the_first_that_is_neither_past_nor_done():
    assert timeline(ASKED, TODAY).next.id == "assess-decision"
    assert timeline(ASKED, date(2027, 5, 1)).next.id == "no-plan-decision"
    assert timeline(ASKED, date(2028, 5, 1)).next is None


def test_a_day_is_past_only_when_it_is_over():
    assert not timeline(ASKED, date(2027, 4, 14))["assess-decision"].is_past
    assert timeline(ASKED, date(2027, 4, 15))["assess-decision"].is_past


def test_a_day_that_the_law_says_before_is_past_when_it_comes():
    def moving(today):
        return timeline(WhatIKnow(school_move_year=2027), today)["phase-transfer-general"]

    assert moving(TODAY).when == "before 15 February 2027"
    assert moving(TODAY).last_day == date(2027, 2, 14)
    assert not moving(date(2027, 2, 14)).is_past
    assert moving(date(2027, 2, 15)).is_past


def test_a_parent_sees_that_the_council_was_late():
    late = timeline(
        WhatIKnow(requested_on=date(2027, 3, 3), final_plan_on=date(2027, 7, 22)), date(2027, 8, 1)
    )
    in_time = timeline(
        WhatIKnow(requested_on=date(2027, 3, 3), final_plan_on=date(2027, 7, 21)), date(2027, 8, 1)
    )

    assert late["final-plan"].answered_on == date(2027, 7, 22)
    assert late["final-plan"].was_late
    assert not in_time["final-plan"].was_late


def test_a_parent_who_was_refused_sees_no_twenty_weeks_and_is_told_why():
    refused = timeline(
        WhatIKnow(requested_on=date(2027, 3, 3), refused_assessment_on=date(2027, 4, 12)), TODAY
    )

    assert [step.id for step in refused.steps] == ["assess-decision", "mediation-contact", "appeal-deadline"]
    assert "final-plan" not in refused
    assert [str(stop) for stop in refused.stopped] == [
        f"“{step}” no longer has a date, because the council decided not to assess on 12 April 2027."
        for step in ("If there will be no plan, the council tells you", "The council sends the final plan")
    ]


def test_nobody_is_told_that_something_stopped_which_never_ran():
    assert timeline(WhatIKnow(refused_assessment_on=date(2027, 3, 1)), TODAY).stopped == ()


def test_steps_come_in_the_order_of_their_days():
    days = [step.on for step in timeline(WhatIKnow(requested_on=TODAY, review_meeting_on=TODAY), TODAY).steps]

    assert days == sorted(days)


def test_what_is_unconfirmed_is_shown_as_words_with_that_word():
    step = timeline(ASKED, TODAY)["assess-family-views"]

    assert step.on is None
    assert step.when == (
        "At least 15 days, from: the council writes that it is thinking about an assessment. "
        "Unconfirmed: ask the council or SENDIASS."
    )


def test_words_are_shown_only_for_what_the_family_is_in_the_middle_of():
    assert "tribunal-assess" not in timeline(ASKED, TODAY)
    assert "under-5-review" not in timeline(ASKED, TODAY)
    assert "under-5-review" in timeline(WhatIKnow(review_meeting_on=TODAY), TODAY)


def test_who_knows_nothing_yet_sees_an_empty_timeline():
    empty = timeline(WhatIKnow(), TODAY)

    assert (empty.steps, empty.texts, empty.stopped, empty.problems) == ((), (), (), ())


def test_two_who_must_act_are_named_together():
    assert (
        timeline(WhatIKnow(review_meeting_on=TODAY), TODAY)["review-papers"].who
        == "the council and the school or college"
    )


@pytest.mark.parametrize("far", [date(2207, 3, 3), date(1207, 3, 3), date.min, date.max])
def test_a_slip_in_the_year_is_explained_and_not_counted_from(far):
    slipped = timeline(WhatIKnow(requested_on=far), TODAY)

    assert slipped.steps == ()
    assert "is more than 10 years away. Look at the year again." in slipped.problems[0].what
    assert slipped.problems[0].field == "requested_on"


@pytest.mark.parametrize(
    ("dates", "field", "what"),
    [
        ({"refused_assessment_on": date(2027, 2, 1)}, "refused_assessment_on", "cannot come before"),
        ({"final_plan_on": date(2027, 3, 2)}, "final_plan_on", "(2 March 2027) cannot come before"),
        (
            {"decision_letter_on": date(2027, 3, 9), "certificate_on": date(2027, 3, 8)},
            "certificate_on",
            "letter",
        ),
        ({"draft_plan_on": date(2027, 4, 8)}, "draft_plan_on", "8 April 2027 has not come yet"),
    ],
)
def test_an_order_that_cannot_be_is_explained_in_plain_words(dates, field, what):
    problems = WhatIKnow(requested_on=date(2027, 3, 3), **dates).problems(TODAY)

    assert any(problem.field == field and what in problem.what for problem in problems)


def test_a_parent_who_plans_to_ask_next_month_sees_what_would_follow():
    planned = timeline(WhatIKnow(requested_on=date(2027, 4, 7)), TODAY)

    assert planned.problems == ()
    assert planned["final-plan"].on == date(2027, 8, 25)


def test_dates_that_can_be_raise_no_question():
    assert (
        WhatIKnow(
            requested_on=date(2026, 10, 1),
            will_assess_on=date(2026, 11, 1),
            draft_plan_on=date(2027, 1, 20),
            final_plan_on=date(2027, 2, 10),
            review_meeting_on=date(2027, 12, 1),
            school_move_year=2028,
        ).problems(TODAY)
        == ()
    )


@given(known(st.dates(), years=st.integers(-10_000, 10**9)), st.dates())
def test_no_dates_break_the_timeline(anything, today):
    timeline(anything, today)


@given(known())
def test_only_confirmed_limits_have_a_day(anything):
    whole = timeline(anything, TODAY)

    assert all(step.is_confirmed and step.on and step.id in RULES for step in whole.steps)
    assert all(step.on is None and step.when for step in whole.texts)
    assert all("nconfirmed" in step.when for step in whole.texts if not step.is_confirmed)


@given(known(), st.data())
def test_one_more_event_takes_away_only_what_it_stops(before, data):
    missing = [event for event in EVENTS.values() if getattr(before, event.field) is None]
    if not missing:
        return
    event = data.draw(st.sampled_from(missing))
    more = {**before.given(), event.field: data.draw(value_for(event, NEAR))}

    old = {step.id: step.on for step in timeline(before, TODAY).steps}
    new = {step.id: step.on for step in timeline(WhatIKnow(**more), TODAY).steps}

    stopped = {limit.id for limit in time_limits() if event.id in (stop.event for stop in limit.stopped_by)}
    touched = {limit.id for limit in time_limits() if event.id in limit.runs_from}
    assert set(old) - set(new) <= stopped
    assert {name for name in old if name in new and old[name] != new[name]} <= touched


@given(known())
def test_every_limit_is_in_one_place_only(anything):
    whole = timeline(anything, TODAY)
    ids = [step.id for step in (*whole.steps, *whole.texts)] + [stop.limit.id for stop in whole.stopped]

    assert len(ids) == len(set(ids))
