"""How fast the finder is, as multiples measured in the same run. Run it with: ./dev bench finder

1. Ids and all facet counts for text + need + age + 5 miles, over the same question put in SQL to bare sqlite3: ids by
   the words typed, the filters and the distance, and a count of every choice of every filter with that filter left out.
   For strictness also over the finder's own lookups of words alone, which is all the SQL that it runs itself.
2. The results page, over a Django view that says hello, from the same gunicorn over HTTP; with 300 pages and parts
   beside the services, three of which it shows.
3. A postcode lookup, in milliseconds.
"""

import contextlib
import http.client
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from bench._setting_up import scratch_site

SERVICES = 5_000
ROUNDS = 30
WORDS = ["", "boy", "evening", "near school", "quiet", "teenager", "home", "weekend", "friends"]
QUESTIONS = [
    "speech therapy",
    "autism holiday club",
    "help with reading at school",
    "wheelchair",
    "short breaks for teenagers",
]


def main() -> None:
    with scratch_site(SERVICES) as council:
        from django.conf import settings
        from django.db import connection

        from localoffer.finder import snapshot
        from localoffer.finder.question import understand
        from localoffer.finder.results import find
        from localoffer.finder.search import Search
        from localoffer.places.lookup import look_up

        bare = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        bare.execute("PRAGMA mmap_size=134217728")
        flatten(bare)
        ours, again, theirs, every, whole, found = [], [], [], [], [], 0
        result_place = look_up("LN6 7RQ", authority=council).place
        for number in range(ROUNDS * len(QUESTIONS)):
            text = QUESTIONS[number % len(QUESTIONS)]
            search = Search(text=text, near="LN6 7RQ", age=(7, 7), within=5, chosen={"need": ("ASD",)})
            # What was typed, as it is looked for; and with the vocabulary's other words for it
            question = understand(text, snapshot.of(council.pk).vocabulary)
            typed = list(dict.fromkeys(stem for part in question.parts for stem in part.stems))
            rows, took = asked_of(bare, council.pk, typed)
            theirs.append(took)
            every.append(asked_of(bare, council.pk, question.words)[1])
            whole.append(whole_question(bare, council.pk, typed, result_place))
            # Cold: as if nobody had used these words since the index changed
            snapshot.of(council.pk)._words.clear()
            started = time.perf_counter()
            result = find(search, authority=council)
            ours.append(time.perf_counter() - started)
            started = time.perf_counter()
            find(search, authority=council)
            again.append(time.perf_counter() - started)
            found += len(result)
        for name, times in (("words asked first", ours), ("words asked before", again)):
            ratio(f"ids and counts, {name}", times, "the same in SQL, bare sqlite3", whole, at_most=2.5)
            ratio(f"  {name}", times, "SQL for the words typed alone", theirs)
            ratio(f"  {name}", times, "SQL for those and other words for them", every)
        print(f"  ({found // len(ours)} results of {len(rows)} candidates, {SERVICES} services)")

        write_pages(council)
        measure_page()

        lookups = []
        for postcode in ["LN6 7RQ", "PE21 6QP", "LN1 3JF", "SW1A 1AA"] * 25:
            started = time.perf_counter()
            look_up(postcode, authority=council)
            lookups.append(time.perf_counter() - started)
        print(f"postcode lookup: {ms(lookups)} (at most 2 ms)")
        connection.close()


def asked_of(bare: sqlite3.Connection, council: int, stems: Iterable[str]) -> tuple[set, float]:
    """The rows that bare sqlite3 finds by the finder's own statements for these words, and the seconds it took."""
    from localoffer.finder import engines

    statements = [
        (sql.replace("%s", "?"), params)
        for stem in stems
        for sql, params in engines.sqlite_statements(council, stem, is_alone=True)
    ]
    started = time.perf_counter()
    rows = {row for sql, params in statements for row in bare.execute(sql, params).fetchall()}
    return rows, time.perf_counter() - started


def flatten(bare: sqlite3.Connection) -> None:
    """Give bare sqlite3 the tables that such SQL would use: each entry's tokens a row, with the index they need."""
    bare.execute("CREATE TEMP TABLE token (entry INTEGER, token TEXT, facet TEXT)")
    rows = bare.execute("SELECT id, tokens FROM finder_entry").fetchall()
    bare.executemany(
        "INSERT INTO token VALUES (?, ?, ?)",
        [(pk, token, token.partition(":")[0]) for pk, tokens in rows for token in tokens.split()],
    )
    bare.execute("CREATE INDEX temp.token_entry ON token (entry, facet, token)")
    bare.execute("CREATE INDEX temp.token_token ON token (token, entry)")


