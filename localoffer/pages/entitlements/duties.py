"""The duties of the law as families read them, by section. Pages and services of the council are handed in."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from localoffer.duties import loading
from localoffer.duties.ehc.counting import said
from localoffer.duties.law import Section, Version

MOST_KINDS = 3

Links = list[tuple[str, str]]  # (words, address)


@dataclass(frozen=True)
class ShownDuty:
    """One duty: what anybody in England can expect, and what this council has of it."""

    slug: str
    version: Version
    pages: Links
    services: Links

    @property
    def source(self) -> str:
        """The texts we read; where there is none that binds, all of them, each with how sure we are."""
        if self.version.is_confirmed:
            return "; ".join(source.ref for source in self.version.sources if source.is_confirmed)
        return "; ".join(f"{source.ref} ({source.in_words})" for source in self.version.sources)


@dataclass(frozen=True)
class ShownSection:
    """A part of the law as families would divide it."""

    section: Section
    duties: list[ShownDuty]


def by_section(
    today: dt.date,
    *,
    pages: Mapping[str, Links],
    services_of: Callable[[str], tuple[str, str] | None],
) -> list[ShownSection]:
    """All duties in force on a day. `services_of` gives the link to a kind of service, if the council has any."""
    in_force = loading.in_force(today)
    shown = [
        ShownSection(
            section,
            [
                ShownDuty(
                    criterion.slug, version, pages.get(criterion.slug, []), _services(version, services_of)
                )
                for criterion, version in in_force
                if criterion.section == section.slug
            ],
        )
        for section in loading.sections()
    ]
    return [each for each in shown if each.duties]


def law_as_at(today: dt.date) -> str:
    """When the duties in force were last held against their sources: a day, or from one to another."""
    days = {version.reviewed_on for _, version in loading.in_force(today)}
    first, last = min(days), max(days)
    return f"on {said(first)}" if first == last else f"between {said(first)} and {said(last)}"


def _services(version: Version, services_of: Callable[[str], tuple[str, str] | None]) -> Links:
    kinds = dict.fromkeys(kind for wanted in version.evidence.services for kind in wanted.kinds)
    found = [link for kind in kinds if (link := services_of(kind))]
    return found[:MOST_KINDS]
