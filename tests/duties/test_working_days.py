"""A working day is a Monday to Friday that is no bank holiday; what is not published yet is only expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.duties.working_days import (
    add_working_days,
    bank_holidays,
    is_published,
    is_working_day,
    next_working_day,
    published,
    published_until,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_package_has_the_bank_holidays_that_the_government_published(year):
    _, days = published()

    # A Boxing Day on a Saturday is in the package beside its substitute; on a weekend it changes nothing
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == {
        day for day in days if day.year == year
    }


def test_the_published_list_has_every_year_up_to_the_day_it_says():
    until, days = published()

    assert (until.month, until.day) == (12, 31)
    assert {day.year for day in days} == set(range(2025, until.year + 1))


def test_a_moved_and_an_extra_bank_holiday_are_no_working_days():
    assert not is_working_day(date(2022, 6, 3))  # Platinum Jubilee
    assert is_working_day(date(2022, 5, 30))  # the Spring bank holiday had been moved from it
    assert not is_working_day(date(2022, 9, 19))  # the Queen's funeral
    assert not is_working_day(date(2023, 5, 8))  # the Coronation


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2027, 3, 25), True),
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 27), False),  # Saturday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 12, 27), False),  # for a Christmas Day on Saturday
        (date(2027, 12, 28), False),
        (date(2027, 12, 29), True),
        (date(2028, 1, 3), False),  # for a New Year's Day on Saturday
        (date(2026, 3, 17), True),  # Northern Ireland's, not England's
        (date(2026, 11, 30), True),  # Scotland's
    ],
)
def test_an_officer_knows_if_the_council_works_on_a_day(day, working):
    assert is_working_day(day) is working


def test_three_working_days_over_easter_take_a_week():
    assert add_working_days(date(2027, 3, 25), 3) == date(2027, 4, 1)


def test_working_days_are_counted_back_over_a_bank_holiday():
    assert add_working_days(date(2027, 6, 1), -15) == date(2027, 5, 10)


def test_the_next_working_day_of_a_working_day_is_itself():
    assert next_working_day(date(2027, 3, 25)) == date(2027, 3, 25)
    assert next_working_day(date(2027, 3, 26)) == date(2027, 3, 30)


def test_bank_holidays_after_the_published_ones_are_only_expected():
    assert is_published(published_until())
    assert not is_published(date(published_until().year + 1, 1, 1))


@given(DAYS, st.integers(1, 40))
def test_counting_on_and_back_again_comes_to_the_same_working_day(day, number):
    start = next_working_day(day)
    there = add_working_days(start, number)

    assert is_working_day(there)
    assert add_working_days(there, -number) == start
