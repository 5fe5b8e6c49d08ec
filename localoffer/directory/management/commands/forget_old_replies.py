from django.core.management.base import BaseCommand

from localoffer.directory.imports.opening import forget_old_replies


class Command(BaseCommand):
    help = "Delete the raw replies of feeds that are older than 30 days. The clock does it every night."

    def handle(self, **options):
        forget_old_replies()
