"""What was searched for is kept without who asked, and shown only when it can be nobody's secret."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.directory import term_actions
from localoffer.directory.models import Taxonomy, TaxonomyTerm
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.finder import index, searchlog, snapshot
from localoffer.finder.models import OwnWords, SearchDay
from localoffer.finder.searchlog import without_traces
from tests.accounts.conftest import fenbridge, saltmere
from tests.factories.directory import ServiceFactory

__all__ = ["fenbridge", "saltmere"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits():
    searchlog.forget_waiting()
    yield
    searchlog.forget_waiting()


def listed(council, name):
    index.refresh([ServiceFactory(owner=council.authority, name=name).pk])


def searched(council, **params):
    answer = council.client().get("/find/", params)
    searchlog.write()
    return answer


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Autism help", "autism help"),
        ("write to me at jo.bloggs@example.org please", "write to me at please"),
        ("ring 07700 900123", "ring"),
        ("ring +44 (0)1632 960123 now", "ring now"),
        ("near LN6 7QX", "near ln6"),
        ("near ln67qx", "near ln6"),
        ("NHS 4857773456", "nhs"),
        ("12345", ""),
        ("year 6", "year 6"),
        ("x" * 1000, "x" * 40),
    ],
)
def test_nothing_that_could_lead_to_somebody_is_kept(typed, kept):
    assert without_traces(typed) == kept


def test_a_search_is_kept_by_day_with_its_filters_and_how_much_it_found(fenbridge):
    listed(fenbridge, "Autism club")
    for _ in range(2):
        searched(fenbridge, q="autism club", cost="free")

    row = SearchDay.objects.get()
    assert (row.words, row.filters, row.times, row.found) == ("autism club", "cost=free", 2, 1)
    assert (row.authority, row.day) == (fenbridge.authority, timezone.localdate())
    assert {field.name for field in SearchDay._meta.fields} == {
        *("id", "authority", "day", "words", "filters", "times", "found")
    }


def test_words_of_danger_are_not_kept(fenbridge):
    searched(fenbridge, q="i want to kill myself")

    assert not SearchDay.objects.exists()


def test_looking_at_more_pages_or_at_everything_is_no_new_search(fenbridge):
    searched(fenbridge)
    searched(fenbridge, q="autism", page="2")

    assert not SearchDay.objects.exists()


def test_going_back_to_a_page_is_no_new_search(fenbridge):
    client = fenbridge.client()
    first = client.get("/find/", {"q": "autism"})
    client.get("/find/", {"q": "autism"}, headers={"If-None-Match": first.headers["ETag"]})
    client.head("/find/", {"q": "autism"})
    searchlog.write()

    assert SearchDay.objects.get().times == 1


def test_what_cannot_be_written_waits_and_no_family_notices(fenbridge, monkeypatch):
    from django.db import DatabaseError

    def full(*args, **kwargs):
        raise DatabaseError("disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(searchlog, "_add", full)
        assert searched(fenbridge, q="autism").status_code == 200

    assert searchlog.write() == 1
    assert SearchDay.objects.get().words == "autism"


def test_after_13_months_it_is_gone(fenbridge):
    for days in (390, 400):
        SearchDay.objects.create(
            authority=fenbridge.authority,
            day=timezone.localdate() - timedelta(days=days),
            words=str(days),
            found=0,
        )

    assert searchlog.forget_old() == 1
    assert SearchDay.objects.get().words == "390"


def asked_on(council, words, days, found=0):
    for day in range(days):
        SearchDay.objects.create(
            authority=council.authority,
            day=timezone.localdate() - timedelta(days=day),
            words=words,
            found=found,
        )


def test_an_officer_reads_what_three_days_asked_or_everybody_says_and_no_name(fenbridge, saltmere):
    asked_on(fenbridge, "zorbing with bartholomew", 1)
    asked_on(fenbridge, "zorbing", 3)
    asked_on(fenbridge, "autism holiday club", 1, found=4)
    asked_on(saltmere, "wheelchair dancing", 3)
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    page = client.get(reverse("finder_searches")).content.decode()
    in_vain = client.get(reverse("finder_searches"), {"found": "nothing"}).content.decode()

    assert re.search(r"<h1[^>]*>\s*(<svg.*?</svg>)?\s*What families search for", page, re.S)
    assert "zorbing" in page
    assert "autism holiday club" in page
    assert "bartholomew" not in page
    assert "1 more is kept back" in " ".join(page.split())
    assert "wheelchair dancing" not in page
    assert "autism holiday club" not in in_vain


# --- Words that officers add --------------------------------------------------------------------------


def test_an_editor_teaches_the_finder_what_families_of_her_council_say(fenbridge, saltmere):
    for council in (fenbridge, saltmere):
        listed(council, "Water sports")
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    assert "We found nothing" in searched(fenbridge, q="zorbing").content.decode()

    client.post(
        reverse("wagtailsnippets_finder_ownwords:add"),
        {"say": "zorbing\nzorb balls", "words": "water sports"},
    )

    assert "Water sports" in searched(fenbridge, q="zorbing").content.decode()
    assert "Water sports" not in searched(saltmere, q="zorbing").content.decode()
    assert snapshot.of(fenbridge.authority.pk).vocabulary.meanings[-1].name == "zorbing"


def test_her_words_follow_a_term_that_was_merged_and_go_on_without_one_that_was_deleted(fenbridge):
    load_vocabulary()
    kinds = Taxonomy.objects.get(code="kind")
    arts, clubs = (TaxonomyTerm.objects.get(taxonomy=kinds, code=code) for code in ("arts", "youth-clubs"))
    own = term_actions.add_term(kinds, name="Zorbs", owner=fenbridge.authority)
    words = OwnWords.objects.create(owner=fenbridge.authority, say="zorbing", words="zorb balls")
    words.terms.set([arts, own])
    term_actions.merge_terms(arts, into=clubs)
    term_actions.delete_term(own)
    snapshot.forget()

    meaning = snapshot.of(fenbridge.authority.pk).vocabulary.meanings[-1]

    assert meaning.tokens == ("kind:youth-clubs",)
    assert meaning.words[0][1] == "zorb balls"


@pytest.mark.parametrize(
    ("say", "what"), [("the", "Add a word"), ("\n\n", "required"), ("a b c d e f g h i", "longer than")]
)
def test_a_phrase_that_would_spoil_every_search_is_refused(fenbridge, say, what):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    answer = client.post(reverse("wagtailsnippets_finder_ownwords:add"), {"say": say, "words": "swimming"})

    assert what in answer.content.decode()
    assert not OwnWords.objects.exists()


def test_when_nothing_is_found_it_is_said_that_the_search_was_noted(fenbridge):
    page = searched(fenbridge, q="zorbing").content.decode()

    assert "Your search has been noted" in " ".join(page.split())
    assert SearchDay.objects.get().found == 0
