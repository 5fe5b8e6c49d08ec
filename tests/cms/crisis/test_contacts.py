"""Who to ring, and in what order."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from localoffer.cms.blocks import dialled
from localoffer.cms.crisis.contacts import FIRST, SHOWN, WORDS, Contact, CrisisHelp, arranged, national
from localoffer.cms.crisis.phrases import kinds

each_national = pytest.mark.parametrize("contact", national(), ids=lambda contact: contact.code)
each_kind = pytest.mark.parametrize("kind", dict(kinds()))
OURS = Contact(name="Duty line", phone="01632 960110", who="You are worried about a child", when="Any time")


@each_national
def test_a_national_contact_can_be_reached_and_says_for_whom_and_when(contact):
    assert contact.who
    assert contact.when
    assert contact.phone or contact.text or contact.web
    for number in filter(None, (contact.phone, contact.text)):
        assert dialled(number)
    assert contact.kinds <= dict(kinds()).keys()
    assert contact.first_for <= dict(kinds()).keys()


@each_national
def test_a_national_contact_has_a_source_and_was_checked_this_year(contact):
    assert contact.source.startswith("https://")
    assert (date.today() - contact.checked_on).days < 400, f"Check {contact.name} again, at {contact.source}"


@each_kind
def test_for_every_danger_there_are_words_999_and_somebody_else(kind):
    shown = CrisisHelp().for_kinds([kind])

    assert kind in WORDS
    assert shown.contacts[0].code == FIRST
    assert 3 <= len(shown.contacts) <= SHOWN
    assert "childline" in [contact.code for contact in shown.contacts]


def test_when_nobody_said_which_danger_everybodys_lines_are_shown():
    assert [contact.code for contact in CrisisHelp().for_kinds([]).contacts][:3] == [
        "999",
        "111",
        "childline",
    ]


def test_who_knows_a_danger_best_comes_next_after_999():
    assert CrisisHelp().for_kinds(["eating"]).contacts[1].code == "beat"


def test_without_any_setting_all_national_ones_are_there():
    assert arranged([]) == national()


def test_a_councils_own_come_after_999_and_before_the_others():
    names = [contact.name for contact in arranged([OURS])]

    assert names[:2] == ["Police, ambulance, fire", "Duty line"]
    assert len(names) == len(national()) + 1


def test_a_council_may_put_national_ones_in_another_order_and_leave_some_out():
    codes = [contact.code for contact in arranged(["shout", "beat"], left_out=["beat"])]

    assert codes[:3] == ["999", "shout", "111"]
    assert "beat" not in codes


def test_999_cannot_be_left_out_or_moved():
    assert arranged(["shout", "999"], left_out=["999"])[0].code == "999"


def test_a_helpline_that_is_no_longer_there_is_passed_over():
    assert arranged(["of-yesterday"]) == national()


def test_a_contact_for_one_danger_is_not_shown_for_another():
    ours = Contact(name="Crisis line", phone="01632 960111", kinds=frozenset({"suicide"}))
    help_here = CrisisHelp(arranged([ours]))

    assert ours in help_here.for_kinds(["suicide"]).contacts
    assert ours not in help_here.for_kinds(["neglect"]).contacts


def test_a_text_message_begins_with_its_word():
    shout = next(contact for contact in national() if contact.code == "shout")

    assert shout.text_href == "85258?&body=SHOUT"


@pytest.mark.parametrize(
    "number", ["999", "116 123", "0800 1111", "01632 960 110", "+44 1632 960110", "85258"]
)
def test_a_number_that_can_be_rung_is_taken(number):
    assert dialled(number)


@pytest.mark.parametrize(
    "number", ["1", "0163 2", "ring us", "01632 960 1100 22", "0800 11", "+33 1 23 45 67 89"]
)
def test_a_number_that_cannot_is_refused(number):
    with pytest.raises(ValidationError):
        dialled(number)
