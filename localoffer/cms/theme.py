"""A council's colours, as a small stylesheet of custom properties.

The council chooses two colours; the rest follows from them, so that every pair that carries text can be
read in light and in dark. The names are those of `ui/scss/_tokens.scss`, whose own values are the
unbranded defaults.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from localoffer.ui import contrast

DEFAULT_BRAND: Final = "#0a5c63"
DEFAULT_DEEP: Final = "#06393e"

# The darkest and lightest grounds of the dark page (--lo-paper, --lo-card in _tokens.scss), and the ink of its buttons.
DARK_PAPER: Final = "#10181a"
DARK_CARD: Final = "#1c292d"
DARK_INK: Final = "#0b1416"

# Links sit a little above the minimum, so that thin letters on a poor screen are read as well.
COMFORTABLE: Final = 6.5


@dataclass(frozen=True)
class Theme:
    """Two colours chosen by a council: `brand` for buttons and links, `deep` for the footer."""

    brand: str = DEFAULT_BRAND
    deep: str = DEFAULT_DEEP

    def light(self) -> dict[str, str]:
        """Return the custom properties of the light page."""
        tint = contrast.mix(self.brand, contrast.WHITE, 0.93)
        link = contrast.darker_until_readable(self.brand, on=[contrast.WHITE, tint])
        return {
            "brand": self.brand,
            "on-brand": contrast.WHITE,
            "brand-hover": contrast.mix(self.brand, contrast.BLACK, 0.2),
            "brand-deep": self.deep,
            "link": link,
            "tint": tint,
        }

    def dark(self) -> dict[str, str]:
        """Return the custom properties of the dark page."""
        tint = contrast.mix(self.brand, DARK_PAPER, 0.88)
        brand = contrast.lighter_until_readable(
            self.brand, on=[DARK_PAPER, DARK_CARD, tint], at_least=COMFORTABLE
        )
        return {
            "brand": brand,
            "on-brand": DARK_INK,
            "brand-hover": contrast.mix(brand, contrast.WHITE, 0.25),
            "brand-deep": contrast.mix(self.deep, DARK_PAPER, 0.45),
            "link": brand,
            "tint": tint,
        }

    def stylesheet(self) -> str:
        """Return the CSS that sets them."""
        light, dark = (
            "".join(f"--lo-{name}:{value};" for name, value in properties.items())
            for properties in (self.light(), self.dark())
        )
        return (
            f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
            # Paper has no dark mode and little ink: lines and numbers keep the colour, fills go.
            "@media print{:root{--lo-link:#000;--lo-tint:#fff;}}\n"
        )

    @property
    def hash(self) -> str:
        """Return what names this stylesheet in its address: it changes when a single value does."""
        return hashlib.sha256(self.stylesheet().encode()).hexdigest()[:12]


def problem_with(colour: str) -> str:
    """Return what is wrong with a colour that white words are to be read on, or "" when nothing is.

    Names the measured ratio and the nearest shade that would do.
    """
    try:
        measured = contrast.ratio(colour, contrast.WHITE)
    except ValueError as error:
        return str(error)
    if measured >= contrast.AA_TEXT:
        return ""
    # 4.499 must not read as the 4.50 that it is not.
    shown = int(measured * 100) / 100
    darker = contrast.darker_until_readable(colour, on=[contrast.WHITE])
    return (
        f"White words cannot be read well on {colour}: their contrast is {shown:.2f} to 1, and "
        f"{contrast.AA_TEXT} to 1 is needed. The nearest shade that works is {darker}."
    )
