"""How somebody asks says whether she wants to know something or to have some help."""

import pytest

from localoffer.finder.found_pages.form import Form, form_of
from localoffer.finder.question import understand
from localoffer.finder.vocabulary import shipped


def form(text, correct=None):
    return form_of(text, understand(text, shipped(), correct=correct))


@pytest.mark.parametrize(
    "text",
    [
        "what is a short break",
        "who decides about nights away",
        "who can have a wheelchair",
        "how long is the wait for a hearing test",
        "do we need a diagnosis for speech therapy",
        "can we get a short break without a plan",
        "can school send him home",
        "am I allowed to bring a friend",
        "they said no to a wheelchair",
        "how do I appeal",
        "travel policy",
        "why is there no club",
        "EHC plan",
        "annual review",
    ],
)
def test_whoever_asks_about_rules_reasons_or_steps_of_the_law_wants_to_know(text):
    assert form(text) is Form.TO_KNOW


@pytest.mark.parametrize(
    "text",
    [
        "how do I get a wheelchair",
        "how can my son join a club",
        "where can we borrow a hoist",
        "who can help with his anger",
        "who visits babies at home",
        "what is there to do in the holidays",
        "what groups are there for dads",
        "what can we do in the summer",
        "is there a youth club",
        "can someone sit with him",
        "she needs a patient dentist",
        "somewhere to live",
    ],
)
def test_whoever_asks_where_or_for_somebody_wants_to_have_some_help(text):
    assert form(text) is Form.TO_HAVE


@pytest.mark.parametrize("text", ["wheelchair", "short breaks", "he does not sleep", "she refused to eat"])
def test_a_name_or_a_story_says_neither(text):
    assert form(text) is Form.UNSAID


def test_what_is_spelt_wrong_is_read_as_it_was_meant():
    right = {"statment": "statement"}

    assert form("short breaks statment") is Form.UNSAID
    assert form("short breaks statment", right.get) is Form.TO_KNOW
