"""Two councils with an installation in common, and officers at their desks."""

import pytest

from localoffer.accounts.models import Role
from tests.accounts.conftest import Council, fenbridge, saltmere
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory

__all__ = ["fenbridge", "saltmere"]


@pytest.fixture
def service(fenbridge: Council):
    organization = OrganizationFactory(owner=fenbridge.authority, name="Lime Tree Trust")
    place = LocationFactory(owner=fenbridge.authority, name="Lime Hall")
    return ServiceFactory(
        owner=fenbridge.authority, organization=organization, name="Saturday club", at=[place]
    )


@pytest.fixture
def publisher(fenbridge: Council):
    """Fenbridge's publisher, signed in: a client that remembers who it is."""
    return _signed_in(fenbridge, Role.PUBLISHER)


@pytest.fixture
def editor(fenbridge: Council):
    return _signed_in(fenbridge, Role.EDITOR)


def _signed_in(council: Council, role: Role):
    user = council.officer(role)
    client = council.client(user)
    client.user = user
    return client
