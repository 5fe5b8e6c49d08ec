"""What was mistyped is put right; good English never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.finder.spelling import correction, is_english

LEXICON = dict.fromkeys(
    "dyslexia speech therapy autism occupational assessment wheelchair swimming behaviour respite school".split(),
    5,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dislexia", "dyslexia"),
        ("dyslexsia", "dyslexia"),
        ("speach", "speech"),
        ("therepy", "therapy"),
        ("autisim", "autism"),
        ("ocupational", "occupational"),
        ("assesment", "assessment"),
        ("weelchair", "wheelchair"),
        ("swiming", "swimming"),
        ("behavour", "behaviour"),
        ("speechtherapy", "speech therapy"),
    ],
)
def test_a_slip_is_put_right(typed, meant):
    assert correction(typed, LEXICON) == meant


@pytest.mark.parametrize(
    "word",
    "school therapist colour organise counselling paediatrician theatre grey travelling mum nappies".split(),
)
def test_good_english_is_left_alone_british_spellings_included(word):
    assert is_english(word) or word in LEXICON
    assert correction(word, LEXICON) is None


@pytest.mark.parametrize("typed", ["abc", "xyzzyqq", "ehcp", "допомога", "ab12", "", "przedszkole"])
def test_what_is_like_nothing_is_left_alone(typed):
    assert correction(typed, LEXICON) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_known_word_or_left_alone(text):
    found = correction(text, LEXICON)

    assert found is None or set(found.split()) <= set(LEXICON)
