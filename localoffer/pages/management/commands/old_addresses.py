from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from localoffer.directory.sources.records import UnreadableSourceError
from localoffer.pages.moving import old_addresses
from localoffer.places.models import Authority

MOST_LINES = 200


class Command(BaseCommand):
    help = (
        "Have old addresses lead to pages and services of a council's site, from a CSV file or workbook with the "
        "columns old and new. Everything is looked at first: if one row is wrong, it says which, and nothing is "
        "written. Safe to run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "council", metavar="COUNCIL", help="its short name in addresses, such as fenbridge"
        )
        parser.add_argument("file", metavar="FILE", type=Path, help="the list")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and write nothing"
        )

    def handle(self, *, council, file, dry_run, **options):
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            raise CommandError(f"There is no council “{council}”.")
        try:
            rows, problems = old_addresses.read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read ({error.strerror or error}).") from error
        except UnreadableSourceError as error:
            raise CommandError(f"{file.name}: {error}") from error
        made = old_addresses.plan(rows, authority, problems=problems)
        for problem in made.problems[:MOST_LINES]:
            self.stdout.write(f"row {problem.row}: {problem.message}")
        if made.problems:
            count = len(made.problems)
            raise CommandError(
                f"{count} {'row is' if count == 1 else 'rows are'} wrong. Nothing was written."
            )
        for line in old_addresses.in_words(made):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Nothing was written.")
            return
        count = old_addresses.carry_out(made)
        self.stdout.write(f"{count} old {'address leads' if count == 1 else 'addresses lead'} on now.")
