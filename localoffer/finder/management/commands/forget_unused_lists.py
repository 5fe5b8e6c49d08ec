from django.core.management.base import BaseCommand
from django.utils import timezone

from localoffer.finder.shortlist import actions


class Command(BaseCommand):
    help = "Delete lists of families that nobody has used for a year. The clock does it every night."

    def handle(self, **options):
        actions.forget_unused(on=timezone.localdate())
