"""Who hears of a draft by e-mail, and where the links lead."""

import pytest
from django.core import mail
from wagtail.models import Workflow
from wagtail.users.models import UserProfile

from localoffer.accounts import actions
from localoffer.accounts.models import Role
from localoffer.accounts.moderation import WORKFLOW
from tests.factories.directory import ServiceFactory


@pytest.fixture
def handed_in(fenbridge):
    """Hand in a draft, as `handed_in(by=an_editor)`: the task it waits at."""

    def hand_in(by, name="Sunday club"):
        service = ServiceFactory(owner=fenbridge.authority, name=name, live=False)
        service.save_revision(user=by)
        state = Workflow.objects.get(name=WORKFLOW).start(service, by)
        return state.current_task_state.specific

    return hand_in


def written_to():
    return sorted(to for message in mail.outbox for to in message.to)


def test_every_moderator_of_the_council_and_nobody_else_is_told_of_a_draft(fenbridge, saltmere, handed_in):
    editor, moderator = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.MODERATOR)
    publisher = fenbridge.officer(Role.PUBLISHER)
    saltmere.officer(Role.ADMINISTRATOR)

    waiting = handed_in(by=editor)

    assert written_to() == sorted([moderator.email, publisher.email])
    letter = mail.outbox[0]
    assert letter.subject == "Please look at a draft: Sunday club"
    service = waiting.workflow_state.content_object
    assert f"http://fenbridge.test/admin/snippets/directory/service/edit/{service.pk}/" in letter.body
    assert str(editor) in letter.body


def test_a_moderator_who_wants_no_letters_gets_none(fenbridge, handed_in):
    moderator = fenbridge.officer(Role.MODERATOR)
    UserProfile.objects.create(user=moderator, submitted_notifications=False)

    handed_in(by=fenbridge.officer(Role.EDITOR))

    assert written_to() == []


def test_a_moderator_is_not_told_of_her_own_draft(fenbridge, handed_in):
    handed_in(by=fenbridge.officer(Role.MODERATOR))

    assert written_to() == []


def test_the_writer_hears_that_it_was_sent_back_and_why(fenbridge, handed_in):
    editor, moderator = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.MODERATOR)
    waiting = handed_in(by=editor)
    mail.outbox.clear()

    waiting.reject(user=moderator, comment="Say who it is for & when.")

    assert written_to() == [editor.email]
    letter = mail.outbox[0]
    assert letter.subject == "Sent back: Sunday club"
    assert "Say who it is for & when." in letter.body
    assert "http://fenbridge.test/admin/" in letter.body


def test_the_writer_hears_that_it_was_approved_once(fenbridge, handed_in):
    editor, moderator = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.MODERATOR)
    waiting = handed_in(by=editor, name="Sunday\nclub")
    mail.outbox.clear()

    waiting.approve(user=moderator)

    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([editor.email], "Approved: Sunday club")
    ]


def test_a_writer_who_has_left_hears_nothing(fenbridge, handed_in):
    editor, moderator = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.MODERATOR)
    waiting = handed_in(by=editor)
    actions.take_role(editor, authority=fenbridge.authority)
    mail.outbox.clear()

    waiting.refresh_from_db()
    waiting.reject(user=moderator)

    assert written_to() == []


def test_the_link_for_a_new_password_leads_to_the_council_where_it_was_asked_for(fenbridge, saltmere):
    officer = saltmere.officer(Role.EDITOR)

    saltmere.client().post("/admin/password_reset/", {"email": officer.email})

    assert "http://saltmere.test/admin/password_reset/confirm/" in mail.outbox[0].body
    assert officer.get_username() in mail.outbox[0].body
