"""Widgets written in Python come out as Django's own templates write them."""

import datetime as dt

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from localoffer.ui.form_renderer import FormRenderer

CHOICES = [
    ("", "Any"),
    (1, "One & <only>"),
    ("Grouped", [("a", 'A "quoted" one'), ("b", mark_safe("<b>B</b>"))]),
]
ATTRS = {"id": "id_x", "class": "wide", "data-said": 'a "b" <c>', "required": True, "disabled": False}
WIDGETS = [
    *(kind() for kind in (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput)),
    *(kind() for kind in (forms.PasswordInput, forms.HiddenInput, forms.SearchInput, forms.TelInput)),
    *(kind() for kind in (forms.DateInput, forms.TimeInput, forms.DateTimeInput, forms.CheckboxInput)),
    *(kind() for kind in (forms.Textarea, forms.FileInput, forms.ClearableFileInput)),
    *(kind() for kind in (forms.SplitDateTimeWidget, forms.SelectDateWidget)),
    *(kind(choices=CHOICES) for kind in (forms.Select, forms.SelectMultiple, forms.RadioSelect)),
    forms.CheckboxSelectMultiple(choices=CHOICES),
]
VALUES = [None, "", "a", "<script>&\"'", 0, 1, True, dt.date(2026, 2, 3), ["a", "1"], mark_safe("<i>")]


def by(renderer, widget, value, attrs):
    """What a renderer writes, without the empty lines that templates leave behind."""
    return widget.render("what's <this>", value, attrs=attrs, renderer=renderer).replace("\n", "")


@pytest.mark.parametrize("attrs", [None, {}, ATTRS], ids=["none", "empty", "many"])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_every_widget_is_the_same_but_for_empty_lines(widget, attrs):
    for value in VALUES:
        if isinstance(widget, forms.SplitDateTimeWidget) and value not in (None, ""):
            continue  # which takes moments only
        ours, djangos = (
            by(renderer, widget, value, attrs) for renderer in (FormRenderer(), DjangoTemplates())
        )
        assert ours == djangos, value


@given(value=st.text(), label=st.text(), attribute=st.text())
def test_nothing_that_anybody_typed_is_markup(value, label, attribute):
    for widget in (
        forms.TextInput(),
        forms.Textarea(),
        forms.Select(choices=[(value, label)]),
        forms.CheckboxSelectMultiple(choices=[(value, label)]),
    ):
        ours, djangos = (
            by(renderer, widget, value, {"data-x": attribute})
            for renderer in (FormRenderer(), DjangoTemplates())
        )
        assert ours == djangos


class _Starred(forms.RadioSelect):
    option_template_name = "django/forms/widgets/input.html"


def test_a_widget_with_a_template_of_its_own_keeps_it():
    ours, djangos = (
        by(renderer, _Starred(choices=CHOICES), "a", ATTRS)
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    assert ours == djangos
    assert "<label for" not in ours
