"""Councils: which of them exist on a day, and who follows whom."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from localoffer.places.models import Authority, Postcode
from tests.factories.places import AuthorityFactory, DemonstrationFactory, PostcodeFactory, served_on

REORGANISATION = dt.date(2027, 4, 1)
DAY_BEFORE = dt.date(2027, 3, 31)


@pytest.fixture
def surrey(db):
    """Surrey on its last day, to be followed by two councils."""
    surrey = AuthorityFactory(name="Surrey", ends_on=DAY_BEFORE)
    surrey.successors.add(
        AuthorityFactory(name="West Surrey", starts_on=REORGANISATION),
        AuthorityFactory(name="East Surrey", starts_on=REORGANISATION),
    )
    return surrey


def names(councils):
    return [council.name for council in councils]


def test_on_the_day_of_a_reorganisation_the_new_councils_take_over(surrey):
    assert names(Authority.objects.in_england(on=DAY_BEFORE)) == ["Surrey"]
    assert names(Authority.objects.in_england(on=REORGANISATION)) == ["East Surrey", "West Surrey"]


def test_a_council_holds_its_duties_until_its_last_day_and_then_its_successors_do(surrey):
    assert names(surrey.succeeded_by(DAY_BEFORE)) == ["Surrey"]
    assert names(surrey.succeeded_by(REORGANISATION)) == ["East Surrey", "West Surrey"]


def test_successors_of_successors_are_followed(surrey):
    east = Authority.objects.get(name="East Surrey")
    east.ends_on = dt.date(2030, 3, 31)
    east.save()
    east.successors.add(AuthorityFactory(name="Downs", starts_on=dt.date(2030, 4, 1)))

    assert names(surrey.succeeded_by(dt.date(2031, 1, 1))) == ["Downs", "West Surrey"]


def test_councils_recorded_as_each_others_successors_do_not_go_round_for_ever(surrey):
    other = AuthorityFactory(ends_on=DAY_BEFORE)
    surrey.successors.set([other])
    other.successors.add(surrey)

    assert surrey.succeeded_by(REORGANISATION) == []


def test_a_council_that_has_not_begun_has_nobody_in_its_place(surrey):
    assert Authority.objects.get(name="East Surrey").succeeded_by(DAY_BEFORE) == []


def test_a_demonstration_is_in_no_national_list(db):
    AuthorityFactory(name="Realshire")
    DemonstrationFactory(name="Fenbridge")

    assert names(Authority.objects.in_england()) == ["Realshire"]
    assert names(Authority.objects.demonstrations()) == ["Fenbridge"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": dt.date(2027, 4, 1), "ends_on": dt.date(2027, 3, 31)},
        {"gss_code": "DEMO00009", "is_demonstration": False},
        {"gss_code": "E10000019", "is_demonstration": True},
    ],
)
def test_the_database_refuses_a_council_that_cannot_be(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityFactory(**wrong)
    with pytest.raises(ValidationError):
        AuthorityFactory.build(**wrong).full_clean()


def test_a_request_that_went_through_no_middleware_still_finds_its_council(db, rf):
    lincolnshire = AuthorityFactory(name="Lincolnshire")
    served_on(lincolnshire, "lincolnshire.example.org")

    assert Authority.for_request(rf.get("/", headers={"host": "lincolnshire.example.org"})) == lincolnshire
    with pytest.raises(Http404):
        Authority.for_request(rf.get("/", headers={"host": "elsewhere.example.org"}))


def test_a_postcode_is_text_to_us_and_a_number_to_the_database(db):
    PostcodeFactory(postcode="LN6 7QX")

    assert Postcode.objects.get(pk="LN6 7QX").postcode == "LN6 7QX"
    assert list(Postcode.objects.values_list("postcode", flat=True)) == ["LN6 7QX"]
    assert not Postcode.objects.filter(postcode="LN6 7QY").exists()


def test_postcodes_that_begin_alike_are_told_apart(db):
    for postcode in ("LN6 7QX", "LN6 8AA", "LN60 7AA", "L6 7AA"):
        PostcodeFactory(postcode=postcode)

    assert names_of(Postcode.objects.beginning("LN6")) == ["LN6 7QX", "LN6 8AA"]
    assert names_of(Postcode.objects.beginning("LN6 7")) == ["LN6 7QX"]
    assert names_of(Postcode.objects.beginning("LN60")) == ["LN60 7AA"]


def names_of(rows):
    return sorted(row.postcode for row in rows)
