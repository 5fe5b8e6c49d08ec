"""A council's colours: refused when they cannot be read, served as a stylesheet that browsers keep."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from localoffer.cms.theme import DARK_CARD, DARK_PAPER, Theme
from localoffer.ui import contrast

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
readable_colours = colours.map(lambda colour: contrast.darker_until_readable(colour, on=[contrast.WHITE]))


def theme_address(page) -> str:
    return re.search(r'href="(/theme/\w+\.css)"', page.content.decode())[1]


@given(brand=readable_colours, deep=readable_colours)
def test_whatever_a_council_chooses_every_word_can_be_read(brand, deep):
    theme = Theme(brand, deep)
    light, dark = theme.light(), theme.dark()

    for ground in (contrast.WHITE, light["tint"]):
        assert contrast.ratio(light["link"], ground) >= contrast.AA_TEXT
    assert contrast.ratio(light["on-brand"], light["brand"]) >= contrast.AA_TEXT
    assert contrast.ratio(light["on-brand"], light["brand-hover"]) >= contrast.AA_TEXT
    for ground in (DARK_PAPER, DARK_CARD, dark["tint"]):
        assert contrast.ratio(dark["link"], ground) >= contrast.AA_TEXT
    assert contrast.ratio(dark["on-brand"], dark["brand"]) >= contrast.AA_TEXT
    for mode in (light, dark):
        assert contrast.ratio(contrast.WHITE, mode["brand-deep"]) >= contrast.AA_TEXT


def test_a_colour_too_pale_is_refused_with_the_measured_ratio_and_a_shade_that_works(settings_of_site):
    settings_of_site.brand_colour = "#3aa6b9"

    with pytest.raises(ValidationError) as refused:
        settings_of_site.save()

    (message,) = refused.value.message_dict["brand_colour"]
    assert "2.8" in message
    suggested = re.search(r"works is (#[0-9a-f]{6})", message)[1]
    settings_of_site.brand_colour = suggested
    settings_of_site.save()


@pytest.mark.parametrize("typed", ["teal", "#fff", "red;}body{display:none", ""])
def test_what_is_not_a_colour_is_refused(settings_of_site, typed):
    settings_of_site.deep_colour = typed

    with pytest.raises(ValidationError, match="for example"):
        settings_of_site.save()


def test_the_theme_is_kept_by_browsers_for_a_year(get, settings_of_site):
    settings_of_site.brand_colour = "#6B2A78"
    settings_of_site.save()

    css = get(theme_address(get("/gallery/")))

    assert css.headers["Content-Type"] == "text/css; charset=utf-8"
    assert css.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--lo-brand:#6b2a78" in css.content.decode()


def test_an_address_that_is_out_of_date_leads_to_todays_colours(get, settings_of_site):
    before = theme_address(get("/gallery/"))
    settings_of_site.brand_colour = "#6b2a78"
    settings_of_site.save()

    moved = get(before)

    assert moved.status_code == 302
    assert moved.headers["Cache-Control"] == "no-cache"
    assert moved.headers["Location"] == theme_address(get("/gallery/")) != before
