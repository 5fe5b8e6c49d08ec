import difflib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import OperationalError, ProgrammingError, transaction
from django.utils.timezone import localtime
from wagtail import hooks

from localoffer.directory import imports
from localoffer.directory.imports import Outcome
from localoffer.directory.imports.opening import LONGEST_NAME, READERS, default_source, open_source
from localoffer.directory.models import ImportRun, TaxonomyTerm
from localoffer.directory.sources import mapping
from localoffer.directory.sources.records import UnreadableSourceError
from localoffer.directory.sources.sheet_columns import write_template
from localoffer.directory.vocabulary import load_vocabulary, terms_by_words
from localoffer.places.models import Authority

MOST_LINES = 200
MOST_RUNS = 20
SHIPPED = ("open-objects", "outpost-sheet")


class Command(BaseCommand):
    help = (
        "Bring services into a council's Local Offer from a file or a live feed. Everything is read and compared "
        "first, then written in one go; run again, it changes only what the source changed. Rows that cannot be "
        "read are refused one by one, and said. Exit status: 0 when it was written (or, with --dry-run, could "
        "be), 1 when nothing was written."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "what", nargs="?", metavar="FILE_OR_URL", help="a CSV, XLSX or JSON file, or a feed's address"
        )
        parser.add_argument("--council", metavar="SLUG", help="whose Local Offer, such as lincolnshire")
        parser.add_argument(
            "--create-council", metavar="NAME", help="create this demonstration council first, if need be"
        )
        parser.add_argument(
            "--source", default="", help="what to call this source (the file's or host's name)"
        )
        parser.add_argument("--format", choices=sorted(READERS), help="what it is, when it cannot be told")
        parser.add_argument(
            "--mapping",
            metavar="FILE",
            help="which columns of somebody else's sheet are ours: a YAML file, or open-objects for our example",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="let new services wait as drafts (or choose so in the council's settings)",
        )
        parser.add_argument("--report", metavar="FILE", help="write the report, row by row, as CSV")
        parser.add_argument(
            "--template",
            metavar="FILE",
            help="write our sheet with two examples to this file (.csv or .xlsx), and stop",
        )

        parser.add_argument(
            "--runs",
            action="store_true",
            help="list the council's last imports, each with its number, and stop",
        )
        parser.add_argument(
            "--undo",
            metavar="RUN",
            help="undo an import of the last 30 days, by its number (see --runs), and stop",
        )

    def handle(self, *, what, council, create_council, source, **options):
        if options["template"]:
            self._write_template(Path(options["template"]))
            return
        if options["undo"]:
            self._undo(options["undo"])
            return
        if options["runs"] and council:
            self._list_runs(self._council(council, None))
            return
        if not what or not council:
            raise CommandError(
                "Say what to import and for whom: localoffer import services.csv --council SLUG. "
                "For a sheet to fill in: localoffer import --template services.csv"
            )
        source = source.strip() or default_source(what)
        if len(source) > LONGEST_NAME:
            raise CommandError(f"--source is longer than {LONGEST_NAME} characters. Give it a shorter name.")
        options["mapped_by"] = self._mapping(options["mapping"])
        report_to = self._report_file(options["report"])
        is_dry = options["dry_run"]
        try:
            is_set_up = TaxonomyTerm.objects.exists() and Authority.objects.filter(slug=council).exists()
            with undone() if is_dry and not is_set_up else nullcontext():
                report = self._import(what, self._council(council, create_council), source, options)
        except (UnreadableSourceError, imports.OvertakenError) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database does not answer as it should ({error}). Nothing was written. If it is busy, run this "
                "again; if it is new, make its tables first: python -m django migrate"
            ) from error
        if report_to:
            self._write_report(report, report_to)
        self._say(report, is_dry=is_dry, verbosity=options["verbosity"])

    def _import(self, what: str, authority: Authority, source: str, options: dict) -> imports.Report:
        if not TaxonomyTerm.objects.exists():
            load_vocabulary()
        is_dry = options["dry_run"]
        result = open_source(
            what,
            format=options["format"],
            mapped_by=options["mapped_by"],
            keep=not is_dry,
            council=authority,
        )
        if not result.records and not result.problems:
            raise UnreadableSourceError("There is not one service in it.")
        if is_dry:
            return imports.compare(result, authority=authority, source=source).report
        publish_new = False if options["drafts"] else None
        return imports.import_records(result, authority=authority, source=source, publish_new=publish_new)

    def _council(self, slug: str, name: str | None) -> Authority:
        authority = Authority.objects.filter(slug=slug).first()
        if authority is None and name:
            try:
                validate_slug(slug)
            except ValidationError as error:
                raise CommandError(
                    f"--council {slug!r} is no short name. Use letters, digits and hyphens."
                ) from error
            # A council needs pages and a host, which are made in a room above this one
            for create in hooks.get_hooks("create_demonstration_council"):
                authority = create(slug=slug, name=name)
        if authority is None:
            near = difflib.get_close_matches(slug, Authority.objects.values_list("slug", flat=True), n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise CommandError(
                f"There is no council {slug!r} here.{hint} Load the 153 councils with `localoffer load-places`, "
                'or try things out with one of your own: --create-council "Name"'
            )
        return authority

    def _list_runs(self, authority: Authority) -> None:
        for run in ImportRun.objects.of(authority).select_related("undone").defer("report")[:MOST_RUNS]:
            counts = ", ".join(f"{number:,} {outcome}" for outcome, number in run.counts.items())
            undone = " (undone)" if hasattr(run, "undone") else ""
            self.stdout.write(
                f"{run.pk}  {localtime(run.finished_at):%d/%m/%Y %H:%M}  {run.source}: {counts or 'nothing'}{undone}"
            )

    def _undo(self, number: str) -> None:
        try:
            run = ImportRun.objects.filter(pk=number).first()
        except (ValueError, ValidationError):
            run = None
        if run is None:
            raise CommandError(
                f"There is no import {number!r}. `localoffer import --runs --council SLUG` lists those there are."
            )
        try:
            report = imports.undo(run)
        except imports.UndoError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except OperationalError as error:
            raise CommandError(
                f"The database is busy ({error}). Nothing was undone: run this again."
            ) from error
        for source_id, name, outcome, why in report.lines[:MOST_LINES]:
            if why:
                self.stdout.write(f"{outcome:>14}  {source_id}  {name}: {why}")
        self.stdout.write(f"{report.in_one_line()}.")

    def _mapping(self, name: str | None) -> mapping.SheetMapping | None:
        if not name:
            return None
        try:
            if name in SHIPPED:
                return mapping.parse(mapping.shipped(name))
            terms = terms_by_words() if TaxonomyTerm.objects.exists() else None
            return mapping.parse(Path(name).read_text("utf-8-sig"), terms=terms)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"The mapping {name} cannot be read: {getattr(error, 'strerror', '') or 'it is not UTF-8 text'}."
            ) from error
        except mapping.MappingError as error:
            raise CommandError(
                f"The mapping {name} cannot be used. Nothing was imported.\n{error}"
            ) from error

    def _write_template(self, path: Path) -> None:
        try:
            write_template(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Fill in {path} and import it. docs/reference/sheet.md explains each column.")

    def _report_file(self, name: str | None) -> Path | None:
        """Where the report goes, made sure of before anything is imported."""
        if not name:
            return None
        path = Path(name)
        try:
            path.open("a").close()
        except OSError as error:
            raise CommandError(
                f"The report cannot be written to {path}: {error.strerror}. Nothing was imported."
            ) from error
        return path

    def _write_report(self, report: imports.Report, path: Path) -> None:
        try:
            report.write_csv(path)
        except OSError as error:
            self.stderr.write(f"The report could not be written to {path}: {error.strerror}.")

    def _say(self, report: imports.Report, *, is_dry: bool, verbosity: int) -> None:
        if verbosity == 0:
            return
        shown = list(report.of(Outcome.REFUSED, Outcome.REVIEW, Outcome.MISSING, Outcome.WARNING))
        if verbosity > 1 or is_dry:
            shown = [line for line in report.lines if line.outcome is not Outcome.UNCHANGED]
        for line in shown[:MOST_LINES]:
            about = "  ".join(part for part in (line.row, line.name) if part)
            self.stdout.write(f"{line.outcome:>10}  {about}{': ' if line.why else ''}{line.why}")
        if len(shown) > MOST_LINES:
            self.stdout.write(
                f"… and {len(shown) - MOST_LINES:,} more. Write them all to a file with --report FILE."
            )
        prefix = "Would be: " if is_dry else ""
        self.stdout.write(f"{prefix}{report.in_one_line()}.")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
