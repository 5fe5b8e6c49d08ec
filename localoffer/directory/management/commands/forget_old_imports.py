from django.core.management.base import BaseCommand

from localoffer.directory.imports.jobs import forget_old_jobs
from localoffer.directory.imports.opening import forget_old_replies
from localoffer.directory.imports.steps import forget_old_steps


class Command(BaseCommand):
    help = (
        "Delete what imports keep for a time: raw replies of feeds and what it takes to undo an import (30 days), "
        "uploaded files that nobody brought in (1 day). The clock does it every night."
    )

    def handle(self, **options):
        forget_old_replies()
        forget_old_steps()
        forget_old_jobs()
