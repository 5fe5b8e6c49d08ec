"""A host is asked as often as it wants, and left alone for as long as it says."""

import asyncio
import time

import pytest

from localoffer.auditor.network.pace import FIRST_BACK_OFF, Pace, seconds_asked


def test_two_requests_to_one_host_are_a_delay_apart_and_another_host_does_not_wait():
    async def turns() -> tuple[float, float]:
        pace = Pace(0.2)
        started = time.monotonic()
        await pace.turn("a.example")
        await pace.turn("b.example")
        other = time.monotonic() - started
        await pace.turn("a.example")
        return other, time.monotonic() - started

    other, second = asyncio.run(turns())

    assert other < 0.2 <= second


def test_what_robots_txt_asks_for_counts_where_it_is_more():
    pace = Pace(0.1)

    asyncio.run(pace.turn("a.example", wanted=30))

    assert 29 < pace.ready_in("a.example") <= 30


def test_a_busy_host_is_left_alone_for_as_long_as_it_says_else_twice_as_long_each_time():
    pace = Pace(0)

    assert pace.slow_down("a.example", "7") == 7
    assert pace.slow_down("b.example") == FIRST_BACK_OFF
    assert pace.slow_down("b.example") == 2 * FIRST_BACK_OFF
    pace.went_well("b.example")
    assert pace.slow_down("b.example") == FIRST_BACK_OFF


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("0", 0), ("Wed, 01 Jan 2020 00:00:00 GMT", 0), ("soon", None), ("", None), ("-5", None)],
)
def test_retry_after_is_a_number_or_a_date_or_nothing(said, seconds):
    assert seconds_asked(said) == seconds
