"""Keeping 3,000 services right: suggesting duplicates, finding a number, listing what is overdue.

Each as a multiple of reading the same services with all their rows once, in the same run.
"""

import time

from bench._setting_up import scratch_site

SERVICES = 3_000


def main() -> None:
    with scratch_site(SERVICES) as council:
        from django.utils import timezone
        from modelcluster.models import get_all_child_relations

        from localoffer.directory import duplicates, replacing
        from localoffer.directory.matching import Kind, Wanted
        from localoffer.directory.models import Listing, Service

        services = Service.objects.kept_by(council)
        rows = [relation.get_accessor_name() for relation in get_all_child_relations(Service)]
        within = replacing.Within(services=services, listings=Listing.objects.of(council))
        nowhere = Wanted(Kind.PHONE, "01632 123456", "01632 654321")
        today = timezone.localdate()
        deeds = {
            "read all services and their rows": lambda: list(services.prefetch_related(*rows)),
            "suggest duplicates among them": lambda: duplicates.among_services(services),
            "look for a number that is nowhere": lambda: replacing.find(nowhere, within),
            "list what is overdue": lambda: list(Listing.objects.of(council).overdue(today)[:50]),
        }
        bare = None
        for name, deed in deeds.items():
            took = min(_timed(deed) for _ in range(3))
            bare = bare or took
            print(f"{name:<36} {took / bare:6.2f} ×  ({took * 1000:,.0f} ms)", flush=True)


def _timed(deed) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
