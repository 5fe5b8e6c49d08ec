"""What families can ask for by law, as they read it. Pages and services of the council are handed in."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from localoffer.duties import loading
from localoffer.duties.law import Right

from .links import Links, links_of, services_of_kinds

MOST_PAGES = 4


@dataclass(frozen=True)
class ShownRight:
    """One right: what it is, and what this council has that serves it."""

    right: Right
    pages: Links
    services: Links

    @property
    def source(self) -> str:
        """Each text it rests on; one that we have not read, with how sure we are."""
        return "; ".join(
            source.ref if source.is_confirmed else f"{source.ref} ({source.in_words})"
            for source in self.right.sources
        )


@dataclass(frozen=True)
class ShownPart:
    """Rights that belong together."""

    title: str
    rights: list[ShownRight]


def by_part(
    today: dt.date,
    *,
    pages: Mapping[str, Links],
    services_of: Callable[[str], tuple[str, str] | None],
) -> list[ShownPart]:
    """All rights of a day, as their file has them. `services_of` gives the link to a kind, if the council has any."""
    titles = {section.slug: section.title for section in loading.sections()}
    return [
        ShownPart(
            titles[section],
            [
                ShownRight(
                    right,
                    links_of(right.criteria, pages)[:MOST_PAGES],
                    services_of_kinds(right.services, services_of),
                )
                for right in rights
            ],
        )
        for section, rights in groupby(loading.rights(today), key=lambda right: right.section)
    ]
