"""A feed's reply, however it is wrapped, is a tuple of services or a plain word about what is wrong."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.oruk.read import Reply, UnreadableFeedError, flag, objects, read, snake, text

BRISTOL = Path(__file__).parents[1] / "samples" / "bristol"
GROUP = {"id": "a", "name": "Toddler group", "status": "active"}
CLUB = {"id": "b", "name": "Youth club", "status": "active"}


def names(reply: Reply) -> list[str]:
    return [service["name"] for service in reply.services]


def test_a_page_of_a_live_feed_is_read_with_its_place_in_the_whole():
    reply = read((BRISTOL / "services-page1.json").read_bytes())

    assert names(reply) == ["1625 Independent People", "2 Way St Bristol", "A Picture of Health"]
    assert (reply.page_number, reply.total_pages, reply.is_last_page) == (1, 292, False)


@pytest.mark.parametrize(
    "wrapped",
    [
        {"contents": [GROUP, CLUB], "total_pages": 1},
        {"content": [GROUP, CLUB], "totalPages": 1, "number": 1},
        {"services": [GROUP, CLUB]},
        [GROUP, CLUB],
    ],
    ids=["version 3", "version 1", "a named list", "a plain list"],
)
def test_the_same_services_come_out_of_every_wrapper(wrapped):
    assert names(read(json.dumps(wrapped))) == ["Toddler group", "Youth club"]


def test_one_service_alone_is_a_list_of_one():
    assert names(read((BRISTOL / "service-1625ip.json").read_bytes())) == ["1625 Independent People"]


def test_a_service_a_line_is_read_and_a_broken_line_loses_only_itself():
    lines = "\n".join([json.dumps(GROUP), '{"id": "x", "name": ', json.dumps(CLUB)])

    reply = read(lines)

    assert names(reply) == ["Toddler group", "Youth club"]
    assert reply.faults == ("Line 2 is not JSON",)


def test_camel_case_is_read_as_the_standard_spells_it():
    reply = read('[{"id": "a", "name": "x", "serviceAreas": [{"serviceId": "a"}]}]')

    assert reply.services[0]["service_areas"] == [{"service_id": "a"}]
    assert snake("minimum_age") == "minimum_age"


def test_the_standards_own_spelling_wins_over_another():
    assert read('{"id": "a", "name": "x", "minimum_age": 3, "minimumAge": 9}').services[0]["minimum_age"] == 3


def test_what_is_no_service_among_services_is_told_and_left_out():
    reply = read(json.dumps({"contents": [GROUP, "hello", None, 7]}))

    assert names(reply) == ["Toddler group"]
    assert reply.faults == (
        "Item 2 is no service but a text",
        "Item 3 is no service but nothing",
        "Item 4 is no service but a number",
    )


def test_the_description_of_a_feed_is_told_from_its_services():
    details = {
        "version": "HSDS-UK-3.0",
        "profile": "https://example.org/p",
        "openapi_url": "https://example.org/o",
    }

    assert read(json.dumps(details)).is_details


@pytest.mark.parametrize(
    ("reply", "advice"),
    [
        (b"", "empty"),
        (b"<!doctype html><title>Sign in</title>", "a web page, not a feed"),
        (b'{"contents": [{"id": "a", "name": "Tod', "cut off: download it again"),
        (b'{"error": "not found", "message": "No such page"}', "No such page"),
        (b'"hello"', "holds no services"),
        (b"{}", "/services"),
        (b"hello", "not JSON"),
        (b'{"name": "Caf\xe9"}', "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'[{"id": 1, "name": "x", "minimum_age": ' + b"9" * 5000 + b"}]", "thousands of digits"),
    ],
)
def test_a_reply_that_cannot_be_read_says_what_to_do(reply, advice):
    with pytest.raises(UnreadableFeedError, match=advice):
        read(reply)


def test_numbers_that_are_none_become_nothing():
    service = read('[{"id": "a", "name": "x", "minimum_age": NaN, "maximum_age": 1e999}]').services[0]

    assert (service["minimum_age"], service["maximum_age"]) == (None, None)


def test_a_field_is_text_whatever_type_the_feed_gives_it():
    assert text({"id": 12}, "id") == "12"
    assert text({"name": ["x"]}, "name") == ""
    assert text({"name": " ", "title": "y"}, "name", "title") == "y"
    assert text([], "name") == ""


def test_a_single_object_counts_as_a_list_of_one():
    assert objects({"organization": {"id": "o"}}, "organization") == [{"id": "o"}]
    assert objects({"phones": [1, {"number": "2"}, None]}, "phones") == [{"number": "2"}]
    assert objects({"phones": "01632"}, "phones") == []


def test_yes_in_words_counts_as_true():
    assert flag({"is_private": "Yes"}, "is_private")
    assert not flag({"is_private": "no"}, "is_private")


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(ANY_JSON)
def test_any_json_is_services_or_a_word_about_it(value):
    try:
        reply = read(json.dumps(value))
    except UnreadableFeedError:
        return
    assert all(isinstance(service, dict) for service in reply.services)


@given(st.binary(max_size=300))
def test_any_bytes_are_services_or_a_word_about_it(data):
    with contextlib.suppress(UnreadableFeedError):
        read(data)
