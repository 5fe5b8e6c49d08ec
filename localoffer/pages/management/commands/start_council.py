import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Site

from localoffer.directory.vocabulary import load_vocabulary
from localoffer.duties.yaml_lines import did_you_mean
from localoffer.pages.starter import create_demonstration, create_site
from localoffer.pages.starter.actions import Begun, begin, publish_ready, sheet
from localoffer.pages.starter.facts import BLANK, PAGES, VALUE, Fact, FactsError, cell, read
from localoffer.pages.starter.reading import StarterError
from localoffer.pages.starter.standing import Standing, Step
from localoffer.places.models import Authority


class Command(BaseCommand):
    help = (
        "Give a council a whole site to begin with: a draft of every page that the law asks for, in plain words, with "
        "blanks for what only the council knows. Nothing is published, and nothing that is there is changed. "
        "Safe to run again: it makes what is missing, and fills blanks that are still open."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help='which council: its short name or its name, such as "Isle of Wight"')
        parser.add_argument(
            "--host", default="", help="where its site is served (NAME.localhost, to try it out)"
        )
        parser.add_argument("--port", type=int, help="the port in its addresses (443; for *.localhost 8000)")
        parser.add_argument(
            "--facts", type=Path, metavar="FILE", help="fill blanks from a CSV or XLSX sheet, or from YAML"
        )
        parser.add_argument(
            "--blanks",
            type=Path,
            metavar="FILE",
            help="write the sheet of all blanks as CSV, and do nothing else",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish the pages that are ready, and say what keeps the others",
        )
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="the council is invented, and is made if it is not there",
        )

    def handle(self, *, name, host, port, facts, blanks, publish, demonstration, **options):
        try:
            said = read(facts) if facts else []
            with transaction.atomic():
                tell = self._do(name, host, port, said, blanks, publish, demonstration)
        except (FactsError, StarterError) as error:
            self.stderr.write(str(error))
            count = len(error.faults)
            raise CommandError(
                f"Nothing was changed: {count} thing{'' if count == 1 else 's'} to put right, above."
            ) from error
        tell()  # when all is kept: whoever listens may stop listening

    def _do(
        self,
        name: str,
        host: str,
        port: int | None,
        said: list[Fact],
        blanks: Path | None,
        publish: bool,
        demonstration: bool,
    ) -> Callable[[], None]:
        """Do all of it. Returns what tells of it."""
        authority = _council(name, demonstration)
        if blanks:
            return partial(self._write_blanks, authority, blanks)
        if authority is None:
            try:
                authority = create_demonstration(slug=slugify(name), name=name)
            except ValueError as error:
                raise CommandError(str(error)) from error
        load_vocabulary()  # which the lists of services on the pages name
        site = _site(authority, host.lower(), port)
        begun = begin(authority, said=said)
        done, left = publish_ready(authority) if publish else ([], [])
        return partial(self._sum_up, authority, site, begun, (done, left) if publish else None)

    def _write_blanks(self, authority: Authority | None, file: Path) -> None:
        rows = sheet(authority)
        try:
            # With the mark by which Excel knows UTF-8
            with file.open("w", encoding="utf-8-sig", newline="") as opened:
                writer = csv.writer(opened)
                writer.writerow([BLANK, VALUE, PAGES])
                writer.writerows([cell(each) for each in row] for row in rows)
        except OSError as error:
            raise CommandError(f"{file} cannot be written ({error.strerror or error}).") from error
        still = sum(1 for _, value, _ in rows if not value)
        self.stdout.write(
            f"{file}: {len(rows)} blanks, {still} without a value. Fill in the column “{VALUE}” (those you do not know "
            "yet may stay empty), save it as CSV or XLSX, and bring it back with --facts."
        )

    def _sum_up(
        self,
        authority: Authority,
        site: Site,
        begun: Begun,
        published: tuple[list[Standing], list[tuple[Standing, str]]] | None,
    ) -> None:
        count = {step: sum(1 for each in begun.standings if each.step is step) for step in Step}
        write = self.stdout.write
        write(f"{authority.official_name or authority.name}: {site.root_url}/")
        write(f"  {_pages(len(begun.made))} made, as drafts that families do not see")
        if begun.filled:
            write(f"  {begun.filled} blanks filled in pages that were there")
        for line in begun.left:
            write(f"  {line}")
        for each in begun.answered:
            write(
                f"  answered before, and left as it is: {each.fact.blank}: “{each.stays}” (the file says "
                f"“{each.fact.value}”; if that is right, change it on the pages)"
            )
        if there := len(begun.standings) - len(begun.made):
            write(f"  {_pages(there)} of the pack there already, left as they are")
        write(f"  {_pages(count[Step.READY])} ready, {count[Step.PUBLISHED]} published already")
        write(f"  {_pages(count[Step.BLANKS])} wait for {len(begun.blanks)} blanks")
        if count[Step.UNREADY]:
            write(
                f"  {_pages(count[Step.UNREADY])} have something else to put right: see “How ready?” on each"
            )
        write("\nWhat to do next:")
        if begun.blanks:
            write(f"  1. localoffer start-council {authority.slug} --blanks blanks.csv")
            write("     writes a sheet of all blanks. Fill it in with the teams that know, or")
            write(f"     sign in at {site.root_url}/admin/ and open “Starter pages”.")
            write(f"  2. localoffer start-council {authority.slug} --facts blanks.csv")
            write("     brings it back; as often as you like.")
        if count[Step.READY] and published is None:
            write("  Read the pages that are ready, and publish them: in the admin, or with --publish.")
        if not begun.blanks:
            write("  Read each page as families see it, and press “I read it today: it is right”.")
        if published is not None:
            done, left = published
            write(f"\nPublished: {_pages(len(done))}.")
            for standing, why in left:
                write(f"  not yet: {standing.title}: {why}")


