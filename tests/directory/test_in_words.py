"""Facts of a record, as a family would say them."""

import datetime as dt

import pytest

from localoffer.directory import in_words

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, "Age not stated"),
        (None, 5, "Up to age 5"),
        (0, 4, "From birth to age 4"),
        (0, None, "From birth"),  # nobody said until when: not "all ages"
        (0.5, 5, "From 6 months to age 5"),
        (5, 16, "Ages 5 to 16"),
        (16, None, "Age 16 and over"),
        (18, 130, "Age 18 and over"),
        (11, 11, "Age 11"),
    ],
)
def test_ages(low, high, said):
    assert in_words.ages(low, high) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (None, "Not checked yet: ring first"),
        (TODAY, "Checked today"),
        (dt.date(2026, 11, 21), "Checked yesterday"),
        (dt.date(2026, 11, 10), "Checked 12 days ago"),
        (dt.date(2026, 10, 22), "Checked 4 weeks ago"),
        (dt.date(2026, 6, 1), "Checked 5 months ago"),
        (dt.date(2026, 5, 22), "Checked 6 months ago: ring first"),
        (dt.date(2025, 1, 23), "Checked 21 months ago: ring first"),
        (dt.date(2023, 5, 19), "Checked 3 years ago: ring first"),
        (dt.date(2027, 1, 1), "Checked today"),  # a clock that is wrong somewhere
    ],
)
def test_when_it_was_checked(on, said):
    assert in_words.checked(on, TODAY) == said
