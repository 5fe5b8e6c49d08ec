"""Whatever happens in the directory, and in whatever order, the index is what a rebuild would make."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from localoffer.directory import actions, imports
from localoffer.directory.models import Location, Phone, Schedule, Service, ServiceAtLocation, TaxonomyTerm
from localoffer.directory.sources.records import (
    LocationRecord,
    OrganizationRecord,
    ReadResult,
    ServiceRecord,
    VenueRecord,
)
from localoffer.finder import index
from localoffer.finder.models import Entry, StaleService
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, term
from tests.factories.places import AuthorityFactory
from tests.parts import part

pytestmark = pytest.mark.django_db

NAMES = st.sampled_from(
    ["Swimming club", "Dyslexia teachers", "CAMHS", "Zoë’s café", "النادي", "1st Beavers"]
)
NEEDS = st.lists(st.sampled_from(["ASD", "HI", "communication-and-interaction"]), max_size=2, unique=True)
KINDS = st.lists(st.sampled_from(["learning", "fun", "short-breaks"]), max_size=2, unique=True)


class Directory(RuleBasedStateMachine):
    """An officer's week, in any order."""

    services = Bundle("services")

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.council, self.neighbour = AuthorityFactory(), AuthorityFactory()
        term("need", "ASD")
        self.organizations = [OrganizationFactory(owner=self.council) for _ in range(2)]
        self.halls = [
            LocationFactory(owner=self.council, easting=500_000 + 900 * n, northing=370_000) for n in range(2)
        ]
        index.rebuild()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def committed(self):
        return TestCase.captureOnCommitCallbacks(execute=True)

    @rule(target=services, name=NAMES, needs=NEEDS, kinds=KINDS, live=st.booleans(), hall=st.integers(0, 1))
    def create(self, name, needs, kinds, live, hall):
        with self.committed():
            service = ServiceFactory(
                owner=self.council,
                organization=self.organizations[0],
                name=name,
                needs=needs,
                kinds=kinds,
                live=live,
                at=[self.halls[hall]],
            )
        return service.pk

    @rule(pk=services, name=NAMES, needs=NEEDS)
    def save_a_draft(self, pk, name, needs):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                service.name = name
                service.needs = [term("need", code) for code in needs]
                service.save_revision()

    @rule(pk=services)
    def publish(self, pk):
        service = Service.objects.filter(pk=pk).first()
        if service and service.latest_revision:
            with self.committed():
                service.latest_revision.publish()

    @rule(pk=services)
    def unpublish(self, pk):
        service = Service.objects.filter(pk=pk).first()
        if service and service.live:
            with self.committed():
                service.unpublish()

    @rule(pk=services, name=NAMES)
    def schedule_and_let_the_time_come(self, pk, name):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                service.name = name
                service.go_live_at = timezone.now() + dt.timedelta(seconds=30)
                revision = service.save_revision()
                revision.approved_go_live_at = timezone.now() - dt.timedelta(seconds=1)
                revision.content["go_live_at"] = (timezone.now() - dt.timedelta(seconds=1)).isoformat()
                revision.save()
            with self.committed():
                call_command("publish_scheduled")

    @rule(code=st.sampled_from(["ASD", "communication-and-interaction", "fun", "short-breaks"]), name=NAMES)
    def rename_a_term(self, code, name):
        with self.committed():
            renamed = TaxonomyTerm.objects.get(code=code, taxonomy__code__in=["need", "kind"])
            renamed.name = name
            renamed.save()

    @rule(which=st.integers(0, 1), name=NAMES)
    def rename_an_organisation(self, which, name):
        with self.committed():
            self.organizations[which].name = name
            self.organizations[which].save()

    @rule(pk=services, which=st.integers(0, 1))
    def give_it_to_another_organisation(self, pk, which):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                service.organization = self.organizations[which]
                service.save()

    @rule(which=st.integers(0, 1), metres=st.integers(1, 50_000))
    def move_a_hall(self, which, metres):
        with self.committed():
            hall = Location.objects.get(pk=self.halls[which].pk)
            if not hall.is_private:
                hall.easting, hall.northing = 480_000 + metres, 370_000
            hall.save()

    @rule(which=st.integers(0, 1))
    def make_a_hall_secret(self, which):
        with self.committed():
            hall = Location.objects.get(pk=self.halls[which].pk)
            hall.is_private = True
            hall.save()

    @rule(pk=services, which=st.integers(0, 1))
    def add_a_venue_and_a_phone(self, pk, which):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                ServiceAtLocation.objects.create(service=service, location=self.halls[which])
                Phone.objects.create(service=service, number="01632 960000")

    @rule(
        name=NAMES,
        status=st.sampled_from(["", "active", "temporarily closed", "defunct", "inactive"]),
        weeks=st.integers(0, 9),
    )
    def import_a_feed(self, name, status, weeks):
        place = LocationRecord(source_id="hall", name="Feed Hall", latitude=53.2, longitude=-0.5)
        record = ServiceRecord(
            source_id="one",
            name=name,
            organization=OrganizationRecord(source_id="org", name=f"{name} Trust"),
            needs=("HI",),
            venues=(VenueRecord(location=place),),
            checked_on=dt.date(2026, 1, weeks + 1),
            wait_weeks=weeks,
            status=status,
        )
        with self.committed():
            result = ReadResult(records=(record,))
            imports.write(imports.compare(result, authority=self.council, source="feed"))

    @rule(pk=services, status=st.sampled_from(["active", "temporarily closed", "defunct"]))
    def open_pause_or_close(self, pk, status):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                actions.change_status(service, status=status, on=timezone.localdate())

    @rule(pk=services, outcome=st.sampled_from(["right", "not-reached"]), day=st.integers(1, 28))
    def check_and_state_the_wait(self, pk, outcome, day):
        service = Service.objects.filter(pk=pk).first()
        listing = service and service.listings.first()
        if listing:
            with self.committed():
                on = dt.date(2026, 10, day)
                actions.record_check(listing, on=on, by_role="the team", how="rang", outcome=outcome)
                actions.state_wait(service, said_on=on, weeks=day)

    @rule(pk=services)
    def list_in_the_next_council(self, pk):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                actions.list_service(service, authority=self.neighbour, reach="neighbouring")

    @rule(pk=services, other=services)
    def move_a_venue_to_another_service(self, pk, other):
        venue = ServiceAtLocation.objects.filter(service=pk).first()
        if venue and Service.objects.filter(pk=other).exists():
            with self.committed():
                venue.service_id = other
                venue.save()

    @rule(pk=services)
    def take_off_the_list(self, pk):
        service = Service.objects.filter(pk=pk).first()
        if service and (listing := service.listings.first()):
            with self.committed():
                listing.delete()

    @rule(pk=services)
    def delete(self, pk):
        if service := Service.objects.filter(pk=pk).first():
            with self.committed():
                service.delete()

    @rule(pk=services, name=NAMES)
    def change_it_and_change_your_mind(self, pk, name):
        service = Service.objects.filter(pk=pk).first()
        if service:
            with self.committed():
                try:
                    with transaction.atomic():
                        service.name = f"{name} never was"
                        service.save()
                        raise KeyboardInterrupt
                except KeyboardInterrupt:
                    pass

    @invariant()
    def the_index_equals_a_rebuild(self):
        assert index.check() == []
        assert not StaleService.objects.exists()


