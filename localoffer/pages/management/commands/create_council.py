from django.core.management.base import BaseCommand, CommandError

from localoffer.pages.starter import create_demonstration, create_site


class Command(BaseCommand):
    help = (
        "Create a demonstration council with a site of its own, to try things out with. "
        "It is marked as a demonstration and never enters national lists. Safe to run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="its short name in addresses, such as fenbridge")
        parser.add_argument("name", help='its name, such as "Fenbridge Council"')
        parser.add_argument("--host", default="", help="the host it is served on (SLUG.localhost)")
        parser.add_argument("--port", type=int, default=8000, help="the port in its addresses (8000)")

    def handle(self, *, slug, name, host, port, **options):
        try:
            authority = create_demonstration(slug=slug, name=name)
        except ValueError as error:
            raise CommandError(str(error)) from error
        site = create_site(authority, host=host or f"{slug}.localhost", port=port)
        self.stdout.write(f"{authority} is served at {site.root_url}/")
