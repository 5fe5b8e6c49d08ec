"""The optional second opinion: closeness in meaning re-ranks what words found, and finds a little when words fail."""

import pytest
from django.core.management import call_command

from localoffer.finder import semantic
from localoffer.finder.models import EntryVector
from localoffer.finder.results import find
from localoffer.finder.search import Search
from tests.factories.directory import ServiceFactory

QUESTION = "moje dziecko jeszcze nie mówi"  # my child does not talk yet


@pytest.fixture
def services(council, indexed):
    with indexed():
        for name, words in (
            ("Chatter group", "For children who do not talk yet: speech and language help."),
            ("Riding for all", "Ponies and stables."),
        ):
            ServiceFactory(owner=council, name=name, description=f"<p>{words}</p>")


@pytest.fixture
def switched_on(settings):
    settings.SEMANTIC_RANKING = True


def names(council, text, **kwargs):
    return [each.entry.name for each in find(Search(text=text, **kwargs), authority=council).found]


def test_it_is_off_until_the_installation_asks_for_it(council, services):
    call_command("index", "finish")

    assert not semantic.is_on()
    assert not EntryVector.objects.exists()
    assert names(council, QUESTION) == []


def test_when_no_word_is_known_the_closest_in_meaning_is_found_and_says_so(council, services, switched_on):
    call_command("index", "finish")

    found = find(Search(text=QUESTION), authority=council)

    assert [each.entry.name for each in found.found][:1] == ["Chatter group"]
    assert found.found[0].reasons[0][0] == "close"


def test_whoever_wants_her_own_words_only_gets_those(council, services, switched_on):
    call_command("index", "finish")

    assert names(council, QUESTION, as_typed=True) == []


def test_only_what_changed_is_put_into_a_vector_again(council, services, switched_on, indexed):
    assert semantic.learn() == 2
    assert semantic.learn() == 0

    with indexed():
        service = ServiceFactory(owner=council, name="Swimming")
    assert semantic.learn() == 1

    with indexed():
        service.name = "Splash"
        service.save()
    assert semantic.learn() == 1
    assert EntryVector.objects.count() == 3


def test_an_entry_without_a_vector_is_found_by_its_words_as_ever(council, services, switched_on):
    assert names(council, "riding") == ["Riding for all"]
