"""A list of cards that is kept is the list that the component makes."""

from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from localoffer.ui.cards import way_on


def listed(cards, rest=""):
    return Template("{% load cards %}{% card_list cards " + rest + " %}").render(Context({"cards": cards}))


def test_a_list_is_what_the_component_makes_and_another_word_is_another_list():
    cards = [
        way_on("Health", "/health/", "Doctors", meta="46 services", pictogram="health"),
        way_on("<b>", lang="pl"),
    ]
    whole = render_to_string("components/cards.html", {"cards": cards, "level": 2, "short": True})

    assert listed(cards, "level=2 short=True") == whole
    assert "&lt;b&gt;" in whole
    cards[0] = cards[0] | {"meta": "47 services"}
    assert "47 services" in listed(cards, "level=2 short=True")
    assert "<h3" in listed(cards)


def test_words_that_are_safe_in_one_list_are_not_so_in_another():
    assert "<b>Hello</b>" in listed([way_on(mark_safe("<b>Hello</b>"))])
    assert "&lt;b&gt;Hello" in listed([way_on("<b>Hello</b>")])
