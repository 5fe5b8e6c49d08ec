"""Two councils with sites, and a calendar that stands still."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.accounts.conftest import Council, council


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> None:
    cache.clear()


@pytest.fixture
def fenbridge(db) -> Council:
    return council("fenbridge")


@pytest.fixture
def saltmere(db) -> Council:
    return council("saltmere")


@pytest.fixture
def today():
    return timezone.localdate()
