from django.core.management.base import BaseCommand, CommandError

from localoffer.pages.starter import create_site
from localoffer.places.models import Authority


class Command(BaseCommand):
    help = "Give a council its site on a host: a home page, settings of its own, and nothing of any other's."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="which council, such as lincolnshire")
        parser.add_argument("--host", required=True, help="such as localoffer.lincolnshire.gov.uk")
        parser.add_argument("--port", type=int, default=443, help="the port in its addresses (443)")

    def handle(self, *, slug, host, port, **options):
        authority = Authority.objects.in_force().filter(slug=slug).first()
        if authority is None:
            raise CommandError(
                f"There is no council {slug!r} today. Load them first with: localoffer load-places"
            )
        site = create_site(authority, host=host.lower(), port=port)
        self.stdout.write(f"{authority.official_name} is served at {site.root_url}/")
