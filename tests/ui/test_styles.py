"""The look itself: colours that can be read, light and dark, and a stylesheet that is small and ours."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from localoffer.ui import contrast, gallery

UI = Path(gallery.__file__).resolve().parent
STYLESHEET = UI / "static" / "ui" / "css" / "site.css"
MAP_STYLESHEET = STYLESHEET.with_name("map.css")  # fetched only when somebody asks for a map
SCRIPTS = sorted((UI / "static" / "ui" / "js").glob("*.js"))


def colours_of(mode: str) -> dict[str, str]:
    """Read the colours of the light page, or of the dark one with what it takes from the light."""
    text = (UI / "scss" / "_tokens.scss").read_text(encoding="utf-8")
    light, dark, _ = re.split(
        r"^(?:@media screen and \(prefers-color-scheme: dark\)|// GOV\.UK)", text, flags=re.M
    )
    found = re.findall(r"--lo-([\w-]+): (#[0-9a-f]{3,6});", light if mode == "light" else light + dark)
    return {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in found
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        *((words, ground) for words in ("ink", "quiet", "link") for ground in ("paper", "card", "tint")),
        *(("ink", ground) for ground in ("tag", "good", "wait", "stop", "far", "mark")),
        ("quiet", "mark"),
        ("on-brand", "brand"),
        ("on-brand", "brand-hover"),
        ("sun-ink", "sun"),
        ("visited", "card"),
        ("error", "paper"),
        ("error", "card"),
        ("success", "tint"),
    ],
)
def test_words_can_be_read_on_their_ground(mode, words, ground):
    colours = colours_of(mode)

    assert contrast.ratio(colours[words], colours[ground]) >= contrast.AA_TEXT


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "tint"])
def test_the_edge_of_a_control_can_be_seen(mode, ground):
    # 3 to 1: WCAG 2.2, success criterion 1.4.11.
    colours = colours_of(mode)

    assert contrast.ratio(colours["edge"], colours[ground]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_drawings_and_the_footers_white_words_can_be_read(mode):
    colours = colours_of(mode)
    grounds = [value for name, value in colours.items() if name.startswith("kind-") or name == "brand-deep"]

    assert len(grounds) == 9
    assert all(contrast.ratio("#ffffff", ground) >= contrast.AA_TEXT for ground in grounds)


@pytest.fixture
def stylesheet() -> str:
    if not STYLESHEET.exists():
        pytest.fail("The style sheet has not been compiled. Run ./dev css (./dev test does).")
    return STYLESHEET.read_text(encoding="utf-8")


def test_the_stylesheet_is_small_enough_for_a_cheap_phone(stylesheet):
    assert len(gzip.compress(stylesheet.encode())) <= 25_000


def test_the_stylesheet_fetches_nothing(stylesheet):
    assert "url(" not in stylesheet
    assert "@import" not in stylesheet
    assert "@font-face" not in stylesheet
    assert "GDS Transport" not in stylesheet


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_small(script):
    assert len(script.read_bytes()) <= 5_000


def test_nothing_of_governments_crest_crown_or_typeface_is_served():
    served = [
        str(path)
        for finder in finders.get_finders()
        for path, _ in finder.list([])
        if not path.startswith("admin/")
    ]

    assert served
    assert not [
        path for path in served if re.search(r"govuk|crest|crown|gds-?transport", path, re.IGNORECASE)
    ]


def test_every_class_a_component_uses_has_a_style(stylesheet):
    """Names made from a value (pict--{{ code }}) and those only scripts or tests read are left out."""
    styles = stylesheet + MAP_STYLESHEET.read_text(encoding="utf-8")
    used = {
        name
        for path in (UI / "templates").rglob("*.html")
        for classes in re.findall(
            r'class="([^"]+)"', re.sub(r"\{[%{].*?[%}]\}", " ", path.read_text(encoding="utf-8"))
        )
        for name in classes.split()
        if not name.endswith("--")
    }

    assert {name for name in used if not re.search(rf"\.{re.escape(name)}(?![\w-])", styles)} == set()
