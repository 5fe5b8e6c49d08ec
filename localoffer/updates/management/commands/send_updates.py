from django.core.management.base import BaseCommand
from django.utils import timezone

from localoffer.updates import actions, letters


class Command(BaseCommand):
    help = (
        "Write and send letters that are due; delete unconfirmed addresses. The clock does it every minute."
    )

    def handle(self, **options):
        now = timezone.now()
        actions.forget_unconfirmed(now=now)
        actions.forget_given_up()
        actions.write_due(now=now)
        letters.send_waiting()
