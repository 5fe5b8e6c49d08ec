"""An officer does one thing to many records."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from localoffer.accounts.models import Role
from localoffer.directory.models import Organization, Service
from tests.factories.directory import OrganizationFactory, ServiceFactory


def done(client, model, action, *records):
    query = urlencode({"id": [record.pk for record in records], "next": "/admin/"}, doseq=True)
    return client.post(f"{reverse('wagtail_bulk_action', args=['directory', model, action])}?{query}")


def test_a_publisher_publishes_the_drafts_she_ticked(fenbridge, publisher):
    services = ServiceFactory.create_batch(2, owner=fenbridge.authority, live=False)
    for service in services:
        service.save_revision()

    done(publisher, "service", "publish", *services)

    assert Service.objects.filter(live=True).count() == 2


def test_one_that_somebody_has_locked_stays_as_it_is(fenbridge, publisher):
    free, locked = ServiceFactory.create_batch(2, owner=fenbridge.authority)
    locked.locked, locked.locked_by = True, fenbridge.officer(Role.MODERATOR)
    locked.save()

    done(publisher, "service", "unpublish", free, locked)

    assert list(Service.objects.filter(live=True)) == [locked]


def test_what_she_ticks_goes_into_the_bin_and_what_is_needed_stays_and_says_so(fenbridge, publisher):
    service = ServiceFactory(owner=fenbridge.authority)
    idle = OrganizationFactory(owner=fenbridge.authority, name="Idle Trust")

    done(publisher, "organization", "delete", idle, service.organization)
    page = publisher.get("/admin/").content.decode()

    assert not Organization.objects.filter(pk=idle.pk).exists()
    assert Organization.objects.filter(pk=service.organization.pk).exists()
    assert service.organization.name in page


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_an_editor_does_none_of_it(fenbridge, editor, action):
    service = ServiceFactory(owner=fenbridge.authority)
    service.save_revision()

    done(editor, "service", action, service)

    assert Service.objects.get().live


def test_the_menu_shows_only_what_a_role_may_use(fenbridge):
    def menu_of(role) -> str:
        page = fenbridge.client(fenbridge.officer(role)).get("/admin/").content.decode()
        return page[page.index("wagtail-sidebar-props") : page.index('id="wagtail-sidebar"')]

    wanted = {
        "Checks": "editor",
        "Problems": "editor",
        "Imports": "publisher",
        "Bin": "publisher",
        "People": "administrator",
    }
    for role in Role:
        menu = menu_of(role)
        for label, begins in wanted.items():
            assert (f'"{label}"' in menu) is role.reaches(Role(begins)), (role, label)
        for shut in ("Users", "Groups", "Sites", "Collections", "Redirects", "Workflows", "Snippets"):
            assert f'"{shut}"' not in menu, (role, shut)
