from django.core.management.base import BaseCommand
from django.utils import timezone

from localoffer.voice import actions


class Command(BaseCommand):
    help = "Delete words and e-mail addresses of reports that are dealt with. The clock does it every night."

    def handle(self, **options):
        actions.forget_old(now=timezone.now(), by=None)
