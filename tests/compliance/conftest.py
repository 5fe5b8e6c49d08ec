"""Two councils with sites, and a calendar that stands still."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.accounts.conftest import Council


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> None:
    cache.clear()


@pytest.fixture
def fenbridge(db, kept_fenbridge) -> Council:
    return kept_fenbridge()


@pytest.fixture
def saltmere(db, kept_saltmere) -> Council:
    return kept_saltmere()


@pytest.fixture
def today():
    return timezone.localdate()
