"""Of the links of a page those are followed first that lead to the Local Offer, or to what belongs in it."""

import pytest

from localoffer.auditor.likely import likelihood

NOWHERE = "https://town.example/x"


@pytest.mark.parametrize(
    ("words", "worth"),
    [
        ("Local Offer", 6),
        ("local-offer", 6),
        ("SEND information", 4),
        ("SEND", 3),
        ("SEN", 3),
        ("Special educational needs", 4),
        ("EHCPs", 4),
        ("Education, Health and Care", 4),
        ("SENDIASS", 3),
        ("IASS", 3),
        ("Parent-carer group", 3),
        ("Parent forum", 3),
        ("Disabled", 2.5),
        ("Short break", 2.5),
        ("Respite", 2.5),
        ("Direct payments", 2.5),
        ("Personal budgets", 2.5),
        ("Autism", 2),
        ("ADHD", 2),
        ("ASD", 2),
        ("Neurodiversity", 2),
        ("Dyslexia", 2),
        ("Speech & language", 2),
        ("Therapies", 2),
        ("Hearing", 2),
        ("Visual", 2),
        ("Sensory", 2),
        ("Deaf", 2),
        ("Appeal", 2),
        ("Mediation", 2),
        ("Tribunal", 2),
        ("Disagree", 2),
        ("Complain", 2),
        ("Compliments", 2),
        ("Feedback", 2),
        ("You said", 2),
        ("Have your say", 2),
        ("Preparing for adults", 2),
        ("Post 16", 2),
        ("Transition", 2),
        ("Supported internships", 2),
        ("Travel training", 2),
        ("Accessible", 1),
        ("Contact", 1),
        ("Easy read", 1),
        ("Young people", 1),
        ("What is it?", 1),
        ("About", 1),
        ("Nurseries", 0.7),
        ("Early years", 0.7),
        ("College", 0.7),
        ("CAMHS", 0.7),
        ("Leisure", 0.7),
        ("Housing", 0.7),
        ("Employment", 0.7),
        ("Benefits", 0.7),
        ("Directory", 0.5),
        ("Services", 0.5),
        ("A to Z", 0.5),
        ("A-Z", 0.5),
        ("Families", 0.5),
        ("Children", 0.5),
        ("Learning", 0.5),
        ("Weather", 0),
        ("Parking", -3),
        ("Council tax", -3),
    ],
)
def test_a_link_is_worth_what_its_words_say(words, worth):
    assert likelihood(words, NOWHERE) == worth
    assert likelihood(f"Our {words.lower()} here", NOWHERE) == worth


def test_an_address_counts_by_half_and_only_for_what_the_words_do_not_say():
    assert likelihood("More", "https://town.example/local-offer/") == 3
    assert likelihood("Local offer", "https://town.example/local-offer/") == 6
