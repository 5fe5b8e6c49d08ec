"""What several tests of a module begin with, written once for all of them, in a transaction around theirs.

    @pytest.fixture(scope="module")
    def kept_council(keep):
        return keep(lambda: make_a_council("Fenbridge"))

    @pytest.fixture
    def council(db, kept_council):
        return kept_council()

Each test gets an object of its own, and what it writes is rolled back to what was kept. A test that does not ask for
anything kept does not find it there. One that commits cannot run within a transaction: it has the council made anew.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from .databases import commits


class Kept:
    """What the tests of one module have in common, and the transaction that it is in."""

    def __init__(self, unblocked: Callable[[], Any]) -> None:
        self._unblocked = unblocked
        self._made: dict[Callable[[], Any], Any] = {}
        self._atomic: transaction.Atomic | None = None

    def begin(self) -> None:
        if self._atomic is None:
            with self._unblocked():
                self._atomic = transaction.atomic()
                self._atomic.__enter__()
                self._made = {make: make() for make in self._made}

    def end(self) -> None:
        if self._atomic is not None:
            with self._unblocked():
                transaction.set_rollback(True)
                self._atomic.__exit__(None, None, None)
                self._atomic = None
                cache.clear()

    def keep(self, make: Callable[[], Any]) -> Callable[[], Any]:
        """Have something made for every test: gives what each of them calls to get it."""
        self._made[make] = None
        if self._atomic is not None:
            with self._unblocked():
                self._made[make] = make()

        def give() -> Any:
            if self._atomic is None:
                return make()
            cache.clear()  # which remembers what the test before wrote
            return deepcopy(self._made[make])

        return give


of_this_module = pytest.StashKey[Kept | None]()
is_wanted = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    stash = item.config.stash
    stash[is_wanted] = "keep" in getattr(item, "fixturenames", ()) and not commits(item)
    if kept := stash.get(of_this_module, None):
        if stash[is_wanted]:
            kept.begin()
        else:
            kept.end()


@pytest.fixture(scope="module")
def keep(
    request: pytest.FixtureRequest, django_db_setup, django_db_blocker
) -> Iterator[Callable[[Callable[[], Any]], Callable[[], Any]]]:
    """Write something for every test of the module that asks for it, as this file says."""
    stash = request.config.stash
    kept = stash[of_this_module] = Kept(django_db_blocker.unblock)
    if stash[is_wanted]:
        kept.begin()
    yield kept.keep
    kept.end()
    stash[of_this_module] = None


@pytest.fixture(scope="module")
def kept_fenbridge(keep) -> Callable[[], Any]:
    """A council with a site that officers work on, as tests of the admin have it."""
    from tests.accounts.conftest import council

    return keep(lambda: council("fenbridge"))


@pytest.fixture(scope="module")
def kept_saltmere(keep) -> Callable[[], Any]:
    """Its neighbour."""
    from tests.accounts.conftest import council

    return keep(lambda: council("saltmere"))
