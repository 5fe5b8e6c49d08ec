"""Days and times as a family would say them."""

from datetime import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.directory.timetable import clock, in_words


def at(**parts) -> SimpleNamespace:
    """A schedule with these parts of a rule."""
    empty = {"freq": "", "interval": None, "byday": "", "bymonthday": "", "opens_at": None, "closes_at": None}
    return SimpleNamespace(**(empty | parts))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, ""),
        ({"freq": "WEEKLY"}, ""),
        ({"byday": "TU", "opens_at": time(10), "closes_at": time(11, 30)}, "Tuesdays, 10am to 11.30am"),
        ({"freq": "WEEKLY", "byday": "MO,FR"}, "Mondays and Fridays"),
        ({"freq": "WEEKLY", "byday": "FR,MO,WE"}, "Mondays, Wednesdays and Fridays"),
        ({"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": time(9)}, "Monday to Friday, from 9am"),
        ({"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "closes_at": time(17)}, "Every day, until 5pm"),
        ({"freq": "WEEKLY", "interval": 2, "byday": "SA"}, "Saturdays, every 2 weeks"),
        ({"freq": "MONTHLY", "byday": "1MO"}, "First Monday of the month"),
        ({"freq": "MONTHLY", "byday": "1TH"}, "First Thursday of the month"),
        ({"freq": "MONTHLY", "byday": "1MO,3MO"}, "First and third Monday of the month"),
        ({"freq": "MONTHLY", "byday": "1MO,-1FR"}, "First Monday and last Friday of the month"),
        ({"freq": "MONTHLY", "byday": "MO"}, "Every Monday of the month"),
        ({"freq": "MONTHLY", "interval": 3, "byday": "2SA"}, "Second Saturday, every 3 months"),
        ({"freq": "MONTHLY", "bymonthday": "1,15"}, "The 1st and 15th of the month"),
        ({"freq": "MONTHLY", "bymonthday": "-1"}, "The last day of the month"),
        ({"freq": "MONTHLY", "bymonthday": "2,3,11,22"}, "The 2nd, 3rd, 11th and 22nd of the month"),
        ({"freq": "MONTHLY", "opens_at": time(10)}, "from 10am"),
        ({"byday": "someday, 9XX"}, ""),
        ({"opens_at": time(12), "closes_at": time(0)}, "noon to midnight"),
    ],
)
def test_a_schedule_in_words(parts, words):
    assert in_words(at(**parts)) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(0), "midnight"),
        (time(0, 30), "12.30am"),
        (time(9, 5), "9.05am"),
        (time(12), "noon"),
        (time(12, 15), "12.15pm"),
        (time(17), "5pm"),
        (time(23, 59), "11.59pm"),
    ],
)
def test_a_time_of_day(moment, words):
    assert clock(moment) == words


@given(
    freq=st.sampled_from(["", "WEEKLY", "MONTHLY"]),
    interval=st.none() | st.integers(0, 60),
    byday=st.text(max_size=12) | st.from_regex(r"([+-]?[0-9]{0,2}(MO|TH|SU),?){0,4}", fullmatch=True),
    bymonthday=st.text(max_size=12) | st.from_regex(r"(-?[0-9]{1,2},?){0,4}", fullmatch=True),
)
def test_whatever_stands_in_a_rule_it_can_be_shown(freq, interval, byday, bymonthday):
    assert isinstance(in_words(at(freq=freq, interval=interval, byday=byday, bymonthday=bymonthday)), str)
