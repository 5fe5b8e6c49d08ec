from django.core.management.base import BaseCommand

from localoffer.finder import searchlog


class Command(BaseCommand):
    help = "Delete what was searched for more than 13 months ago. The clock does this each night."

    def handle(self, **options):
        number = searchlog.forget_old()
        self.stdout.write(f"{number} deleted.")
