"""A directory of any size to measure with: the demonstration's services, over and over, with other words and places."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from localoffer.directory.sources.records import LocationRecord, ServiceRecord, VenueRecord
from localoffer.pages.demonstration import loading
from localoffer.places.models import Postcode


def records(how_many: int, *, seed: int = 1) -> Iterator[ServiceRecord]:
    """Services that differ in name, words, place, age and needs as those of a real directory do."""
    chance = random.Random(seed)
    data = loading.read("fenbridge", today=date(2026, 11, 22))
    organizations = {row["key"]: loading._organization(row) for row in data["organizations"]}
    locations = {row["key"]: loading._location(row) for row in data["locations"]}
    models = [loading._record(row, organizations, locations) for row in data["services"]]
    words = sorted({word for model in models for word in model.description.split() if word.isalpha()})
    postcodes = list(Postcode.objects.beginning("LN6").values_list("pk", flat=True)[:2000]) + list(
        Postcode.objects.beginning("PE21").values_list("pk", flat=True)[:2000]
    )
    codes = ["ASD", "SLCN", "SPLD", "MLD", "SLD", "PMLD", "SEMH", "HI", "VI", "PD"]
    for number in range(how_many):
        model = models[number % len(models)]
        low = chance.choice([None, 0, 2, 4, 5, 8, 11, 14, 16])
        venue = VenueRecord(
            location=LocationRecord(
                source_id=f"place-{number}",
                name=f"Hall {number}",
                city="Fenbridge",
                postal_code=chance.choice(postcodes),
            )
        )
        yield replace(
            model,
            source_id=f"made-{number}",
            name=f"{model.name} {chance.choice(words)} {number}",
            description=f"{model.description}<p>{' '.join(chance.sample(words, 40))}.</p>",
            minimum_age=low,
            maximum_age=None if low is None else min(25, low + chance.randint(2, 9)),
            needs=tuple(chance.sample(codes, chance.randint(0, 3))),
            venues=(venue,) if chance.random() < 0.7 else (),
            schedules=(),
            successor_source_id="",
        )
