"""How fast a council's standing with the law is read, and worked out. ./dev bench compliance

The page from its snapshot is held against a Django view that says hello, from the same gunicorn over HTTP. Worked out
afresh, it takes so many seconds with 3,000 services and 300 pages that name duties.
"""

import http.client
import statistics
import time
from datetime import timedelta

from bench._setting_up import scratch_site
from bench.finder import ratio, served

SERVICES, PAGES = 3_000, 300
ROUNDS = 80
PAGE = "/how-we-meet-the-law/"
PARTS = '[{"type": "part", "value": {"title": "What there is", "slug": "", "body": []}}]'


def main() -> None:
    with scratch_site(SERVICES) as council:
        from django.db import connection
        from django.utils import timezone
        from wagtail.models import Site

        from localoffer.cms.models import DutyServed, PageCare, PageCheck
        from localoffer.compliance import actions
        from localoffer.duties import loading
        from localoffer.pages.models import GuidePage

        today = timezone.localdate()
        slugs = [criterion.slug for criterion, _ in loading.in_force(today)]
        home = Site.objects.get(hostname="measured.localhost").root_page
        for number in range(PAGES):
            page = GuidePage(title=f"Page {number}", parts=PARTS)
            page.care.add(PageCare(owner="SEND information officer"))
            for step in range(3):
                page.duties_served.add(DutyServed(criterion=slugs[(number + step * 7) % len(slugs)]))
            home.add_child(instance=page)
            PageCheck.objects.create(
                page=page, checked_on=today - timedelta(days=number * 2), by_name="Somebody"
            )
        taken = []
        for _ in range(7):
            started = time.perf_counter()
            snapshot = actions.keep(authority=council)
            taken.append(time.perf_counter() - started)
        middle = statistics.median(taken)
        print(
            f"worked out afresh, {SERVICES:,} services and {PAGES} pages: {middle:.2f} s (at most 2 s)"
            f"{'' if middle <= 2 else '  TOO SLOW'}; kept in {len(snapshot.packed):,} bytes"
        )
        connection.close()
        measure_page()


def measure_page() -> None:
    """The page and a hello, asked in turn of one gunicorn worker, each over a connection of its own."""
    with served() as port:

        def ask(address: str) -> float:
            started = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", address, headers={"Host": "measured.localhost"})
            response = connection.getresponse()
            body = response.read()
            connection.close()
            assert response.status == 200, (address, response.status, body[:300])
            return time.perf_counter() - started

        ask(PAGE)
        uncached = ask(f"{PAGE}?status=gap")
        pages, hellos = [], []
        for _ in range(ROUNDS):
            hellos.append(ask("/hello/"))
            pages.append(ask(PAGE))
    print(f"put together for the first time, gaps alone: {uncached * 1000:.0f} ms")
    ratio("how we meet the law, from its snapshot", pages[10:], "hello", hellos[10:], at_most=6)


if __name__ == "__main__":
    main()
