"""Every confirmed time limit, counted by hand on paper calendars: what a family would find if it counted itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.duties.ehc import RULES, rules
from localoffer.duties.ehc.counting import last_of_months_beginning_with, months_after, said
from localoffer.duties.time_limits import time_limits
from localoffer.duties.working_days import is_working_day

# What happened -> the last day. Dates are day.month.year, as they are said in England.
WORKED: dict[str, list[tuple[dict[str, str | int], str]]] = {
    "assess-decision": [
        ({"requested_on": "3.3.2027"}, "14.4.2027"),
        ({"requested_on": "20.1.2028"}, "2.3.2028"),  # over 29 February
        ({"requested_on": "13.11.2026"}, "25.12.2026"),  # Christmas Day does not move it
        ({"requested_on": "31.7.2027"}, "11.9.2027"),  # nor does a Saturday, nor August
    ],
    "advice-return": [
        ({"advice_asked_on": "1.8.2027"}, "12.9.2027"),
        ({"advice_asked_on": "15.2.2027"}, "29.3.2027"),  # Easter Monday
    ],
    "no-plan-decision": [
        ({"requested_on": "3.3.2027"}, "23.6.2027"),
        ({"requested_on": "1.12.2027"}, "22.3.2028"),  # over 29 February
    ],
    "final-plan": [
        ({"requested_on": "3.3.2027"}, "21.7.2027"),
        ({"requested_on": "15.10.2027"}, "3.3.2028"),  # over 29 February
        ({"requested_on": "8.8.2026"}, "26.12.2026"),  # a Saturday, and Boxing Day
    ],
    "draft-plan-comments": [
        ({"draft_plan_on": "3.3.2027"}, "17.3.2027"),
        ({"draft_plan_on": "20.2.2028"}, "5.3.2028"),
        ({"draft_plan_on": "20.2.2027"}, "6.3.2027"),
        ({"draft_plan_on": "20.12.2026"}, "3.1.2027"),
    ],
    "reassessment-complete": [
        ({"reassessment_notice_on": "31.8.2027"}, "7.12.2027"),
        ({"reassessment_notice_on": "1.1.2028"}, "8.4.2028"),
    ],
    "annual-review-cycle": [
        ({"final_plan_on": "5.5.2026"}, "4.5.2027"),
        ({"final_plan_on": "1.3.2027"}, "29.2.2028"),
        ({"final_plan_on": "29.2.2028"}, "28.2.2029"),
        ({"final_plan_on": "1.1.2027"}, "31.12.2027"),
        ({"final_plan_on": "5.5.2024", "last_review_on": "20.4.2026"}, "19.4.2027"),
    ],
    "review-invitation": [
        ({"review_meeting_on": "10.1.2028"}, "27.12.2027"),  # a bank holiday: it is sooner that helps
        ({"review_meeting_on": "7.3.2028"}, "22.2.2028"),
    ],
    "review-papers": [
        ({"review_meeting_on": "10.1.2028"}, "27.12.2027"),
        ({"review_meeting_on": "7.3.2027"}, "21.2.2027"),
    ],
    "review-report": [
        ({"review_meeting_on": "10.1.2028"}, "24.1.2028"),
        ({"review_meeting_on": "18.12.2026"}, "1.1.2027"),
    ],
    "review-decision": [
        ({"review_meeting_on": "10.1.2028"}, "7.2.2028"),
        ({"review_meeting_on": "15.7.2027"}, "12.8.2027"),
    ],
    "amendment-comments": [
        ({"amendment_notice_on": "7.2.2028"}, "21.2.2028"),
        ({"amendment_notice_on": "18.2.2028"}, "3.3.2028"),
    ],
    "amended-final": [
        ({"amendment_notice_on": "7.2.2028"}, "3.4.2028"),
        ({"amendment_notice_on": "7.2.2027"}, "4.4.2027"),
    ],
    "review-total": [
        ({"review_meeting_on": "10.1.2028"}, "3.4.2028"),
        ({"review_meeting_on": "10.1.2027"}, "4.4.2027"),
    ],
    "phase-transfer-general": [
        ({"school_move_year": 2027}, "15.2.2027"),
        ({"school_move_year": 2028}, "15.2.2028"),
    ],
    "phase-transfer-post-16": [
        ({"post_16_move_year": 2027}, "31.3.2027"),
        ({"post_16_move_year": 2028}, "31.3.2028"),
    ],
    "between-post-16": [
        ({"college_move_on": "1.9.2027"}, "1.4.2027"),
        ({"college_move_on": "31.7.2027"}, "28.2.2027"),
        ({"college_move_on": "31.7.2028"}, "29.2.2028"),
        ({"college_move_on": "31.1.2028"}, "31.8.2027"),
    ],
    "move-of-area-transfer": [
        ({"moved_on": "1.6.2027"}, "1.6.2027"),
        ({"moved_on": "1.6.2027", "old_council_knew_on": "10.5.2027"}, "1.6.2027"),  # 15 working days before
        (
            {"moved_on": "1.6.2027", "old_council_knew_on": "12.5.2027"},
            "2.6.2027",
        ),  # 31 May is a bank holiday
        ({"moved_on": "1.6.2027", "old_council_knew_on": "5.6.2027"}, "25.6.2027"),  # a Saturday
        ({"moved_on": "20.12.2027", "old_council_knew_on": "20.12.2027"}, "12.1.2028"),  # over Christmas
    ],
    "move-of-area-notice": [
        ({"plan_transferred_on": "1.6.2027"}, "13.7.2027"),
        ({"moved_on": "1.6.2027"}, "13.7.2027"),
        ({"moved_on": "1.6.2027", "old_council_knew_on": "5.6.2027"}, "6.8.2027"),
        ({"moved_on": "1.6.2027", "plan_transferred_on": "8.6.2027"}, "20.7.2027"),
    ],
    "move-of-area-review": [
        ({"plan_transferred_on": "1.6.2027", "last_review_on": "5.5.2027"}, "4.5.2028"),
        ({"plan_transferred_on": "1.6.2027", "last_review_on": "1.8.2026"}, "31.8.2027"),
        ({"plan_transferred_on": "30.11.2027", "final_plan_on": "1.12.2026"}, "29.2.2028"),
    ],
    "mediation-contact": [
        ({"refused_assessment_on": "3.3.2027"}, "3.5.2027"),  # a bank holiday does not move it
        ({"refused_assessment_on": "31.12.2026"}, "28.2.2027"),
        ({"no_plan_on": "31.12.2027"}, "29.2.2028"),
        ({"final_plan_on": "10.6.2027"}, "10.8.2027"),  # nor does August
        ({"decision_letter_on": "25.10.2027"}, "25.12.2027"),  # nor does Christmas
        (
            {"refused_assessment_on": "3.3.2026", "final_plan_on": "10.6.2027"},
            "10.8.2027",
        ),  # the newest letter
    ],
    "mediation-certificate-refused": [
        ({"mediation_declined_on": "3.3.2027"}, "8.3.2027"),  # Thursday, Friday, Monday
        ({"mediation_declined_on": "6.3.2027"}, "10.3.2027"),  # told on a Saturday
        ({"mediation_declined_on": "25.3.2027"}, "1.4.2027"),  # over Easter
        ({"mediation_declined_on": "23.12.2026"}, "30.12.2026"),  # over Christmas
    ],
    "mediation-meeting": [
        ({"mediation_wanted_on": "1.2.2027"}, "3.3.2027"),
        ({"mediation_wanted_on": "1.2.2028"}, "2.3.2028"),
        ({"mediation_wanted_on": "25.11.2026"}, "25.12.2026"),
    ],
    "mediation-agreement-other": [
        ({"mediation_agreement_on": "17.12.2026"}, "31.12.2026"),
        ({"mediation_agreement_on": "20.2.2028"}, "5.3.2028"),
    ],
    "appeal-deadline": [
        ({"refused_assessment_on": "5.3.2027"}, "5.5.2027"),
        ({"refused_assessment_on": "3.3.2027"}, "4.5.2027"),  # 3 May is a bank holiday
        ({"no_plan_on": "31.12.2026"}, "1.3.2027"),  # 28 February is a Sunday
        ({"no_plan_on": "31.12.2027"}, "29.2.2028"),
        ({"final_plan_on": "10.6.2027"}, "1.9.2027"),  # in August
        ({"final_plan_on": "30.6.2030"}, "2.9.2030"),  # in August; 1 September is a Sunday
        ({"final_plan_on": "31.5.2027"}, "2.8.2027"),  # a Saturday that is not yet in August
        ({"final_plan_on": "1.7.2027"}, "1.9.2027"),
        ({"decision_letter_on": "24.10.2027"}, "24.12.2027"),
        ({"decision_letter_on": "27.10.2026"}, "4.1.2027"),  # between Christmas and New Year
        ({"decision_letter_on": "1.11.2026"}, "4.1.2027"),  # New Year's Day
        ({"decision_letter_on": "25.10.2027"}, "4.1.2028"),  # 3 January 2028 is a bank holiday
        ({"refused_assessment_on": "5.3.2027", "certificate_on": "20.4.2027"}, "20.5.2027"),
        ({"refused_assessment_on": "5.3.2027", "certificate_on": "1.4.2027"}, "5.5.2027"),
        ({"refused_assessment_on": "1.12.2026", "certificate_on": "31.1.2027"}, "1.3.2027"),
        # A certificate is for a letter before it, not for a later one
        (
            {
                "refused_assessment_on": "5.3.2027",
                "certificate_on": "20.4.2027",
                "final_plan_on": "1.12.2027",
            },
            "20.5.2027",
        ),
    ],
}


def day(text: str) -> date:
    number, month, year = text.split(".")
    return date(int(year), int(month), int(number))


EXAMPLES = [
    pytest.param(limit_id, known, last, id=f"{limit_id} {' '.join(map(str, known.values()))}")
    for limit_id, examples in WORKED.items()
    for known, last in examples
]


@pytest.mark.parametrize(("limit_id", "known", "last"), EXAMPLES)
def test_a_family_finds_the_day_that_it_counts_on_a_paper_calendar(limit_id, known, last):
    dates = {name: day(value) if isinstance(value, str) else value for name, value in known.items()}

    deadline = RULES[limit_id](**dates)

    assert deadline.limit_id == limit_id
    assert said(deadline.on) == said(day(last))
    assert deadline.counted_how.endswith(".")


@pytest.mark.parametrize("limit_id", RULES)
def test_every_rule_is_worked_out_more_than_once(limit_id):
    assert len(WORKED[limit_id]) > 1


@pytest.mark.parametrize(
    "limit", [limit for limit in time_limits() if not limit.has_date], ids=lambda limit: limit.id
)
def test_what_has_no_day_has_no_rule_that_could_give_one(limit):
    assert limit.id not in RULES


def test_the_sentence_says_how_it_was_counted_with_the_dates():
    assert rules.decide_whether_to_assess(date(2027, 3, 3)).counted_how == (
        "6 weeks from the request, 3 March 2027. The day itself is not counted."
    )
    assert rules.comment_on_draft_plan(date(2027, 3, 3)).counted_how == (
        "15 days from 3 March 2027, when you got the draft. That day is the first day."
    )


def test_the_sentence_says_which_of_two_days_won():
    later = rules.send_appeal(refused_assessment_on=date(2027, 3, 5), certificate_on=date(2027, 4, 20))
    sooner = rules.send_appeal(refused_assessment_on=date(2027, 3, 5), certificate_on=date(2027, 4, 1))
    review = rules.review_after_transfer(
        plan_transferred_on=date(2027, 6, 1), last_review_on=date(2026, 8, 1)
    )

    assert later.counted_how == (
        "1 month from the certificate, 20 April 2027. That is later than 2 months from the letter that refused an "
        "assessment, 5 March 2027 (5 May 2027). The day itself is not counted."
    )
    assert (
        "That is not sooner than 1 month from the certificate, 1 April 2027 (1 May 2027)."
        in sooner.counted_how
    )
    assert (
        "That is later than 12 months from the last review, 1 August 2026 (31 July 2027)"
        in review.counted_how
    )


def test_the_sentence_says_why_an_appeal_has_longer():
    def moved(letter: date) -> str:
        return rules.send_appeal(final_plan_on=letter).counted_how

    assert "Tuesday 10 August 2027 is in August, so it moves to Wednesday 1 September 2027." in moved(
        date(2027, 6, 10)
    )
    assert "Monday 3 May 2027 is not a working day, so it moves to Tuesday 4 May 2027." in moved(
        date(2027, 3, 3)
    )
    assert "is between 25 December and 1 January, so it moves to Monday 4 January 2027." in moved(
        date(2026, 11, 1)
    )


def test_a_day_counted_over_unpublished_bank_holidays_says_so():
    late = rules.give_certificate_without_mediation(date(2030, 3, 6))

    assert "Bank holidays after 31 December 2027 are expected, but not yet published." in late.counted_how
    assert "expected" not in rules.give_certificate_without_mediation(date(2027, 3, 3)).counted_how


def test_a_rule_that_knows_too_little_gives_no_day():
    assert rules.send_appeal(certificate_on=date(2027, 4, 20)) is None
    assert rules.review_after_transfer(plan_transferred_on=date(2027, 6, 1)) is None
    assert rules.finish_next_review() is None
    assert rules.contact_mediation_adviser() is None
    assert rules.tell_family_after_transfer(old_council_knew_on=date(2027, 6, 1)) is None


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(DAYS, st.none() | DAYS)
def test_an_appeal_never_ends_on_a_day_on_which_the_tribunal_is_shut(letter, certificate):
    on = rules.send_appeal(decision_letter_on=letter, certificate_on=certificate).on

    assert is_working_day(on)
    # A last day on a Saturday, 31 July, may be kept on the Monday after
    assert on.month != 8 or on.day <= 3
    assert not (on.month == 12 and on.day == 25)


@given(DAYS, DAYS)
def test_a_plan_never_has_to_be_passed_on_before_the_family_moves(moved, knew):
    assert rules.transfer_plan(moved, knew).on >= moved


@given(DAYS, st.integers(1, 24))
def test_months_end_on_the_same_date_or_on_the_last_day_of_a_short_month(start, number):
    end = months_after(start, number)

    assert end.day == start.day or (end.day < start.day and months_after(end, 1).replace(day=1) > end)
    assert last_of_months_beginning_with(start, number) <= end
