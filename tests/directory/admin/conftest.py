"""A council with an officer at her desk."""

import pytest

from tests.accounts.conftest import Council, fenbridge, saltmere  # noqa: F401 - fixtures
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory


@pytest.fixture
def service(fenbridge: Council):  # noqa: F811
    organization = OrganizationFactory(owner=fenbridge.authority, name="Lime Tree Trust")
    place = LocationFactory(owner=fenbridge.authority, name="Lime Hall")
    return ServiceFactory(
        owner=fenbridge.authority, organization=organization, name="Saturday club", at=[place]
    )
