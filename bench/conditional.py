"""What a 304 saves: of the bytes that a page takes, and of the time that it takes to make.

An ETag from the page itself is held against the least that one from the index's version would take.
"""

import gzip
import statistics
import time
from collections.abc import Callable

from bench._setting_up import scratch_site

SERVICES = 5_000
ROUNDS = 60
HOST = {"host": "measured.localhost"}


def main() -> None:
    with scratch_site(SERVICES) as council:
        from django.test import Client

        from localoffer.directory.models import Listing
        from localoffer.finder import snapshot

        client = Client()
        listing = Listing.objects.of(council).shown().first()
        pages = {
            "results": "/find/?q=short+breaks&age=5-10&near=LN6+7RQ",
            "a service": listing.get_absolute_url(),
        }
        version = _timed(lambda: snapshot._version(council.pk))
        for name, path in pages.items():
            page = client.get(path, headers=HOST)
            again = HOST | {"if-none-match": page.headers["ETag"]}
            assert client.get(path, headers=again).status_code == 304
            whole = _timed(lambda path=path: client.get(path, headers=HOST))
            short = _timed(lambda path=path, again=again: client.get(path, headers=again))
            packed = len(gzip.compress(page.content, 6))
            print(
                f"{name}: {len(page.content):,} bytes ({packed:,} compressed) become 0; "
                f"304 from the page takes {short / whole:.2f} × the page's {whole * 1000:.1f} ms, "
                f"from a version alone at least {version / whole:.3f} ×"
            )


def _timed(deed: Callable[[], object]) -> float:
    deed()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        deed()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    main()
