"""Records of a Local Offer, and what must always be true of them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import DraftStateMixin, LockableMixin, Revision, RevisionMixin

from localoffer.directory import models as directory
from localoffer.directory.models import (
    AppendOnlyError,
    Check,
    Listing,
    Location,
    OrganizationIdentifier,
    Phone,
    Service,
    StatedWait,
    StatusChange,
    TaxonomyTerm,
    TaxonomyTermName,
)
from localoffer.directory.models.location import POINT, WHEREABOUTS
from localoffer.directory.models.service import KEPT_ON_PUBLISH, PartOfService
from tests.factories.directory import (
    LocationFactory,
    OrganizationFactory,
    ServiceFactory,
    checked,
    closed,
    term,
)
from tests.factories.places import AuthorityFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
PARTS = PartOfService.__subclasses__()
LAST_YEAR = dt.date(2025, 11, 22)
SECRET = {
    "address_1": "7 Hidden Lane",
    "address_2": "Nearby",
    "city": "Quaytown",
    "region": "East",
    "state_province": "Hiddenshire",
    "postal_code": "LN6 7QX",
    "description": "Behind the church",
    "transportation": "Bus 9",
    "external_identifier": "100012345678",
    "easting": 495_532,
    "northing": 369_287,
    "latitude": 53.2,
    "longitude": -0.5,
}


@pytest.fixture
def service():
    """A published service with a place, a phone and needs."""
    service = ServiceFactory(name="Stay and Play", needs=["ASD"], at=[LocationFactory()])
    service.phones.add(Phone(number="01632 960001"))
    service.save_revision().publish()
    return Service.objects.get()


def refused(row, **values) -> bool:
    """Whether the database itself refuses these values."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError:
        return True
    return False


# Keys


@pytest.mark.parametrize(
    "model",
    [
        m
        for m in vars(directory).values()
        # An ImportStep is no record: what an import did to one, in many rows for a month, and nobody names it.
        # Nor are a council's questions: they are about a kind of help, and no feed carries them
        if isinstance(m, type)
        and issubclass(m, models.Model)
        and m not in (directory.ImportStep, directory.OwnQuestions)
    ],
)
def test_every_record_has_a_key_that_is_never_used_again(model):
    assert isinstance(model._meta.pk, models.UUIDField)
    assert model().pk != model().pk


# What HSDS and our own rules ask of a service


def test_nothing_needs_to_be_stated_but_a_name_and_a_provider(service):
    plain = Service(owner=service.owner, organization=service.organization, name="Plain")
    plain.full_clean()
    plain.save()

    assert plain.minimum_age is None
    for name in ("cost", "referral", "plan_required", "diagnosis_required", "running", "personal_budget"):
        assert getattr(plain, name) == ""
    assert plain.stated_wait is None
    assert not plain.is_closed


def test_the_youngest_is_not_above_the_oldest(service):
    assert refused(service, minimum_age=12, maximum_age=5)
    assert not refused(service, minimum_age=5, maximum_age=5)
    assert not refused(service, minimum_age=0.5, maximum_age=None)
    service.minimum_age, service.maximum_age = 12, 5
    with pytest.raises(ValidationError, match="youngest age is above the oldest"):
        service.full_clean()


def test_a_source_names_a_record_once_within_a_council(service):
    other = ServiceFactory(owner=service.owner, organization=service.organization)
    Service.objects.filter(pk=service.pk).update(source="feed", source_id="1")

    assert refused(other, source="feed", source_id="1")
    assert not refused(other, source="sheet", source_id="1")
    assert not refused(other, source="", source_id="")  # records made here have none


def test_terms_and_organisations_in_use_are_not_deleted_by_mistake(service):
    with pytest.raises(ProtectedError):
        service.organization.delete()
    with pytest.raises(ProtectedError):
        term("kind", "care").delete()  # it has kinds below it


def test_a_code_stands_once_in_a_vocabulary():
    found = term("need", "ASD")
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxonomyTerm.objects.create(taxonomy=found.taxonomy, code="ASD", name="Again")


def test_an_organisation_carries_the_numbers_others_know_it_by():
    organization = OrganizationFactory()
    organization.organization_identifiers.add(
        OrganizationIdentifier(
            identifier_scheme="GB-CHC", identifier_type="Charity number", identifier="1234567"
        )
    )
    organization.save()

    assert str(OrganizationIdentifier.objects.get()) == "Charity number 1234567"


def test_a_telephone_number_can_be_rung():
    assert Phone(number="+44 (0)1632 960001").href == "tel:+4401632960001"


# Listings


def test_a_service_is_listed_once_in_a_council_and_an_address_leads_to_one(service):
    listing = service.listings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(service=service, authority=listing.authority, slug="another")
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(
            service=ServiceFactory(listed_by=None), authority=listing.authority, slug=listing.slug
        )


