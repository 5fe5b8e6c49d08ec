"""Fenbridge, an invented council with a site of its own."""

import pytest
from wagtail.models import Site

from localoffer.cms.models import CouncilSettings
from tests.factories.places import DemonstrationFactory, served_on


@pytest.fixture
def site(db) -> Site:
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council")
    return served_on(council, "fenbridge.localhost")


@pytest.fixture
def settings_of_site(site) -> CouncilSettings:
    return CouncilSettings.for_site(site)


@pytest.fixture
def get(client, site):
    """Ask Fenbridge's site for an address."""
    return lambda path, **extra: client.get(path, headers={"host": "fenbridge.localhost"}, **extra)
