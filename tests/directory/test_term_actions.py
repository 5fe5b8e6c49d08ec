"""Adding, rewording, merging and retiring terms: no record loses one, and no old word or address leads nowhere."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.models import ModelLogEntry

from localoffer.accounts.models import Role
from localoffer.directory import bin, imports, term_actions
from localoffer.directory.models import ImportRun, Location, OwnQuestions, Service, TaxonomyTerm
from localoffer.directory.signals import services_written
from localoffer.directory.sources.records import (
    LocationRecord,
    OrganizationRecord,
    ReadResult,
    ServiceRecord,
    VenueRecord,
)
from localoffer.directory.vocabulary import terms_by_words
from localoffer.directory.where_used import links, single_links, where_used
from localoffer.finder import index
from localoffer.finder.models import OwnWords, StaleService
from tests.factories.accounts import officer
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, term
from tests.factories.places import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fenbridge():
    return AuthorityFactory(name="Fenbridge", slug="fenbridge")


@pytest.fixture
def saltmere():
    return AuthorityFactory(name="Saltmere", slug="saltmere")


def own_term(council, name="Forest school", under="fun", **values):
    parent = term("kind", under) if under else None
    taxonomy = term("kind", "fun").taxonomy
    return term_actions.add_term(taxonomy, name=name, owner=council, parent=parent, **values)


def refusal(deed, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        deed(*args, **kwargs)
    return " ".join(refused.value.messages)


def kinds_of(service) -> set[str]:
    return set(Service.objects.get(pk=service.pk).kinds.values_list("code", flat=True))


def logged(of) -> list[str]:
    return list(ModelLogEntry.objects.filter(object_id=of.pk).values_list("action", flat=True))


# Adding


def test_a_council_adds_a_term_of_its_own_and_its_neighbour_is_not_offered_it(
    fenbridge, saltmere, admin_user
):
    own = own_term(fenbridge, description="Play among trees.", by=admin_user)

    assert own.code == "fenbridge--forest-school"
    assert own in TaxonomyTerm.objects.offered_to(fenbridge)
    assert own not in TaxonomyTerm.objects.offered_to(saltmere)
    assert own not in TaxonomyTerm.objects.shared()
    assert logged(own) == ["localoffer.add_term"]


def test_two_councils_may_have_a_term_of_the_same_name(fenbridge, saltmere):
    assert own_term(fenbridge).code != own_term(saltmere).code


def test_no_code_of_a_councils_own_can_clash_with_one_that_comes_to_be_shared(fenbridge):
    own = own_term(fenbridge)

    with pytest.raises(IntegrityError), transaction.atomic():
        TaxonomyTerm.objects.filter(pk=own.pk).update(owner=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxonomyTerm.objects.filter(code="arts").update(owner=fenbridge)
    assert "--" in refusal(term_actions.add_term, own.taxonomy, name="Dens", code="fenbridge--dens")


@pytest.mark.parametrize(
    "name", ["Sport and swimming", "sport  AND swimming", "SPORTS AND RECREATION", "sport"]
)
def test_a_word_that_stands_for_a_term_is_not_given_to_another(fenbridge, name):
    assert "already" in refusal(own_term, fenbridge, name)


def test_the_reason_names_the_term_to_use_instead(fenbridge):
    assert refusal(own_term, fenbridge, "Breaks and respite") == (
        "“Breaks and respite” stands for “Short breaks” already. Use that one, or choose another name."
    )
    term_actions.retire_term(term("kind", "arts"))
    assert refusal(own_term, fenbridge, "Cinema, music and art") == (
        "“Cinema, music and art” is retired. Restore it, or choose another name."
    )


def test_a_name_in_another_script_has_a_code_too(fenbridge):
    assert own_term(fenbridge, "нова школа").code == "fenbridge--term"
    assert own_term(fenbridge, "друга школа").code == "fenbridge--term-2"


@pytest.mark.parametrize("name", ["", "   ", "x" * 151])
def test_a_term_has_a_name_of_a_length_that_can_be_kept(fenbridge, name):
    assert refusal(own_term, fenbridge, name)


def test_there_are_two_levels_and_no_more(fenbridge):
    assert "two levels" in refusal(own_term, fenbridge, "Judo", under="sport")
    top = own_term(fenbridge, "Faith groups", under=None)
    below = own_term(fenbridge, "Choirs", under=None)
    term_actions.move_term(below, parent=top)
    assert "two levels" in refusal(term_actions.move_term, top, parent=term("kind", "fun"))


def test_a_shared_term_does_not_stand_under_one_councils_own(fenbridge):
    top = own_term(fenbridge, "Faith groups", under=None)

    assert "belongs to one council" in refusal(term_actions.move_term, term("kind", "arts"), parent=top)


# Rewording


def test_a_reworded_term_keeps_its_code_and_is_still_known_by_its_old_name(admin_user):
    autism = term("need", "ASD")

    renamed = term_actions.rename_term(autism, name="Autistic people", by=admin_user)

    assert (renamed.code, renamed.name) == ("ASD", "Autistic people")
    words = terms_by_words()["need"]
    assert {words[word] for word in ("asd", "autism", "autistic people", "autistic spectrum disorder")} == {
        "ASD"
    }
    assert logged(renamed) == ["localoffer.rename_term"]


def test_a_term_named_back_has_each_name_once():
    autism = term("need", "ASD")
    term_actions.rename_term(autism, name="Autistic people")

    term_actions.rename_term(autism, name="Autism")

    names = set(autism.other_names.values_list("name", flat=True))
    assert "Autistic people" in names
    assert "Autism" not in names


def test_a_name_that_stands_for_another_term_is_refused():
    assert "“Autism” already" in refusal(term_actions.rename_term, term("need", "HI"), name="autism")
    assert "“Autism” already" in refusal(
        term_actions.rename_term, term("need", "HI"), name="Deaf", other_names=["ASD"]
    )


# Merging


def test_whatever_carries_a_merged_term_carries_the_other_afterwards(fenbridge, saltmere, admin_user):
    ours = ServiceFactory(owner=fenbridge, kinds=["arts"])
    theirs = ServiceFactory(owner=saltmere, kinds=["arts", "sport"])
    arts, sport = term("kind", "arts"), term("kind", "sport")

    assert term_actions.merge_terms(arts, into=sport, by=admin_user) == 2

    assert kinds_of(ours) == kinds_of(theirs) == {"sport"}
    assert Service.kinds.through.objects.filter(service=theirs.pk).count() == 1
    assert arts not in TaxonomyTerm.objects.offered_to(fenbridge)
    [line] = ModelLogEntry.objects.filter(action="localoffer.merge_terms")
    assert (line.object_id, line.data["merged"], line.data["records"]) == (
        str(sport.pk),
        "Cinema, music and art",
        2,
    )


def test_a_tier_and_what_a_place_has_are_merged_too():
    service, place = ServiceFactory(tier=term("tier", "targeted")), LocationFactory()
    place.access.add(term("access", "car-park"))
    place.access.commit()

    term_actions.merge_terms(term("tier", "targeted"), into=term("tier", "specialist"))
    term_actions.merge_terms(term("access", "car-park"), into=term("access", "parking-nearby"))

    assert Service.objects.get(pk=service.pk).tier.code == "specialist"
    assert [each.code for each in place.access.all()] == ["parking-nearby"]


def test_its_code_and_names_lead_to_the_other_even_after_that_one_was_merged_too(fenbridge):
    arts, sport, clubs = term("kind", "arts"), term("kind", "sport"), term("kind", "youth-clubs")
    term_actions.merge_terms(arts, into=sport)
    term_actions.merge_terms(sport, into=clubs)

    record = ServiceRecord(
        source_id="1",
        name="Choir",
        organization=OrganizationRecord(source_id="choir", name="Choir"),
        kinds=("arts", "sport"),
    )
    imports.import_records(ReadResult(records=(record,)), authority=fenbridge, source="sheet")

    assert kinds_of(Service.objects.get()) == {"youth-clubs"}
    assert TaxonomyTerm.objects.get(code="arts").current == clubs
    assert terms_by_words()["kind"]["music, arts and dance"] == "arts"


def test_a_draft_and_an_old_version_open_with_the_term_that_was_kept():
    service = ServiceFactory(kinds=["fun"], tier=term("tier", "targeted"))
    service.save_revision().publish()
    old = service.latest_revision
    service = Service.objects.get()
    service.kinds = [term("kind", "arts"), term("kind", "sport")]
    service.save_revision()

    term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))
    term_actions.merge_terms(term("tier", "targeted"), into=term("tier", "specialist"))

    draft = Service.objects.get().get_latest_revision_as_object()
    assert [each.code for each in draft.kinds.all()] == ["sport"]
    assert old.as_object().tier.code == "specialist"
    draft.save_revision().publish()
    assert kinds_of(service) == {"sport"}
    assert Service.objects.get().tier.code == "specialist"


def test_a_form_that_was_open_meanwhile_adds_the_term_that_was_kept():
    service = ServiceFactory(kinds=["fun"])
    arts, sport = term("kind", "arts"), term("kind", "sport")
    term_actions.merge_terms(arts, into=sport)

    service.kinds = [arts, sport]
    service.save()
    assert kinds_of(service) == {"sport"}
    service.kinds = [arts]
    service.save()
    assert kinds_of(service) == {"sport"}
    place = LocationFactory()
    term_actions.merge_terms(term("access", "car-park"), into=term("access", "parking"))
    place.access.set([TaxonomyTerm.objects.get(code="car-park")])
    place.access.commit()
    assert [each.code for each in place.access.all()] == ["parking"]


def test_what_stands_under_a_merged_term_stands_under_the_other():
    below = set(term("kind", "travel").children.values_list("code", flat=True))

    term_actions.merge_terms(term("kind", "travel"), into=term("kind", "money"))

    assert below < set(term("kind", "money").children.values_list("code", flat=True))


def test_a_merge_that_would_take_a_term_out_of_reach_is_refused(fenbridge, saltmere):
    own, theirs = own_term(fenbridge), own_term(saltmere)
    merge = term_actions.merge_terms

    assert "everybody’s" in refusal(merge, term("kind", "arts"), into=own)
    assert "another council’s" in refusal(merge, theirs, into=own)
    assert "another vocabulary" in refusal(merge, own, into=term("strand", "leisure"))
    assert "itself" in refusal(merge, own, into=own)
    assert "stands under" in refusal(merge, term("kind", "fun"), into=term("kind", "arts"))
    assert "stand under" in refusal(merge, term("kind", "fun"), into=term("kind", "carers"))
    term_actions.retire_term(term("kind", "arts"))
    assert "retired" in refusal(merge, own, into=term("kind", "arts"))
    merge(own, into=term("kind", "sport"))
    assert "merged into “Sport and swimming”" in refusal(merge, own, into=term("kind", "youth-clubs"))
    assert "merged into “Sport and swimming”" in refusal(merge, term("kind", "carers"), into=own)


def test_the_next_import_after_a_merge_finds_nothing_changed_and_an_officers_change_still_counts(fenbridge):
    def said(address: str) -> ReadResult:
        place = LocationRecord(source_id="hall", name="Hall", address_1=address, access=("car-park", "lift"))
        record = ServiceRecord(
            source_id="1",
            name="Choir",
            organization=OrganizationRecord(source_id="choir", name="Choir"),
            kinds=("arts",),
            venues=(VenueRecord(location=place),),
        )
        return ReadResult(records=(record,))

    def run(address: str):
        return imports.import_records(said(address), authority=fenbridge, source="sheet").counts

    term("kind", "arts")
    run("1 High Street")
    term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))
    term_actions.merge_terms(term("access", "car-park"), into=term("access", "parking"))

    assert {str(outcome): number for outcome, number in run("1 High Street").items() if number} == {
        "unchanged": 1
    }
    run("2 High Street")
    assert Location.objects.get().address_1 == "2 High Street"
    assert {each.code for each in Location.objects.get().access.all()} == {"lift", "parking"}
    Location.objects.update(address_1="3 High Street")
    run("4 High Street")
    assert Location.objects.get().address_1 == "3 High Street"


def test_an_import_that_a_merge_overtakes_begins_again(fenbridge):
    term("kind", "arts")
    record = ServiceRecord(
        source_id="1",
        name="Choir",
        organization=OrganizationRecord(source_id="choir", name="Choir"),
        kinds=("arts",),
    )
    plan = imports.compare(ReadResult(records=(record,)), authority=fenbridge, source="sheet")
    ready = imports.write.__globals__["_Ready"](plan, by=None, publish_new=True)
    term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))

    with pytest.raises(imports.OvertakenError, match="merged meanwhile"):
        imports.write.__globals__["_refuse_if_merged"](ready.terms.values())


def test_an_import_that_is_undone_after_a_merge_brings_back_the_term_that_was_kept(fenbridge):
    term("kind", "arts")
    said = ServiceRecord(
        source_id="1",
        name="Choir",
        organization=OrganizationRecord(source_id="choir", name="Choir"),
        kinds=("arts", "sport"),
        tier="targeted",
    )
    for record in (said, replace(said, name="Band", kinds=("travel",), tier="universal")):
        imports.import_records(ReadResult(records=(record,)), authority=fenbridge, source="sheet")
    term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))
    term_actions.merge_terms(term("tier", "targeted"), into=term("tier", "specialist"))

    imports.undo(ImportRun.objects.latest("finished_at"))

    service = Service.objects.get()
    assert (service.name, service.tier.code, kinds_of(service)) == ("Choir", "specialist", {"sport"})


# Retiring


def test_a_retired_term_stays_on_records_and_is_offered_on_none(fenbridge, admin_user):
    service = ServiceFactory(owner=fenbridge, kinds=["arts"])
    arts, sport = term("kind", "arts"), term("kind", "sport")

    retired = term_actions.retire_term(arts, successor=sport, by=admin_user)

    assert kinds_of(service) == {"arts"}
    assert arts not in TaxonomyTerm.objects.offered_to(fenbridge)
    assert retired.successor == sport
    assert terms_by_words()["kind"]["cinema, music and art"] == "arts"
    assert term_actions.restore_term(arts, by=admin_user).successor is None
    assert arts in TaxonomyTerm.objects.offered_to(fenbridge)
    assert logged(arts) == ["localoffer.restore_term", "localoffer.retire_term"]


def test_a_term_with_others_under_it_is_not_retired_over_their_heads(fenbridge):
    assert "stand under “Things to do”" in refusal(term_actions.retire_term, term("kind", "fun"))
    top = own_term(fenbridge, "Faith groups", under=None)
    below = own_term(fenbridge, "Choirs", under=None)
    term_actions.move_term(below, parent=top)
    assert "“Choirs” stands under" in refusal(term_actions.retire_term, top)
    term_actions.retire_term(below)
    term_actions.retire_term(top)
    assert "Restore that one first" in refusal(term_actions.restore_term, below)


def test_a_successor_is_one_that_everybody_concerned_may_choose(fenbridge):
    own = own_term(fenbridge)

    assert "belongs to one council" in refusal(term_actions.retire_term, term("kind", "arts"), successor=own)
    term_actions.retire_term(term("kind", "arts"))
    assert "offered no longer" in refusal(term_actions.retire_term, own, successor=term("kind", "arts"))
    assert term_actions.retire_term(own, successor=term("kind", "sport")).successor.code == "sport"


# In order


def test_terms_change_places_with_their_neighbours_and_a_councils_own_come_last(fenbridge):
    first, second = own_term(fenbridge, "Forest school"), own_term(fenbridge, "Den building")

    term_actions.shift_term(second, up=True)

    terms = list(TaxonomyTerm.objects.of("kind").offered_to(fenbridge).in_order())
    below = [each for each in terms if each.parent_id == first.parent_id]
    assert below[-2:] == [second, first]
    assert terms.index(first.parent) == terms.index(below[0]) - 1
    sport = term("kind", "sport")
    assert below.index(sport) == 2
    term_actions.shift_term(sport, up=False)
    term_actions.shift_term(second, up=True)  # it is the first already
    terms = list(TaxonomyTerm.objects.of("kind").offered_to(fenbridge).in_order())
    assert [each for each in terms if each.parent_id == first.parent_id].index(sport) == 3


# Deleting


def test_a_term_that_nothing_ever_used_can_be_deleted(fenbridge, admin_user):
    own = own_term(fenbridge)

    term_actions.delete_term(own, by=admin_user)

    assert not TaxonomyTerm.objects.filter(pk=own.pk).exists()
    assert logged(own)[0] == "localoffer.delete_term"


def test_a_term_in_use_is_not_deleted_and_the_reason_says_what_to_do(fenbridge):
    ServiceFactory(owner=fenbridge, kinds=["arts"])
    ServiceFactory(owner=fenbridge, kinds=["arts"])
    arts = term("kind", "arts")

    assert refusal(term_actions.delete_term, arts) == (
        "“Cinema, music and art” is used by 2 services. Merge it into another term, or retire it."
    )
    for attempt in (arts.delete, TaxonomyTerm.objects.filter(code="arts").delete):
        with pytest.raises(ProtectedError, match="used by 2 services"), transaction.atomic():
            attempt()
    with transaction.atomic():
        TaxonomyTerm.objects.filter(pk=arts.pk)._raw_delete("default")
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)
    assert Service.objects.filter(kinds=arts).count() == 2


def test_nor_one_that_only_a_draft_an_old_version_a_tier_or_a_place_names():
    service = ServiceFactory(kinds=["fun"], tier=term("tier", "targeted"))
    service.kinds = [term("kind", "arts")]
    service.save_revision()
    place = LocationFactory()
    place.access.add(term("access", "lift"))
    place.access.commit()

    assert "used by 1 draft." in refusal(term_actions.delete_term, term("kind", "arts"))
    assert "used by 1 service." in refusal(term_actions.delete_term, term("tier", "targeted"))
    assert "used by 1 place." in refusal(term_actions.delete_term, term("access", "lift"))
    service.kinds = []
    service.save_revision().publish()
    assert "Old versions" in refusal(term_actions.delete_term, term("kind", "arts"))


def test_nor_one_that_other_terms_refer_to(fenbridge):
    top = own_term(fenbridge, "Faith groups", under=None)
    below = own_term(fenbridge, "Choirs", under=None)
    term_actions.move_term(below, parent=top)
    assert "Other terms refer" in refusal(term_actions.delete_term, top)
    merged = own_term(fenbridge, "Singing")
    term_actions.merge_terms(merged, into=below)
    assert "Other terms refer" in refusal(term_actions.delete_term, below)
    with pytest.raises(ProtectedError, match="old sheets and addresses"), transaction.atomic():
        TaxonomyTerm.objects.get(pk=merged.pk).delete()


def test_what_is_in_the_bin_comes_out_of_it_with_its_terms(fenbridge, admin_user):
    binned = ServiceFactory(owner=fenbridge, kinds=["arts"], tier=term("tier", "targeted"))
    place = LocationFactory(owner=fenbridge)
    place.access.add(term("access", "lift"))
    place.access.commit()
    for each in (binned, place):
        bin.put_in_bin(each, by=admin_user)

    assert "which is in the bin" in refusal(term_actions.delete_term, term("kind", "arts"))
    assert "which is in the bin" in refusal(term_actions.delete_term, term("access", "lift"))
    term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))
    term_actions.merge_terms(term("tier", "targeted"), into=term("tier", "specialist"))
    bin.restore(Service.with_binned.get(pk=binned.pk), by=admin_user)
    assert kinds_of(binned) == {"sport"}
    assert Service.objects.get(pk=binned.pk).tier.code == "specialist"


# Where used


def test_a_council_sees_where_its_own_records_use_a_term_and_nothing_of_its_neighbours(fenbridge, saltmere):
    ours, place = ServiceFactory(owner=fenbridge, kinds=["arts"]), LocationFactory(owner=fenbridge)
    ServiceFactory(owner=saltmere, kinds=["arts"])
    draft = ServiceFactory(owner=fenbridge, kinds=["fun"])
    draft.kinds = [term("kind", "arts")]
    draft.save_revision()
    for each in (place, LocationFactory(owner=saltmere)):
        each.access.add(term("access", "lift"))
        each.access.commit()

    used = where_used(term("kind", "arts"), by=officer(fenbridge, Role.EDITOR))

    assert (set(used.services), set(used.drafts), set(used.locations)) == ({ours}, {draft}, set())
    assert used.in_words() == "1 service and 1 draft"
    assert where_used(term("kind", "arts")).in_words() == "2 services and 1 draft"
    assert set(where_used(term("access", "lift"), by=officer(fenbridge, Role.EDITOR)).locations) == {place}
    assert not where_used(term("kind", "sport"), by=officer(fenbridge, Role.EDITOR))


def test_a_draft_that_names_a_merged_term_is_counted_for_the_one_that_was_kept(fenbridge):
    draft = ServiceFactory(owner=fenbridge, kinds=["fun"])
    draft.kinds = [term("kind", "arts")]
    draft.save_revision()

    term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))

    assert set(where_used(term("kind", "sport")).drafts) == {draft}


def test_every_field_that_holds_terms_is_looked_through():
    """A new one on another record has to be thought about."""
    holding = {field.remote_field.through for field in links()} | {field.model for field in single_links()}
    pointing = {
        relation.related_model
        for relation in TaxonomyTerm._meta.get_fields(include_hidden=True)
        if relation.auto_created
    }
    own = {TaxonomyTerm, TaxonomyTerm._meta.get_field("other_names").related_model}

    # A council's own words follow a term that was merged, and go on without one that was deleted
    words = {OwnWords, OwnWords.terms.through}
    # Its questions follow a kind of help that was merged, too, and go with one that is deleted
    words |= {OwnQuestions}

    assert pointing - own - words - {Service, Location} == holding - {Service, Location}


# Whatever happens


class Vocabulary(RuleBasedStateMachine):
    """Years of tidying up, in any order, by one who changes everything and one council that changes its own."""

    services = Bundle("services")

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.council, self.neighbour = AuthorityFactory(), AuthorityFactory()
        self.kind = term("kind", "fun").taxonomy
        self.organization = OrganizationFactory(owner=self.council)
        self.names = 0
        self.had = {}  # of each service: what each of its terms has become
        index.rebuild()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def some(self, number: int) -> TaxonomyTerm:
        terms = list(TaxonomyTerm.objects.of("kind").order_by("code"))[:14]
        return terms[number % len(terms)]

    def committed(self):
        return TestCase.captureOnCommitCallbacks(execute=True)

    def tried(self, deed, *args, **kwargs):
        with self.committed():
            try:
                with transaction.atomic():
                    deed(*args, **kwargs)
            except ValidationError:
                pass

    def saved(self, service):
        self.had[service.pk] = {each.pk for each in Service.objects.get(pk=service.pk).kinds.all()}

    @rule(target=services, picks=st.lists(st.integers(0, 99), min_size=1, max_size=3))
    def create(self, picks):
        with self.committed():
            service = ServiceFactory(owner=self.council, organization=self.organization)
            service.kinds = [self.some(pick) for pick in picks]
            service.save()
        self.saved(service)
        return service

    @rule(service=services, pick=st.integers(0, 99), publish=st.booleans())
    def edit(self, service, pick, publish):
        service = Service.objects.get(pk=service.pk)
        service.kinds = [*service.kinds.all(), self.some(pick)]
        with self.committed():
            revision = service.save_revision()
            if publish:
                revision.publish()
        if publish:
            self.saved(service)

    @rule(service=services)
    def publish_an_old_version(self, service):
        revision = Service.objects.get(pk=service.pk).revisions.order_by("created_at").first()
        if revision:
            wanted = set(TaxonomyTerm.objects.filter(pk__in=revision.content["kinds"]))
            with self.committed():
                revision.publish()
            self.had[service.pk] = {each.pk for each in wanted}

    @rule(own=st.booleans(), pick=st.one_of(st.none(), st.integers(0, 99)))
    def add(self, own, pick):
        self.names += 1
        parent = None if pick is None else self.some(pick)
        owner = self.council if own else None
        self.tried(
            term_actions.add_term, self.kind, name=f"A new word {self.names}", owner=owner, parent=parent
        )

    @rule(pick=st.integers(0, 99))
    def rename(self, pick):
        self.names += 1
        self.tried(term_actions.rename_term, self.some(pick), name=f"Another word {self.names}")

    @rule(pick=st.integers(0, 99), into=st.integers(0, 99))
    def merge(self, pick, into):
        self.tried(term_actions.merge_terms, self.some(pick), into=self.some(into))

    @rule(pick=st.integers(0, 99))
    def retire(self, pick):
        self.tried(term_actions.retire_term, self.some(pick))

    @rule(pick=st.integers(0, 99))
    def restore(self, pick):
        self.tried(term_actions.restore_term, self.some(pick))

    @rule(pick=st.integers(0, 99), under=st.one_of(st.none(), st.integers(0, 99)))
    def move(self, pick, under):
        parent = None if under is None else self.some(under)
        self.tried(term_actions.move_term, self.some(pick), parent=parent)

    @rule(pick=st.integers(0, 99))
    def delete(self, pick):
        self.tried(term_actions.delete_term, self.some(pick))

    @invariant()
    def no_service_has_lost_a_term(self):
        for pk, had in self.had.items():
            today = {each.current.pk for each in TaxonomyTerm.objects.filter(pk__in=had)}
            assert len(TaxonomyTerm.objects.filter(pk__in=had)) == len(had)
            assert {each.pk for each in Service.objects.get(pk=pk).kinds.all()} == today

    @invariant()
    def every_code_that_ever_was_leads_to_a_term_that_stands(self):
        for each in TaxonomyTerm.objects.exclude(merged_into=None):
            assert each.current.merged_into_id is None
            assert not TaxonomyTerm.objects.filter(parent=each).exists()

    @invariant()
    def the_index_equals_a_rebuild(self):
        assert index.check() == []
        assert not StaleService.objects.exists()


def test_no_sequence_of_deeds_takes_a_term_off_a_record(db):
    run_state_machine_as_test(
        Vocabulary,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # twelve steps can be read as they are
        ),
    )


def test_the_finder_is_told_once_of_all_that_a_merge_touches():
    services = {ServiceFactory(kinds=["arts"]).pk for _ in range(3)}
    ServiceFactory(kinds=["sport"])
    arts, sport = term("kind", "arts"), term("kind", "sport")
    told = []

    def hear(service_ids, **kwargs):
        told.append(set(service_ids))

    services_written.connect(hear)
    try:
        term_actions.merge_terms(arts, into=sport)
    finally:
        services_written.disconnect(hear)

    [touched] = told
    assert services <= touched
