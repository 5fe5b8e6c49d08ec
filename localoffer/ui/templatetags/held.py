"""`{% held "components/share.html" url=… name=… %}`: `{% include … only %}`, put together once for all it is told.

A component knows nothing but what it takes, so what is made of the same words is the same. Another word, number or
address in what it is told makes another.

Never tell it what a visitor typed: it would be held for as long as the process lives.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ..held import Held

register = template.Library()

#: Components that a process holds, of about three kilobytes each, with what they are told
MOST = 2_000
_made: Held[Hashable, SafeString] = Held(most=MOST)


@register.simple_tag(name="held")
def held_component(component: str, **told: Any) -> SafeString:
    """A component, by the name of its template and what that takes."""
    return once(component, told, lambda: told)


@register.simple_tag
def menu(links: list, path: str) -> SafeString:
    """The links of the menu, the one to the page at this path marked. Any path may be asked for: no other is held."""
    here = path if any(link.href == path for link in links) else ""
    return held_component("components/menu.html", links=links, here=here)


def once(name: str, told: Mapping[str, Any], context: Callable[[], Mapping[str, Any]]) -> SafeString:
    """The template with this context, which is made of what is told and of nothing else: held for the same again."""
    return _made.get((name, _frozen(told)), None, lambda: get_template(name).render(dict(context())))


_PLAIN = frozenset({str, SafeString, int, bool, float, date, datetime, type(None)})


def _frozen(value: Any) -> Hashable:
    """What a component is told, to tell it from all else. With types: words that are marked as safe equal others."""
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if kind is dict:
        return tuple(
            (name, type(each), each) if type(each) in _PLAIN else (name, _frozen(each))
            for name, each in value.items()
        )
    if kind in (list, tuple):
        return tuple(map(_frozen, value))
    if is_dataclass(kind):
        return kind, tuple(
            (type(each), each) if type(each) in _PLAIN else _frozen(each)
            for each in (getattr(value, name) for name in _names(kind))
        )
    raise TypeError(
        f"{kind.__name__} may change unseen. Tell a held component words, numbers, days, lists and dicts."
    )


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
