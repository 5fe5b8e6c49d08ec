"""A council of a test's own, to fill with what it needs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from localoffer.directory.vocabulary import load_vocabulary
from tests.factories.places import DemonstrationFactory, OutcodeFactory, PostcodeFactory, served_on


@pytest.fixture
def council(db, kept_council):
    """Fenbridge, with a site and no services yet; LN6 7QX is a postcode there."""
    return kept_council()


@pytest.fixture(scope="module")
def kept_council(keep):
    return keep(fenbridge_with_a_postcode)


def fenbridge_with_a_postcode():
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council", slug="fenbridge")
    served_on(council, "fenbridge.localhost")
    PostcodeFactory(authority=council)
    OutcodeFactory()
    load_vocabulary()
    return council


@pytest.fixture
def indexed(django_capture_on_commit_callbacks) -> Callable[[], Any]:
    """What is changed inside `with indexed():` is in the index afterwards, as after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def get(client, council) -> Callable[..., Any]:
    return lambda path, **params: client.get(path, params or None, headers={"host": "fenbridge.localhost"})


@pytest.fixture
def queries(get) -> Callable[..., list[str]]:
    """The statements that a page runs, without their values: `queries("/find/", q="club")`."""

    def run(path: str, **params: Any) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            answer = get(path, **params)
        assert answer.status_code == 200
        return [query["sql"].split(" WHERE ")[0] for query in captured.captured_queries]

    return run
