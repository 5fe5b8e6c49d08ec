from django.core.management.base import BaseCommand, CommandError

from localoffer.finder import index, semantic


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
            self._learn()
            return
        finished = index.refresh_stale()
        self._learn()
        if finished:
            self.stdout.write(f"{finished} services were waiting and have been refreshed.")
        if what == "finish":
            return
        differences = index.check()
        for each in differences[:50]:
            self.stdout.write(f"listing {each.listing_id} of service {each.service_id} {each.what}")
        if differences:
            raise CommandError(
                f"{len(differences)} entries are not what a rebuild would make. Run: localoffer index rebuild"
            )
        self.stdout.write("The index is what a rebuild would make.")
