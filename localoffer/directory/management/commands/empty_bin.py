from django.core.management.base import BaseCommand

from localoffer.directory import bin


class Command(BaseCommand):
    help = "Delete for good what has been in the bin for 30 days."

    def handle(self, *, verbosity=1, **options):
        deleted = bin.empty_bin()
        if verbosity > 1 or deleted:
            self.stdout.write(f"{deleted} record{'' if deleted == 1 else 's'} deleted for good.")
