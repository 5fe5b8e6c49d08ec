"""A page of Outpost's API, read as Open Referral UK."""

import json
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.directory.sources import oruk_feed, outpost_api

SAMPLES = Path(__file__).parents[2] / "samples" / "buckinghamshire"


@pytest.fixture
def read(vocabulary, today):
    def read(given_as):
        raw = given_as if isinstance(given_as, Path) else json.dumps(given_as).encode()
        return oruk_feed.ingest(raw, terms=vocabulary, today=today)

    return read


def a_service(**more) -> dict:
    return {
        "id": 7,
        "name": "Chess",
        "send_needs": [],
        "regular_schedules": [],
        "needs_referral": None,
        **more,
    }


def test_a_page_of_twenty_services_is_read(read):
    result = read(SAMPLES / "services.json")

    assert len(result.records) == 20
    assert [problem.severity for problem in result.problems if problem.severity == "refused"] == []
    brownies = result.records[0]
    assert brownies.needs == ("ASD", "HI", "sensory-and-or-physical-needs", "VI")
    assert [(each.byday, each.opens_at) for each in brownies.schedules] == [("MO", time(10))]
    assert brownies.venues[0].location.postal_code == "HP21 7JF"
    assert (brownies.minimum_age, brownies.maximum_age) == (5, 11)
    assert brownies.status == "active"


def test_one_service_is_read_like_its_row_on_the_page(read):
    [alone] = read(SAMPLES / "service.json").records

    assert alone == read(SAMPLES / "services.json").records[0]


def test_stand_ins_are_not_stated(read):
    everything = repr(read(SAMPLES / "services.json").records)

    for stand_in in ("example.com", "email@email.com", "0777 777 7777", "Example sentence"):
        assert stand_in not in everything


def test_a_name_is_kept_only_where_there_is_no_role(read):
    everything = repr(read(SAMPLES / "services.json").records)

    assert "Outreach Manager" in everything
    assert "Contact 1" not in everything


def test_a_masked_address_is_secret(read):
    place = {
        "id": 1,
        "name": "House",
        "address_1": "1 Hidden Lane",
        "postal_code": "HP21 7JF",
        "mask_exact_address": True,
    }

    [service] = read(a_service(locations=[place])).records

    assert service.venues[0].location.is_private
    assert "Hidden" not in repr(service)


def test_questions_come_with_their_answers_and_not_without(read):
    offer = {
        "description": "We sign.",
        "survey_answers": [{"question": "Why?", "answer": "Because."}, {"question": "When?", "answer": " "}],
    }

    [service] = read(a_service(local_offer=offer)).records

    assert [(each.question, each.answer) for each in service.answers] == [
        (outpost_api.SUPPORT, "We sign."),
        ("Why?", "Because."),
    ]


@pytest.mark.parametrize(("free", "cost"), [(True, "free"), (False, "charge"), (None, "")])
def test_free_is_what_it_says(read, free, cost):
    assert read(a_service(free=free)).records[0].cost == cost


def test_a_feed_of_open_referral_is_left_as_it_is():
    assert not outpost_api.is_outposts(
        {"id": "a", "name": "b", "service_at_locations": [], "local_offer": {}}
    )


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_KEYS = (
    "organisation locations contacts regular_schedules cost_options links send_needs suitabilities taxonomies "
    "local_offer free min_age needs_referral url description"
).split()


@given(more=st.dictionaries(st.sampled_from(_KEYS), _json))
def test_whatever_stands_there_nothing_breaks(terms, today, more):
    oruk_feed.ingest(json.dumps(a_service(**more)).encode(), terms=terms, today=today)
