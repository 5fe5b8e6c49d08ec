"""Guides, stops, events and the EHC dates in a family's own list."""

import pytest
from wagtail.models import PageViewRestriction

from localoffer.finder.shortlist import things
from localoffer.pages import kept
from localoffer.pages.models import EventIndexPage, GuidePage, HomePage
from tests.pages.two_councils import ELSEWHERE, HOST, fenbridge, saltmere  # noqa: F401

LIST = "/my-list/"


@pytest.fixture
def guide(fenbridge):  # noqa: F811
    site = fenbridge.sites.get().site
    home = site.root_page = site.root_page.add_child(instance=HomePage(title="Home", slug="fenbridge"))
    site.save()
    parts = [
        {"type": "part", "value": {"title": title, "slug": "", "body": []}}
        for title in ("Before you ask", "How to ask")
    ]
    return home.add_child(
        instance=GuidePage(title="Short breaks", slug="breaks", search_description="A rest.", parts=parts)
    )


@pytest.fixture
def press(client):
    def pressed(key, *, on, host=HOST):
        came_from = {"host": host, "referer": f"http://{host}{on}"}
        return client.post(f"{LIST}keep/", {"keep": f"page:{key}"}, headers=came_from)

    return pressed


def mine(client, host=HOST):
    return client.get(LIST, headers={"host": host}).content.decode().partition("<main")[2]


def test_a_guide_and_one_of_its_parts_are_kept_from_their_own_pages(client, guide, press):
    whole = client.get("/breaks/", headers={"host": HOST}).content.decode()
    part = client.get("/breaks/how-to-ask/", headers={"host": HOST}).content.decode()
    assert f'value="page:{guide.pk}"' in whole
    assert f'value="page:{guide.pk}/how-to-ask"' in part

    back = press(guide.pk, on="/breaks/")
    press(f"{guide.pk}/how-to-ask", on="/breaks/how-to-ask/")

    assert back.url == f"/breaks/?kept={guide.pk}#kept"
    answer = client.get(back.url, headers={"host": HOST})
    assert "Kept in my list" in answer.content.decode()
    assert "private" in answer["Cache-Control"]
    page = mine(client)
    assert "2 pages" in page
    assert 'href="/breaks/">Short breaks</a>' in page
    assert 'href="/breaks/how-to-ask/">Short breaks: How to ask</a>' in page


def test_what_is_unpublished_closed_to_families_or_anothers_drops_out(fenbridge, saltmere, guide):  # noqa: F811
    keys = {str(guide.pk), f"{guide.pk}/gone", "0", "x", "9" * 30, str(guide.pk) + "/"}

    def read(council):
        return kept.read(council, keys, None)

    assert {key: thing.href for key, thing in read(fenbridge).items()} == {
        str(guide.pk): "/breaks/",
        f"{guide.pk}/": "/breaks/",
        f"{guide.pk}/gone": "/breaks/",
    }
    assert "is not there now" in read(fenbridge)[f"{guide.pk}/gone"].text
    assert read(saltmere) == {}
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    assert read(fenbridge) == {}
    PageViewRestriction.objects.all().delete()
    guide.unpublish()
    assert read(fenbridge) == {}


def test_an_unpublished_page_in_her_list_says_so_in_a_plain_word(client, guide, press):
    press(guide.pk, on="/breaks/")
    guide.unpublish()

    assert "This is not in the Local Offer any more." in mine(client)


def test_a_page_of_another_council_or_a_list_of_pages_cannot_be_kept(client, guide, saltmere, press):  # noqa: F811
    home = guide.get_parent()
    events = home.add_child(instance=EventIndexPage(title="Events", slug="events"))

    for key, host in ((guide.pk, ELSEWHERE), (events.pk, HOST), (home.pk, HOST)):
        assert press(key, on="/", host=host).url == f"{LIST}?said=unknown"
    assert isinstance(home.specific, HomePage)


def test_the_ehc_dates_are_kept_as_a_link_with_no_date_in_it(client, fenbridge, press):  # noqa: F811
    asked = client.get("/ehc-timeline/", headers={"host": HOST}).content.decode()
    assert 'value="page:ehc-timeline"' in asked
    press("ehc-timeline", on="/ehc-timeline/")

    assert 'href="/ehc-timeline/">EHC plan dates</a>' in mine(client)
    [thing] = things.read([("page", "ehc-timeline")], authority=fenbridge, today=None).values()
    assert not thing.is_only_hers
