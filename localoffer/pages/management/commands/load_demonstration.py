from django.core.management.base import BaseCommand

from localoffer.accounts.models import User
from localoffer.pages.demonstration.loading import load

PASSWORD = "demonstration-only"  # noqa: S105 - printed for everybody, and only ever on a demonstration


class Command(BaseCommand):
    help = "Load two invented councils with their sites and services, to show what a Local Offer can be."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="the port in the sites' addresses (8000)")

    def handle(self, *, port, **options):
        for authority in load(port=port):
            self.stdout.write(f"{authority.official_name}: {authority.listings.count()} services")
        if not User.objects.filter(username="administrator").exists():
            User.objects.create_superuser("administrator", "administrator@example.org", PASSWORD)
