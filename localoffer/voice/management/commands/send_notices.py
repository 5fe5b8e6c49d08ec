from django.core.management.base import BaseCommand

from localoffer.voice.tasks import send_waiting


class Command(BaseCommand):
    help = "Send the letters about reports that have not gone yet. The clock does it every minute."

    def handle(self, **options):
        send_waiting()
