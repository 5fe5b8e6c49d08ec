"""Words of a text and of a question meet, however either is written."""

import pytest

from localoffer.finder.words import stem, stems


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("none of us have slept", "sleep"),
        ("she has bitten him", "biting"),
        ("my children", "a child"),
        ("hurt his feet", "foot"),
        ("it was thrown", "throwing"),
        ("swimming", "swam"),
    ],
)
def test_a_past_tense_finds_the_word_it_comes_from(said, written):
    assert stems(said)[-1] in stems(written) or set(stems(said)) & set(stems(written))


def test_downs_syndrome_is_not_the_way_down():
    assert stems("Down's syndrome") == ["downs", "syndrom"]
    assert stem("down") != stem("downs")


@pytest.mark.parametrize("word", ["left", "bit", "lost", "drunk", "saw"])
def test_a_form_that_is_a_word_of_its_own_stays(word):
    assert stem(word) == word
