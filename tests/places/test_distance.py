"""Distances on the grid, and how they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.places import distance

metres = st.integers(0, 700_000)


def test_distance_is_pythagoras():
    assert distance.squared(0, 0, 3, 4) == 25
    assert distance.metres(100, 100, 103, 104) == 5


def test_miles_and_metres_go_back_and_forth():
    assert distance.metres_from_miles(5) == pytest.approx(8046.72)
    assert distance.miles_from_metres(8046.72) == pytest.approx(5)


@given(metres, metres, metres, metres, st.floats(0, 100_000))
def test_the_box_leaves_out_nobody_within_the_radius(
    easting, northing, other_easting, other_northing, radius
):
    box = distance.box(easting, northing, radius)

    if distance.metres(easting, northing, other_easting, other_northing) <= radius:
        assert box.west <= other_easting <= box.east
        assert box.south <= other_northing <= box.north


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "less than half a mile"),
        (0.44, "less than half a mile"),
        (0.5, "about half a mile"),
        (0.96, "about 1 mile"),
        (1.04, "about 1 mile"),
        (1.8, "about 1.8 miles"),
        (2.0, "about 2 miles"),
        (9.94, "about 9.9 miles"),
        (9.96, "about 10 miles"),
        (12.4, "about 12 miles"),
    ],
)
def test_a_distance_is_said_as_people_say_it(miles, words):
    assert distance.in_words(distance.metres_from_miles(miles)) == words
