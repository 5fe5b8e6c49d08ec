import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from wagtail import hooks

from localoffer.directory import imports
from localoffer.directory.imports import Outcome
from localoffer.directory.imports.opening import READERS, default_source, open_source
from localoffer.directory.sources.records import UnreadableSourceError
from localoffer.directory.sources.sheet_columns import write_template
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.places.models import Authority


class Command(BaseCommand):
    help = (
        "Bring services into a council's Local Offer from a file or a live feed. Everything is read and compared "
        "first, then written in one go; run again, it changes only what the source changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="?", metavar="FILE_OR_URL", help="a CSV file, a JSON file, or a feed's address")
        parser.add_argument("--council", metavar="SLUG", help="whose Local Offer, such as lincolnshire")
        parser.add_argument("--create-council", metavar="NAME", help="create this demonstration council first, if need be")
        parser.add_argument("--source", default="", help="what to call this source (the file's or host's name)")
        parser.add_argument("--format", choices=sorted(READERS), help="what it is, when it cannot be told")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--drafts", action="store_true", help="let new services wait as drafts")
        parser.add_argument("--report", metavar="FILE", help="write the report, row by row, as CSV")
        parser.add_argument("--template", metavar="FILE", help="write our sheet with two examples to this file, and stop")

    def handle(self, *, what, council, create_council, source, **options):
        if options["template"]:
            write_template(Path(options["template"]))
            self.stdout.write(f"Fill in {options['template']} and import it. docs/reference/sheet.md explains each column.")
            return
        if not what or not council:
            raise CommandError("Say what to import and for whom: localoffer import services.csv --council SLUG")
        authority = self._council(council, create_council)
        load_vocabulary()
        source = source or default_source(what)
        try:
            result = open_source(what, format=options["format"])
        except UnreadableSourceError as error:
            raise CommandError(str(error)) from error
        plan = imports.compare(result, authority=authority, source=source)
        report = plan.report
        if not options["dry_run"]:
            report = imports.write(plan, publish_new=not options["drafts"])
        self._say(report, options)

    def _council(self, slug: str, name: str | None) -> Authority:
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None and name:
            # A council needs pages and a host, which are made in a room above this one
            for create in hooks.get_hooks("create_demonstration_council"):
                authority = create(slug=slug, name=name)
        if authority is None:
            raise CommandError(
                f"There is no council {slug!r} here. Load the 153 councils with `localoffer load-places`, "
                'or try things out with one of your own: --create-council "Name"'
            )
        return authority

    def _say(self, report: imports.Report, options) -> None:
        if options["report"]:
            with Path(options["report"]).open("w", newline="", encoding="utf-8-sig") as file:
                csv.writer(file).writerows([["row or id", "name", "outcome", "why"], *report.as_rows()])
        shown = list(report.of(Outcome.REFUSED, Outcome.REVIEW, Outcome.MISSING, Outcome.WARNING))
        if options["verbosity"] > 1 or options["dry_run"]:
            shown = [line for line in report.lines if line.outcome is not Outcome.UNCHANGED]
        for line in shown[:200]:
            self.stdout.write(f"{line.outcome:>10}  {line.row}  {line.name}{': ' if line.why else ''}{line.why}")
        if len(shown) > 200:
            self.stdout.write(f"… and {len(shown) - 200} more lines. Write them all to a file with --report FILE.")
        prefix = "Would be: " if options["dry_run"] else ""
        self.stdout.write(f"{prefix}{report.in_one_line()}.")
