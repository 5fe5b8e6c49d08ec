"""A council with the starting vocabulary, for whoever brings records in."""

import pytest

from localoffer.directory.vocabulary import load_vocabulary
from tests.factories.places import AuthorityFactory


@pytest.fixture(scope="module")
def kept_council(keep):
    return keep(saltmere_with_a_vocabulary)


def saltmere_with_a_vocabulary():
    load_vocabulary()
    return AuthorityFactory(name="Saltmere", slug="saltmere")


@pytest.fixture
def council(db, kept_council):
    """A council with the starting vocabulary."""
    return kept_council()
