"""What was mistyped is put right; good English never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.finder.spelling import ALWAYS_KNOWN, correction, is_english, meant_beside

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
    ("typed", "meant"),
    [
        ("dauter", "daughter"),
        ("dawter", "daughter"),
        ("daugther", "daughter"),
        ("scool", "school"),
        ("anual", "annual"),
    ],
)
def test_words_of_every_family_are_put_right_and_never_into_a_word_of_alarm(typed, meant):
    alarming = dict.fromkeys("danger dangers annul stool cool".split(), 500)

    assert correction(typed, {**dict.fromkeys(ALWAYS_KNOWN, 1), **alarming}) == meant


@pytest.mark.parametrize(
    "typed",
    "dangr dangar hurtt killl killd abuze suiside sucidal violense rapeing neglekt hiting killhurt".split(),
)
def test_no_slip_becomes_a_word_of_alarm(typed):
    alarming = "danger hurt kill killed abuse suicide suicidal violence raping neglect hitting".split()

    assert correction(typed, dict.fromkeys(alarming, 500)) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("transport to collage", {"collage": "college"}),
        ("my son is 16 and wants to go to collage", {"collage": "college"}),
        ("collage course", {"collage": "college"}),
        ("collage and painting club to go to", {}),
        ("college transport", {}),
    ],
)
def test_a_collage_that_somebody_travels_to_is_a_college(text, meant):
    assert meant_beside(text) == meant


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
