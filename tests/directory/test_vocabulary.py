"""The words an installation starts with, and the words of others that it understands."""

import csv
import json
from pathlib import Path

import pytest

from localoffer.directory import term_actions
from localoffer.directory.models import Taxonomy, TaxonomyTerm, TaxonomyTermName
from localoffer.directory.sources.terms import Matcher
from localoffer.directory.vocabulary import folded, load_vocabulary, terms_by_words
from tests.factories.directory import term
from tests.factories.places import AuthorityFactory

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "samples" / "taxonomies"
SAYS_NOTHING = "Special educational needs and disabilities (SEND)"


def rows(name: str) -> list[dict]:
    with (SAMPLES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def matcher():
    load_vocabulary()
    return Matcher(terms_by_words())


def test_a_sheet_may_call_a_need_what_the_department_for_education_calls_it(matcher):
    for row in rows("sen_primary_need.csv"):
        assert matcher.find(row["name"], taxonomy="need") == ("need", row["code"])
        assert matcher.find(row["code"], taxonomy="need") == ("need", row["code"])


def test_the_four_broad_areas_stand_above_the_types_of_need(matcher):
    for row in rows("sen_primary_need.csv"):
        above = term("need", row["code"]).parent
        assert (above.code if above else "") == row["broad_area"]


def test_every_category_of_the_family_hubs_is_one_of_our_terms(matcher):
    unknown = [row["name"] for row in rows("dfe_family_hubs.csv") if not matcher.find(row["name"])]

    assert unknown == [SAYS_NOTHING]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Autistic Spectrum Disorder (ASD)", ("need", "ASD")),
        ("Learning difficulties and disabilities", ("need", "cognition-and-learning")),
        ("Breaks and respite", ("kind", "short-breaks")),
        ("Youth justice services", ("kind", "youth-justice")),
        ("Activities", ("kind", "fun")),
    ],
)
def test_a_category_of_the_family_hubs_is_the_term_that_means_the_same(matcher, name, found):
    assert matcher.find(name, taxonomy="DfE Family Hubs service categories") == found


def test_every_term_of_a_feed_that_uses_these_taxonomies_is_one_of_ours(matcher):
    hsds = json.loads((SAMPLES / "send_taxonomies_hsds.json").read_text("utf-8"))
    unknown = [
        each["name"]
        for each in hsds["taxonomy_terms"]
        if not matcher.find(each["code"], each["name"], taxonomy=each["taxonomy"])
    ]

    # Signing is a way to communicate, and no part of a building
    assert unknown == [SAYS_NOTHING, "British sign language (bsl)"]
    assert matcher.find("British sign language (bsl)") == ("communication", "bsl")


def test_no_word_stands_for_two_terms_of_a_vocabulary():
    load_vocabulary()
    for taxonomy in Taxonomy.objects.all():
        said = list(taxonomy.terms.values_list("name", flat=True))
        said += TaxonomyTermName.objects.filter(term__taxonomy=taxonomy).values_list("name", flat=True)
        words = [folded(word) for word in said]

        assert len(words) == len(set(words)), taxonomy


def test_loading_it_again_adds_nothing_and_leaves_what_was_changed_here():
    load_vocabulary()
    term_actions.rename_term(term("need", "ASD"), name="Autistic people")
    term_actions.merge_terms(term("kind", "debt"), into=term("kind", "benefits"))
    term_actions.retire_term(term("kind", "arts"))
    before = list(TaxonomyTerm.objects.order_by("pk").values()), TaxonomyTermName.objects.count()

    assert load_vocabulary() == 0

    assert (list(TaxonomyTerm.objects.order_by("pk").values()), TaxonomyTermName.objects.count()) == before


def test_what_a_later_version_brings_is_added_to_a_vocabulary_that_was_changed_here():
    load_vocabulary()
    TaxonomyTermName.objects.all().delete()
    TaxonomyTerm.objects.filter(code__in=["NSA", "youth-justice"]).delete()
    term_actions.merge_terms(term("kind", "family-help"), into=term("kind", "carers"))

    assert load_vocabulary() == 2

    assert term("kind", "youth-justice").parent == term("kind", "care")
    names = term("kind", "carers").other_names
    assert "Parenting support" in names.values_list("name", flat=True)


def test_a_council_is_understood_in_its_own_words_and_not_in_its_neighbours():
    load_vocabulary()
    fenbridge, saltmere = AuthorityFactory(), AuthorityFactory()
    fun = term("kind", "fun")
    own = term_actions.add_term(
        fun.taxonomy, name="Forest school", owner=fenbridge, parent=fun, other_names=["Woodland play"]
    )

    assert terms_by_words(fenbridge)["kind"]["woodland play"] == own.code
    assert "forest school" not in terms_by_words(saltmere)["kind"]
    assert "woodland play" not in terms_by_words()["kind"]
    assert own.code not in terms_by_words(saltmere)["kind"]


def test_a_term_that_is_shared_later_does_not_take_a_councils_own_word_from_its_records():
    load_vocabulary()
    fenbridge, fun = AuthorityFactory(), term("kind", "fun")
    own = term_actions.add_term(fun.taxonomy, name="Forest school", owner=fenbridge, parent=fun)
    shared = term_actions.add_term(fun.taxonomy, name="Forest school", parent=fun)

    assert own.code != shared.code
    assert terms_by_words(fenbridge)["kind"]["forest school"] == own.code
    assert terms_by_words()["kind"]["forest school"] == shared.code
