from django.core.management.base import BaseCommand, CommandError

from localoffer.compliance import actions
from localoffer.places.models import Authority


class Command(BaseCommand):
    help = "Keep what each council's page says of how it meets the law. The clock does it every night."

    def handle(self, **options):
        failed = []
        for authority in Authority.objects.filter(sites__isnull=False).distinct().order_by("pk"):
            try:
                actions.keep(authority=authority)
            except Exception as problem:  # one council's broken record must not cost the others their night
                failed.append(f"{authority}: {problem}")
        if failed:
            raise CommandError("Not kept. " + "; ".join(failed))
