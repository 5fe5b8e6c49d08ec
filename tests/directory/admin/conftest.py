"""Two councils with an installation in common, and their people."""

import pytest

from localoffer.accounts.models import Role
from tests.accounts.conftest import Council, fenbridge, saltmere

__all__ = ["fenbridge", "saltmere"]


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
