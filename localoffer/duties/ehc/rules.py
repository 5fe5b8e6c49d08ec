"""One pure function for each time limit that has a date: dates in, a `Deadline` out. Plain Python.

A function's parameters are fields of `WhatIKnow`. One without a default must be known; where a rule can do with one of
several, it gives None if none is. Nothing here looks at a clock. Each docstring names the law and says how it counts;
`counting.py` has the general principles. All raise OverflowError at the ends of the calendar and nothing else.

"SEND Regs" are the Special Educational Needs and Disability Regulations 2014 (SI 2014/1530); "CFA" is the Children and
Families Act 2014; "HESC Rules" are the Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care
Chamber) Rules 2008 (SI 2008/2699).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeVar

from ..working_days import add_working_days, is_working_day, next_working_day
from .counting import (
    FIRST_DAY_COUNTS,
    NOT_COUNTED,
    days_after,
    expected_only,
    last_of_days_beginning_with,
    last_of_months_beginning_with,
    last_of_working_days_beginning_with,
    months_after,
    said,
    said_with_weekday,
    weeks_after,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done, and the sentence that says how it was counted."""

    limit_id: str
    on: date
    counted_how: str


Rule = Callable[..., Deadline | None]
Function = TypeVar("Function", bound=Rule)
_rules: dict[str, Rule] = {}
#: The id of a time limit, and the function that counts it
RULES: Mapping[str, Rule] = MappingProxyType(_rules)


def rule(limit_id: str) -> Callable[[Function], Function]:
    """Name the time limit that a function counts."""

    def register(function: Function) -> Function:
        _rules[limit_id] = function
        return function

    return register


def _weeks(limit_id: str, number: int, day: date, event: str) -> Deadline:
    return Deadline(
        limit_id, weeks_after(day, number), f"{number} weeks from {event}, {said(day)}. {NOT_COUNTED}"
    )


# --- Asking for an assessment ---------------------------------------------------------------------------------------


@rule("assess-decision")
def decide_whether_to_assess(requested_on: date) -> Deadline:
    """SEND Regs reg 5(1): notify within 6 weeks of receiving a request. The day of the request is not counted."""
    return _weeks("assess-decision", 6, requested_on, "the request")


@rule("advice-return")
def return_advice(advice_asked_on: date) -> Deadline:
    """SEND Regs reg 8(1): comply within 6 weeks of the day the request was received, which is not counted."""
    return _weeks("advice-return", 6, advice_asked_on, "the day the service was asked")


@rule("no-plan-decision")
def decide_not_to_make_a_plan(requested_on: date) -> Deadline:
    """SEND Regs reg 10(1): notify within 16 weeks of receiving a request. The day of the request is not counted."""
    return _weeks("no-plan-decision", 16, requested_on, "the request")


# --- The plan -------------------------------------------------------------------------------------------------------


@rule("draft-plan-comments")
def comment_on_draft_plan(draft_plan_on: date) -> Deadline:
    """SEND Regs reg 13(1)(a): at least 15 days, beginning with the day on which the draft plan was served."""
    return Deadline(
        "draft-plan-comments",
        last_of_days_beginning_with(draft_plan_on, 15),
        f"15 days from {said(draft_plan_on)}, when you got the draft. {FIRST_DAY_COUNTS}",
    )


@rule("final-plan")
def send_final_plan(requested_on: date) -> Deadline:
    """SEND Regs reg 13(2): send within 20 weeks of receiving a request. The day of the request is not counted."""
    return _weeks("final-plan", 20, requested_on, "the request")


@rule("reassessment-complete")
def finish_reassessment(reassessment_notice_on: date) -> Deadline:
    """SEND Regs reg 27(2): send within 14 weeks of the notice under reg 25(1). The day of the notice is not counted."""
    return _weeks("reassessment-complete", 14, reassessment_notice_on, "the letter")


# --- Reviews --------------------------------------------------------------------------------------------------------


@rule("annual-review-cycle")
def finish_next_review(
    final_plan_on: date | None = None, last_review_on: date | None = None
) -> Deadline | None:
    """CFA s.44(1): in the 12 months starting with the day the plan was first made, and in each 12 months starting with
    the day it was last reviewed. The first day counts, so the last day is the one before the anniversary.

    None if neither day is known. A review comes after the plan, so its day is the one that counts.
    """
    began = last_review_on or final_plan_on
    if began is None:
        return None
    event = "the last review" if last_review_on else "the first plan"
    return Deadline(
        "annual-review-cycle",
        last_of_months_beginning_with(began, 12),
        f"12 months from {event}, {said(began)}. {FIRST_DAY_COUNTS}",
    )


