"""Whom a site lists is told, and who is missing only where that is sure."""

import pytest

from localoffer.auditor.checks import every_sector
from localoffer.auditor.values import Crawled, Feature

from .a_page import HOME, a_page, a_site


def told(*lines, crawled=Crawled(is_complete=True), **also):  # noqa: B008, a value that never changes
    found = list(every_sector.of_site(a_site(a_page(*lines, **also), crawled=crawled)))
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


@pytest.mark.parametrize(
    ("feature", "line"),
    [
        ("sector-private", "Free, private advice on SEND for parents and young people."),
        ("sector-private", "It is private, and nobody else hears of it."),
        ("out-of-area", "## Out of area places"),
        ("out-of-area", "Outside the area"),
        ("independent-schools", "### Independent special schools"),
        ("specialisms", "Too few places for pupils with autism in ordinary secondary schools."),
        ("specialisms", "A club for children with autism."),
        ("specialisms", "Our team specialises in sleep."),
    ],
)
def test_what_only_sounds_like_it_is_neither_there_nor_missing(feature, line):
    features, faults = told(
        *(each for each in GOOD[:3] if feature != "sector-private" or "Ltd" not in each), line
    )

    assert features[feature] is None
    assert not [each for each in faults if each.rule == "sector-missing"]


@pytest.mark.parametrize(
    ("feature", "line"),
    [
        ("sector-private", "A private nursery with 40 places."),
        ("sector-private", "Private speech and language therapists can be found below."),
        ("sector-private", "Private, voluntary and independent nurseries get a grant."),
        ("sector-private", "It is privately run."),
        ("out-of-area", "Some children go to a school outside the area, and we pay for the bus."),
        ("specialisms", "Alder School is for pupils with severe learning difficulties."),
        ("specialisms", "The school specialises in autism."),
        ("specialisms", "An independent special school for autistic pupils."),
        ("specialisms", "It specialises in speech and language, as a unit of Fen School."),
    ],
)
def test_what_is_named_as_somebody_s_is_there(feature, line):
    assert told(line)[0][feature] is True


@pytest.mark.parametrize(
    "page",
    [
        {"title": "What the words mean"},
        {"title": "Glossary"},
        {"url": f"{HOME}jargon-buster"},
        {"title": "How we meet the law"},
    ],
)
def test_a_page_that_says_what_words_mean_or_what_the_law_asks_shows_nobody(page):
    features, faults = told("A charity is run for good causes. A private school takes fees.", **page)

    assert (features["sector-charity"], features["sector-private"]) == (None, None)
    assert not [each for each in faults if each.rule == "sector-missing"]