def test_a_national_service_exists_once_and_each_council_has_its_own_checks(service):
    from localoffer.directory import actions

    neighbour = AuthorityFactory()
    theirs = actions.list_service(service, authority=neighbour, reach="national")
    checked(service, dt.date(2026, 9, 1))
    checked(service, dt.date(2026, 10, 1), authority=neighbour)

    assert Service.objects.count() == 1
    assert service.listings.get(authority=service.owner).last_check.on == dt.date(2026, 9, 1)
    assert theirs.last_check.on == dt.date(2026, 10, 1)
    assert set(Service.objects.listed_by(neighbour)) == {service}
    assert not Service.objects.kept_by(neighbour)


def test_families_see_listings_of_published_services_closed_ones_too(service):
    closed(service, TODAY)
    assert Listing.objects.shown().count() == 1

    service.unpublish()
    assert Listing.objects.shown().count() == 0


# Secret places


def test_a_place_made_secret_forgets_everything_that_could_lead_there():
    place = LocationFactory(**SECRET)
    assert place.point

    place.is_private = True
    place.save()

    place.refresh_from_db()
    assert not any(getattr(place, name) for name in (*WHEREABOUTS, *POINT))
    assert set(SECRET) == {*WHEREABOUTS, *POINT}
    assert place.address_lines() == []
    assert place.point is None
    assert place not in Location.objects.public()


def test_it_forgets_also_when_only_the_mark_is_saved():
    place = LocationFactory(**SECRET)

    place.is_private = True
    place.save(update_fields=["is_private"])

    place.refresh_from_db()
    assert not any(getattr(place, name) for name in (*WHEREABOUTS, *POINT))


@pytest.mark.parametrize("field", sorted(SECRET))
def test_the_database_keeps_nothing_about_a_secret_place(field):
    place = LocationFactory(is_private=True)

    values = {field: SECRET[field]}
    if field in ("easting", "northing"):
        values = {"easting": 495_532, "northing": 369_287}
    assert refused(place, **values)


def test_half_a_point_is_no_point():
    assert refused(LocationFactory(), easting=495_532, northing=None)


def test_every_field_of_a_place_is_either_harmless_or_forgotten():
    """A new field has to be thought about."""
    harmless = {
        "id",
        "owner",
        "source",
        "source_id",
        "source_digest",
        "name",
        "location_type",
        "is_private",
        "country",
        "binned_at",
        "binned_by",
        "merged_into",
        "emptied_at",
        "how_to_undo",  # of a place made secret, nothing but keys: tests/directory/test_merging.py
        # Where it stands; what its versions say is blanked: tests/directory/test_drafts_of_records.py
        *(
            field.name
            for mixin in (DraftStateMixin, LockableMixin, RevisionMixin)
            for field in mixin._meta.fields
        ),
    }

    assert {field.name for field in Location._meta.concrete_fields} == harmless | {*WHEREABOUTS, *POINT}


def test_a_place_is_never_in_a_version_of_a_service():
    """What an old version of another record holds cannot be found again, to be forgotten."""
    service = ServiceFactory(at=[LocationFactory(**SECRET)])
    revision = service.save_revision()

    text = str(Revision.objects.get(pk=revision.pk).content)
    assert not [value for value in SECRET.values() if str(value) in text]


# Revisions


def test_a_draft_changes_nothing_that_families_see(service):
    service.name = "Drafted"
    service.phones.set([Phone(number="01632 960009")])
    service.needs = [term("need", "HI")]
    service.save_revision()

    now = Service.objects.get()
    assert now.name == "Stay and Play"
    assert [phone.number for phone in now.phones.all()] == ["01632 960001"]
    assert [each.code for each in now.needs.all()] == ["ASD"]
    draft = now.get_latest_revision_as_object()
    assert draft.name == "Drafted"
    assert [phone.number for phone in draft.phones.all()] == ["01632 960009"]
    assert [each.code for each in draft.needs.all()] == ["HI"]


def test_publishing_an_old_revision_brings_back_no_old_check_wait_or_status(service):
    checked(service, LAST_YEAR)
    old = service.save_revision()
    checked(service, TODAY)
    StatedWait.objects.create(service=service, weeks=9, said_on=TODAY)
    closed(service, TODAY)

    old.publish()

    service = Service.objects.get()
    assert service.listings.get().last_check.on == TODAY
    assert service.stated_wait.weeks == 9
    assert service.is_closed


def test_publishing_an_old_revision_leaves_the_record_with_its_council_and_source(service):
    old = service.save_revision()
    other = AuthorityFactory()
    Service.objects.update(
        owner=other,
        source="feed",
        source_id="9",
        source_digest="d" * 64,
        source_status="active",
        imported_revision=old,
    )

    Revision.objects.get(pk=old.pk).publish()

    service = Service.objects.get()
    assert service.owner == other
    assert (service.source, service.source_id, service.source_status) == ("feed", "9", "active")
    assert service.source_digest == "d" * 64
    assert service.imported_revision == old
    assert len(KEPT_ON_PUBLISH) == 12  # those of the bin: tests/directory/test_bin.py


