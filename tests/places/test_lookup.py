"""From what someone typed to a point and a council."""

import pytest

from localoffer.places.lookup import Problem, find_place, look_up
from localoffer.places.models import Authority, ClaimedOutcode, Postcode
from tests.factories.places import AuthorityFactory, DemonstrationFactory, OutcodeFactory, PostcodeFactory


def council_of(text, *, authority=None):
    return Authority.objects.get(pk=find_place(text, authority=authority).authority_id).name


def test_a_parent_types_her_postcode_and_gets_its_point_and_council(england):
    place = find_place("ln6 7qx")

    assert (place.easting, place.northing, place.precision) == (495532, 369287, "postcode")
    assert council_of("ln6 7qx") == "Lincolnshire"


@pytest.mark.parametrize(
    ("typed", "council"),
    [
        ("PE30 1AB", "Norfolk"),
        ("OX1 1AA", "Oxfordshire"),
        ("TD15 1AA", "Northumberland"),
        ("SW1A 1AA", "Westminster"),
        ("M1 1AA", "Manchester"),
    ],
)
def test_a_postcode_in_a_district_belongs_to_the_council_that_has_the_duties(england, typed, council):
    assert council_of(typed) == council


@pytest.mark.parametrize("typed", ["LN6 7", "ln67", "LN6 7q", "ln67q"])
def test_a_half_typed_postcode_is_the_middle_of_its_sector(england, typed):
    place = find_place(typed)
    sector = Postcode.objects.beginning("LN6 7")

    assert (place.label, place.outcode, place.postcode, place.precision) == ("LN6 7", "LN6", "", "sector")
    assert min(row.easting for row in sector) < place.easting < max(row.easting for row in sector)
    assert min(row.northing for row in sector) < place.northing < max(row.northing for row in sector)


def test_an_outcode_is_the_middle_of_its_postcodes(england):
    place = find_place("PE30")

    assert (place.label, place.precision) == ("PE30", "outcode")
    assert 560_000 < place.easting < 565_000
    assert 318_000 < place.northing < 323_000


def test_an_outcode_wins_where_letters_and_digits_could_be_either(england):
    assert find_place("n19").label == "N19"
    assert find_place("n1 9").label == "N1 9"


def test_a_district_of_inner_london_may_be_typed_without_its_last_letter(england):
    assert find_place("W1").label == "W1"
    assert council_of("W1B") == "Westminster"


def test_an_outcode_in_two_councils_is_in_neither(db):
    PostcodeFactory(postcode="LN6 7QX")
    PostcodeFactory(postcode="LN6 7QY")
    OutcodeFactory(outcode="LN6", authority=None)

    assert find_place("LN6 7").authority_id is None
    assert find_place("LN6").authority_id is None


def test_split_districts_agree_on_a_council_only_when_all_do(db):
    OutcodeFactory(outcode="W1A", authority=AuthorityFactory())
    OutcodeFactory(outcode="W1B", authority=None)

    assert find_place("W1").authority_id is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.NOTHING_TYPED),
        ("   ", Problem.NOTHING_TYPED),
        ("Lincoln", Problem.NOT_A_POSTCODE),
        ("LN", Problem.NOT_A_POSTCODE),
        ("\x00", Problem.NOT_A_POSTCODE),
        ("LN6 7QX\x00", Problem.NOT_A_POSTCODE),
        ("x" * 10_000, Problem.NOT_A_POSTCODE),
        ("'; DROP TABLE places_postcode; --", Problem.NOT_A_POSTCODE),
        ("ZZ9 9ZZ", Problem.UNKNOWN),
        ("ZZ9", Problem.UNKNOWN),
        ("EH1 1AA", Problem.OUTSIDE_ENGLAND),
        ("CH5 1AA", Problem.OUTSIDE_ENGLAND),
        ("CF10", Problem.OUTSIDE_ENGLAND),
        ("BT1 5", Problem.OUTSIDE_ENGLAND),
    ],
)
def test_there_is_a_reason_when_there_is_no_place(england, typed, problem):
    answer = look_up(typed)

    assert answer.place is None
    assert answer.problem == problem
    assert bool(answer.message) == (problem != Problem.NOTHING_TYPED)
    assert find_place(typed) is None


def test_an_unknown_postcode_of_a_known_outcode_comes_with_something_to_try(england):
    answer = look_up("LN6 7ZZ")

    assert answer.suggestion == "LN6"
    assert answer.message.endswith("You can try the first part on its own: LN6.")
    assert find_place(answer.suggestion)


def test_what_is_shared_is_never_more_than_the_outcode(england):
    assert [find_place(text).shared for text in ("LN6 7QX", "LN6 7", "LN6")] == ["LN6", "LN6", "LN6"]


def test_a_place_that_ends_up_in_a_log_does_not_give_the_postcode_away(england):
    assert "7QX" not in repr(look_up("LN6 7QX"))


def test_a_full_postcode_takes_one_query(england, django_assert_num_queries):
    with django_assert_num_queries(1):
        find_place("LN6 7QX")
    with django_assert_num_queries(1):
        find_place("LN6 7")
    with django_assert_num_queries(0):
        find_place("Lincoln")


class TestDemonstrations:
    @pytest.fixture
    def fenbridge(self, england):
        fenbridge = DemonstrationFactory(name="Fenbridge")
        ClaimedOutcode.objects.create(outcode="LN6", authority=fenbridge)
        return fenbridge

    @pytest.fixture
    def saltmere(self, england):
        saltmere = DemonstrationFactory(name="Saltmere")
        ClaimedOutcode.objects.create(outcode="PE30", authority=saltmere)
        return saltmere

    @pytest.mark.parametrize("typed", ["LN6 7QX", "LN6 7", "LN6"])
    def test_on_its_own_site_a_demonstration_has_the_outcodes_it_claims(self, fenbridge, typed):
        assert council_of(typed, authority=fenbridge) == "Fenbridge"

    def test_on_its_site_another_demonstration_has_its_own(self, fenbridge, saltmere):
        assert council_of("PE30 1AB", authority=fenbridge) == "Saltmere"

    def test_on_its_site_what_nobody_claims_is_the_real_councils(self, fenbridge):
        assert council_of("OX1 1AA", authority=fenbridge) == "Oxfordshire"

    def test_a_real_councils_site_and_the_national_list_never_hear_of_a_demonstration(self, fenbridge):
        lincolnshire = Authority.objects.get(name="Lincolnshire")

        assert council_of("LN6 7QX", authority=lincolnshire) == "Lincolnshire"
        assert council_of("LN6 7QX") == "Lincolnshire"
