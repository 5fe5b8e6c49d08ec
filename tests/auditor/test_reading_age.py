"""The reading age is the published formula, on syllables that a person would count."""

import pytest

from localoffer.auditor.reading_age import ENOUGH_WORDS, age_of, measured, sentences_of, syllables_of

KNOWN = {
    1: """
        the child help helped school called comes rules rule don't hour year
        lives wage made changed health tired free through thought breathes clothes nurse
        use read caused raised closed used judged named owned filled
    """,
    2: """
        needed people able table tables special social patient region playing player beyond
        being trying going seeing quiet diet something statement safety safely useful settled
        places series didn’t couldn't short-breaks create children support transport review reviews language
        equal studied council council's anxious client royal ages changes wanted learning mental
        argue issue value question marriage carriage uses homework homeless somewhere trial dial
        aware minute minutes ready reading early hearing theatre noticed added handled travelled
        enrolled schedule
    """,
    3: """
        usual specialist media sufficient period various previous behaviour autism earlier easiest management
        settlement element agreement enabled services creative video museum assessment tribunal annual quality
        families family therapy therapist disabled radio religious employer audio obvious serious curious
        decision hospital hospitals safeguarding everything anywhere initial official financial potential
        essential already decided provided
    """,
    4: """
        education situation diagnosis diagnoses experience appropriate society anxiety variety activities
        authority mediation criteria associate negotiate difficulties continuous material
    """,
    5: """
        individual evaluation communication disability paediatrician association
    """,
}


@pytest.mark.parametrize(
    ("count", "word"), [(count, word) for count, words in KNOWN.items() for word in words.split()]
)
def test_a_word_has_the_syllables_that_a_person_counts(count, word):
    assert syllables_of(word) == count


def test_the_age_is_the_formula_of_1975_and_five_years():
    # Two sentences, ten words, twelve syllables
    text = "The cat sat on a mat. A council helps families."

    assert age_of(text) == round(0.39 * 5 + 11.8 * 13 / 10 - 15.59 + 5, 1)


def test_a_family_is_told_no_age_of_a_text_too_short_to_judge():
    short = measured(["You can ask for help."] * 10)

    assert (short.age, short.words) == (None, 50)
    assert short.words < ENOUGH_WORDS
    assert measured(["You can ask for help."] * 20).age is not None


def test_an_officer_is_shown_the_hardest_sentence_first():
    plain = ["You can ask for help at any time. We will ring you back."] * 10
    hard = "The multidisciplinary panel considers individual circumstances when determining eligibility for provision."

    found = measured([*plain, hard])

    assert found.hardest[0] == hard


def test_names_and_explained_terms_do_not_make_a_text_hard():
    named = "You can ask Fenbridge Information Advisory Association for a mediation certificate."
    plain = "You can ask x for a x."

    assert age_of(named, left_out=["mediation certificate"]) == age_of(plain)
    assert age_of("Ask for two EHC plans.", left_out=["EHC plan"]) == age_of("Ask for two x.")


def test_shortened_words_end_no_sentence_and_a_colon_does():
    assert sentences_of("Mr. Bell comes at 9 a.m. on Mondays. You need: a form, e.g. this one.") == [
        "Mr Bell comes at 9 am on Mondays.",
        "You need:",
        "a form, eg this one.",
    ]


def test_a_text_of_no_words_has_no_age():
    assert age_of("") == age_of("12 34 … !") == 0
    assert measured([]).age is None
