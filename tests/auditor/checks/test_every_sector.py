"""Whom a site lists is told, and who is missing only where that is sure."""

from localoffer.auditor.checks import every_sector
from localoffer.auditor.values import Crawled, Feature

from .a_page import a_page, a_site


def told(*lines, crawled=Crawled(is_complete=True)):  # noqa: B008, a value that never changes
    found = list(every_sector.of_site(a_site(a_page(*lines), crawled=crawled)))
    return {each.slug: each.has for each in found if isinstance(each, Feature)}, [
        each for each in found if not isinstance(each, Feature)
    ]


GOOD = (
    "The council runs this group.",
    "A registered charity runs that one.",
    "Fen Swim Ltd teaches swimming.",
    "Schools outside the county that local children use",
    "Independent special schools, and specialist colleges",
    "The school specialises in autism.",
)


def test_a_site_that_lists_everybody_has_no_fault():
    features, faults = told(*GOOD)

    assert set(features.values()) == {True}
    assert faults == []


def test_who_is_missing_is_named():
    _, faults = told(GOOD[0], GOOD[3])

    assert [(each.rule, each.detail) for each in faults] == [
        ("sector-missing", "Nothing names charities or private providers.")
    ]


def test_places_that_are_limited_and_a_sense_of_pride_are_no_providers():
    features, _ = told("Places are limited. Children gain a sense of pride, within the scope of the scheme.")

    assert (features["sector-private"], features["sector-charity"]) == (False, False)


def test_a_site_that_ends_at_its_borders_is_told():
    assert [each.rule for each in told(*GOOD[:3])[1]] == ["no-out-of-area"]


def test_nothing_is_missing_of_a_site_that_was_not_read():
    features, faults = told("Words.", crawled=Crawled())

    assert faults == []
    assert set(features.values()) == {None}
