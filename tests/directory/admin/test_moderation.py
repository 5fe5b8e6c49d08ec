"""A draft goes to a moderator of the record's council, and to nobody else's."""

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