def _council(name: str, demonstration: bool) -> Authority | None:
    """The council somebody means; None for an invented one that is not there yet."""
    every = list(Authority.objects.in_force())
    wanted = " ".join(name.split()).casefold()
    found = [
        each
        for each in every
        if wanted in (each.slug, each.name.casefold(), each.official_name.casefold(), slugify(each.name))
    ]
    if len(found) == 1:
        if found[0].is_demonstration and not demonstration:
            raise CommandError(f"{found[0]} is invented. Say so: --demonstration")
        return found[0]
    if found:
        names = ", ".join(f"{each.slug} ({each.official_name})" for each in found)
        raise CommandError(f"Several councils are called “{name}”. Say which by its short name: {names}.")
    if demonstration:
        if not slugify(name):
            raise CommandError("Give the invented council a name with letters in it.")
        return None
    real = [each for each in every if not each.is_demonstration]
    if not real:
        raise CommandError("No councils are loaded yet. Load them first with: localoffer load-places")
    # Each by its name as people say it, and by its short name
    hint = did_you_mean(name, [*(each.name for each in real), *(each.slug for each in real)])
    if not hint.startswith("Did you mean"):
        hint = "Give its name or short name, such as “Lincolnshire” or “isle-of-wight”."
    raise CommandError(
        f"There is no council “{name}” today. {hint} (For one that is invented: --demonstration)"
    )


def _site(authority: Authority, host: str, port: int | None) -> Site:
    """The council's site, which is made if it has none. A site that is there keeps its host."""
    sites = list(Site.objects.filter(authority_site__authority=authority).order_by("pk"))
    if sites and host and host not in {site.hostname for site in sites}:
        raise CommandError(
            f"{authority} is served on {sites[0].hostname} already. Leave --host out, or change the host in the admin, "
            "under Settings, Sites."
        )
    if sites and not (host and port):
        return next((site for site in sites if site.hostname == host), sites[0])
    host = host or f"{authority.slug}.localhost"
    if port is None:
        port = 8000 if host.endswith("localhost") else 443
    try:
        return create_site(authority, host=host, port=port)
    except ValidationError as error:
        raise CommandError(f"The site could not be made: {' '.join(error.messages)}") from error


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"
