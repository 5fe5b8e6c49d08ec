"""A record of a source: its digest changes when the record does, and a private place leads nowhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from localoffer.directory.sources.records import (
    CostRecord,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ServiceAreaRecord,
    ServiceRecord,
    VenueRecord,
)

TRUST = OrganizationRecord(source_id="o", name="Lime Tree Trust")
HALL = LocationRecord(source_id="v", name="Acorn Hall", address_1="2 Invented Street", postal_code="PE30 1AA")
GROUP = ServiceRecord(
    source_id="s",
    name="Stay and Play",
    organization=TRUST,
    needs=("ASD", "SLCN"),
    venues=(VenueRecord(location=HALL),),
    phones=(PhoneRecord(number="01632 960001"), PhoneRecord(number="01632 960002")),
    service_areas=(ServiceAreaRecord(name="North"), ServiceAreaRecord(name="South")),
    checked_on=date(2026, 9, 1),
)


def test_equal_content_has_an_equal_digest():
    assert GROUP.digest() == replace(GROUP).digest()
    assert len(GROUP.digest()) == 64


def test_the_digest_is_the_same_in_every_process_and_release():
    # Were this to change, every record of every council would be imported anew as a change
    assert OrganizationRecord(source_id="o", name="Lime Tree Trust").digest() == (
        "fd3816942c15c1c63647a2e2548124f6be9f8ffdd86e3d827d4e431d9ae37430"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Stay & Play"},
        {"minimum_age": 0.0},
        {"needs": ("ASD",)},
        {"venues": ()},
        {"cost_options": (CostRecord(amount=Decimal("0.00")),)},
        {"organization": replace(TRUST, source_id="other")},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_change_to_the_service_changes_its_digest(changed):
    assert replace(GROUP, **changed).digest() != GROUP.digest()


@pytest.mark.parametrize(
    "order",
    [
        {"needs": ("SLCN", "ASD")},
        {"service_areas": tuple(reversed(GROUP.service_areas))},
    ],
    ids=lambda order: next(iter(order)),
)
def test_the_order_of_what_has_none_does_not_change_the_digest(order):
    assert replace(GROUP, **order).digest() == GROUP.digest()


def test_telephone_numbers_are_in_the_order_somebody_chose():
    assert replace(GROUP, phones=tuple(reversed(GROUP.phones))).digest() != GROUP.digest()


def test_checks_waits_and_closing_are_no_edit_of_the_service():
    said = replace(
        GROUP,
        checked_on=date(2026, 11, 1),
        wait_weeks=6,
        wait_said_on=date(2026, 11, 1),
        status="defunct",
        reach="national",
    )

    assert said.digest() == GROUP.digest()


def test_a_renamed_place_is_a_change_of_the_place_and_not_of_the_service():
    renamed = replace(HALL, name="Acorn Community Hall")

    assert replace(GROUP, venues=(VenueRecord(location=renamed),)).digest() == GROUP.digest()
    assert renamed.digest() != HALL.digest()


def test_a_private_place_keeps_nothing_that_could_lead_there():
    refuge = replace(
        HALL,
        is_private=True,
        name="Safe house, 12 Rose Lane",
        description="Behind the church",
        latitude=52.75,
        longitude=0.4,
        transportation="Bus 4",
        external_identifier="100012345678",
    )

    kept = {name: getattr(refuge, name) for name in refuge.__slots__ if getattr(refuge, name)}
    assert kept == {"source_id": "v", "location_type": "physical", "is_private": True}


def test_a_private_place_may_have_a_name_that_says_nothing():
    assert replace(HALL, is_private=True, name="Women's refuge").name == "Women's refuge"


def test_words_about_a_private_place_are_dropped_when_they_hold_a_postcode_or_number():
    refuge = replace(HALL, is_private=True)

    assert VenueRecord(location=refuge, description="Ring the bell at PE30 1AA").description == ""
    assert VenueRecord(location=refuge, description="We tell you where when you ring").description


def test_a_word_that_is_no_choice_of_ours_cannot_get_into_a_record():
    with pytest.raises(ValueError, match="cost must be one of"):
        replace(GROUP, cost="cheap")
