"""Telling colours apart: WCAG 2.2's own figures, and the nearest colour that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.ui import contrast

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        (
            "#767676",
            "#ffffff",
            4.54,
        ),  # the lightest grey that passes on white, as everyone who has tried knows
        ("#777777", "#ffffff", 4.48),
        ("#FF0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_what_the_guidelines_say(one, other, expected):
    assert contrast.ratio(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast.ratio(other, one) == contrast.ratio(one, other)


@pytest.mark.parametrize(
    "colour", ["", "teal", "#fff", "#12345", "#1234567", "0a5c63", "#ggg000", "#0a5c63 "]
)
def test_what_is_not_a_colour_is_refused_with_an_example(colour):
    with pytest.raises(ValueError, match="#0a5c63"):
        contrast.channels(colour)


@given(colours)
def test_any_colour_can_be_made_dark_enough_for_white_paper(colour):
    darker = contrast.darker_until_readable(colour, on=[contrast.WHITE])

    assert contrast.ratio(darker, contrast.WHITE) >= contrast.AA_TEXT


@given(colours)
def test_any_colour_can_be_made_light_enough_for_the_dark(colour):
    lighter = contrast.lighter_until_readable(colour, on=["#10181a", "#1c292d"], at_least=6.5)

    assert contrast.ratio(lighter, "#1c292d") >= 6.5


def test_a_colour_that_reads_already_is_left_alone():
    assert contrast.darker_until_readable("#0a5c63", on=[contrast.WHITE]) == "#0a5c63"
