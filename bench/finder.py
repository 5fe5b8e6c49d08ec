"""How fast the finder is, as multiples measured in the same run. Run it with: ./dev bench finder

1. Ids and all facet counts for text + need + age + 5 miles, over the same SQL run by bare sqlite3.
2. The results page, over a Django view that says hello, both through the same WSGI application.
3. A postcode lookup, in milliseconds.
"""

import sqlite3
import statistics
import time

from bench.setting_up import scratch_site

SERVICES = 5_000
ROUNDS = 30
QUESTIONS = ["speech therapy", "autism holiday club", "help with reading at school", "wheelchair", "short breaks for teenagers"]


def main() -> None:
    with scratch_site(SERVICES) as council:
        from django.conf import settings
        from django.db import connection

        from localoffer.finder import engines
        from localoffer.finder.results import find
        from localoffer.finder.search import Search
        from localoffer.finder.words import terms
        from localoffer.places.lookup import look_up

        bare = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        bare.execute("PRAGMA mmap_size=134217728")
        ours, theirs, found = [], [], 0
        for number in range(ROUNDS * len(QUESTIONS)):
            text = QUESTIONS[number % len(QUESTIONS)]
            search = Search(text=text, near="LN6 7RQ", age=(7, 7), within=5, chosen={"need": ("ASD",)})
            sql, params = engines.query(council.pk, list(terms(text)))
            sql = sql.replace("%s", "?")
            started = time.perf_counter()
            rows = bare.execute(sql, params).fetchall()
            theirs.append(time.perf_counter() - started)
            started = time.perf_counter()
            result = find(search, authority=council)
            ours.append(time.perf_counter() - started)
            found += len(result)
        ratio("ids and counts", ours, "the same SQL, bare sqlite3", theirs, at_most=3)
        print(f"  ({found // len(ours)} results of {len(rows)} candidates, {SERVICES} services)")

        measure_page(council)

        lookups = []
        for postcode in ["LN6 7RQ", "PE21 6QP", "LN1 3JF", "SW1A 1AA"] * 25:
            started = time.perf_counter()
            look_up(postcode, authority=council)
            lookups.append(time.perf_counter() - started)
        print(f"postcode lookup: {ms(lookups)} (at most 2 ms)")
        connection.close()


def measure_page(council) -> None:
    """The results page and a hello, called in turn through the whole of Django."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.urls import path

    from localoffer.config import urls

    urls.urlpatterns.insert(0, path("hello/", lambda request: HttpResponse("Hello")))
    application = WSGIHandler()
    made = RequestFactory(SERVER_NAME="measured.localhost", SERVER_PORT="8000")

    def ask(address: str) -> float:
        environ = made.get(address).environ
        started = time.perf_counter()
        response = application(environ, lambda *a: None)
        body = b"".join(response)
        taken = time.perf_counter() - started
        response.close()
        assert response.status_code == 200, (address, response.status_code, body[:300])
        return taken

    pages, hellos = [], []
    for number in range(60):
        question = QUESTIONS[number % len(QUESTIONS)].replace(" ", "+")
        hellos.append(ask("/hello/"))
        pages.append(ask(f"/find/?q={question}&near=LN6+7RQ&age=7&need=ASD&within=5"))
    ratio("results page", pages[10:], "hello", hellos[10:], at_most=8)


def ratio(name: str, ours: list[float], other: str, theirs: list[float], *, at_most: float) -> None:
    pairs = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    verdict = "" if pairs <= at_most else "  TOO SLOW"
    print(f"{name}: {ms(ours)}; {other}: {ms(theirs)}; {pairs:.2f} times (at most {at_most}){verdict}")


def ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.2f} ms"


if __name__ == "__main__":
    main()
