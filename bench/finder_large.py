"""How a search within one council fares as an installation grows, on PostgreSQL. Run it with: ./dev bench finder_large

One council with 5,000 services is measured alone, and again when 59 like it stand in the same tables: 300,000. Their
rows hold the same words as its own, which is the hardest case for the index: every word is in every council. Words are
asked for as if for the first time, so that the database answers each search; ratios are of the two medians.

It makes a database of its own on the server that LOCALOFFER_BENCH_POSTGRESQL names (the user postgres on this machine
unless set), and drops it at the end.
"""

import os
import statistics
import sys
import time
import uuid

import psycopg

from bench._setting_up import scratch_site
from bench.finder import QUESTIONS, WORDS

SERVICES = 5_000
COUNCILS = 60
ROUNDS = 60
AT_MOST = 2.0
SERVER = os.environ.get("LOCALOFFER_BENCH_POSTGRESQL", "postgres://postgres@127.0.0.1:5432")


def main() -> None:
    name = f"localoffer_bench_{uuid.uuid4().hex[:12]}"
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True)
    except psycopg.OperationalError as error:
        sys.exit(f"This measures PostgreSQL, and none answers: {error}Set LOCALOFFER_BENCH_POSTGRESQL.")
    server.execute(f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = f"{SERVER}/{name}"
    try:
        with scratch_site(SERVICES) as council:
            small = measure(council)
            multiply(council)
            large = measure(council)
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    for what in small:
        before, after = (statistics.median(times[what]) for times in (small, large))
        verdict = "" if after / before <= AT_MOST else "  TOO SLOW"
        print(
            f"{what}: {before * 1000:.2f} ms at {SERVICES:,} services, {after * 1000:.2f} ms at "
            f"{SERVICES * COUNCILS:,}: {after / before:.2f} times (at most {AT_MOST:g}){verdict}"
        )


def measure(council) -> dict[str, list[float]]:
    """Seconds of many searches within a council: words new to this process, words it knows, and its snapshot."""
    from localoffer.finder import snapshot
    from localoffer.finder.results import find
    from localoffer.finder.search import Search

    made: dict[str, list[float]] = {"a search, words asked first": [], "a search, words asked before": []}
    for number in range(ROUNDS + 10):
        text = f"{QUESTIONS[number % len(QUESTIONS)]} {WORDS[number % len(WORDS)]}"
        search = Search(text=text, near="LN6 7RQ", age=(7, 7), within=5, chosen={"need": ("ASD",)})
        snapshot.of(council.pk)._words.clear()
        for times in made.values():
            started = time.perf_counter()
            find(search, authority=council).first(10)
            if number >= 10:  # the first few warm the database's own memory
                times.append(time.perf_counter() - started)
    made["a council's snapshot, read anew"] = []
    for _ in range(5):
        snapshot.forget()
        started = time.perf_counter()
        snapshot.of(council.pk)
        made["a council's snapshot, read anew"].append(time.perf_counter() - started)
    return made


def multiply(council) -> None:
    """Give other councils copies of this one's rows, as the index would have made them."""
    from django.db import connection

    from localoffer.finder import engines
    from localoffer.finder.models import Entry, EntryPoint
    from localoffer.places.models import Authority

    others = Authority.objects.exclude(pk=council.pk).order_by("pk")[: COUNCILS - 1]
    with connection.cursor() as cursor:
        plain = [
            connection.ops.quote_name(field.column)
            for field in Entry._meta.concrete_fields
            if field.column not in ("id", "listing_id", "service_id", "authority_id")
        ]
        cursor.execute("SELECT max(id) FROM finder_entry")
        (highest,) = cursor.fetchone()
        for number, other in enumerate(others, start=1):
            away = number * (highest + 1)
            cursor.execute(
                f"INSERT INTO finder_entry (id, listing_id, service_id, authority_id, words, {', '.join(plain)}) "
                "SELECT id + %s, gen_random_uuid(), gen_random_uuid(), %s, array_to_tsvector(ARRAY("
                "SELECT regexp_replace(word, '^[0-9]+', %s) FROM unnest(tsvector_to_array(words)) AS word)), "
                f"{', '.join(plain)} FROM finder_entry WHERE authority_id = %s",
                [away, other.pk, str(other.pk), council.pk],
            )
            cursor.execute(
                f"INSERT INTO {EntryPoint._meta.db_table} (entry_id, authority_id, easting, northing, label) "
                f"SELECT entry_id + %s, %s, easting, northing, label FROM {EntryPoint._meta.db_table} "
                "WHERE authority_id = %s",
                [away, other.pk, council.pk],
            )
    engines.tidy()
    assert Entry.objects.count() == SERVICES * COUNCILS


if __name__ == "__main__":
    main()
