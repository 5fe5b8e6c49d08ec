"""How fast the finder is, as multiples measured in the same run. Run it with: ./dev bench finder

1. Ids and all facet counts for text + need + age + 5 miles, over the same SQL run by bare sqlite3.
2. The results page, over a Django view that says hello, from the same gunicorn over HTTP.
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
        ours, again, theirs, every, found = [], [], [], [], 0
        for number in range(ROUNDS * len(QUESTIONS)):
            text = QUESTIONS[number % len(QUESTIONS)]
            search = Search(text=text, near="LN6 7RQ", age=(7, 7), within=5, chosen={"need": ("ASD",)})
            # What was typed, as it is looked for; and with the vocabulary's other words for it
            question = understand(text, snapshot.of(council.pk).vocabulary)
            typed = list(dict.fromkeys(stem for part in question.parts for stem in part.stems))
            rows, took = asked_of(bare, council.pk, typed)
            theirs.append(took)
            every.append(asked_of(bare, council.pk, question.words)[1])
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
            ratio(
                f"ids and counts, {name}",
                times,
                "the SQL for what was typed, bare sqlite3",
                theirs,
                at_most=4,
            )
            ratio(
                f"ids and counts, {name}", times, "and for other words for it, bare sqlite3", every, at_most=4
            )
        print(f"  ({found // len(ours)} results of {len(rows)} candidates, {SERVICES} services)")

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


def ratio(name: str, ours: list[float], other: str, theirs: list[float], *, at_most: float) -> None:
    pairs = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    verdict = "" if pairs <= at_most else "  TOO SLOW"
    print(f"{name}: {ms(ours)}; {other}: {ms(theirs)}; {pairs:.2f} times (at most {at_most}){verdict}")


def ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.2f} ms"


if __name__ == "__main__":
    main()
