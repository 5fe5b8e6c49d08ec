from django.core.management.base import BaseCommand, CommandError

from localoffer.finder import index, semantic
from localoffer.finder.found_pages import index as found_pages


class Command(BaseCommand):
    help = (
        "Check the finder's index against the records, make it again, or only finish what a process that was killed "
        "left undone (the clock does that every minute). Searching goes on meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["check", "rebuild", "finish"])

    def _learn(self) -> None:
        """What the optional second opinion needs (semantic.py)."""
        if semantic.is_on() and (number := semantic.learn()):
            self.stdout.write(f"{number} entries have been put into vectors.")

    def handle(self, *, what, **options):
        if what == "rebuild":
            self.stdout.write(f"{index.rebuild()} entries.")
            self.stdout.write(f"{found_pages.rebuild()} pages and parts of pages.")
            self._learn()
            return
        finished = index.refresh_stale()
        pages = found_pages.refresh_stale()
        self._learn()
        if finished:
            self.stdout.write(f"{finished} services were waiting and have been refreshed.")
        if pages:
            self.stdout.write(f"{pages} pages were waiting and have been refreshed.")
        if what == "finish":
            return
        differences = index.check()
        for each in differences[:50]:
            self.stdout.write(f"listing {each.listing_id} of service {each.service_id} {each.what}")
        of_pages = found_pages.check()
        for said in of_pages[:50]:
            self.stdout.write(said)
        if number := len(differences) + len(of_pages):
            raise CommandError(
                f"{number} entries are not what a rebuild would make. Run: localoffer index rebuild"
            )
        self.stdout.write("The index is what a rebuild would make.")
