"""Where a council imports from, and what its neighbours must not notice."""

import pytest

from tests.directory.sources.feed_server import serving
from tests.factories.places import AuthorityFactory


@pytest.fixture
def neighbour(db):
    return AuthorityFactory(name="Fenbridge", slug="fenbridge")


@pytest.fixture
def feed():
    """A feed served on loopback."""
    with serving() as feed:
        yield feed
