"""Two officers at one page: nobody's words go without somebody knowing, on the server as in the browser."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from localoffer.accounts.models import Role
from localoffer.pages.models import QuestionPage
from tests.accounts.conftest import council
from tests.accounts.test_kept_apart import form_of


class Desk:
    """An officer who has a page open in her browser."""

    def __init__(self, council, page, **name):
        self.user = council.officer(Role.EDITOR, **name)
        self.client = council.client(self.user)
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.open()

    def open(self):
        self._holds(self.client.get(self.address))

    def save(self, answer):
        """Type an answer and save. Gives what the server says."""
        said = self.client.post(self.address, self.form | {"answer": answer}, follow=True)
        self._holds(said)
        return said

    def _holds(self, answer):
        hidden = BeautifulSoup(answer.content, "html.parser").select("form input[name^=loaded_revision]")
        self.form = form_of(answer) | {each["name"]: each["value"] for each in hidden}
        self.form |= {"body-count": "0", "related-count": "0"}
        assert len(hidden) == 2


@pytest.fixture
def fenbridge(db):
    return council("fenbridge")


@pytest.fixture
def page(fenbridge):
    page = QuestionPage(title="A break?", slug="a-break", answer="Yes.")
    Page.objects.get(pk=fenbridge.site.root_page_id).add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def ana(fenbridge, page):
    return Desk(fenbridge, page, first_name="Ana", last_name="Reed")


@pytest.fixture
def ben(fenbridge, page):
    return Desk(fenbridge, page, first_name="Ben", last_name="Hale")


def newest_of(page):
    return QuestionPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def draft(page):
    return newest_of(page).answer


def test_who_saves_later_is_told_who_saved_and_when_and_keeps_what_she_typed(page, ana, ben):
    ben.save("Ring us.")

    said = ana.save("Write to us.")

    text = BeautifulSoup(said.content, "html.parser").get_text(" ")
    assert "Ben Hale saved this page at " in text
    assert "Nothing you typed is lost" in text
    assert said.context["form"]["answer"].value() == "Write to us."
    assert draft(page) == "Ring us."


def test_she_compares_what_was_saved_in_between(page, ana, ben):
    ben.save("Ring us.")

    said = BeautifulSoup(ana.save("Write to us.").content, "html.parser")

    (compare,) = [link["href"] for link in said.find_all("a") if link.get_text(strip=True) == "Compare"]
    shown = ana.client.get(compare)
    assert shown.status_code == 200
    assert "Ring us." in shown.content.decode()


def test_she_saves_again_knowing_and_hers_stands(page, ana, ben):
    ben.save("Ring us.")
    ana.save("Write to us.")

    ana.save("Ring us, or write.")

    assert draft(page) == "Ring us, or write."


def test_her_browser_does_not_answer_for_her_by_saving_by_itself(page, ana, ben):
    ben.save("Ring us.")
    ana.save("Write to us.")

    by_itself = ana.client.post(
        ana.address, ana.form | {"answer": "Write to us."}, headers={"accept": "application/json"}
    )

    assert by_itself.status_code == 400
    assert by_itself.json()["error_code"] == "invalid_revision", "its words are shown"
    assert by_itself.json()["error_message"].startswith("Ben Hale saved this page at ")
    assert "press “Save” to put yours in its place" in by_itself.json()["error_message"]
    assert draft(page) == "Ring us."


def test_while_she_types_her_browser_tells_her_who_saved_and_what_to_do(page, ana, ben):
    ben.save("Ring us.")

    by_itself = ana.client.post(
        ana.address, ana.form | {"answer": "Write to us."}, headers={"accept": "application/json"}
    )

    said = by_itself.json()
    assert (by_itself.status_code, said["error_code"]) == (400, "invalid_revision")
    assert re.match(
        r"Ben Hale saved this page at \d\d:\d\d on \d+ \w+, after you opened it\.", said["error_message"]
    )
    assert "Press “Save”" in said["error_message"]
    assert draft(page) == "Ring us."


def test_if_he_saves_once_more_meanwhile_she_is_told_once_more(page, ana, ben):
    ben.save("Ring us.")
    ana.save("Write to us.")
    ben.save("Ring us at noon.")

    said = ana.save("Write to us.").content.decode()

    assert "Ben Hale saved this page" in said
    assert draft(page) == "Ring us at noon."


def test_her_own_save_in_another_tab_and_one_after_the_other_stop_nobody(page, ana, ben):
    ana.save("Write.")
    ana.save("Write to us.")
    ben.open()

    ben.save("Ring us.")

    assert draft(page) == "Ring us."


def test_what_a_browser_saved_by_itself_in_the_same_place_is_seen_too(page, ana, ben):
    """Ben's browser makes his version anew while he types: it has the number that Ana's form began with."""
    ben.save("Ring us.")
    ana.open()
    his = newest_of(page)
    his.answer = "Ring us at noon."
    his.save_revision(user=ben.user, overwrite_revision=his.latest_revision)

    said = ana.save("Write to us.").content.decode()

    assert "Ben Hale saved this page" in said
    assert draft(page) == "Ring us at noon."
