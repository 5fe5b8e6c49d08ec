"""`{% card_list cards %}`: components/cards.html, put together once for each list that is the same.

A first page has fifty cards, which nobody changes between one reader and the next.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from ..cards import way_on
from .held import once

register = template.Library()


@register.simple_tag
def card_list(cards: Iterable[Mapping[str, Any]], level: int = 3, short: bool = False) -> SafeString:
    """A list of cards. `level` is that of their headings; `short` shows their titles alone on a phone."""
    told = {"cards": list(cards), "level": level, "short": bool(short)}

    def whole() -> dict[str, Any]:
        return told | {"cards": [way_on(**{"title": "", **card}) for card in told["cards"]]}

    return once("components/cards.html", told, whole)
