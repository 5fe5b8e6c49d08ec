"""Which tests this run is asked: all of them with one database alone, else a part of them (`./dev test` names it).

    no database      what asks none
    first database   what a database has a say in, and what is asked of one of them alone (`once`)
    last database    what a database has a say in

Each part runs in a process of its own; in CI, all three at once. The rooms of plain Python are read by the first alone.
"""

import os
from pathlib import Path

import pytest

# Rooms of plain Python: nothing there can ask a database, so its parts need not read their tests
PLAIN = [Path(__file__).parent / room for room in ("auditor", "duties", "oruk")]
WANTS_ONE = {"db", "transactional_db", "django_db_setup", "demonstration_database"}


def part() -> str:
    """The part that is tested here; nothing where that is all."""
    return os.environ.get("LOCALOFFER_PART", "")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave whole rooms to the part that asks no database."""
    return True if part() not in ("", "no database") and collection_path in PLAIN else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the other parts what is theirs."""
    if not part():
        return
    astray = [item.nodeid for item in items if _asks_a_database(item) and _is_plain(item)]
    if astray:
        raise pytest.UsageError(f"No part would run these, which ask a database in a plain room: {astray}")
    left_out = [item for item in items if not _is_of_this_part(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _is_of_this_part(item)]


def _is_of_this_part(item: pytest.Item) -> bool:
    if not _asks_a_database(item):
        return part() == "no database"
    if part() == "last database":
        # The first, which is SQLite, is the quicker
        return item.get_closest_marker("once") is None
    return part() == "first database"


def _is_plain(item: pytest.Item) -> bool:
    return any(room in item.path.parents for room in PLAIN)


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(
        item.get_closest_marker("django_db") or WANTS_ONE.intersection(getattr(item, "fixturenames", ()))
    )