def test_any_sequence_of_changes_leaves_the_index_equal_to_a_rebuild(db):
    run_state_machine_as_test(
        Directory,
        settings=settings(
            # Where two databases are tested, each is asked another half
            max_examples=13 if part() else 25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # fourteen steps can be read as they are
        ),
    )


def test_a_change_that_was_killed_before_the_index_was_refreshed_is_finished_by_the_clock(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        service = ServiceFactory(name="Swimming")
    service.name = "Judo"
    service.save()  # inside this test's transaction, so nothing that waits for the commit has run
    assert Entry.objects.get().name == "Swimming"

    assert index.refresh_stale() == 1

    assert Entry.objects.get().name == "Judo"
    assert index.check() == []


def test_many_deeds_in_one_transaction_are_one_refresh(
    django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    with django_capture_on_commit_callbacks(execute=True):
        council = AuthorityFactory()
        listings = [ServiceFactory(owner=council).listings.get() for _ in range(12)]
    today = timezone.localdate()

    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for listing in listings:
            actions.record_check(listing, on=today, by_role="the team", how="rang")
        with suppress(KeyError), transaction.atomic():
            actions.state_wait(listings[0].service, said_on=today, weeks=3)
            raise KeyError
    with django_assert_max_num_queries(40):
        for callback in callbacks:
            callback()

    assert index.check() == []
    assert not StaleService.objects.exists()


def test_check_names_what_is_wrong_with_the_index(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ServiceFactory(name="Swimming")
    Entry.objects.update(name="Sinking", tokens="")

    [difference] = index.check()

    assert difference.what == "differs in tokens, name"


def test_a_rebuild_drops_what_should_not_be_there(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        service = ServiceFactory()
    Service.objects.filter(pk=service.pk).update(live=False)  # past every signal

    index.rebuild()

    assert Entry.objects.count() == 0
    assert index.check() == []


def test_a_listing_that_moves_to_another_service_is_found_there(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        swimming = ServiceFactory(name="Swimming")
        judo = ServiceFactory(name="Judo", owner=swimming.owner, listed_by=None)
    with django_capture_on_commit_callbacks(execute=True):
        listing = swimming.listings.get()
        listing.service = judo
        listing.save()

    assert Entry.objects.get().name == "Judo"
    assert index.check() == []


def test_times_that_are_over_or_at_a_secret_place_are_not_shown(django_capture_on_commit_callbacks):
    secret = LocationFactory(is_private=True)
    with django_capture_on_commit_callbacks(execute=True):
        service = ServiceFactory()
        times = {"service": service, "freq": "WEEKLY", "opens_at": dt.time(10)}
        Schedule.objects.create(**times, byday="MO", until=dt.date(2024, 7, 20))
        Schedule.objects.create(**times, byday="TU", location=secret)
        ServiceAtLocation.objects.create(service=service, location=secret)
        Schedule.objects.create(**times, byday="WE", dtstart=dt.date(2999, 1, 5))

    assert Entry.objects.get().when == "Wednesdays, from 10am, from 5 January 2999"