@rule("review-invitation")
def invite_to_review_meeting(review_meeting_on: date) -> Deadline:
    """SEND Regs reg 20(3): at least two weeks' notice of the date of the meeting; the meeting is not counted."""
    return _two_weeks_before_meeting("review-invitation", review_meeting_on)


@rule("review-papers")
def send_review_papers(review_meeting_on: date) -> Deadline:
    """SEND Regs reg 20(4): circulate at least two weeks in advance of the meeting, which is not counted."""
    return _two_weeks_before_meeting("review-papers", review_meeting_on)


def _two_weeks_before_meeting(limit_id: str, meeting: date) -> Deadline:
    return Deadline(
        limit_id,
        weeks_after(meeting, -2),
        f"2 weeks back from the meeting, {said(meeting)}. The day of the meeting is not counted.",
    )


@rule("review-report")
def send_review_report(review_meeting_on: date) -> Deadline:
    """SEND Regs reg 20(8): within two weeks of the meeting, which is not counted."""
    return _weeks("review-report", 2, review_meeting_on, "the meeting")


@rule("review-decision")
def decide_after_review(review_meeting_on: date) -> Deadline:
    """SEND Regs reg 20(10), read with R (L, M and P) v Devon CC [2022] EWHC 493 (Admin): decide, notify and send any
    amendment notice within four weeks of the meeting, which is not counted."""
    return _weeks("review-decision", 4, review_meeting_on, "the meeting")


@rule("amendment-comments")
def comment_on_amendments(amendment_notice_on: date) -> Deadline:
    """SEND Regs reg 22(2)(c): at least 15 days, beginning with the day of service."""
    return Deadline(
        "amendment-comments",
        last_of_days_beginning_with(amendment_notice_on, 15),
        f"15 days from {said(amendment_notice_on)}, when you got the changes. {FIRST_DAY_COUNTS}",
    )


@rule("amended-final")
def send_amended_plan(amendment_notice_on: date) -> Deadline:
    """SEND Regs reg 22(3) and (4): within 8 weeks of sending the notice. The day it was sent is not counted."""
    return _weeks("amended-final", 8, amendment_notice_on, "the day the changes were sent")


@rule("review-total")
def finish_whole_review(review_meeting_on: date) -> Deadline:
    """R (L, M and P) v Devon CC [2022] EWHC 493 (Admin): 4 weeks and 8, so 12 from the meeting (not counted)."""
    return _weeks("review-total", 12, review_meeting_on, "the meeting")


# --- Moving to the next school or college ---------------------------------------------------------------------------


@rule("phase-transfer-general")
def name_next_school(school_move_year: int) -> Deadline:
    """SEND Regs reg 18(1)(b): before 15 February in the calendar year of the transfer. The day given is too late."""
    return Deadline(
        "phase-transfer-general",
        date(school_move_year, 2, 15),
        f"A fixed day in the year of the move. The last day is {said(date(school_move_year, 2, 14))}.",
    )


@rule("phase-transfer-post-16")
def name_post_16_place(post_16_move_year: int) -> Deadline:
    """SEND Regs reg 18(1)(a): before 31 March in the calendar year of the transfer. The day given is too late."""
    return Deadline(
        "phase-transfer-post-16",
        date(post_16_move_year, 3, 31),
        f"A fixed day in the year of the move. The last day is {said(date(post_16_move_year, 3, 30))}.",
    )


@rule("between-post-16")
def review_before_college_move(college_move_on: date) -> Deadline:
    """SEND Regs reg 18(2): at least five months before the transfer. Counted back by the corresponding date rule."""
    return Deadline(
        "between-post-16",
        months_after(college_move_on, -5),
        f"5 months back from the move, {said(college_move_on)}. The day of the move is not counted.",
    )


# --- Moving home ----------------------------------------------------------------------------------------------------


