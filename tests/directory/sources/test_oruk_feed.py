"""An Open Referral UK feed: fetched page by page, kept as it came, and read as records."""

import gzip
import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.directory.sources import oruk_feed
from localoffer.directory.sources.records import ReadResult, ServiceRecord, UnreadableSourceError

from .feed_server import as_json

BRISTOL = Path(__file__).parents[2] / "samples" / "bristol"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def ingest(terms, today):
    """Reads what is given: a path, bytes, or anything JSON can hold."""

    def ingest(given_as) -> ReadResult:
        raw = given_as if isinstance(given_as, (Path, bytes)) else json.dumps(given_as).encode()
        return oruk_feed.ingest(raw, terms=terms, today=today)

    return ingest


@pytest.fixture
def read_one(ingest):
    """The record of one service with these fields."""

    def read_one(**more) -> ServiceRecord:
        return ingest(a_service(**more)).records[0]

    return read_one


def a_service(**more) -> dict:
    organization = {"id": "o", "name": "Lime Tree Trust", "description": "A charity"}
    return {"id": "s", "name": "Stay and Play", "status": "active", "organization": organization} | more


def told(result: ReadResult) -> list[tuple[int | str, str, str]]:
    return [(problem.row, problem.field, problem.severity) for problem in result.problems]


# --- a live feed as it is


def test_bristols_page_is_read_without_a_problem(ingest):
    result = ingest(BRISTOL / "services-page1.json")

    assert [record.name for record in result.records] == [
        "1625 Independent People",
        "2 Way St Bristol",
        "A Picture of Health",
    ]
    assert result.problems == ()
    assert result.is_complete


def test_bristols_service_is_read_in_full(ingest):
    [service] = ingest(BRISTOL / "service-1625ip.json").records

    assert service.source_id == "2a3483ea-8966-4f50-9dc3-7bafa1e5c623"
    assert service.organization.website == "http://1625ip.co.uk"
    assert (service.minimum_age, service.maximum_age) == (None, None)
    assert service.checked_on == date(2025, 9, 2)
    assert service.status == "active"
    assert [(each.number, each.description) for each in service.phones] == [
        ("0800 0354213", ""),
        ("0117 332 7111", "Bristol Youth MAPS"),
    ]
    assert [each.name for each in service.service_areas] == ["Bristol", "South Gloucestershire"]
    assert service.description.startswith("<h3>About Us</h3><p>1625 Independent People works")
    assert [each.term for each in service.unmatched_terms] == ["Homeless", "Care leavers"]


def test_bristols_address_for_nobody_is_no_address(ingest):
    assert ingest(BRISTOL / "services-page1.json").records[2].email == ""


def test_reading_twice_gives_the_same_digests(ingest):
    first, second = (ingest(BRISTOL / "services-page1.json").records for _ in range(2))

    assert [record.digest() for record in first] == [record.digest() for record in second]


# --- ages, days, status


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ((-1, -1), (None, None)),
        ((0, 5), (0, 5)),
        ((1.5, 4), (1.5, 4)),
        (("5", "11"), (5, 11)),
        ((11, 0), (11, None)),
        ((None, [7]), (None, None)),
        ((-3, 4000), (None, None)),
        ((18, 5), (None, None)),
    ],
)
def test_ages_that_cannot_be_are_not_stated(read_one, stated, meant):
    service = read_one(minimum_age=stated[0], maximum_age=stated[1])

    assert (service.minimum_age, service.maximum_age) == meant


def test_ages_of_the_first_version_are_found(read_one):
    assert read_one(eligibilitys=[{"minimum_age": 5, "maximum_age": 11}]).minimum_age == 5


def test_a_date_of_assurance_still_to_come_is_no_check(ingest):
    result = ingest(a_service(assured_date="2027-01-01"))

    assert result.records[0].checked_on is None
    assert told(result) == [("s", "assured_date", "warning")]


def test_a_wait_is_dated_by_the_last_assurance(read_one):
    service = read_one(wait_time="About six weeks", assured_date="2026-09-02")

    assert (service.wait_words, service.wait_said_on) == ("About six weeks", date(2026, 9, 2))
    assert read_one(wait_time="About six weeks").wait_words == ""