def whole_question(bare: sqlite3.Connection, council: int, stems: Iterable[str], place) -> float:
    """Seconds that bare sqlite3 takes for the same question: its ids, and all counts."""
    far = 5 * 1609.344
    words = " OR ".join(f'"{stem}"' for stem in stems)
    near = (
        "(e.reaches_home OR NOT EXISTS (SELECT 1 FROM finder_entrypoint p WHERE p.entry_id = e.id) OR EXISTS ("
        "SELECT 1 FROM finder_entrypoint p WHERE p.entry_id = e.id AND (p.easting - :x) * (p.easting - :x) "
        "+ (p.northing - :y) * (p.northing - :y) <= :far * :far))"
    )
    passes = {
        "need": "e.id IN (SELECT entry FROM temp.token WHERE token IN ('need:ASD', 'need:?'))",
        "age": "(e.minimum_age IS NULL OR e.minimum_age <= 7) AND (e.maximum_age IS NULL OR e.maximum_age >= 7)",
        "within": near,
    }
    matched = (
        "SELECT e.id FROM finder_entry e WHERE e.authority_id = :council AND e.id IN (SELECT rowid FROM "
        "finder_entry_words WHERE finder_entry_words MATCH :words)"
    )
    params = {
        "council": council,
        "words": words,
        "x": place.easting,
        "y": place.northing,
        "far": far,
    }
    started = time.perf_counter()
    bare.execute(f"{matched} AND {' AND '.join(passes.values())}", params).fetchall()
    # A filter that is in use is left out of its own count; the others are counted together
    for left_out in (None, "need", "age"):
        rest = " AND ".join(sql for name, sql in passes.items() if name != left_out)
        facets = f"t.facet = '{left_out}'" if left_out else "t.facet NOT IN ('need', 'age')"
        bare.execute(
            f"SELECT t.token, COUNT(*) FROM ({matched} AND {rest}) AS found JOIN temp.token t "
            f"ON t.entry = found.id AND {facets} GROUP BY t.token",
            params,
        ).fetchall()
    return time.perf_counter() - started


def write_pages(council) -> None:
    """Sixty guides of five parts each, whose words are those of the services: pages that every question meets."""
    from localoffer.finder.found_pages import index
    from localoffer.finder.models import Entry, FoundPage

    texts = list(
        Entry.objects.order_by("pk").values_list("name", "name_words", "text_words", "summary")[:300]
    )
    FoundPage.objects.bulk_create(
        FoundPage(
            page_key=1_000_000 + number // 5,
            part=f"part-{number % 5}" if number % 5 else "",
            authority=council,
            name_words=name_words,
            text_words=text_words,
            same_as=uuid5(NAMESPACE_URL, str(number // 5)),
            href=f"/guide-{number // 5}/part-{number % 5}/",
            title=name,
            above=texts[number - number % 5][0] if number % 5 else "",
            what="Guide",
            summary=summary,
        )
        for number, (name, name_words, text_words, summary) in enumerate(texts)
    )
    index.draw_versions({council.pk})


def measure_page() -> None:
    """The results page and a hello, asked in turn of one gunicorn worker, each over a connection of its own."""
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

        first, again, hellos = [], [], []
        for number in range(80):
            # Each question is new to the server once; its second asking may use what the first left behind
            question = f"{QUESTIONS[number % len(QUESTIONS)]} {WORDS[number % len(WORDS)]}".replace(" ", "+")
            address = f"/find/?q={question}&near=LN6&age={number % 12 + 3}&need=ASD&within=5"
            hellos.append(ask("/hello/"))
            first.append(ask(address))
            again.append(ask(address))
    ratio("results page, asked first", first[10:], "hello", hellos[10:], at_most=8)
    ratio("results page, asked again", again[10:], "hello", hellos[10:], at_most=8)


@contextlib.contextmanager
def served() -> Iterator[int]:
    """One gunicorn worker on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "localoffer.config.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "1",
    ]
    server = subprocess.Popen([*command, "--log-level", "error"])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def ratio(
    name: str, ours: list[float], other: str, theirs: list[float], *, at_most: float | None = None
) -> None:
    pairs = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    verdict = "" if at_most is None else f" (at most {at_most})" + ("" if pairs <= at_most else "  TOO SLOW")
    print(f"{name}: {ms(ours)}; {other}: {ms(theirs)}; {pairs:.2f} times{verdict}")


def ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.2f} ms"


if __name__ == "__main__":
    main()
