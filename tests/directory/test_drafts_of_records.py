"""Organisations and places: a change waits as a draft, and what it did not touch follows the record."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from localoffer.directory import bin, merging
from localoffer.directory.models import Location, Organization, OrganizationIdentifier, TaxonomyTerm
from localoffer.directory.vocabulary import load_vocabulary
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def drafted(record, **changes):
    """Change a record as a draft. Returns the version."""
    draft = record.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    version = draft.save_revision()
    record.refresh_from_db()
    return version


def test_a_draft_changes_nothing_that_families_see_until_it_is_published():
    trust = OrganizationFactory(name="Lime Tree Trust")
    version = drafted(trust, name="Oak Tree Trust")

    assert (trust.name, trust.live, trust.has_unpublished_changes) == ("Lime Tree Trust", True, True)

    version.publish()

    trust.refresh_from_db()
    assert (trust.name, trust.live, trust.has_unpublished_changes) == ("Oak Tree Trust", True, False)


def test_what_an_import_changed_meanwhile_is_not_undone_by_publishing_an_older_draft():
    trust = OrganizationFactory(name="Lime Tree Trust", email="old@example.org", website="")
    version = drafted(trust, name="Oak Tree Trust")
    Organization.objects.filter(pk=trust.pk).update(email="new@example.org", website="https://example.org")

    trust.refresh_from_db()
    shown = trust.get_latest_revision_as_object()
    version.publish()

    trust.refresh_from_db()
    for each in (shown, trust):
        assert (each.name, each.email, each.website) == (
            "Oak Tree Trust",
            "new@example.org",
            "https://example.org",
        )


def test_where_both_changed_the_same_the_draft_that_somebody_publishes_is_what_counts():
    trust = OrganizationFactory(email="old@example.org")
    version = drafted(trust, email="hers@example.org")
    Organization.objects.filter(pk=trust.pk).update(email="new@example.org")

    version.publish()

    trust.refresh_from_db()
    assert trust.email == "hers@example.org"


def test_a_record_without_a_draft_is_what_it_is_today_and_not_its_last_version():
    trust = OrganizationFactory(name="Lime Tree Trust")
    drafted(trust, name="Oak Tree Trust").publish()
    Organization.objects.filter(pk=trust.pk).update(name="Elm Tree Trust")
    trust.refresh_from_db()

    assert trust.get_latest_revision_as_object().name == "Elm Tree Trust"


def test_rows_of_an_organisation_wait_with_its_draft():
    trust = OrganizationFactory()
    draft = trust.get_latest_revision_as_object()
    draft.organization_identifiers = [OrganizationIdentifier(identifier_type="Charity", identifier="1")]
    version = draft.save_revision()
    assert Organization.objects.get().organization_identifiers.count() == 0

    version.publish()

    assert Organization.objects.get().organization_identifiers.get().identifier == "1"


def test_what_a_place_has_waits_with_its_draft_and_a_term_merged_meanwhile_is_the_one_kept():
    load_vocabulary()
    lift, hoist = (TaxonomyTerm.objects.get(taxonomy__code="access", code=code) for code in ("lift", "hoist"))
    hall = LocationFactory()
    version = drafted(hall, access=[lift])
    assert list(Location.objects.get().access.all()) == []
    TaxonomyTerm.objects.filter(pk=lift.pk).update(merged_into=hoist)

    version.publish()

    assert list(Location.objects.get().access.all()) == [hoist]


def test_the_first_draft_keeps_what_the_record_said_before_to_compare_with():
    trust = OrganizationFactory(name="Lime Tree Trust")

    drafted(trust, name="Oak Tree Trust")

    versions = [version.as_object().name for version in trust.revisions.order_by("pk")]
    assert versions == ["Lime Tree Trust", "Oak Tree Trust"]


def test_a_new_record_has_no_draft_to_wait_for():
    trust = OrganizationFactory()

    trust.save_revision()

    trust.refresh_from_db()
    assert (trust.live, trust.has_unpublished_changes, trust.revisions.count()) == (True, False, 1)


@pytest.mark.parametrize("has_versions", [False, True])
def test_a_change_set_for_tomorrow_appears_tomorrow_and_the_record_stays_meanwhile(has_versions):
    trust = OrganizationFactory(name="Lime Tree Trust")
    if has_versions:
        drafted(trust, email="now@example.org").publish()
    drafted(trust, name="Oak Tree Trust", go_live_at=timezone.now() + dt.timedelta(days=1)).publish()
    trust.refresh_from_db()
    assert (trust.name, trust.live) == ("Lime Tree Trust", True)

    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - dt.timedelta(hours=1)
    )
    draft = trust.get_latest_revision()
    draft.content["go_live_at"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    Revision.objects.filter(pk=draft.pk).update(content=draft.content)
    call_command("publish_scheduled", verbosity=0)

    trust.refresh_from_db()
    assert (trust.name, trust.live) == ("Oak Tree Trust", True)


def test_nothing_unpublishes_who_runs_a_service():
    trust = OrganizationFactory()

    with pytest.raises(NotImplementedError, match="put it in the bin"):
        trust.unpublish()
    trust.live = False
    trust.save()

    assert Organization.objects.get().live


# --- Secret places ------------------------------------------------------------------------------------


def test_versions_of_a_place_forget_its_address_when_it_is_made_secret():
    refuge = LocationFactory(address_1="1 Quiet Street", postal_code="LN1 1AA", transportation="Bus 7")
    drafted(refuge, address_1="2 Quiet Street")
    drafted(refuge, city="Fenbridge St Mary").publish()
    refuge.refresh_from_db()

    refuge.is_private = True
    refuge.save()

    text = "".join(str(version.content) for version in Revision.objects.all())
    assert Revision.objects.count() == 3
    for word in ("Quiet", "LN1", "Bus 7", "St Mary"):
        assert word not in text


def test_a_draft_that_makes_a_place_secret_holds_no_address_and_leaves_the_record_whole():
    hall = LocationFactory(address_1="1 Quiet Street")

    version = drafted(hall, is_private=True)

    assert hall.address_1 == "1 Quiet Street", "until it is published"
    assert version.content["address_1"] == ""
    version.publish()
    hall.refresh_from_db()
    assert (hall.is_private, hall.address_1) == (True, "")
    assert "Quiet" not in "".join(str(each.content) for each in Revision.objects.all())


def test_an_old_version_of_a_secret_place_brings_no_address_back():
    refuge = LocationFactory(address_1="1 Quiet Street")
    old = drafted(refuge, name="The house")
    refuge.is_private = True
    refuge.save()

    Revision.objects.get(pk=old.pk).publish()

    refuge.refresh_from_db()
    assert refuge.address_1 == ""


# --- With the other ways in which a record changes ---------------------------------------------------


def test_what_goes_for_good_takes_its_versions_along():
    trust = OrganizationFactory(source="feed", source_id="1")  # kept as a signpost
    drafted(trust, name="Oak Tree Trust")
    other = OrganizationFactory(owner=trust.owner)
    drafted(other, name="Elm Tree Trust")
    for each in (trust, other):
        bin.put_in_bin(each)

    Organization.with_binned.update(binned_at=timezone.now() - dt.timedelta(days=31))
    bin.empty_bin()

    assert not Revision.objects.exists()


def test_a_merge_stays_when_a_draft_from_before_it_is_published(django_user_model):
    keep = OrganizationFactory(name="Lime Tree Trust", email="")
    drop = OrganizationFactory(owner=keep.owner, name="Limetree Trust", email="hello@example.org")
    service = ServiceFactory(owner=keep.owner, organization=drop)
    version = drafted(keep, description="Runs clubs.")
    by = django_user_model.objects.create_superuser("boss")

    merging.merge(keep=keep, drop=drop, choices={"email": "drop"}, by=by)
    version.publish()

    keep.refresh_from_db()
    service.refresh_from_db()
    assert (keep.email, keep.description, service.organization) == ("hello@example.org", "Runs clubs.", keep)
