"""Whoever tries the admin finds somebody to be, and work that waits."""

import datetime as dt

import pytest
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from localoffer.accounts.models import Role, User
from localoffer.directory.models import (
    Check,
    ImportRun,
    Listing,
    Location,
    Organization,
    Service,
    StatedWait,
    StatusChange,
)
from localoffer.finder import index
from localoffer.pages.demonstration import loading, officers
from tests.factories.places import AuthorityFactory

pytestmark = pytest.mark.django_db

EVERYTHING = (Service, Organization, Location, Listing, Check, StatedWait, StatusChange)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in EVERYTHING} | {
        "revisions": sum(service.revisions.count() for service in Service.objects.all())
    }


def with_officers():
    with TestCase.captureOnCommitCallbacks(execute=True):
        councils = loading.load(port=80)
        officers.load(councils)
    return {council.slug: council for council in councils}


@pytest.fixture(scope="module")
def kept_demonstration(keep):
    return keep(with_officers)


@pytest.fixture
def loaded(db, kept_demonstration):
    return kept_demonstration()


def test_each_council_has_officers_of_its_own_and_they_have_work(loaded):
    fenbridge, saltmere = loaded["fenbridge"], loaded["saltmere"]

    # Who
    for role in Role:
        user = User.objects.get(username=f"fenbridge-{role.value}")
        assert user.role_at(fenbridge) == role
        assert user.role_at(saltmere) is None
        assert user.check_password(officers.PASSWORD)
        assert not user.is_superuser
    assert User.objects.get(username="saltmere-publisher").role_at(saltmere) == Role.PUBLISHER
    both = User.objects.get(username="fenbridge-and-saltmere")
    assert set(both.councils()) == {fenbridge, saltmere}
    assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))

    # What lies on their desks
    own = Service.objects.kept_by(fenbridge)
    assert own.filter(live=True, has_unpublished_changes=True).count() >= 3, "drafts"
    assert own.filter(live=False).count() >= 2, "services families have not seen"
    assert WorkflowState.objects.active().count() >= 1, "submitted"
    [scheduled] = Revision.objects.exclude(approved_go_live_at=None)
    assert dt.timedelta(days=6) < scheduled.approved_go_live_at - timezone.now() < dt.timedelta(days=8)
    assert own.get(locked=True).locked_by.username == "fenbridge-publisher"
    run = ImportRun.objects.get()
    assert run.by.username == "fenbridge-publisher"
    assert run.counts == {"added": 3, "warning": 1, "refused": 1}

    # And families see none of it
    assert own.get(source_id="fb-402").alert == ""
    assert index.check() == []


def test_a_moderator_finds_what_was_submitted(loaded):
    client = Client(headers={"host": "fenbridge.localhost"})
    client.force_login(User.objects.get(username="fenbridge-moderator"))

    page = client.get("/admin/").content.decode()

    assert "Library sensory sessions and Sound Shelf" in page
    assert "Saturday science" in page


def test_loading_again_on_the_same_day_changes_nothing_adds_nobody_and_takes_nothing_from_the_desks(loaded):
    fenbridge = loaded["fenbridge"]
    draft = Service.objects.get(source_id="fb-302")
    version = draft.get_latest_revision_as_object()
    version.alert = "Changed by somebody who tries things out."
    version.save_revision()
    User.objects.get(username="fenbridge-editor").set_password("of their own")
    before = User.objects.count(), Revision.objects.count(), counts()

    councils = loading.load(port=80)

    assert officers.load(councils) == []
    assert (User.objects.count(), Revision.objects.count(), counts()) == before
    draft = Service.objects.kept_by(fenbridge).get(source_id="fb-302")
    assert draft.get_latest_revision_as_object().alert == "Changed by somebody who tries things out."


def test_a_real_council_gets_no_officers_whose_password_everybody_knows():
    real = AuthorityFactory(slug="fenbridge", name="Fenbridge")

    assert officers.load([real]) == []
    assert not User.objects.exists()
