from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from localoffer.pages import tasks
from localoffer.pages.looking_over import actions
from localoffer.places.models import Authority


class Command(BaseCommand):
    help = "Measure published pages and look for broken links. The clock does it every night."

    def handle(self, **options):
        failed = []
        for authority in Authority.objects.filter(sites__isnull=False).distinct().order_by("pk"):
            try:
                actions.look_over(authority, now=timezone.now())
            except Exception as problem:  # one council's broken page must not cost the others their night
                failed.append(f"{authority}: {problem}")
        tasks.try_links.enqueue()
        if failed:
            raise CommandError("Not looked over. " + "; ".join(failed))
