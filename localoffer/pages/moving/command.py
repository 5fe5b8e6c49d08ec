"""What the commands that bring in something of another system have in common: all is looked at, then all is done."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from localoffer.directory.sources.records import Problem, UnreadableSourceError
from localoffer.places.models import Authority

MOST_LINES = 500


class MovingCommand(BaseCommand):
    """Reads and weighs what is given for a council, says what is wrong with it, and writes it if nothing is."""

    #: How what is given is called in the command's help, and each thing in it when it is wrong: (one, several)
    given: ClassVar[str]
    things: ClassVar[tuple[str, str]]

    def add_arguments(self, parser):
        parser.add_argument(
            "council", metavar="COUNCIL", help="its short name in addresses, such as fenbridge"
        )
        parser.add_argument("path", metavar=self.given, type=Path, help="what to bring in")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and write nothing"
        )

    def handle(self, *, council, path, dry_run, **options):
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            raise CommandError(f"There is no council “{council}”.")
        try:
            made = self.weigh(path, authority)
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror or error}).") from error
        except UnreadableSourceError as error:
            raise CommandError(f"{path.name}: {error}") from error
        self.say(made.problems)
        if made.refused:
            count, (one, several) = len(made.refused), self.things
            raise CommandError(
                f"{count} {f'{one} is' if count == 1 else f'{several} are'} wrong. Nothing was written."
            )
        for line in self.in_words(made):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Nothing was written.")
            return
        self.stdout.write(self.carry_out(made))

    def say(self, problems: list[Problem]) -> None:
        """What is wrong, or was left out, and where."""
        for problem in problems[:MOST_LINES]:
            where = f"row {problem.row}" if isinstance(problem.row, int) else problem.row
            self.stdout.write(f"{where}: {problem.message}")

    def weigh(self, path: Path, authority: Authority) -> Any:
        """The plan: what would be done, with its `problems`, and those that are `refused`."""
        raise NotImplementedError

    def in_words(self, made: Any) -> list[str]:
        """What a plan would do."""
        raise NotImplementedError

    def carry_out(self, made: Any) -> str:
        """Do it. Returns what was done."""
        raise NotImplementedError