@pytest.mark.parametrize("status", ["active", "inactive", "defunct", "temporarily closed"])
def test_every_status_of_the_standard_is_known(read_one, status):
    assert read_one(status=status).status == status


def test_an_unknown_status_is_told_and_says_nothing(ingest):
    result = ingest(a_service(status="sleeping"))

    assert result.records[0].status == ""
    assert told(result) == [("s", "status", "warning")]


# --- terms


def attribute(**term) -> dict:
    return {"id": "x", "link_type": "service_category", "taxonomy_term": {"id": "t"} | term}


def test_attributes_become_needs_kinds_and_the_rest(read_one):
    service = read_one(
        attributes=[
            attribute(taxonomy="SEND need", code="ASD", name="Autistic spectrum disorder"),
            attribute(taxonomy="need", name="autism"),
            attribute(taxonomy="kind", term="toddler-groups", name="?"),
            attribute(taxonomy="strand", name="Health"),
            attribute(taxonomy="tier", name="Universal"),
            attribute(taxonomy="DfE Family Hubs", name="Parenting"),
        ]
    )

    assert (service.needs, service.kinds, service.strands, service.tier) == (
        ("ASD",),
        ("toddler-groups",),
        ("health",),
        "universal",
    )
    assert [(each.taxonomy, each.term) for each in service.unmatched_terms] == [
        ("DfE Family Hubs", "Parenting")
    ]


def test_somebody_elses_home_is_not_taken_for_a_visit_at_home(read_one):
    service = read_one(attributes=[attribute(taxonomy="Housing", name="Home")])

    assert service.delivery == ()
    assert service.unmatched_terms[0].term == "Home"


def test_a_question_with_its_answer_is_kept(read_one):
    service = read_one(
        attributes=[attribute(name="q") | {"label": "How do we start?", "value": "Just come."}]
    )

    assert [(each.question, each.answer) for each in service.answers] == [("How do we start?", "Just come.")]


# --- places and times


def at(**location) -> list[dict]:
    return [{"id": "sal", "location": {"id": "l", "location_type": "physical"} | location}]


ADDRESS = {
    "address_1": "2 Invented Street",
    "city": "Saltmere",
    "state_province": "Norfolk",
    "postal_code": "pe301aa",
    "country": "GB",
}


def test_a_place_is_read_with_its_address_point_and_access(read_one):
    service = read_one(
        service_at_locations=at(
            name="Acorn Hall",
            latitude=52.75,
            longitude=0.4,
            addresses=[ADDRESS],
            accessibility=[
                {"id": "a", "description": "Step-free way in"},
                {"id": "b", "description": "Ring the bell"},
            ],
            external_identifier="100012345678",
            external_identifier_type="UPRN",
        )
    )

    [venue] = service.venues
    place = venue.location
    assert (place.source_id, place.name, place.address_1) == ("l", "Acorn Hall", "2 Invented Street")
    assert (place.postal_code, place.city, place.country) == ("PE30 1AA", "Saltmere", "GB")
    assert (place.latitude, place.longitude, place.external_identifier) == (52.75, 0.4, "100012345678")
    assert (place.access, place.description) == (("step-free",), "Ring the bell")


def test_a_point_in_the_atlantic_is_none(read_one):
    [venue] = read_one(service_at_locations=at(name="Hall", latitude=0, longitude=0)).venues

    assert venue.location.latitude is None


def test_a_place_online_is_a_way_of_delivery_and_no_venue(read_one):
    service = read_one(service_at_locations=at(location_type="virtual", name="Zoom"))

    assert (service.delivery, service.venues) == (("online",), ())


@pytest.mark.parametrize(
    "mark", [{"is_private": True}, {"private": "yes"}, {"mask_exact_address": True}, {"visible": False}]
)
def test_a_private_place_leads_nowhere(read_one, mark):
    service = read_one(
        service_at_locations=at(
            name="2 Invented Street",
            latitude=52.75,
            longitude=0.4,
            addresses=[ADDRESS],
            schedules=[],
            accessibility=[{"id": "a", "description": "Blue door at PE30 1AA"}],
            **mark,
        )
    )

    assert "Invented" not in repr(service)
    assert "PE30" not in repr(service)
    assert "52.75" not in repr(service)
    assert service.venues[0].location.is_private


