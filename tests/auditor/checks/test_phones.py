"""What does not work on a phone is found, and what nobody looked at is no fault."""

from localoffer.auditor.checks import phones
from localoffer.auditor.values import Rendered

from .a_page import HOME, TODAY, a_page, a_site, rules_of


def seen(**also):
    return rules_of(phones.of_site(a_site(rendered={HOME: Rendered(HOME, **also)})))


def test_a_page_that_tells_a_phone_nothing_is_found():
    assert rules_of(phones.of_page(a_page("Words."), TODAY)) == ["no-viewport"]
    assert not list(phones.of_page(a_page("Words.", viewport="width=device-width"), TODAY))


def test_a_page_wider_than_a_small_phone_is_found():
    assert seen(scrolls_sideways=True) == ["scrolls-sideways"]
    assert seen(scrolls_sideways=False) == []


def test_many_small_targets_are_found_and_a_link_or_two_in_a_sentence_are_not():
    assert seen(small_targets=12, targets=40) == ["small-targets"]
    assert seen(small_targets=2, targets=4) == []
    assert seen(small_targets=5, targets=100) == []


def test_what_the_browser_could_not_tell_is_no_fault():
    assert seen(error="It did not open.") == []
