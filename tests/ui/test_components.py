"""Every component: what it takes, its examples, its place in the reference."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from localoffer.ui import gallery
from localoffer.ui.pictograms import KINDS, PICTOGRAMS

UI = Path(gallery.__file__).resolve().parent
PACKAGE = UI.parent
REFERENCE = PACKAGE.parent / "docs" / "reference" / "components.md"

EXAMPLES = [
    pytest.param(example, id=f"{component.name}: {example.name}")
    for component in gallery.components()
    for example in component.examples
]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
# A letter has no style sheet to lead to
PUBLIC_TEMPLATES = [path for path in TEMPLATES if not {"wagtailadmin", "letters"} & set(path.parts)]

each_component = pytest.mark.parametrize("name", gallery.component_names())
each_public_template = pytest.mark.parametrize(
    "template", PUBLIC_TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE))
)


@each_component
def test_a_component_says_what_it_takes_and_has_an_example(name):
    component = gallery.component(name)

    assert "Takes" in component.takes
    assert component.examples


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_renders_everything_it_was_given(example):
    html = example.render()

    assert "<" in html
    assert "{%" not in html
    assert "{{" not in html
    for given in ("title", "text", "label", "legend", "problem", "error"):
        if isinstance(example.given.get(given), str):
            assert conditional_escape(example.given[given]) in html


@each_component
def test_a_component_is_in_the_reference(name):
    assert f"\n## {name}\n" in REFERENCE.read_text(encoding="utf-8")


def test_the_reference_names_no_component_that_is_gone():
    named = re.findall(r"^## (\w+)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)

    assert named == gallery.component_names()


def test_what_a_family_typed_is_never_markup():
    html = render_to_string("components/ask.html", {"q": '"><script>alert(1)</script>', "near": "<b>"})

    assert "<script>" not in html
    assert "<b>" not in html


# --- A strict content policy, held where the templates are written ------------------------------------


@each_public_template
def test_a_template_carries_no_style_or_script_of_its_own(template):
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text, re.IGNORECASE)


@each_public_template
def test_a_template_fetches_nothing_from_another_site(template):
    text = template.read_text(encoding="utf-8")

    assert not re.search(
        r"<(script|link|img|iframe|source|use)\b[^>]*\b(src|href|srcset)=[\"'](https?:)?//", text
    )


# --- Pictograms ----------------------------------------------------------------------------------------


def test_every_pictogram_is_drawn_and_every_drawing_is_listed():
    drawn = re.findall(
        r'<symbol id="(\w+)"', (UI / "static" / "ui" / "pictograms.svg").read_text(encoding="utf-8")
    )

    assert drawn == list(PICTOGRAMS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_help_has_a_colour_of_its_own(kind):
    assert f"--lo-kind-{kind}:" in (UI / "scss" / "_tokens.scss").read_text(encoding="utf-8")


def test_no_template_asks_for_a_pictogram_that_is_not_drawn():
    asked = {
        code
        for path in TEMPLATES
        for code in re.findall(
            r'(?:icon|pictogram)\.html" with code="([a-z-]+)"', path.read_text(encoding="utf-8")
        )
    }

    assert asked <= set(PICTOGRAMS)