def test_times_belong_to_the_service_or_to_one_place(read_one):
    weekly = {"id": "1", "freq": "WEEKLY", "byday": "TU,MO", "opens_at": "10:00", "closes_at": "11:30Z"}
    service = read_one(
        schedules=[weekly],
        service_at_locations=[{"id": "sal", "location": {"id": "l", "name": "Hall"}, "schedules": [weekly]}],
    )

    assert [(each.byday, each.opens_at, each.closes_at, each.venue) for each in service.schedules] == [
        ("MO,TU", time(10), time(11, 30), ""),
        ("MO,TU", time(10), time(11, 30), "l"),
    ]


# --- people


def test_a_contacts_name_is_dropped_where_a_title_does(read_one):
    service = read_one(contacts=[{"id": "c", "name": "Asha Kaur", "title": "Group leader"}])

    assert [(each.title, each.name) for each in service.contacts] == [("Group leader", "")]


def test_a_contacts_name_is_kept_where_there_is_nothing_else_to_ask_for(read_one):
    assert read_one(contacts=[{"id": "c", "name": "Asha Kaur"}]).contacts[0].name == "Asha Kaur"


def test_a_mailbox_named_after_a_person_is_dropped_where_there_is_another(read_one):
    contact = {"id": "c", "name": "Asha Kaur", "title": "Group leader", "email": "asha.kaur@example.org"}

    assert read_one(email="play@example.org", contacts=[contact]).contacts[0].email == ""
    assert read_one(contacts=[contact]).contacts[0].email == "asha.kaur@example.org"


def test_a_number_given_twice_is_kept_once(read_one):
    phone = {"id": "p", "number": "01632 960001"}

    service = read_one(phones=[phone], contacts=[{"id": "c", "phones": [{"number": "(01632) 960001"}]}])

    assert [each.number for each in service.phones] == ["01632 960001"]


# --- money and the rest


@pytest.mark.parametrize(
    ("amounts", "cost"), [([0], "free"), ([2.5], "charge"), ([0, "4"], "varies"), ([None], ""), ([], "")]
)
def test_whether_it_costs_anything_is_read_from_the_prices(read_one, amounts, cost):
    options = [{"id": str(n), "option": "Per child", "amount": amount} for n, amount in enumerate(amounts)]

    assert read_one(cost_options=options).cost == cost


def test_prices_languages_links_and_funding(read_one):
    service = read_one(
        cost_options=[
            {"id": "1", "option": "Per child", "amount": 2.5},
            {"id": "2", "amount": 3, "currency": "EUR"},
        ],
        languages=[{"id": "1", "name": "Polish", "code": "pl"}, {"id": "2"}],
        additional_urls=[{"label": "Facebook", "url": "https://social.example.org/us"}],
        funding=[{"id": "1", "source": "The council"}],
    )

    assert [(each.amount, each.amount_description) for each in service.cost_options] == [
        (Decimal("2.50"), ""),
        (None, "3.00 EUR"),
    ]
    assert [(each.name, each.code) for each in service.languages] == [("Polish", "pl")]
    assert service.links[0].label == "Facebook"
    assert service.funding[0].source == "The council"


# --- bad rows


def test_one_bad_service_never_loses_the_good_ones(ingest):
    result = ingest([a_service(id=None), a_service(name=""), "hello", a_service(id="good")])

    assert [record.source_id for record in result.records] == ["good"]
    assert [severity for *_, severity in told(result)] == ["refused"] * 3
    assert not result.is_complete


def test_a_service_that_comes_twice_keeps_the_last_and_says_so(ingest):
    result = ingest([a_service(name="Old"), a_service(name="New")])

    assert [record.name for record in result.records] == ["New"]
    assert told(result) == [("s", "id", "warning")]


