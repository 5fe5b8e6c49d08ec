"""`{% card_list cards %}`: components/cards.html, put together once for each list that is the same.

A first page has fifty cards, which nobody changes between one reader and the next. What is kept is made from the cards
alone, so another word, number or address in one of them is another list.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ..cards import way_on

register = template.Library()

#: Lists that are held in each process: about five kilobytes each
MOST_LISTS = 1_000


@register.simple_tag
def card_list(cards: Iterable[Mapping[str, Any]], level: int = 3, short: bool = False) -> SafeString:
    """A list of cards. `level` is that of their headings; `short` shows their titles alone on a phone."""
    # With its type: words that are marked as safe equal those that are not
    said = tuple(tuple((name, type(value), value) for name, value in card.items() if value) for card in cards)
    return _made(said, level, bool(short))


@lru_cache(maxsize=MOST_LISTS, typed=True)
def _made(cards: tuple[tuple[tuple[str, type, Any], ...], ...], level: int, short: bool) -> SafeString:
    whole = [way_on(**{"title": "", **{name: value for name, _, value in card}}) for card in cards]
    return get_template("components/cards.html").render({"cards": whole, "level": level, "short": short})
