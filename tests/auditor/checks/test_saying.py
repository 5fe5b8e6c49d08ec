"""What is quoted can be read: whole sentences, or whole words with a sign that more was there."""

import re

from localoffer.auditor.checks.saying import first_saying, quote_at, said_on

from .a_page import a_page

LONG = "The council and its partners plan help for children, families and schools each year in every part of the area. "


def test_a_sentence_of_a_long_paragraph_is_quoted_whole():
    line = LONG * 3 + "Tell us what you think by 9.30am on any day. " + LONG * 3

    assert (
        said_on(a_page(line), re.compile("what you think")) == "Tell us what you think by 9.30am on any day."
    )


def test_a_sentence_that_is_too_long_is_cut_between_words_with_a_sign():
    sentence = (
        "We ask about " + "swimming, football and gardening clubs, " * 12 + "and what else you would like."
    )

    quote = quote_at(sentence, sentence.index("gardening clubs", 250))

    assert quote[0] == quote[-1] == "…"
    assert len(quote) <= 300
    assert set(re.findall(r"[\w,]+", quote)) <= {*sentence.split()}


def test_a_sentence_is_quoted_before_a_heading_or_a_menu_even_of_another_page():
    menu = a_page("# Charities", "Charities", "Council")
    prose = a_page(
        "## Charities", "Two charities here run groups for parents.", url="https://localoffer.example/2"
    )
    pattern = {"charity": re.compile("charities", re.IGNORECASE)}

    assert (
        first_saying([menu, prose], pattern)["charity"].quote == "Two charities here run groups for parents."
    )
    assert first_saying([menu], pattern)["charity"].quote == "Charities"