def test_a_service_without_an_organisation_is_kept_and_says_so(ingest):
    result = ingest(a_service(organization=None))

    assert result.records[0].organization.name == "Organisation not stated"
    assert told(result) == [("s", "organization", "warning")]


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b'{"contents": [', b"[" * 100_000, b'{"version": "3", "openapi_url": "x"}']
)
def test_what_is_no_feed_says_what_to_do(ingest, data):
    with pytest.raises(UnreadableSourceError) as caught:
        ingest(data)

    assert str(caught.value).endswith(".")


FIELDS = re.findall(
    r"\w+",
    """
    id name description url email status minimum_age maximum_age assured_date assurer_email alert schedules
    service_areas service_at_locations languages organization funding cost_options contacts attributes phones location
    addresses accessibility latitude longitude is_private taxonomy_term code taxonomy freq byday opens_at interval
    amount number label value title wait_time last_modified
    """,
)
ANY_VALUE = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["2026-09-01", "yes", "MO", "10:00", "01632 960001", "\ud800", "9" * 400, "<p>x"])
)
ANY_SERVICE = st.recursive(
    ANY_VALUE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(FIELDS), ANY_SERVICE), more=ANY_SERVICE)
def test_a_service_of_any_shape_is_a_record_or_a_problem(ingest, fields, more):
    result = ingest({"contents": [a_service() | fields, a_service(id="other") | {"contacts": more}]})

    assert len(result.records) + len(result.problems) >= 1
    for record in result.records:
        record.digest()


# --- fetching


