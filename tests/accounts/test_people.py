"""An administrator looks after a council's own people."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from localoffer.accounts import actions
from localoffer.accounts.models import Membership, Role, User


def test_an_administrator_lets_somebody_new_work_here(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))

    client.post(reverse("accounts:add"), {"email": "new@example.org", "role": "editor"})

    assert User.objects.get(email="new@example.org").role_at(fenbridge.authority) == Role.EDITOR


def test_somebody_new_is_mailed_a_link_to_choose_a_password(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))
    client.post(reverse("accounts:add"), {"email": "new@example.org", "role": "editor"})

    fenbridge.client().post(reverse("wagtailadmin_password_reset"), {"email": "new@example.org"})

    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_adding_somebody_known_to_another_council_says_no_more_than_adding_a_stranger(fenbridge, saltmere):
    there = saltmere.officer(Role.PUBLISHER)
    client = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))

    known = client.post(reverse("accounts:add"), {"email": there.email, "role": "editor"}, follow=True)
    strange = client.post(
        reverse("accounts:add"), {"email": "new@example.org", "role": "editor"}, follow=True
    )

    said = [str(message) for answer in (known, strange) for message in answer.context["messages"]]
    assert said[0].replace(there.email, "…") == said[1].replace("new@example.org", "…")
    assert there.role_at(saltmere.authority) == Role.PUBLISHER


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.PUBLISHER])
def test_nobody_but_an_administrator_sees_the_people(fenbridge, role):
    client = fenbridge.client(fenbridge.officer(role))

    assert client.get(reverse("accounts:people")).headers["location"] == "/admin/"
    assert (
        client.post(reverse("accounts:add"), {"email": "x@example.org", "role": "administrator"}).status_code
        == 302
    )
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_person_who_is_taken_off_the_list_is_out_at_once(fenbridge):
    administrator, editor = fenbridge.officer(Role.ADMINISTRATOR), fenbridge.officer(Role.EDITOR)
    signed_in = fenbridge.client(editor)
    assert signed_in.get("/admin/").status_code == 200
    membership = Membership.objects.get(user=editor)

    fenbridge.client(administrator).post(reverse("accounts:change", args=[membership.pk]), {"remove": "1"})

    assert signed_in.get("/admin/").status_code == 403
    assert list(editor.groups.all()) == []


def test_the_last_administrator_cannot_lock_the_council_out(fenbridge):
    administrator = fenbridge.officer(Role.ADMINISTRATOR)

    with pytest.raises(ValidationError, match="no administrator left"):
        actions.take_role(administrator, authority=fenbridge.authority, by=administrator)
    with pytest.raises(ValidationError, match="no administrator left"):
        actions.give_role(administrator, authority=fenbridge.authority, role=Role.EDITOR, by=administrator)


def test_a_council_that_gets_its_site_later_lets_its_people_at_its_pages(fenbridge):
    editor, publisher = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.PUBLISHER)
    root = fenbridge.site.root_page

    assert root.permissions_for_user(editor).can_edit()
    assert not root.permissions_for_user(editor).can_publish()
    assert root.permissions_for_user(publisher).can_publish()
