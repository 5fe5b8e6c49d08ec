"""What every test can ask for. The cast is here; databases, browsers and the closed network are beside it."""

import gc

import pytest
from hypothesis import settings

# How long one example takes says more about the machine's other work than about ours.
settings.register_profile("localoffer", deadline=None)
settings.load_profile("localoffer")

pytest_plugins = [
    "tests.parts",
    "tests.network",
    "tests.databases",
    "tests.references",
    "tests.kept",
    "tests.browsers",
    "tests.demonstration",
]


def pytest_collection_finish() -> None:
    """Leave what was collected, which stays, out of every later search for what is no longer used."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process remembers of the database goes with the test whose changes are rolled back."""
    from localoffer.finder import labels, snapshot
    from localoffer.pages import tree

    labels.forget()
    labels._local.is_changing = False
    snapshot.forget()
    tree.forget()
