"""`load_places`: councils and postcodes into the database."""

import argparse
import time
from typing import TextIO

from django.core.management.base import BaseCommand, CommandError

from localoffer.places import loading, onspd


class Command(BaseCommand):
    help = (
        "Load England's councils and postcodes. Safe to run again: what is already there is skipped, what "
        "people have edited is kept, and if it is stopped half-way nothing has changed. Run it after every "
        "upgrade."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--postcodes",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="Load 2.26 million postcodes too (about 10 seconds and 50 MB on SQLite). Without them a "
            "search by place finds nothing.",
        )

    def handle(self, *, postcodes: bool, **options) -> None:
        councils = loading.load_authorities()
        self.stdout.write(
            f"Councils: {councils.added} added, {councils.changed} changed, {councils.unchanged} unchanged."
        )
        if not postcodes:
            return
        began = time.monotonic()
        try:
            count = loading.load_postcodes(progress=Bar("Postcodes", self.stdout))
        except onspd.PostcodesMissing as problem:
            raise CommandError(f"{problem} (or leave them out with --no-postcodes)") from None
        if count is None:
            self.stdout.write("Postcodes: this edition is already loaded.")
        else:
            self.stdout.write(f"Postcodes: {count:,} loaded in {time.monotonic() - began:.0f} seconds.")


class Bar:
    """Shows a part done, from 0 to 1, as a bar on a terminal, and nowhere else."""

    WIDTH = 40

    def __init__(self, label: str, out: TextIO) -> None:
        self.label, self.out = label, out

    def __call__(self, done: float) -> None:
        if not self.out.isatty():
            return
        filled = round(done * self.WIDTH)
        bar = "#" * filled + "." * (self.WIDTH - filled)
        self.out.write(f"\r{self.label} [{bar}] {done:4.0%}", ending="" if done < 1 else "\n")
        self.out.flush()
