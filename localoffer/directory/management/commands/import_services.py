import csv
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from localoffer.directory import imports
from localoffer.directory.imports import Outcome
from localoffer.directory.sources import reading
from localoffer.directory.sources.records import UnreadableSource
from localoffer.directory.vocabulary import load_vocabulary, terms_by_words
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
        parser.add_argument("--format", choices=reading.FORMATS, help="what it is, when it cannot be told")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--drafts", action="store_true", help="let new services wait as drafts")
        parser.add_argument("--report", metavar="FILE", help="write the report, row by row, as CSV")
        parser.add_argument("--template", action="store_true", help="write an empty sheet with examples, and stop")

    def handle(self, *, what, council, create_council, source, **options):
        if options["template"]:
            self.stdout.write(reading.template(), ending="")
            return
        if not what or not council:
            raise CommandError("Say what to import and for whom: localoffer import services.csv --council SLUG")
        authority = self._council(council, create_council)
        load_vocabulary()
        source = source or default_source(what)
        try:
            result = reading.read(what, terms=terms_by_words(), format=options["format"])
        except UnreadableSource as error:
            raise CommandError(str(error)) from error
        plan = imports.compare(result, authority=authority, source=source)
        report = plan.report
        if not options["dry_run"]:
            report = imports.write(plan, publish_new=not options["drafts"])
        self._say(report, options)

    def _council(self, slug: str, name: str | None) -> Authority:
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None and name:
            from django.core.management import call_command

            call_command("create_council", slug, name, stdout=self.stderr)
            authority = Authority.objects.get(slug=slug)
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


def default_source(what: str) -> str:
    """What to call a source nobody named: the feed's host and path, or the file's name, at most 100 characters."""
    parts = urlsplit(what)
    if parts.scheme in ("http", "https"):
        return f"{parts.netloc}{parts.path}".rstrip("/")[:100]
    return (Path(what).stem if what != "-" else "standard input")[:100]


if __name__ == "__main__":
    sys.exit("Run this with: localoffer import")
