from django.core.management.base import BaseCommand
from django.utils import timezone

from localoffer.accounts.models import User
from localoffer.pages.demonstration import officers, problems
from localoffer.pages.demonstration.loading import load
from localoffer.pages.looking_over.actions import look_over


class Command(BaseCommand):
    help = "Load two invented councils, with sites, services, officers and problems, to show what a Local Offer can be."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="the port in the sites' addresses (8000)")

    def handle(self, *, port, **options):
        councils = load(port=port)
        for officer in officers.load(councils):
            self.stdout.write(f"{officer}: new")
        problems.load(councils)
        for authority in councils:
            look_over(authority, now=timezone.now())  # as the clock does each night
            self.stdout.write(f"{authority.official_name}: {authority.listings.count()} services")
        if not User.objects.filter(username="administrator").exists():
            User.objects.create_superuser("administrator", "administrator@example.org", officers.PASSWORD)
