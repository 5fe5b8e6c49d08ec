from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from localoffer.cms import actions
from localoffer.cms.models import Worry

REMEMBERED_FOR = timedelta(days=30)


class Command(BaseCommand):
    help = (
        "Send safeguarding worries that wait for a mail server, and forget those sent a month ago; the clock does "
        "so every minute."
    )

    def handle(self, **options):
        Worry.objects.filter(sent_at__lt=timezone.now() - REMEMBERED_FOR).delete()
        waiting = actions.send_waiting_worries()
        if waiting:
            raise CommandError(
                f"{waiting} safeguarding worries wait to be sent. Look at LOCALOFFER_EMAIL_URL, and whether each "
                "council's settings have a safeguarding mailbox."
            )