@rule("move-of-area-transfer")
def transfer_plan(moved_on: date, old_council_knew_on: date | None = None) -> Deadline:
    """SEND Regs reg 15(2): on the day of the move or, where the old authority was not aware of it at least 15 working
    days before, within 15 working days beginning with the day on which it became aware.

    Where it is not known when the old council knew, the day of the move is given, and the sentence says on what terms.
    """
    latest_notice = add_working_days(moved_on, -15)
    if old_council_knew_on is None:
        how = (
            f"The day of the move, if your old council knew by {said(latest_notice)}. If it knew later, "
            "it has 15 working days from the day it knew: tell us that day to see the date."
        )
        return Deadline("move-of-area-transfer", moved_on, how)
    if old_council_knew_on <= latest_notice:
        how = (
            f"The day of the move. Your old council knew on {said(old_council_knew_on)}, "
            "which is at least 15 working days before."
        )
        return Deadline("move-of-area-transfer", moved_on, how)
    last = last_of_working_days_beginning_with(old_council_knew_on, 15)
    how = f"15 working days from {said(old_council_knew_on)}, when your old council knew. {FIRST_DAY_COUNTS}"
    if not is_working_day(old_council_knew_on):
        first = next_working_day(old_council_knew_on)
        how = (
            f"15 working days from {said(old_council_knew_on)}, when your old council knew. "
            f"The first working day is {said(first)}."
        )
    return Deadline("move-of-area-transfer", last, how + expected_only(last))


def _transfer(
    moved_on: date | None, old_council_knew_on: date | None, plan_transferred_on: date | None
) -> tuple[date, str] | None:
    """The day the plan was passed on, or the last day for it, and how to say that; None if neither is known."""
    if plan_transferred_on:
        return plan_transferred_on, f"the day the plan was passed on, {said(plan_transferred_on)}"
    if moved_on is None:
        return None
    last = transfer_plan(moved_on, old_council_knew_on).on
    return last, f"{said(last)}, if the plan was passed on then"


@rule("move-of-area-notice")
def tell_family_after_transfer(
    moved_on: date | None = None,
    old_council_knew_on: date | None = None,
    plan_transferred_on: date | None = None,
) -> Deadline | None:
    """SEND Regs reg 15(4): within 6 weeks of the date of the transfer, which is not counted.

    Where the day of the transfer is not known, the last day for it under reg 15(2) stands in, and the sentence says so.
    """
    transfer = _transfer(moved_on, old_council_knew_on, plan_transferred_on)
    if transfer is None:
        return None
    day, event = transfer
    return Deadline("move-of-area-notice", weeks_after(day, 6), f"6 weeks from {event}. {NOT_COUNTED}")


@rule("move-of-area-review")
def review_after_transfer(
    moved_on: date | None = None,
    old_council_knew_on: date | None = None,
    plan_transferred_on: date | None = None,
    final_plan_on: date | None = None,
    last_review_on: date | None = None,
) -> Deadline | None:
    """SEND Regs reg 15(5): before the end of the later of 12 months beginning with the day the plan was made or last
    reviewed, and 3 months beginning with the day of the transfer. In both the first day counts.

    None unless both days are known: with one of them nobody can say which is the later.
    """
    transfer = _transfer(moved_on, old_council_knew_on, plan_transferred_on)
    yearly = finish_next_review(final_plan_on, last_review_on)
    if transfer is None or yearly is None:
        return None
    day, event = transfer
    new = last_of_months_beginning_with(day, 3)
    reviewed = "the last review" if last_review_on else "the first plan"
    began = last_review_on or final_plan_on
    assert began is not None
    twelve = f"12 months from {reviewed}, {said(began)}"
    three = f"3 months from {event}"
    if yearly.on >= new:
        later, how = yearly.on, f"{twelve}. That is not sooner than {three} ({said(new)}), so it counts."
    else:
        later, how = new, f"{three}. That is later than {twelve} ({said(yearly.on)}), so it counts."
    return Deadline("move-of-area-review", later, f"{how} In each, the first day counts.")


# --- When you do not agree ------------------------------------------------------------------------------------------


def _letter(
    refused_assessment_on: date | None,
    no_plan_on: date | None,
    final_plan_on: date | None,
    decision_letter_on: date | None,
    *,
    until: date | None = None,
) -> tuple[date, str] | None:
    """The newest letter that can be appealed against, and what to call it. A certificate is for a letter before it,
    so letters after `until` are left out, unless there are only such."""
    letters = [
        (day, name)
        for day, name in (
            (refused_assessment_on, "the letter that refused an assessment"),
            (no_plan_on, "the letter that refused a plan"),
            (final_plan_on, "the letter with the final plan"),
            (decision_letter_on, "the council's letter"),
        )
        if day
    ]
    before = [letter for letter in letters if until is None or letter[0] <= until]
    return max(before or letters, default=None, key=lambda letter: letter[0])


