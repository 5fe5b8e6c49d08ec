"""A draft goes to a moderator of the record's council, and to nobody else's."""

import pytest
from django.urls import reverse

from localoffer.accounts.models import Role
from tests.directory.admin.posting import address_of, form_of


def submitted(fenbridge, service, **changes):
    """A service whose draft an editor has handed in. Returns the task it waits at."""
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    posted = form_of(client.get(address_of("edit", service)))
    client.post(address_of("edit", service), posted | changes | {"action-submit": "1"})
    service.refresh_from_db()
    return service.current_workflow_task_state


def acted(client, service, action, task_state, comment=""):
    address = reverse(
        "wagtailsnippets_directory_service:workflow_action", args=[service.pk, action, task_state.pk]
    )
    return client.post(address, {"comment": comment})


def test_a_moderator_sees_it_on_her_first_page_and_approves_it(fenbridge, service):
    waiting = submitted(fenbridge, service, name="Sunday club")
    client = fenbridge.client(fenbridge.officer(Role.MODERATOR))
    assert "Sunday club" in client.get("/admin/").content.decode()

    acted(client, service, "approve", waiting)

    service.refresh_from_db()
    assert (service.name, service.live) == ("Sunday club", True)


def test_a_moderator_sends_it_back_saying_why(fenbridge, service):
    waiting = submitted(fenbridge, service, name="Sunday club")

    acted(
        fenbridge.client(fenbridge.officer(Role.MODERATOR)), service, "reject", waiting, "Say who it is for."
    )

    waiting.refresh_from_db()
    service.refresh_from_db()
    assert waiting.comment == "Say who it is for."
    assert service.name == "Saturday club"


def test_an_editor_cannot_approve(fenbridge, service):
    waiting = submitted(fenbridge, service, name="Sunday club")

    acted(fenbridge.client(fenbridge.officer(Role.EDITOR)), service, "approve", waiting)

    waiting.refresh_from_db()
    assert waiting.status == "in_progress"


def test_a_moderator_of_another_council_neither_sees_it_nor_approves_it(fenbridge, saltmere, service):
    waiting = submitted(fenbridge, service, name="Sunday club")
    stranger = saltmere.officer(Role.ADMINISTRATOR)

    home = saltmere.client(stranger).get("/admin/").content.decode()
    answers = [
        acted(council.client(stranger), service, "approve", waiting) for council in (saltmere, fenbridge)
    ]

    assert "Sunday club" not in home
    assert answers[0].status_code == 404
    waiting.refresh_from_db()
    assert waiting.status == "in_progress"


def test_somebody_who_moderates_for_two_councils_meets_each_on_its_own_host(fenbridge, saltmere, service):
    from localoffer.accounts import actions

    submitted(fenbridge, service, name="Sunday club")
    both = fenbridge.officer(Role.MODERATOR)
    actions.give_role(both, authority=saltmere.authority, role=Role.MODERATOR)

    assert "Sunday club" in fenbridge.client(both).get("/admin/").content.decode()
    assert "Sunday club" not in saltmere.client(both).get("/admin/").content.decode()


@pytest.mark.parametrize("kind", ["organization", "place"])
def test_what_an_editor_changes_of_who_runs_a_service_or_where_waits_for_a_moderator(
    fenbridge, service, kind
):
    record = service.organization if kind == "organization" else service.service_at_locations.get().location
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    posted = form_of(client.get(address_of("edit", record))) | {"name": "A new name"}

    refused = client.post(address_of("edit", record), posted | {"action-publish": "1"})
    client.post(address_of("edit", record), form_of(client.get(address_of("edit", record))) | posted)

    record.refresh_from_db()
    assert refused.status_code in (200, 302)
    assert record.name != "A new name", "families see what they saw"
    assert record.get_latest_revision_as_object().name == "A new name"

    page = client.get(address_of("edit", record))
    client.post(address_of("edit", record), form_of(page) | {"action-submit": "1"})
    record = type(record).objects.get(pk=record.pk)
    waiting = record.current_workflow_task_state
    moderator = fenbridge.client(fenbridge.officer(Role.MODERATOR))
    assert "A new name" in moderator.get("/admin/").content.decode()
    address = reverse(
        record.snippet_viewset.get_url_name("workflow_action"), args=[record.pk, "approve", waiting.pk]
    )
    moderator.post(address, {"comment": ""})

    record.refresh_from_db()
    assert (record.name, record.live, record.has_unpublished_changes) == ("A new name", True, False)


def test_what_was_changed_in_an_organisation_can_be_compared(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    record = service.organization
    posted = form_of(client.get(address_of("edit", record)))
    client.post(address_of("edit", record), posted | {"name": "Oak Tree Trust", "action-publish": "1"})

    first, last = record.revisions.order_by("pk")
    compared = client.get(
        reverse(record.snippet_viewset.get_url_name("revisions_compare"), args=[record.pk, first.pk, last.pk])
    )

    assert "Lime Tree Trust" not in compared.content.decode() or "deletion" in compared.content.decode()
    assert "Oak" in compared.content.decode()
    assert "Lime" in compared.content.decode()


def test_a_locked_place_is_changed_by_nobody_else(fenbridge, service):
    record = service.service_at_locations.get().location
    moderator = fenbridge.client(fenbridge.officer(Role.MODERATOR))
    moderator.post(reverse(record.snippet_viewset.get_url_name("lock"), args=[record.pk]))
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    answer = client.get(address_of("edit", record))
    client.post(address_of("edit", record), form_of(answer) | {"name": "A new name"})

    record.refresh_from_db()
    assert record.locked
    assert record.get_latest_revision_as_object().name == "Lime Hall"


def test_nobody_unpublishes_who_runs_a_service(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    address = reverse(
        service.organization.snippet_viewset.get_url_name("unpublish"), args=[service.organization.pk]
    )

    page = client.get(address_of("edit", service.organization)).content.decode()
    told = client.post(address, follow=True)

    assert address not in page
    service.organization.refresh_from_db()
    assert service.organization.live
    assert "cannot be unpublished" in told.content.decode()
