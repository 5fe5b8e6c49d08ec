"""A site's pages in memory are the database's: whatever changes one, the next reader sees it."""

import datetime as dt
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from localoffer.cms.models import PageCare, PageCheck
from localoffer.pages import tree
from localoffer.pages.models import EasyReadPage, EventIndexPage, EventPage, QuestionPage, TopicHubPage
from localoffer.pages.starter import create_demonstration, create_site

pytestmark = pytest.mark.django_db
HOST = "ashford.localhost"


@pytest.fixture
def site():
    return create_site(create_demonstration(slug="ashford", name="Ashford"), host=HOST, port=80)


@pytest.fixture
def home(site):
    return site.root_page.specific


@pytest.fixture
def hub(home):
    return home.add_child(
        instance=TopicHubPage(title="Health", slug="health", search_description="To be well.")
    )


def add(parent, title, *, live=True, **fields):
    parent = Page.objects.get(pk=parent.pk)
    return parent.add_child(instance=QuestionPage(title=title, answer="Yes.", live=live, **fields))


def titles(site, of):
    return [row.title for row in tree.of(site).children(of)]


def test_a_page_is_seen_when_it_is_made_renamed_moved_unpublished_and_deleted(site, home, hub):
    assert titles(site, hub) == []
    page = add(hub, "Can we come?")
    assert titles(site, hub) == ["Can we come?"]

    page.title = "May we come?"
    page.save()
    assert titles(site, hub) == ["May we come?"]

    page.move(Page.objects.get(pk=home.pk), pos="last-child")
    assert titles(site, hub) == []
    assert titles(site, home) == ["Health", "May we come?"]

    page = Page.objects.get(pk=page.pk).specific
    page.unpublish()
    assert titles(site, home) == ["Health"]
    page.save_revision().publish()
    assert titles(site, home) == ["Health", "May we come?"]
    page.delete()
    assert titles(site, home) == ["Health"]


def test_pages_below_a_renamed_page_have_its_new_address(site, hub):
    page = add(hub, "Can we come?")
    hub = Page.objects.get(pk=hub.pk).specific
    hub.slug = "being-well"
    hub.save()

    assert tree.of(site).rows[page.pk].href == "/being-well/can-we-come/"


def test_a_draft_is_on_the_way_to_an_address_and_shown_to_nobody(site, hub, client):
    page = add(hub, "Can we come?", live=False)
    pages = tree.of(site)

    assert [row.title for row in pages.way_to("/health/can-we-come/")][-1] == "Can we come?"
    assert pages.shown(page.pk) is None
    assert client.get("/health/can-we-come/", headers={"host": HOST}).status_code == 404
    assert client.get("/health/", headers={"host": HOST}).status_code == 200


def test_who_looks_after_a_page_and_its_last_check_are_seen_at_once(site, hub):
    page = add(hub, "Can we come?")
    assert tree.of(site).care(page.pk) is None

    PageCare.objects.create(page=page, owner="SEND team", review_every=6)
    PageCheck.objects.create(page=page, checked_on=dt.date(2026, 11, 2), by_name="Bo")
    PageCheck.objects.create(page=page, checked_on=dt.date(2026, 10, 2), by_name="Ed")

    assert tree.of(site).care(page.pk) == ("SEND team", 6, dt.date(2026, 11, 2))


def test_a_page_behind_a_password_stays_behind_it_with_all_below(site, hub, client):
    add(hub, "Can we come?")
    address = "/health/can-we-come/"
    assert "Can we come?" in client.get(address, headers={"host": HOST}).content.decode()

    PageViewRestriction.objects.create(page=hub, restriction_type="password", password="among-us")

    assert "Yes." not in client.get(address, headers={"host": HOST}).content.decode()
    assert client.get("/", headers={"host": HOST}).status_code == 200


def test_a_twin_is_known_while_it_is_published(site, home, hub):
    page = add(hub, "Can we come?")
    twin = page.add_child(instance=EasyReadPage(title="Easy read", slug="easy", twin_of=page))
    assert tree.of(site).twin_of(page.pk).href == "/health/can-we-come/easy/"

    twin.unpublish()
    assert tree.of(site).twin_of(page.pk) is None


def test_an_event_is_coming_until_its_end(site, home):
    index = home.add_child(instance=EventIndexPage(title="Events"))
    now = dt.datetime.now(dt.UTC)
    for title, end in {"Over": now - dt.timedelta(minutes=1), "On": now + dt.timedelta(minutes=9)}.items():
        index.add_child(
            instance=EventPage(title=title, start=end - dt.timedelta(hours=1), end=end, place="Hall")
        )

    assert [event.row.title for event in tree.of(site).coming()] == ["On"]


def test_no_site_holds_a_page_of_another(site, hub):
    other = create_site(
        create_demonstration(slug="bexmoor", name="Bexmoor"), host="bexmoor.localhost", port=80
    )
    hers = add(other.root_page, "Only in Bexmoor")

    assert hers.pk not in tree.of(site).rows
    assert tree.of(site).shown(hers.pk) is None
    assert hub.pk not in tree.of(other).rows


def test_what_one_reader_does_to_a_page_no_other_sees(site, hub):
    page = add(
        hub, "Can we come?", related=json.dumps([{"type": "link", "value": {"page": hub.pk, "label": ""}}])
    )
    pages = tree.of(site)
    first, second = (pages.page(pages.rows[page.pk]) for _ in range(2))
    first.title = "Changed"
    first.related[0].value["label"] = "Changed"

    assert (second.title, second.related[0].value["label"]) == ("Can we come?", "")
    assert pages.page(pages.rows[page.pk]).related[0].value["label"] == ""


def test_a_page_asks_the_database_as_often_with_thirty_pages_below_it_as_with_one(site, home, hub, client):
    def asked(address):
        for _ in range(2):  # what a process remembers is there the second time
            assert client.get(address, headers={"host": HOST}).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(address, headers={"host": HOST})
        return len(captured)

    add(hub, "Question 0")
    add(home, "Question 0")
    with_one = asked("/health/"), asked("/")
    for number in range(1, 30):
        add(hub, f"Question {number}")
        add(home, f"Question {number}")

    assert (asked("/health/"), asked("/")) == with_one
    # In a transaction, as here, the host and the council's settings, menu and alerts are asked for, too
    assert with_one == (7, 8)


def test_a_change_that_is_rolled_back_is_forgotten_with_it(site, hub):
    undone = transaction.savepoint()
    add(hub, "Can we come?")
    assert titles(site, hub) == ["Can we come?"]
    transaction.savepoint_rollback(undone)

    assert titles(site, hub) == []
