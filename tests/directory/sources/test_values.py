"""What people write in a cell is understood, or answered with what to write instead."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.directory.sources import values
from localoffer.directory.sources.values import UnclearError


@pytest.mark.parametrize("days", ["1TH", "-1TH", "2TH,4TH", "MO,TH", "TH"])
def test_thursdays_in_a_feeds_own_spelling_are_no_ordinals(days):
    assert values.byday(days) == days


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5", 5),
        ("0", 0),
        ("0.5", 0.5),
        ("18 months", 1.5),
        ("age 3", 3),
        ("16+", 16),
        ("birth", 0),
        ("25 yrs", 25),
    ],
)
def test_an_age_is_in_years(written, meant):
    assert values.age(written) == meant


@pytest.mark.parametrize("written", ["any", "All ages", "not stated", "n/a"])
def test_no_limit_of_age_is_not_stated(written):
    assert values.age(written) is None


@pytest.mark.parametrize(
    "written",
    ["2026-09-03", "03/09/2026", "3.9.26", "3 September 2026", "3rd Sept 2026", "2026-09-03T10:00:00.123"],
)
def test_a_day_is_read_the_british_way(written):
    assert values.day(written) == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10:00", time(10)),
        ("9.30", time(9, 30)),
        ("1.30pm", time(13, 30)),
        ("12am", time(0)),
        ("noon", time(12)),
        ("10:00Z", time(10)),
        ("10:00:00+01:00", time(10)),
    ],
)
def test_a_time_of_day(written, meant):
    assert values.clock(written) == meant


@pytest.mark.parametrize(
    ("written", "freq", "days", "opens", "closes"),
    [
        ("Mon 10:00-11:30", "WEEKLY", "MO", time(10), time(11, 30)),
        ("Tuesdays and Fridays 1.30pm to 3pm", "WEEKLY", "TU,FR", time(13, 30), time(15)),
        ("Mon-Fri 9-5pm", "WEEKLY", "MO,TU,WE,TH,FR", time(9), time(17)),
        ("Monday: 1-3pm", "WEEKLY", "MO", time(13), time(15)),
        ("Weekends 10am – noon", "WEEKLY", "SA,SU", time(10), time(12)),
        ("1st Saturday 10am-noon", "MONTHLY", "1SA", time(10), time(12)),
        ("1st and 3rd Monday 10:00-12:00", "MONTHLY", "1MO,3MO", time(10), time(12)),
        ("last Friday 6pm-8pm", "MONTHLY", "-1FR", time(18), time(20)),
    ],
)
def test_a_line_of_a_timetable(written, freq, days, opens, closes):
    found = values.session(written)

    assert (found.freq, found.byday, found.opens_at, found.closes_at) == (freq, days, opens, closes)


@pytest.mark.parametrize(
    ("written", "pounds"),
    [("4.50", "4.50"), ("£4.50", "4.50"), ("1,200", "1200.00"), ("50p", "0.50"), ("free", "0.00")],
)
def test_money_is_in_pounds(written, pounds):
    assert values.amount(written) == Decimal(pounds)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("01632 960001", [("01632 960001", "", "")]),
        ("Bristol Youth MAPS: 0117 332 7111", [("0117 332 7111", "", "Bristol Youth MAPS")]),
        ("01632 960001 ext 23", [("01632 960001", "23", "")]),
        ("+44 (0)1632 960 001", [("+44 (0)1632 960 001", "", "")]),
        (
            "Call 01632 960001 or text 07700 900123 (mornings)",
            [("01632 960001", "", ""), ("07700 900123", "", "text mornings")],
        ),
    ],
)
def test_telephone_numbers_are_told_from_the_words_about_them(written, numbers):
    assert [(each.number, each.extension, each.description) for each in values.phones(written)] == numbers


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("www.example.org", "https://www.example.org"),
        ("example.org/play", "https://example.org/play"),
    ],
)
def test_a_web_address_may_leave_out_its_beginning(written, address):
    assert values.web_address(written) == address


def test_an_address_at_invalid_is_a_feeds_word_for_none():
    assert values.email("Unknown-17774709035808669303521709054@noemail.invalid") == ""


def test_a_postcode_is_written_as_it_should_be():
    assert values.postcode("ln67qx") == "LN6 7QX"


@pytest.mark.parametrize(
    ("read", "written", "advice"),
    [
        (values.age, "-1", "5, 0.5 or 18 months"),
        (values.age, "140", "5, 0.5 or 18 months"),
        (values.day, "31/02/2026", "2026-09-30 or 30/09/2026"),
        (values.day, "soon", "2026-09-30 or 30/09/2026"),
        (values.clock, "25:00", "10:00 or 1.30pm"),
        (values.clock, "10", "10:00 or 1.30pm"),
        (values.amount, "1e999", "such as 4.50"),
        (values.amount, "NaN", "such as 4.50"),
        (values.amount, "-5", "such as 4.50"),
        (values.yes_no, "maybe", "yes or no"),
        (values.phones, "see website", "01632 960001"),
        (values.web_address, "javascript:alert(1)", "https://www.example.org"),
        (values.web_address, "https://user:secret@example.org", "https://www.example.org"),
        (values.web_address, "http://[::1", "https://www.example.org"),
        (values.web_address, "https://example.org/ " + "a", "https://www.example.org"),
        (values.web_address, "https://example.org/" + "a" * 600, "Shorten it to 500"),
        (values.email, "ring us", "family.info@example.org"),
        (values.postcode, "LN6", "LN6 7QX"),
        (values.byday, "someday", "MO,TU"),
        (values.bymonthday, "32", "1,15"),
        (values.session, "most mornings", "Mon 10:00-11:30"),
    ],
)
def test_what_is_unclear_is_answered_with_what_to_write(read, written, advice):
    with pytest.raises(UnclearError) as caught:
        read(written)

    assert advice in str(caught.value)


def test_ages_the_wrong_way_round_are_not_guessed_at():
    with pytest.raises(UnclearError, match="above the oldest"):
        values.ages(18, 5)


def test_a_mailbox_named_after_a_person_is_known():
    assert values.is_named_after("asha.kaur@example.org", "Asha Kaur")
    assert not values.is_named_after("family.info@example.org", "Asha Kaur")


READERS = [
    values.age,
    values.amount,
    values.bymonthday,
    values.byday,
    values.clock,
    values.day,
    values.email,
    values.frequency,
    values.phones,
    values.postcode,
    values.session,
    values.web_address,
    values.yes_no,
]


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(written=st.text(max_size=40) | st.text("0123456789 :.-/+()apmMTWF,x£stndoh", max_size=30))
def test_any_text_is_a_value_or_unclear(read, written):
    try:
        read(written)
    except UnclearError as unclear:
        assert len(str(unclear)) < 400  # noqa: PT017
