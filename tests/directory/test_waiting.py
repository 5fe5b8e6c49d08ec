"""Whether a child may be too old for a service before a place comes up."""

import datetime as dt

import pytest

from localoffer.directory.waiting import too_old

TODAY = dt.date(2026, 11, 26)


def warned(**said) -> str:
    return str(too_old(**({"weeks": 60, "said_on": TODAY, "maximum_age": 5, "today": TODAY} | said)) or "")


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (None, "If your child is 4 or older now, they may be too old before a place comes up."),
        ((5, 5), "Your child may be too old before a place comes up."),
        ((4, 4), "Your child may be too old before a place comes up."),
        ((3, 3), ""),  # two years are left, and the wait is sixty weeks
        ((0, 4), "If your child is 4 or older now, they may be too old before a place comes up."),
        ((6, 6), ""),  # it is not for them anyway
    ],
)
def test_a_wait_of_sixty_weeks_for_children_up_to_five(age, said):
    assert warned(age=age) == said


@pytest.mark.parametrize(
    "said",
    [
        {"maximum_age": None},
        {"maximum_age": 120},
        {"weeks": None},  # said in words only
        {"weeks": 0},
        {"list_status": "closed"},  # no place comes up at all
        {"said_on": dt.date(2025, 1, 1)},  # the sixty weeks are over
    ],
)
def test_nothing_is_said_when_nothing_is_known(said):
    assert warned(**said) == ""
    assert warned(**said, age=(5, 5)) == ""


def test_a_paused_list_still_warns():
    assert warned(list_status="paused")


def test_the_wait_counts_from_the_day_it_was_said():
    said_long_ago = TODAY - dt.timedelta(weeks=10)

    assert warned(age=(4, 4), said_on=said_long_ago) == ""  # fifty weeks are left, and a year
    assert warned(age=(4, 4), weeks=63, said_on=said_long_ago)


def test_a_wait_that_was_said_tomorrow_is_as_long_as_it_says():
    assert warned(age=(4, 4), said_on=TODAY + dt.timedelta(days=1))


def test_a_wait_as_long_as_the_time_left_does_not_warn():
    assert warned(age=(4, 4), weeks=52) == ""
    assert warned(age=(4, 4), weeks=53)


def test_months_are_counted_for_the_very_young():
    assert warned(maximum_age=1.5, weeks=20) == (
        "If your child is 1 or older now, they may be too old before a place comes up."
    )
    assert warned(maximum_age=1.5, weeks=60) == "A child of any age may be too old before a place comes up."


def test_in_a_list_it_is_said_in_few_words():
    warning = {"weeks": 60, "said_on": TODAY, "maximum_age": 5, "today": TODAY}

    assert too_old(**warning, age=(4, 4)).in_short == "May be too old by then"
    assert too_old(**warning, age=(0, 4)).in_short == "From age 4: may be too old by then"
