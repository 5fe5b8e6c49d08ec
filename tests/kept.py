"""What several tests of a module begin with, written once for all of them, in a transaction around theirs.

    @pytest.fixture(scope="module")
    def kept_council(keep):
        return keep(lambda: make_a_council("Fenbridge"))

    @pytest.fixture
    def council(db, kept_council):
        return kept_council()

Each test gets an object of its own, and what it writes is rolled back to what was kept. What a test does not ask for it
does not find there, whatever others of its module asked for before. One that commits cannot run within a transaction:
it has the council made anew.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from .databases import commits


class Kept:
    """What the tests of one module have in common: each thing in a transaction within that of the one before."""

    def __init__(self, unblocked: Callable[[], Any]) -> None:
        self._unblocked = unblocked
        self._makes: dict[str, Callable[[], Any]] = {}  # by the name of the fixture that keeps it
        self._made: dict[str, tuple[ExitStack, Any]] = {}  # in the order of the transactions

    def have(self, fixtures: Collection[str]) -> None:
        """Have there what these fixtures keep, and nothing else that is kept."""
        wanted = [name for name in self._makes if name in fixtures]
        stays = 0
        for name in self._made:
            if name not in wanted:
                break
            stays += 1
        with self._unblocked():
            while len(self._made) > stays:
                self._roll_back()
            for name in wanted:
                if name not in self._made:
                    self._make(name)

    def keep(self, name: str, make: Callable[[], Any], *, now: bool) -> Callable[[], Any]:
        """Have something made for every test that asks for it: gives what each of them calls to get it."""
        self._makes[name] = make
        if now:
            with self._unblocked():
                self._make(name)

        def give() -> Any:
            if name not in self._made:
                return make()
            cache.clear()  # which remembers what the test before wrote
            return deepcopy(self._made[name][1])

        return give

    def _make(self, name: str) -> None:
        with ExitStack() as around:  # which rolls back what cannot be made
            around.enter_context(transaction.atomic())
            made = self._makes[name]()
            self._made[name] = around.pop_all(), made

    def _roll_back(self) -> None:
        _, (around, _) = self._made.popitem()
        transaction.set_rollback(True)
        around.close()
        cache.clear()


of_this_module = pytest.StashKey[Kept | None]()
# The fixture that keeps something at this moment, and those that the test asks for, if it can have things kept
at_hand = pytest.StashKey[str]()
asked_for = pytest.StashKey[Collection[str]]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    stash = item.config.stash
    stash[asked_for] = () if commits(item) else getattr(item, "fixturenames", ())
    if kept := stash.get(of_this_module, None):
        kept.have(stash[asked_for])


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> Iterator[None]:
    if "keep" in fixturedef.argnames:
        request.config.stash[at_hand] = fixturedef.argname
    return (yield)


@pytest.fixture(scope="module")
def keep(
    request: pytest.FixtureRequest, django_db_setup, django_db_blocker
) -> Iterator[Callable[[Callable[[], Any]], Callable[[], Any]]]:
    """Write something for every test of the module that asks for it, as this file says."""
    stash = request.config.stash
    kept = stash[of_this_module] = Kept(django_db_blocker.unblock)
    yield lambda make: kept.keep(stash[at_hand], make, now=stash[at_hand] in stash[asked_for])
    kept.have(())
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
