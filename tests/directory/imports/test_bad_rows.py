"""Whatever a source holds, the good rows come in, and what was left out is said."""

import datetime as dt
import string
import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from localoffer.directory.imports.fitting import MOST_PARTS
from localoffer.directory.models import Listing, Location, Organization, Service
from localoffer.directory.sources import records as r
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.finder import index
from localoffer.finder.models import Entry, StaleService
from tests.factories.places import AuthorityFactory

from .said import HALL, bring, outcomes, said, service

pytestmark = pytest.mark.django_db

GOOD = said("good", name="Good")


def whys(report, outcome="warning") -> str:
    return " ".join(f"{line.name}: {line.why}" for line in report.lines if line.outcome == outcome)


def test_a_row_without_a_usable_id_is_refused_and_the_others_come_in(council):
    report = bring(council, said(""), said("x" * 201), said("\x00 \ud800"), GOOD)

    assert [line.outcome for line in report.lines] == ["refused", "refused", "refused", "added"]
    assert Service.objects.get().name == "Good"


def test_of_two_rows_with_one_id_the_last_is_used(council):
    report = bring(council, said("one", name="First"), GOOD, said("one", name="Last"))

    assert "more than once" in whys(report)
    assert service("one").name == "Last"
    assert Service.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "n" * 300}, "name"),
        ({"email": f"{'e' * 300}@example.org"}, "email"),
        ({"email": "not an address"}, "email"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": f"https://example.org/{'u' * 600}"}, "url"),
        ({"accountable_body": "a" * 300}, "accountable_body"),
        ({"eligibility_description": "e" * 30_000}, "eligibility_description"),
        ({"description": f"<p>{'word ' * 20_000}</p>"}, "description"),
        ({"minimum_age": 12, "maximum_age": 3}, "minimum_age"),
        ({"minimum_age": -1}, "minimum_age"),
        ({"maximum_age": float("nan")}, "maximum_age"),
        ({"maximum_age": float("inf")}, "maximum_age"),
        ({"maximum_age": 10**400}, "maximum_age"),
        ({"needs": ("ASD", "no such need")}, "needs"),
        ({"tier": "no such tier"}, "tier"),
        ({"wait_weeks": 10**30, "wait_said_on": dt.date(2026, 9, 1)}, "wait_weeks"),
        ({"wait_words": "w" * 300, "wait_said_on": dt.date(2026, 9, 1)}, "wait_words"),
        ({"phones": (r.PhoneRecord(number="1" * 60),)}, "number"),
        ({"cost_options": (r.CostRecord(amount=Decimal("1E+20")),)}, "cost_options"),
        ({"cost_options": (r.CostRecord(amount=Decimal("NaN")),)}, "cost_options"),
        ({"schedules": (r.ScheduleRecord(interval=10**9, byday="MO"),)}, "interval"),
        ({"links": (r.LinkRecord(label="Here", url="here"),)}, "url"),
        ({"venues": (r.VenueRecord(location=r.LocationRecord(source_id="a", latitude=1e9, longitude=0)),)}, "latitude"),
        ({"organization": r.OrganizationRecord(source_id="o", name="o" * 300, website="x")}, "website"),
        ({"phones": tuple(r.PhoneRecord(number=f"01632 96{n:04}") for n in range(3_000))}, "phones"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_kept_is_left_out_and_said(council, values, field):
    report = bring(council, said("bad", **values), GOOD)

    assert f"{field}: " in whys(report)
    assert {line.row for line in report.of("added")} == {"bad", "good"}
    assert ("bad", "unchanged") in outcomes(bring(council, said("bad", **values), GOOD))


def test_nothing_empty_is_kept(council):
    bring(
        council,
        said(
            name=" ",
            organization=r.OrganizationRecord(source_id="", name=""),
            phones=(r.PhoneRecord(number=""), r.PhoneRecord(number="01632 960001")),
            contacts=(r.ContactRecord(),),
            languages=(r.LanguageRecord(name="", code=""), r.LanguageRecord(name="", code="pl")),
            links=(r.LinkRecord(label="Empty", url=""),),
            answers=(r.AnswerRecord(question="Why?", answer=""),),
            service_areas=(r.ServiceAreaRecord(name=""),),
            funding=(r.FundingRecord(source=""),),
            cost_options=(r.CostRecord(),),
            venues=(r.VenueRecord(location=r.LocationRecord(source_id="", name="Acorn Hall")),),
        ),
    )

    kept = service()
    assert kept.name == "Service without a name"
    assert kept.organization.name == "Organisation not stated"
    assert [phone.number for phone in kept.phones.all()] == ["01632 960001"]
    assert [language.name for language in kept.languages.all()] == ["pl"]
    for part in ("contacts", "links", "answers", "service_areas", "funding", "cost_options"):
        assert not getattr(kept, part).exists()
    assert Location.objects.get().source_id
    assert Organization.objects.get().source_id


def test_null_characters_and_halves_of_characters_are_taken_out(council):
    bad = "\x00Sing\ud83d and Play\udfff"
    place = r.LocationRecord(source_id="h\x00all", name=bad)
    bring(
        council,
        said(
            "o\x00ne",
            name=bad,
            description=f"<p>{bad}</p>",
            organization=r.OrganizationRecord(source_id="tr\ud800ust", name=bad),
            venues=(r.VenueRecord(location=place, description=bad),),
            schedules=(r.ScheduleRecord(byday="MO", venue="h\x00all"),),
            status="defunct",
            status_reason=bad,
            successor_source_id="\x00",
            needs=("\ud800",),
        ),
    )

    kept = service("one")
    assert (kept.name, kept.organization.name) == ("Sing and Play", "Sing and Play")
    assert kept.schedules.get().location == Location.objects.get()
    assert kept.latest_revision.as_object().name == "Sing and Play"


def test_a_thousand_numbers_of_one_service_are_kept_and_no_more(council):
    numbers = tuple(r.PhoneRecord(number=f"01632 96{n:04}") for n in range(3_000))

    report = bring(council, said(phones=numbers))

    assert service().phones.count() == MOST_PARTS
    assert "There are 3,000. Only the first 1,000 are kept." in whys(report)


def test_ten_thousand_services_of_one_name_each_get_an_address_in_a_moment():
    from localoffer.directory.actions import free_slug

    taken, numbers = set(), {}
    began = time.perf_counter()
    for _ in range(10_000):
        taken.add(free_slug("Drop-in", taken, numbers))

    assert len(taken) == 10_000
    assert time.perf_counter() - began < 5


def test_one_place_named_twice_by_a_service_is_one(council):
    bring(
        council,
        said(venues=(r.VenueRecord(location=HALL), r.VenueRecord(location=HALL, description="Again"))),
    )

    assert service().service_at_locations.count() == 1


def test_a_service_with_more_words_than_an_index_holds_does_not_hide_the_others(
    council, django_capture_on_commit_callbacks
):
    answers = tuple(
        r.AnswerRecord(question=f"Question {n}", answer=" ".join(f"w{n}x{k}" for k in range(2_000)))
        for n in range(100)
    )

    with django_capture_on_commit_callbacks(execute=True):
        bring(council, said("wordy", name="Wordy", answers=answers), GOOD)

    assert {entry.name for entry in Entry.objects.all()} == {"Wordy", "Good"}
    assert index.check() == []


def test_names_in_other_scripts_and_pictures_get_an_address(council):
    bring(council, said("a", name="النادي"), said("b", name="🎈🎈"), said("c", name="-"))

    assert set(Listing.objects.values_list("slug", flat=True)) == {"service", "service-2", "service-3"}


# Anything at all

TEXTS = st.text(
    st.one_of(
        st.sampled_from(string.ascii_letters + string.digits + " <>&'\"%_\\;-=@./"),
        st.sampled_from("\x00\ud800\udfff\n\t\u200b🎈é漢ن"),
    ),
    max_size=40,
)
IDS = st.one_of(st.sampled_from(["one", "two", "three", ""]), TEXTS)
DAYS = st.none() | st.dates()
TIMES = st.none() | st.times(timezones=st.none() | st.just(dt.UTC))
NUMBERS = st.one_of(st.none(), st.floats(), st.integers(-5, 200), st.integers())
WHOLE = st.one_of(st.none(), st.integers(-5, 100), st.integers())
ADDRESSES = st.one_of(TEXTS, st.just("https://example.org/x"), st.just("play@example.org"))
LOCATIONS = st.builds(
    r.LocationRecord,
    source_id=IDS,
    location_type=st.sampled_from(r.LOCATION_TYPES),
    name=TEXTS,
    address_1=TEXTS,
    postal_code=st.one_of(TEXTS, st.just("LN6 7QX")),
    country=TEXTS,
    latitude=NUMBERS,
    longitude=NUMBERS,
    access=st.lists(st.sampled_from(["step-free", "parking", "nonsense"]), max_size=3).map(tuple),
    is_private=st.booleans(),
)
SERVICES = st.builds(
    r.ServiceRecord,
    source_id=IDS,
    name=TEXTS,
    organization=st.builds(
        r.OrganizationRecord, source_id=IDS, name=TEXTS, sector=st.sampled_from(r.SECTORS), website=ADDRESSES
    ),
    description=TEXTS,
    url=ADDRESSES,
    email=ADDRESSES,
    minimum_age=NUMBERS,
    maximum_age=NUMBERS,
    cost=st.sampled_from(r.COST),
    referral=st.sampled_from(r.REFERRAL),
    needs=st.lists(st.sampled_from(["ASD", "HI", "nonsense", "\x00"]), max_size=3).map(tuple),
    kinds=st.lists(st.sampled_from(["fun", "short-breaks", ""]), max_size=3).map(tuple),
    tier=st.sampled_from(["", "universal", "nonsense"]),
    venues=st.lists(st.builds(r.VenueRecord, location=LOCATIONS, description=TEXTS), max_size=2).map(tuple),
    phones=st.lists(st.builds(r.PhoneRecord, number=TEXTS, extension=TEXTS), max_size=2).map(tuple),
    schedules=st.lists(
        st.builds(
            r.ScheduleRecord,
            freq=st.sampled_from(r.FREQUENCIES),
            interval=WHOLE,
            byday=TEXTS,
            opens_at=TIMES,
            closes_at=TIMES,
            until=DAYS,
            venue=IDS,
        ),
        max_size=2,
    ).map(tuple),
    cost_options=st.lists(
        st.builds(r.CostRecord, option=TEXTS, amount=st.none() | st.decimals(), valid_from=DAYS), max_size=2
    ).map(tuple),
    languages=st.lists(st.builds(r.LanguageRecord, name=TEXTS, code=TEXTS), max_size=2).map(tuple),
    links=st.lists(st.builds(r.LinkRecord, label=TEXTS, url=ADDRESSES), max_size=2).map(tuple),
    answers=st.lists(st.builds(r.AnswerRecord, question=TEXTS, answer=TEXTS), max_size=2).map(tuple),
    reach=st.sampled_from(r.REACHES),
    why_listed=TEXTS,
    checked_on=DAYS,
    wait_weeks=WHOLE,
    wait_words=TEXTS,
    wait_list_status=st.sampled_from(r.WAIT_LISTS),
    wait_said_on=DAYS,
    status=st.sampled_from(r.STATUSES),
    status_reason=TEXTS,
    successor_source_id=IDS,
)


class TestAnything(TestCase):
    """In a transaction for each example."""

    @settings(
        max_examples=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    @given(first=st.lists(SERVICES, min_size=1, max_size=3), second=st.lists(SERVICES, max_size=3))
    def test_whatever_a_source_says_comes_in_or_is_refused_and_the_index_is_what_a_rebuild_would_make(
        self, first, second
    ):
        council = AuthorityFactory()
        load_vocabulary()
        for records in (first, [*first, GOOD], [*second, GOOD]):
            with self.captureOnCommitCallbacks(execute=True):
                report = bring(council, *records)
            told = {line.row for line in report.lines}
            assert {r_.source_id for r_ in records if r_.source_id in ("one", "two", "three")} <= told
            assert index.check() == []
            assert not StaleService.objects.exists()
        assert service("good", owner=council).live
        again = bring(council, *second, GOOD)
        assert {str(o) for o in again.counts} <= {"unchanged", "warning", "refused", "missing", "for review"}
        for each in Service.objects.filter(owner=council):
            each.latest_revision.as_object()
