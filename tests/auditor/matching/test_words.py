"""Words as they are compared."""

from localoffer.auditor.matching.looking import sentences
from localoffer.auditor.matching.words import Phrases, words


def test_plurals_hyphens_and_long_names_are_compared_as_one():
    assert words("Education, Health and Care Plans") == words("EHCPs")
    assert words("Short-Breaks") == words("short break")
    assert words("twenty weeks") == words("20 weeks")
    assert words("an on-line form") == words("an online form")


def test_an_apostrophe_makes_no_difference():
    assert words("Children's doctors") == words("childrens doctors") == words("children\u2019s doctor")


def test_phrases_are_seen_within_one_another_and_with_any_number():
    phrases = Phrases()
    phrases.add("mediation", 1)
    phrases.add("mediation certificate", 2)
    phrases.add("# weeks", 3)

    seen = [key for key, _ in phrases.seen(words("A mediation certificate within 3 weeks"))]

    assert seen == [1, 2, 3]


def test_classes_and_coaches_lose_both_letters():
    assert words("Job coaches, small classes and bus passes") == words("job coach, small class and bus pass")


def test_a_number_of_a_law_is_no_end_of_a_sentence():
    said = "The Regulations (No. 2) of 2018 ask for it. Is it there? No. Ring us."

    assert list(sentences(said)) == [
        "The Regulations (No. 2) of 2018 ask for it.",
        "Is it there?",
        "No.",
        "Ring us.",
    ]
