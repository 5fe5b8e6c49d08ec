"""Pages that are no pages of Wagtail's: rooms above say what they have, and a search finds them all the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail import hooks

#: Rooms above register a function for this hook: given the Authority, it returns a list of SitePage.
HOOK = "register_pages_to_find"


@dataclass(frozen=True)
class SitePage:
    """A page at an address of ours: `name` is one word that tells it from the others, `words` what it is about."""

    name: str
    title: str
    href: str
    summary: str = ""
    words: str = ""


def pages_of(authority) -> Iterator[SitePage]:
    for register in hooks.get_hooks(HOOK):
        yield from register(authority)