def paged(services: list[dict], size: int):
    def page(query: dict[str, str]):
        number = int(query.get("page", 1))
        pages = -(-len(services) // size)
        here = services[(number - 1) * size : number * size]
        return as_json(
            {"total_pages": pages, "page_number": number, "last_page": number >= pages, "contents": here}
        )

    return page


THREE = [a_service(id=str(number), name=f"Service {number}", contacts=[]) for number in range(1, 6)]


def fetch(url: str, into: Path) -> Path:
    return oruk_feed.fetch(url, into, allow_private=True, now=NOW, waits=(0, 0))


def test_all_pages_of_a_feed_are_fetched_kept_and_read(feed, tmp_path, ingest):
    feed.at("/services", paged(THREE, 2))

    kept = fetch(f"{feed.base}/services", tmp_path)

    assert kept.name == "127.0.0.1-20261122T093000000000.jsonl.gz"
    assert [record.name for record in ingest(kept).records] == [f"Service {number}" for number in range(1, 6)]
    assert [target.split("&")[0] for target in feed.asked] == [
        f"/services?page={number}" for number in (1, 2, 3)
    ]
    assert "per_page=100" in feed.asked[0]


def test_the_base_address_of_a_feed_will_do(feed, tmp_path, ingest):
    feed.at("/v3", lambda _: as_json({"version": "HSDS-UK-3.0", "profile": "p", "openapi_url": "o"}))
    feed.at("/v3/services", paged(THREE, 2))

    assert len(ingest(fetch(f"{feed.base}/v3", tmp_path)).records) == 5


def test_what_was_kept_can_be_read_again_without_the_feed(feed, tmp_path, ingest):
    feed.at("/services", paged(THREE, 2))
    kept = fetch(f"{feed.base}/services", tmp_path)
    asked = len(feed.asked)

    assert ingest(kept) == ingest(kept)
    assert len(feed.asked) == asked


def test_a_summary_in_the_list_is_filled_in_from_the_services_own_page(feed, tmp_path, ingest):
    feed.at("/services", paged([a_service(id="1")], 10))
    feed.at(
        "/services/1",
        lambda _: as_json(a_service(id="1", contacts=[{"phones": [{"number": "01632 960001"}]}])),
    )

    [service] = ingest(fetch(f"{feed.base}/services", tmp_path)).records

    assert service.phones[0].number == "01632 960001"


def test_a_summary_is_enough_where_there_is_nothing_more(feed, tmp_path, ingest):
    feed.at("/services", paged([a_service(id="1")], 10))

    result = ingest(fetch(f"{feed.base}/services", tmp_path))

    assert [record.source_id for record in result.records] == ["1"]
    assert "The summary in the list is used" in result.problems[0].message
    assert result.is_complete


def test_a_server_that_stops_answering_is_not_asked_for_every_service(feed, tmp_path):
    feed.at("/services", paged([a_service(id=str(number)) for number in range(50)], 100))

    fetch(f"{feed.base}/services", tmp_path)

    assert len(feed.asked) == 1 + oruk_feed.FAILURES_IN_A_ROW


def test_a_strict_server_that_does_not_know_full_is_asked_without(feed, tmp_path, ingest):
    pages = paged(THREE, 10)
    feed.at("/services", lambda query: as_json({"error": "full?"}, 400) if "full" in query else pages(query))

    assert len(ingest(fetch(f"{feed.base}/services", tmp_path)).records) == 5


def test_a_page_that_fails_leaves_the_pages_before_and_says_that_some_is_missing(feed, tmp_path, ingest):
    pages = paged(THREE, 2)
    feed.at("/services", lambda query: as_json({}, 500) if query["page"] == "2" else pages(query))

    result = ingest(fetch(f"{feed.base}/services", tmp_path))

    assert len(result.records) == 2
    assert not result.is_complete
    assert "Page 2 could not be read" in result.problems[0].message


def test_a_server_that_gives_the_same_page_for_ever_is_left(feed, tmp_path, ingest):
    feed.at("/services", lambda _: as_json({"total_pages": 400, "contents": THREE[:2]}))

    result = ingest(fetch(f"{feed.base}/services", tmp_path))

    assert len(feed.asked) == 2
    assert len(result.records) == 2
    assert not result.is_complete


def test_a_feed_without_end_is_cut(feed, tmp_path, ingest, monkeypatch):
    monkeypatch.setattr(oruk_feed, "MOST_PAGES", 3)
    feed.at("/services", lambda query: as_json({"contents": [a_service(id=query["page"], contacts=[])]}))

    result = ingest(fetch(f"{feed.base}/services", tmp_path))

    assert len(result.records) == 3
    assert not result.is_complete


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{", b'{"a": 1}', b"Caf\xe9"])
def test_what_is_no_feed_leaves_nothing_behind(feed, tmp_path, body):
    feed.at("/services", lambda _: (200, {}, body))

    with pytest.raises(UnreadableSourceError):
        fetch(f"{feed.base}/services", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_feed_inside_the_own_network_is_not_fetched_unless_allowed(feed, tmp_path):
    feed.at("/services", paged(THREE, 2))

    with pytest.raises(UnreadableSourceError, match="inside a private network"):
        oruk_feed.fetch(f"{feed.base}/services", tmp_path)
    assert feed.asked == []


@pytest.mark.parametrize(
    "address", ["", "bristol", "file:///etc/passwd", "http://[::1", "https://a:b@example.org"]
)
def test_an_address_that_is_none_says_what_to_give(tmp_path, address):
    with pytest.raises(UnreadableSourceError, match="Give a whole address"):
        fetch(address, tmp_path)


def test_what_the_address_asks_for_is_asked_on_every_page(feed, tmp_path):
    feed.at("/services", paged(THREE, 3))

    fetch(f"{feed.base}/services?taxonomy_term_id=a&taxonomy_term_id=b&page=7", tmp_path)

    assert all("taxonomy_term_id=a&taxonomy_term_id=b&page=" in target for target in feed.asked)
    assert len(feed.asked) == 2


def test_a_kept_file_that_was_cut_off_is_not_taken_for_the_whole(feed, tmp_path, ingest):
    feed.at("/services", paged(THREE, 2))
    kept = fetch(f"{feed.base}/services", tmp_path)
    lines = gzip.decompress(kept.read_bytes()).splitlines(keepends=True)
    kept.write_bytes(gzip.compress(b"".join(lines[:2])))

    assert not ingest(kept).is_complete

    kept.write_bytes(kept.read_bytes()[:-20])
    with pytest.raises(UnreadableSourceError, match="Fetch the feed again"):
        ingest(kept)
