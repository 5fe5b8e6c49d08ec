"""The duties of the law as families read them, by section. Pages and services of the council are handed in."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from localoffer.duties import loading
from localoffer.duties.ehc.counting import said
from localoffer.duties.law import Section, Version

from .links import Links, services_of_kinds

MOST_PAGES = 3


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

    @property
    def pages(self) -> Links:
        """The few of the council's pages that serve most of its duties: those to begin with."""
        served = Counter(link for duty in self.duties for link in duty.pages)
        return [link for link, _ in served.most_common(MOST_PAGES)]


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
                    criterion.slug,
                    version,
                    pages.get(criterion.slug, []),
                    services_of_kinds(
                        (kind for wanted in version.evidence.services for kind in wanted.kinds), services_of
                    ),
                )
                for criterion, version in in_force
                if criterion.section == section.slug
            ],
        )
        for section in loading.sections()
    ]
    return [each for each in shown if each.duties]


def law_as_at(today: dt.date) -> str:
    """When rights and duties in force were last held against their sources: a day, or from one to another."""
    days = {version.reviewed_on for _, version in loading.in_force(today)}
    days |= {right.reviewed_on for right in loading.rights(today)}
    first, last = min(days), max(days)
    return f"on {said(first)}" if first == last else f"between {said(first)} and {said(last)}"