@rule("mediation-contact")
def contact_mediation_adviser(
    refused_assessment_on: date | None = None,
    no_plan_on: date | None = None,
    final_plan_on: date | None = None,
    decision_letter_on: date | None = None,
) -> Deadline | None:
    """SEND Regs reg 33: within 2 months after written notice of the decision was sent; that day is not counted.

    This is not a limit of the Tribunal's rules, so neither weekends nor August nor Christmas move it.
    """
    letter = _letter(refused_assessment_on, no_plan_on, final_plan_on, decision_letter_on)
    if letter is None:
        return None
    day, name = letter
    return Deadline(
        "mediation-contact", months_after(day, 2), f"2 months from {name}, {said(day)}. {NOT_COUNTED}"
    )


@rule("mediation-certificate-refused")
def give_certificate_without_mediation(mediation_declined_on: date) -> Deadline:
    """CFA s.55(4), SEND Regs reg 34: within 3 working days of being told; that day is not counted."""
    last = add_working_days(mediation_declined_on, 3)
    return Deadline(
        "mediation-certificate-refused",
        last,
        f"3 working days from {said(mediation_declined_on)}, when you told the adviser. {NOT_COUNTED}"
        + expected_only(last),
    )


@rule("mediation-meeting")
def arrange_mediation(mediation_wanted_on: date) -> Deadline:
    """SEND Regs reg 36: within 30 days of being told that the family wants mediation; that day is not counted."""
    return Deadline(
        "mediation-meeting",
        days_after(mediation_wanted_on, 30),
        f"30 days from {said(mediation_wanted_on)}, when you told the council. {NOT_COUNTED}",
    )


@rule("mediation-agreement-other")
def do_what_was_agreed(mediation_agreement_on: date) -> Deadline:
    """SEND Regs reg 42(3): within two weeks of the date of the agreement, for what cannot be appealed; that day is
    not counted. Both sides may agree in writing on another time (reg 42(5))."""
    return _weeks("mediation-agreement-other", 2, mediation_agreement_on, "the agreement")


@rule("appeal-deadline")
def send_appeal(
    refused_assessment_on: date | None = None,
    no_plan_on: date | None = None,
    final_plan_on: date | None = None,
    decision_letter_on: date | None = None,
    certificate_on: date | None = None,
) -> Deadline | None:
    """HESC Rules r.20(1)(c): received within 2 months after written notice of the decision was sent, or within 1 month
    from the date of the mediation certificate if that is later; the first day is not counted in either.

    r.12(2): a time that ends on a day other than a working day is kept on the next working day. r.12(3)(a): for the
    appeal itself, one that ends in August, or from 25 December to 1 January, is kept on the first working day after.
    None without a letter: a certificate alone does not say which of the two days is the later.
    """
    letter = _letter(
        refused_assessment_on, no_plan_on, final_plan_on, decision_letter_on, until=certificate_on
    )
    if letter is None:
        return None
    day, name = letter
    from_letter = months_after(day, 2)
    two = f"2 months from {name}, {said(day)}"
    last, how = from_letter, f"{two}. {NOT_COUNTED}"
    if certificate_on:
        from_certificate = months_after(certificate_on, 1)
        one = f"1 month from the certificate, {said(certificate_on)}"
        if from_certificate > from_letter:
            last, how = (
                from_certificate,
                f"{one}. That is later than {two} ({said(from_letter)}). {NOT_COUNTED}",
            )
        else:
            how = f"{two}. That is not sooner than {one} ({said(from_certificate)}). {NOT_COUNTED}"
    moved, why = _moved_by_tribunal_rules(last)
    return Deadline("appeal-deadline", moved, how + why)


def _moved_by_tribunal_rules(last: date) -> tuple[date, str]:
    """Where HESC Rules r.12 moves the last day for an appeal to, and the sentence that says so, or ""."""
    if last.month == 8:
        moved, why = next_working_day(date(last.year, 9, 1)), "is in August"
    elif (last.month, last.day) >= (12, 25) or (last.month, last.day) == (1, 1):
        january = last.year + (last.month == 12)
        moved, why = next_working_day(date(january, 1, 2)), "is between 25 December and 1 January"
    elif not is_working_day(last):
        moved, why = next_working_day(last + timedelta(days=1)), "is not a working day"
    else:
        return last, expected_only(last) if last.weekday() < 5 else ""
    return (
        moved,
        f" {said_with_weekday(last)} {why}, so it moves to {said_with_weekday(moved)}."
        + expected_only(moved),
    )
