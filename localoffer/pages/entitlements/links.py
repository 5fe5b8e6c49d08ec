"""Links to what a council has: its pages that serve duties, and its kinds of service."""

from collections.abc import Callable, Iterable, Mapping

MOST_KINDS = 3

Links = list[tuple[str, str]]  # (words, address)


def links_of(criteria: Iterable[str], pages: Mapping[str, Links]) -> Links:
    """The pages that serve any of some duties, each once."""
    return list(dict.fromkeys(link for criterion in criteria for link in pages.get(criterion, [])))


def services_of_kinds(kinds: Iterable[str], services_of: Callable[[str], tuple[str, str] | None]) -> Links:
    """The first few kinds of service that the council has any of."""
    found = [link for kind in dict.fromkeys(kinds) if (link := services_of(kind))]
    return found[:MOST_KINDS]
