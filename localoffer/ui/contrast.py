"""How well two colours can be told apart, and the nearest colour that can.

Formulas: W3C, Web Content Accessibility Guidelines 2.2, "relative luminance" and "contrast ratio"
(https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio);
4.5 is what success criterion 1.4.3 (AA) asks of text. Colours are written "#rrggbb".
"""

import colorsys
import re
from typing import Final

AA_TEXT: Final = 4.5
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
HEX: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, each 0 to 255; ValueError unless the colour reads "#rrggbb"."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"Write a colour as # and six digits, for example #0a5c63, not {colour!r}.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance: 0 for black, 1 for white."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 (the same) to 21 (black and white), whichever is lighter."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """Return a colour with a share (0 to 1) of another mixed in, channel by channel."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker_until_readable(colour: str, *, on: list[str], at_least: float = AA_TEXT) -> str:
    """Return the colour, darkened only as far as it takes to reach a contrast on every ground; else black."""
    for step in range(100):
        darker = mix(colour, BLACK, step / 100)
        if all(ratio(darker, ground) >= at_least for ground in on):
            return darker
    return BLACK


def lighter_until_readable(colour: str, *, on: list[str], at_least: float = AA_TEXT) -> str:
    """Return the colour, lightened only as far as it takes to reach a contrast on every ground; else white.

    Keeps the hue, and mutes colours that would glare once they are light.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in channels(colour)))
    for step in range(100):
        share = lightness + (1 - lightness) * step / 100
        lit = colorsys.hls_to_rgb(hue, share, min(saturation, 0.45))
        lighter = "#" + "".join(f"{round(channel * 255):02x}" for channel in lit)
        if all(ratio(lighter, ground) >= at_least for ground in on):
            return lighter
    return WHITE
