"""A question is taken apart as a person would: phrases, ages, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.finder.question import LONGEST_TEXT, MOST_PARTS, understand
from localoffer.finder.vocabulary import Vocabulary, read_text, shipped
from localoffer.finder.vocabulary.own import meaning_of

WORDS = read_text("""
- say: [refuses school, school refusal, wont go school]
  kinds: [school-attendance]
- say: [autism, autistic]
  needs: [ASD]
- say: [holiday club, holiday clubs]
  kinds: [holiday-clubs]
- say: [autism holiday]
  kinds: [short-breaks]
- say: [toddler group]
  kinds: [toddler-groups]
""")


def parts(text, **kwargs):
    return [part.typed for part in understand(text, WORDS, **kwargs).parts]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("my son refuses to go to school", ["refuses school"]),
        ("he WON'T go to school!!", ["wont go school"]),
        ("school refusal", ["school refusal"]),
        ("he refuses point to go to school", ["refuses school", "point"]),
        (
            "refuses dinner and then the whole street is at school",
            ["refuses", "dinner", "whole", "street", "school"],
        ),
        ("autistic son, holiday club", ["autistic", "holiday club"]),
        ("autism holiday club", ["autism holiday", "holiday club"]),
        ("group for a toddler", ["group toddler"]),
        ("the of and", ["the", "of", "and"]),
        ("", []),
        ("!!! ???", []),
    ],
)
def test_phrases_are_found_whatever_stands_between_and_the_rest_is_words(typed, expected):
    assert parts(typed) == expected


@pytest.mark.parametrize("own", [False, True])
def test_what_was_done_to_somebody_is_not_what_she_does(own):
    words = read_text("- say: [was refused, been refused]\n  kinds: [sendiass]\n")
    if own:
        words = Vocabulary((meaning_of("was refused\nbeen refused", ["kind:sendiass"], ""),))

    def meant(text):
        return [(part.stems, part.tokens) for part in understand(text, words).parts]

    assert meant("my son was refused") == [(("was", "refus"), ["kind:sendiass"])]
    assert meant("we have just been refused") == [(("been", "refus"), ["kind:sendiass"])]
    assert meant("he has been refusing lunch") == [(("refus",), []), (("lunch",), [])]


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("17 year old", (17, 17)),
        ("17-year-old", (17, 17)),
        ("my 3yo", (3, 3)),
        ("clubs for 5-10 year olds", (5, 10)),
        ("aged 7", (7, 7)),
        ("he's 9 and can't read", (9, 9)),
        ("Year 6", (10, 11)),
        ("under 5s", (0, 4)),
        ("over 18", (18, 25)),
        ("16+", (16, 25)),
        ("post-16", (16, 25)),
        ("18 months old", (1, 1)),
        ("toddler group", (1, 3)),
        ("waiting 2 years", None),
        ("we waited 18 months", None),
        ("for 3 years", None),
        ("in 2 weeks", None),
        ("40 year old", None),
        ("year 45", None),
        ("B12", None),
        ("children", None),
    ],
)
def test_an_age_is_understood_and_a_time_is_not_taken_for_one(typed, age):
    assert understand(typed, WORDS).age == age


@pytest.mark.parametrize(
    ("typed", "near", "left"),
    [
        ("toddler group near LN6", "LN6", ["toddler group"]),
        ("autism LN6 7QX", "LN6 7QX", ["autism"]),
        ("ln67qx", "LN6 7QX", []),
        ("LN6", "LN6", []),
        ("what is an a1 form", "", ["a1", "form"]),
        ("autism", "", ["autism"]),
    ],
)
def test_a_place_is_understood(typed, near, left):
    question = understand(typed, WORDS)

    assert (question.near, [part.typed for part in question.parts]) == (near, left)


def test_what_was_understood_can_be_taken_literally():
    assert understand("toddler group", WORDS, plain={"age"}).age is None
    assert understand("autism near LN6", WORDS, plain={"near"}).near == ""
    assert parts("refuses school", plain={"refus-school"}) == ["refuses", "school"]


def test_a_slip_of_the_pen_is_put_right_and_said():
    question = understand("autisim clubb", WORDS, correct={"autisim": "autism", "clubb": "club"}.get)

    assert [part.typed for part in question.parts] == ["autism", "club"]
    assert question.corrected == (("autisim", "autism"), ("clubb", "club"))


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from("my son refuses autism 17 year LN6 school the".split())).map(" ".join)
)
def test_whatever_is_typed_is_understood_somehow(text):
    question = understand(text, WORDS)

    assert len(question.parts) <= MOST_PARTS
    assert all(part.stems for part in question.parts)


def test_ten_thousand_letters_are_read_as_far_as_anybody_reads():
    assert understand("autism " * 5_000, WORDS).parts == understand("autism", WORDS).parts
    assert LONGEST_TEXT < 10_000


def test_the_shipped_vocabulary_takes_the_words_of_the_issue():
    for typed, token in (
        ("my son refuses to go to school", "kind:school-attendance"),
        ("EHCP", "kind:ehc-plans"),
        ("SALT", "kind:speech-and-language"),
        ("CAMHS", "kind:mental-health"),
        ("DLA", "kind:benefits"),
        ("PDA", "need:ASD"),
        ("OT", "kind:occupational-therapy"),
    ):
        meant = {
            token for part in understand(typed, shipped()).parts for m in part.meanings for token in m.tokens
        }
        assert token in meant, typed


def test_after_16_is_an_age_beside_what_is_wanted_and_a_question_of_its_own_alone():
    def understood(question, **kwargs):
        found = understand(question, shipped(), **kwargs)
        return found.age, [part.typed for part in found.parts]

    assert understood("special schools after 16") == ((16, 25), ["special schools"])
    assert understood("what benefits are there past 18") == ((18, 25), ["benefits"])
    assert understood("special schools after 16", plain={"age"}) == (None, ["special schools", "after 16"])
    assert understood("what happens after 16") == (None, ["happens", "after 16"])
    assert understood("speech therapy after 16 weeks")[0] is None


@pytest.mark.parametrize(
    "question",
    ["there is 3 of us", "my flat is 12 floors up", "im 5 foot", "room is 16 degrees", "he is 6 stone"],
)
def test_a_number_of_other_things_is_no_age(question):
    assert understand(question, shipped()).age is None


@pytest.mark.parametrize(
    "question", ["my baby was stillborn", "i lost my baby", "baby died", "my toddler died"]
)
def test_whoever_grieves_is_not_shown_what_is_for_babies(question):
    assert understand(question, shipped()).age is None


def test_another_language_is_not_put_right_into_english():
    found = understand(
        "mera beta bolta nahi", shipped(), correct={"mera": "mere", "beta": "bet", "bolta": "bolts"}.get
    )

    assert found.corrected == ()
