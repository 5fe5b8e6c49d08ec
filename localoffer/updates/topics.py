"""What can be followed by e-mail. Rooms above name theirs, and say what is new in it since the last letter."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wagtail import hooks

from localoffer.places.models import Authority

#: Rooms register a function that is given the Authority and returns a list of Topic.
TOPICS_HOOK = "register_update_topics"
#: The key of this room's own topic, whose letters are issues and no lists
NEWSLETTER = "newsletter"


@dataclass(frozen=True)
class Item:
    """One new thing: a path of the council's site, with what stands on it. `meta` says when and where it happens."""

    title: str
    href: str
    text: str = ""
    meta: str = ""


@dataclass(frozen=True)
class Topic:
    """Something to follow.

    `key` is never used for anything else: people are subscribed to it. `items(since, until)` gives what became new
    after the first moment and not after the second, the newest first.
    """

    key: str
    title: str
    href: str
    items: Callable[[dt.datetime, dt.datetime], Iterable[Item]]
    text: str = ""
    is_general: bool = False  # of the whole council, offered first


def topics_of(authority: Authority) -> list[Topic]:
    """Everything that can be followed at this council besides searches and the newsletter, the general first."""
    found = [topic for register in hooks.get_hooks(TOPICS_HOOK) for topic in register(authority)]
    return sorted(found, key=lambda topic: not topic.is_general)
