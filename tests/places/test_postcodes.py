"""What people type for a postcode, and the number it is stored under."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.places import postcodes


@pytest.mark.parametrize(
    "typed",
    [
        "LN6 7QX",
        "ln67qx",
        " ln6  7qx ",
        "LN6-7QX.",
        "L N 6 7 Q X",
        "LN6\u00a07QX",
        "ＬＮ６ ７ＱＸ",
        "LN6\u200b 7QX",
    ],
)
def test_a_postcode_is_understood_however_it_is_typed(typed):
    assert postcodes.normalise(typed) == "LN6 7QX"


@pytest.mark.parametrize("postcode", ["M1 1AA", "M60 1NW", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB"])
def test_every_shape_of_postcode_is_known(postcode):
    assert postcodes.normalise(postcode.replace(" ", "").lower()) == postcode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0X1 1AA", "OX1 1AA"),
        ("OXI 1AA", "OX1 1AA"),
        ("S01 2AB", "SO1 2AB"),
        ("S014 7DU", "SO14 7DU"),
        ("LN6 OQX", "LN6 0QX"),
        ("LNO 7QX", "LN0 7QX"),
        ("1P1 1AA", "IP1 1AA"),
        ("W1O 4AA", "W10 4AA"),
        ("SWIA 1AA", "SW1A 1AA"),
        ("M1 IAA", "M1 1AA"),
    ],
)
def test_noughts_and_ones_are_forgiven_where_only_a_letter_or_a_digit_can_stand(typed, meant):
    assert postcodes.normalise(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "Lincoln", "LN6", "LN6 7", "LN6 7Q", "LN6 7QXX", "12345", "6LN 7QX", "LN6 7QX\x00", "\x00", "ЛН6 7QX",
        "LN6 7Q😀", "ßS1 1AA", "LN6 7QX OR 1=1", "x" * 10_000,
    ],
)  # fmt: skip
def test_what_is_not_a_full_postcode_is_not_taken_for_one(typed):
    assert postcodes.normalise(typed) == ""
    assert not postcodes.is_full(typed)


def test_very_long_text_is_refused_at_once():
    began = time.perf_counter()

    postcodes.normalise("LN6 7QX" * 1_000_000)
    postcodes.partial("LN6 7QX" * 1_000_000)

    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("LN6", ["LN6"]),
        ("ln 6", ["LN6"]),
        ("LN6 7", ["LN6 7"]),
        ("LN6 7q", ["LN6 7"]),
        ("ln6 o", ["LN6 0"]),
        ("ln67", ["LN67", "LN6 7"]),
        ("n19", ["N19", "N1 9"]),
        ("n19a", ["N1 9"]),
        ("w1a1", ["W1A 1"]),
        ("sw1a", ["SW1A"]),
        ("W1", ["W1"]),
        ("LN6 7QX", []),
        ("LN", []),
        ("Hull", []),
        ("6", []),
        ("\x00", []),
    ],
)
def test_a_half_typed_postcode_is_read_in_every_way_it_may_be_meant(typed, readings):
    assert postcodes.partial(typed) == readings


def test_the_parts_of_a_postcode_are_found():
    assert [postcodes.outcode(text) for text in ("ln6 7qx", "LN6 7", "LN6", "Lincoln")] == [
        "LN6",
        "LN6",
        "LN6",
        "",
    ]
    assert [postcodes.sector(text) for text in ("ln6 7qx", "LN6 7", "LN6")] == ["LN6 7", "LN6 7", ""]
    assert [postcodes.area(text) for text in ("ln6 7qx", "M1", "SW1A", "Hull")] == ["LN", "M", "SW", ""]


def test_places_outside_england_are_recognised():
    outside = ["EH1 1AA", "CF10 3AT", "BT1 5GS", "IM1 1AA", "CH5 1AA", "SY23 3AA", "G1", "JE2 3"]
    inside = ["CH1 1AA", "SY1 1AA", "GL1 1AA", "GU1 1AA", "LN6", "Hull", ""]

    assert [text for text in outside if not postcodes.is_outside_england(text)] == []
    assert [text for text in inside if postcodes.is_outside_england(text)] == []


letter, digit = st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"), st.sampled_from("0123456789")
outcodes = st.builds(
    "{}{}{}{}".format, letter, st.one_of(st.just(""), letter), digit, st.one_of(st.just(""), digit, letter)
)
full_postcodes = st.builds("{} {}{}{}".format, outcodes, digit, letter, letter)


@given(full_postcodes)
def test_a_postcode_comes_back_from_its_number(postcode):
    assert postcodes.from_key(postcodes.key(postcode)) == postcode


@given(full_postcodes, full_postcodes)
def test_a_range_of_numbers_holds_the_postcodes_of_its_outcode_and_no_others(postcode, other):
    outcode = postcode.split()[0]
    first, last = postcodes.key_range(outcode)

    assert first <= postcodes.key(postcode) <= last
    assert (first <= postcodes.key(other) <= last) == (other.split()[0] == outcode)


@given(full_postcodes, full_postcodes)
def test_a_range_of_numbers_holds_the_postcodes_of_its_sector_and_no_others(postcode, other):
    sector = postcode[:-2]
    first, last = postcodes.key_range(sector)

    assert first <= postcodes.key(postcode) <= last
    assert (first <= postcodes.key(other) <= last) == (other[:-2] == sector)


@given(st.text(max_size=60))
def test_anything_at_all_may_be_typed(text):
    full = postcodes.normalise(text)
    assert full == "" or postcodes.normalise(full) == full
    for reading in postcodes.partial(text):
        assert postcodes.key_range(reading)
    postcodes.is_outside_england(text)


def test_only_a_full_postcode_has_a_number():
    for text in ("", "LN6", "LN67QX", "ln6 7qx"):
        with pytest.raises(ValueError, match="not a full postcode"):
            postcodes.key(text)
