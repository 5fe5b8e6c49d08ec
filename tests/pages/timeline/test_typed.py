"""A date is read as people write it, and what is no date is explained."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.pages.timeline.typed import Boxes, Unreadable, read_date, read_year

MARCH = date(2027, 3, 3)


@pytest.mark.parametrize(
    "typed",
    [
        ("3", "3", "2027"),
        ("03", "03", "27"),
        ("3rd", "March", "2027"),
        (" 3 ", "mar.", "2027"),
        ("3/3/2027", "", ""),
        ("03.03.27", "", ""),
        ("", "", "3 March 2027"),
        ("3rd of March, 2027", "", ""),
        ("Wednesday 3 March 2027", "", ""),
        ("2027-03-03", "", ""),
        ("３", "３", "２０２７"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed):
    assert read_date(Boxes.of(*typed)) == MARCH


def test_sept_is_september():
    assert read_date(Boxes.of("1", "Sept", "2027")) == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        (("3", "3", ""), "year", "The year is missing. Write it, such as 2027."),
        (("", "3", "2027"), "day", "The day is missing. Write it, such as 3."),
        (("31", "6", "2027"), "day", "There is no day 31 in June: it has 30 days. Look at it again."),
        (
            ("29", "2", "2027"),
            "day",
            "There is no day 29 in February 2027: it has 28 days. Look at it again.",
        ),
        (("0", "1", "2027"), "day", "There is no day 0 in January: it has 31 days. Look at it again."),
        (("3", "25", "2027"), "month", "There is no month 25. Write the day first"),
        (("3", "Smarch", "2027"), "month", "We cannot read “Smarch” as a month."),
        (("3", "ma", "2027"), "month", "We cannot read “ma” as a month."),
        (("third", "3", "2027"), "day", "We cannot read “third” as a day. Write a number from 1 to 31."),
        (("3", "3", "227"), "year", "We cannot read “227” as a year. Write four figures, such as 2027."),
        (("3", "3", "0000"), "year", "We cannot read “0000” as a year."),
        (("last week", "", ""), "month", "The month is missing."),
    ],
)
def test_what_is_no_date_is_explained_where_it_stands(typed, box, said):
    found = read_date(Boxes.of(*typed))

    assert isinstance(found, Unreadable)
    assert (found.box, found.what[: len(said)]) == (box, said)


def test_a_year_alone_is_read():
    assert (read_year("2028"), read_year("28"), read_year("")) == (2028, 2028, None)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_it_is_a_date_or_nothing_or_a_sentence(day, month, year):
    found = read_date(Boxes.of(day, month, year))

    assert found is None or isinstance(found, date | Unreadable)
