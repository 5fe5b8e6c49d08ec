"""Fenbridge, an invented council with a site of its own."""

import pytest

from tests.factories.places import DemonstrationFactory, served_on


@pytest.fixture
def get(client, db):
    """Ask Fenbridge's site for an address."""
    served_on(
        DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council"), "fenbridge.localhost"
    )
    return lambda path: client.get(path, headers={"host": "fenbridge.localhost"})