def test_an_old_revision_opens_although_what_it_names_has_gone(service):
    old = service.latest_revision
    place = Location.objects.get()
    elsewhere = OrganizationFactory(owner=service.owner, name="Elsewhere")
    gone = service.organization
    service.organization = elsewhere
    service.service_at_locations.clear()
    service.save_revision().publish()
    Service.needs.through.objects.all().delete()
    gone.delete()
    place.delete()
    TaxonomyTermName.objects.all().delete()
    TaxonomyTerm.objects.filter(code="ASD")._raw_delete("default")  # past what guards it

    as_it_was = old.as_object()
    assert as_it_was.organization == elsewhere
    assert list(as_it_was.service_at_locations.all()) == []
    assert list(as_it_was.needs.all()) == []
    old.publish()
    assert Service.objects.get().name == "Stay and Play"


def test_a_revision_holds_everything_inside_a_service(service):
    """Wagtail takes an AttributeError while reading one for "it has no children", and would drop them in silence."""
    content = service.latest_revision.content

    inside = {
        field.get_accessor_name() for field in Service._meta.related_objects if field.related_model in PARTS
    }
    linked = {field.name for field in Service._meta.many_to_many}
    assert len(inside) == 10
    assert inside | linked <= set(content)
    assert [phone["number"] for phone in content["phones"]] == ["01632 960001"]
    assert service.latest_revision.as_object().phones.count() == 1


def test_an_unpublished_service_can_be_scheduled(service):
    service.go_live_at = timezone.now() + dt.timedelta(days=1)
    service.save_revision().publish()

    assert Service.objects.get().approved_schedule


# Facts


@pytest.fixture
def facts(service):
    listing = service.listings.get()
    return [
        Check.objects.create(listing=listing, on=TODAY, by_role="us", how="rang"),
        StatedWait.objects.create(service=service, weeks=3, said_on=TODAY),
        StatusChange.objects.create(service=service, status="temporarily closed", on=TODAY),
    ]


def test_a_fact_is_never_changed_nor_deleted(facts):
    for fact in facts:
        everything = type(fact).objects
        for attempt in (
            fact.save,
            fact.delete,
            everything.all().delete,
            lambda everything=everything: everything.update(recorded_at=timezone.now()),
            lambda everything=everything, fact=fact: everything.bulk_update([fact], ["recorded_at"]),
            lambda everything=everything, fact=fact: everything.update_or_create(
                pk=fact.pk, defaults={"recorded_at": timezone.now()}
            ),
            lambda everything=everything, fact=fact: everything.bulk_create(
                [fact], update_conflicts=True, update_fields=["recorded_at"], unique_fields=["id"]
            ),
        ):
            with pytest.raises(AppendOnlyError), transaction.atomic():
                attempt()
        assert type(fact).objects.get() == fact


def test_a_fact_with_a_key_that_is_taken_replaces_nothing(facts):
    for fact in facts:
        values = {f.attname: getattr(fact, f.attname) for f in fact._meta.concrete_fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            type(fact)(**values).save()


def test_facts_go_with_the_record_they_are_about(service, facts):
    service.delete()

    assert not Check.objects.exists()
    assert not StatedWait.objects.exists()
    assert not StatusChange.objects.exists()


def test_a_fact_outlives_the_person_who_recorded_it(service, admin_user):
    fact = Check.objects.create(
        listing=service.listings.get(), on=TODAY, by_role="us", how="rang", recorded_by=admin_user
    )

    admin_user.delete()

    fact.refresh_from_db()
    assert fact.recorded_by is None


def test_a_closed_service_stays_closed_when_its_successor_is_deleted(service):
    successor = ServiceFactory()
    closed(service, TODAY, successor=successor)

    successor.delete()

    assert service.is_closed
    assert service.status_change.successor is None


def test_the_last_word_counts_and_of_one_day_the_one_recorded_last(service):
    for status in ("temporarily closed", "defunct", "active"):
        StatusChange.objects.create(service=service, status=status, on=TODAY)
    StatusChange.objects.create(service=service, status="defunct", on=LAST_YEAR)
    StatedWait.objects.create(service=service, weeks=9, said_on=TODAY)
    StatedWait.objects.create(service=service, weeks=3, said_on=LAST_YEAR)

    assert service.status_change.status == "active"
    assert not service.is_closed
    assert service.stated_wait.weeks == 9


def test_a_service_is_not_its_own_successor(service):
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(service=service, status="defunct", on=TODAY, successor=service)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"words": "Ask us", "weeks": 3}, "Ask us"),
        ({"weeks": 0}, "No wait"),
        ({"weeks": 1}, "About 1 week"),
        ({"weeks": 12}, "About 12 weeks"),
        ({"list_status": "closed"}, "Wait not stated"),
    ],
)
def test_a_wait_as_it_was_said(values, words):
    assert StatedWait(**values).in_words == words
