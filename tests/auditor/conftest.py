"""Sites for the auditor's tests, on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.auditor.hostile import Hostile
from tests.auditor.town import Plan, Town


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """A council whose Local Offer is whole, with faults and decoys: served once for all who only read."""
    with Town(Plan()) as served:
        yield served


@pytest.fixture
def found_town() -> Iterator[Callable[[Plan], Town]]:
    """Found a town of one's own, served until the test ends."""
    with ExitStack() as stack:
        yield lambda plan: stack.enter_context(Town(plan))


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    """A site that means harm, and a canary beside it: `hostile.contacted` has to stay empty."""
    with Hostile() as served:
        yield served
