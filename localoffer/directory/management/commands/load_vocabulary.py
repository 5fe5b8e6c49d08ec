from django.core.management.base import BaseCommand

from localoffer.directory.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = (
        "Add the needs, kinds of help and other terms that a new installation starts with. Safe to run again."
    )

    def handle(self, **options):
        added = load_vocabulary()
        self.stdout.write(f"{added} terms added." if added else "The vocabulary is there already.")
