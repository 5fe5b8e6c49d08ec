"""Whoever is not online is thought of, or it is told that nobody did."""

import pytest

from localoffer.auditor.checks import offline_copies
from localoffer.auditor.values import Crawled, Feature

from .a_page import a_page, a_site

ALL = Crawled(is_complete=True)


def told(*pages, crawled=ALL):
    return list(offline_copies.of_site(a_site(*pages, crawled=crawled)))


@pytest.mark.parametrize(
    "line",
    [
        "Ring us and we will send you a paper copy.",
        "Printed copies are at every library.",
        "If you do not have access to the internet, call 01234 567890.",
        "If you can't get online, ask at your family hub.",
        "Not online? We will post you any of these pages.",
        "All six libraries have a copy at the desk.",
        "You can use a computer for free at any library.",
        "We can print pages for you and send them to you by post: printed information is free.",
    ],
)
def test_a_way_for_people_who_are_not_online_is_seen(line):
    found = told(a_page(line))

    assert any(each.has for each in found if isinstance(each, Feature))
    assert not [each for each in found if not isinstance(each, Feature)]


def test_a_site_without_one_is_told_once_and_only_when_all_was_read():
    page = a_page("Help is here.", "Our library has toys.")

    assert [each.rule for each in told(page) if not isinstance(each, Feature)] == ["no-offline-copies"]
    assert all(isinstance(each, Feature) and each.has is None for each in told(page, crawled=Crawled()))


def test_what_every_council_has_to_say_is_no_way_of_this_one():
    duty = "Every council must say how people without access to the internet can get a copy."

    assert [each.rule for each in told(a_page(duty)) if not isinstance(each, Feature)] == [
        "no-offline-copies"
    ]
    (way,) = [
        each
        for each in told(a_page(f"{duty} If you have no internet, please call 01234 567890."))
        if isinstance(each, Feature) and each.has
    ]
    assert way.slug == "help-for-people-not-online"
