"""The names, numbers and days of one town, put into texts where they stand in braces."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from . import texts


def slug(title: str) -> str:
    """A title as a part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower().replace("’", "").replace("'", "")).strip("-")


def written(day: date) -> str:
    """A day as councils write it."""
    return f"{day.day} {day:%B %Y}"


class Phones:
    """Numbers that nobody has (Ofcom keeps them for drama), the same each time for the same desk."""

    FREE = {"sendiass", "advice", "localoffer"}

    def __init__(self, chance: Random) -> None:
        self._left = chance.sample(range(1000), 1000)
        self._of: dict[str, str] = {}

    def __getattr__(self, desk: str) -> str:
        if desk.startswith("_"):
            raise AttributeError(desk)
        if desk not in self._of:
            number = self._left.pop()
            self._of[desk] = f"0808 157 0{number:03}" if desk in self.FREE else f"01632 960 {number:03}"
        return self._of[desk]


class Emails:
    """Addresses that nobody has."""

    def __init__(self, domain: str) -> None:
        self._domain = domain

    def __getattr__(self, desk: str) -> str:
        if desk.startswith("_"):
            raise AttributeError(desk)
        return f"{desk}@{self._domain}"


class Days:
    """`ago.40`: the day 40 days before today, in words."""

    def __init__(self, today: date, direction: int) -> None:
        self._today, self._direction = today, direction

    def __getattr__(self, days: str) -> str:
        if not days.isdigit():
            raise AttributeError(days)
        return written(self._today + self._direction * timedelta(days=int(days)))


class Words:
    """`fill("Ring {phone.ehc} by {ahead.30}")`."""

    def __init__(self, seed: int, today: date, offer_host: str) -> None:
        chance = Random(f"words {seed}")
        names = texts.read("directory")["towns"]
        town, neighbour, neighbour2 = chance.sample(names, 3)
        slug = town.lower()
        school_year = today.year if today.month >= 9 else today.year - 1
        years = {f"year_minus{n}": today.year - n for n in range(1, 10)}
        years |= {f"year_plus{n}": today.year + n for n in range(1, 4)}
        self.town, self.slug, self.today = town, slug, today
        self.domain = f"{slug}.example.org"
        self._known = {
            "town": town,
            "slug": slug,
            "council": f"{town} {chance.choice(('Borough', 'City', 'Metropolitan Borough'))} Council",
            "neighbour": neighbour,
            "neighbour2": neighbour2,
            "forum": chance.choice(
                (f"{town} Parents Together", f"Voices of {town}", f"{town} SEND Parent Carers")
            ),
            "sendiass": chance.choice(
                (f"{town} SENDIASS", f"SENDIAS {town}", f"Compass ({town} SENDIAS Service)")
            ),
            "icb": f"NHS {town} and {neighbour} Integrated Care Board",
            "trust": f"{neighbour} and {town} Community Health NHS Trust",
            "hospital": f"{town} Royal Infirmary",
            "leisure": "Saltbox Leisure Centre",
            "primary": "Ferry Lane Primary School",
            "secondary": "Upper Moor Academy",
            "secondary2": "Westgate High School",
            "special1": "Priory Bank School",
            "special2": "Old Ferry School",
            "special_away": "Longholme School",
            "college": f"{town} College",
            "offer_host": offer_host,
            "school_year": f"{school_year} to {school_year + 1}",
            "year": today.year,
            "last_year": today.year - 1,
            "next_year": today.year + 1,
            **years,
            "phone": Phones(chance),
            "email": Emails(self.domain),
            "ago": Days(today, -1),
            "ahead": Days(today, 1),
        }

    def fill(self, text: str, **more: object) -> str:
        """A text with this town's own words where braces stand."""
        return text.format(**(self._known | more))
