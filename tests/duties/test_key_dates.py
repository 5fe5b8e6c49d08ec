"""The days of a school year that are the same everywhere in England."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from localoffer.duties.key_dates import (
    FILE,
    KeyDatesError,
    academic_year_of,
    calendar_file,
    in_academic_year,
    key_dates,
    parse,
    texts,
)
from localoffer.duties.working_days import is_working_day


def in_year(year: int) -> dict[str, date]:
    return {one.key_date.id: one.on for one in in_academic_year(year)}


def test_a_parent_sees_the_days_of_this_school_year_in_order():
    assert in_year(2026) == {
        "secondary-apply": date(2026, 10, 31),
        "primary-apply": date(2027, 1, 15),
        "ehc-next-school": date(2027, 2, 15),
        "secondary-offers": date(2027, 3, 1),
        "ehc-post-16": date(2027, 3, 31),
        "primary-offers": date(2027, 4, 16),
    }
    assert list(in_year(2026).values()) == sorted(in_year(2026).values())


@pytest.mark.parametrize(
    ("year", "secondary", "primary"),
    [
        (2024, date(2025, 3, 3), date(2025, 4, 16)),  # 1 March was a Saturday
        (2025, date(2026, 3, 2), date(2026, 4, 16)),  # a Sunday
        (2027, date(2028, 3, 1), date(2028, 4, 18)),  # 16 April is Easter Sunday
        (2021, date(2022, 3, 1), date(2022, 4, 19)),  # Easter Saturday
    ],
)
def test_offers_on_a_weekend_or_holiday_come_the_next_working_day(year, secondary, primary):
    assert in_year(year)["secondary-offers"] == secondary
    assert in_year(year)["primary-offers"] == primary


def test_the_last_day_to_apply_does_not_move():
    assert in_year(2027)["primary-apply"] == date(2028, 1, 15)  # a Saturday


def test_a_day_that_the_law_says_before_has_its_last_day_before_it():
    days = {one.key_date.id: one.last_day for one in in_academic_year(2026)}

    assert days["ehc-next-school"] == date(2027, 2, 14)
    assert days["primary-apply"] == date(2027, 1, 15)


def test_travel_and_allowances_are_words_that_a_council_makes_its_own():
    assert {one.id for one in texts()} == {
        "transport-policy",
        "transport-post-16",
        "post-16-apply",
        "disabled-students-allowance",
    }
    assert all(one.in_year(2026) is None and one.text for one in texts())


@pytest.mark.parametrize("one", key_dates().values(), ids=lambda one: one.id)
def test_each_says_who_it_is_for_and_where_it_is_from(one):
    assert one.for_whom
    assert one.source
    assert one.verification == "verified" or not one.month


def test_a_family_puts_the_key_dates_of_two_years_into_its_calendar():
    made = Calendar.from_ical(calendar_file((2026, 2027), made_on=date(2026, 11, 26))).walk("VEVENT")

    assert len(made) == len({event["uid"] for event in made}) == 12
    days = {str(event["summary"]): event.decoded("dtstart") for event in made[:6]}
    assert days["Secondary school offers"] == date(2027, 3, 1)
    assert days["Last day for the council to put the next school into the plan"] == date(2027, 2, 14)


def test_the_school_year_turns_in_september():
    assert academic_year_of(date(2027, 8, 31)) == 2026
    assert academic_year_of(date(2027, 9, 1)) == 2027


@given(st.integers(1990, 2090))
def test_offers_always_come_on_a_working_day(year):
    days = in_year(year)

    assert is_working_day(days["secondary-offers"])
    assert is_working_day(days["primary-offers"])
    assert all(date(year, 9, 1) <= day < date(year + 1, 9, 1) for day in days.values())


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("day: 31", "day: 32", "“32” is not a whole number from 1 to 31."),
        ("month: 10", "month: 2", "no such day comes every year."),
        ("year: first", "year: third", "“third” is not known here. Write one of first, second."),
        (
            "verification: verified",
            "verification: unconfirmed",
            "an unconfirmed day is never shown as a date.",
        ),
        ("id: primary-apply", "id: secondary-apply", "“secondary-apply” is there twice."),
        ("    source:", "    sauce:", "there is no field “sauce”. Did you mean “source”?"),
    ],
)
def test_a_slip_in_the_file_is_explained(old, new, what):
    with pytest.raises(KeyDatesError) as error:
        parse(FILE.read_text("utf-8").replace(old, new, 1), "dates.yaml")

    assert what in str(error.value)
    assert str(error.value).startswith("dates.yaml, line ")
