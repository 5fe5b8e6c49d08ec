from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from localoffer.directory.sources.records import UnreadableSourceError
from localoffer.pages.moving import pages
from localoffer.places.models import Authority

MOST_LINES = 500


class Command(BaseCommand):
    help = (
        "Bring pages of another system into a council's site as drafts: from a sheet (title, address, summary, html, "
        "topic, owner, review months, duties), or from a folder or zip file of HTML files. Everything is looked at "
        "first: if one page is wrong, it says which, and nothing is written. Safe to run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "council", metavar="COUNCIL", help="its short name in addresses, such as fenbridge"
        )
        parser.add_argument("path", metavar="SHEET_OR_FOLDER", type=Path, help="where the pages are")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be made, and write nothing"
        )

    def handle(self, *, council, path, dry_run, **options):
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            raise CommandError(f"There is no council “{council}”.")
        try:
            sources, problems = pages.read(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror or error}).") from error
        except UnreadableSourceError as error:
            raise CommandError(f"{path.name}: {error}") from error
        made = pages.plan(sources, authority, problems=problems)
        self._say(made.problems)
        if made.refused:
            count = len(made.refused)
            raise CommandError(
                f"{count} {'thing is' if count == 1 else 'things are'} wrong. Nothing was written."
            )
        self.stdout.write(
            f"{len(made.new)} new page{'' if len(made.new) == 1 else 's'}, {made.there} that "
            f"{'is' if made.there == 1 else 'are'} here already."
        )
        if dry_run:
            self.stdout.write("Nothing was written.")
            return
        drafts, lost = pages.carry_out(made)
        self._say(lost)
        made_now = "1 draft was" if len(drafts) == 1 else f"{len(drafts)} drafts were"
        self.stdout.write(f"{made_now} made. Read each, put right what it says, and publish it.")

    def _say(self, problems):
        for problem in problems[:MOST_LINES]:
            where = f"row {problem.row}" if isinstance(problem.row, int) else problem.row
            self.stdout.write(f"{where}: {problem.message}")
