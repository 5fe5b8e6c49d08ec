"""Whether a site is a Local Offer, over small sites of each sort."""

import pytest

from localoffer.auditor.matching import presence
from localoffer.auditor.sites import Site
from localoffer.auditor.values import Crawled

from .examples import HOST, TODAY, page, sites

SITES = list(sites())


def test_there_are_fifty_sites_of_every_kind():
    assert len(SITES) >= 50
    assert {each.kind for each in SITES} == set(presence.KINDS) - {presence.UNKNOWN}


@pytest.mark.parametrize("held_out", [False, True])
def test_nineteen_sites_in_twenty_are_told_right(held_out):
    those = [each for each in SITES if each.held_out == held_out]

    wrong = [each.name for each in those if presence.of_site(each.site).kind != each.kind]

    assert len(wrong) <= len(those) / 20, wrong


@pytest.mark.parametrize("small", list(sites("small.txt")), ids=lambda small: f"{small.kind}: {small.name}")
def test_a_site_of_few_words_is_judged_by_what_its_pages_are(small):
    assert presence.of_site(small.site).kind == small.kind


def test_it_says_which_rule_fired_where_and_why():
    site = Site(
        f"{HOST}/lo",
        TODAY,
        [page("# Local Offer\nOur Local Offer is coming soon.", f"{HOST}/lo")],
        Crawled(1),
    )

    found = presence.of_site(site)

    assert (found.kind, found.rule, found.url) == ("holding", "promise", f"{HOST}/lo")
    assert found.why.endswith(".")
    assert found.quote == "Our Local Offer is coming soon."


def test_nobody_can_tell_of_a_site_of_which_nothing_or_little_was_read():
    closed = Crawled(9, truncated_by=("unread",))
    named = page("# Local Offer\nHelp for children with SEND. Ring 01632 960123.", f"{HOST}/lo")

    assert presence.of_site(Site(HOST, TODAY)).kind == "cannot-tell"
    assert presence.of_site(Site(f"{HOST}/lo", TODAY, [named], Crawled(1))).kind == "basic"
    assert presence.of_site(Site(f"{HOST}/lo", TODAY, [named], closed)).kind == "cannot-tell"
