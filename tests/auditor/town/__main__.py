"""Serve a town, to look at it in a browser or to audit it from another process.

python -m tests.auditor.town --port 8650 [--seed 3] [--presence holding] [--own-host] [--varied] [--entries 400]
    [--more-pages 2000] [--truth town.json] [--log asked.jsonl]
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
from pathlib import Path

from . import Plan, Town
from .plan import PRESENCES


def main() -> None:
    """Build, say where it is, and serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.auditor.town", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="the council's; its neighbours' follow it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--presence", choices=PRESENCES, default="full")
    parser.add_argument("--own-host", action="store_true")
    parser.add_argument("--varied", action="store_true", help="meets some criteria, and some only in part")
    parser.add_argument("--entries", type=int, default=60)
    parser.add_argument("--more-pages", type=int, default=0)
    parser.add_argument("--truth", type=Path, help="where to write what is so of it, as JSON")
    parser.add_argument("--log", default="", help="where to write every request, a line of JSON each")
    told = parser.parse_args()
    more = {"presence": told.presence, "entries": told.entries, "more_pages": told.more_pages}
    if told.own_host:
        more["own_host"] = True
    plan = Plan.varied(told.seed, **more) if told.varied else Plan(seed=told.seed, **more)
    with Town(plan, port=told.port, log=told.log) as town:
        if told.truth:
            told.truth.write_text(town.truth.as_json(), encoding="utf-8")
        for name, url in town.truth.hosts.items():
            sys.stdout.write(f"{name:10} {url}\n")
        sys.stdout.write(f"{'the offer':10} {town.truth.offer_home or 'there is none'}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
