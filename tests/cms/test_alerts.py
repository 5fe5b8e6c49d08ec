"""Alerts: what a council says on every page, from one moment until another."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from localoffer.accounts.models import Role
from localoffer.cms.alerts import showing
from localoffer.cms.context import Council
from localoffer.cms.models import Alert
from tests.accounts.conftest import council
from tests.factories.accounts import officer

PAGE = "/gallery/"
NOW = timezone.now()


@pytest.fixture
def owner(site):
    cache.clear()
    return site.authority_site.authority


def write(owner, title, *, after=-1, hours=2, **fields) -> Alert:
    """An alert that begins some hours after now, and lasts some."""
    starts_at = timezone.now() + timedelta(hours=after)
    return Alert.objects.create(
        owner=owner, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **fields
    )


def region(answer):
    """The council's alerts on a page, None where there are none."""
    page = BeautifulSoup(answer.content, "html.parser")
    return page.find("section", attrs={"aria-label": "Alerts from Fenbridge Council"})


def test_every_page_says_what_families_must_know_urgent_things_first_and_before_the_main_part(get, owner):
    write(owner, "Our line is open until 7pm")
    write(
        owner,
        "Schools are closed",
        after=-2,
        hours=9,
        kind="urgent",
        words="Ice.",
        url="/gallery/",
        link_text="Which",
    )

    for path in (PAGE, "/crisis-help/", "/no-such-page/"):
        answer = get(path)
        said = " ".join(region(answer).get_text(" ").split())
        assert said == "Urgent: Schools are closed Ice. Which Our line is open until 7pm"
        text = answer.content.decode()
        assert text.index("Schools are closed") < text.index("<main")


def test_an_alert_never_stands_above_help_for_somebody_in_danger(get, owner):
    write(owner, "Schools are closed", kind="urgent")

    text = get(PAGE, data={"help": "now"}).content.decode()

    assert text.index("999") < text.index("Schools are closed")


def test_what_waits_and_what_is_over_is_not_shown(get, owner):
    write(owner, "Waits", after=1)
    write(owner, "Over", after=-9)

    assert region(get(PAGE)) is None


def test_it_begins_and_ends_on_the_minute_however_long_it_was_kept():
    starts_at = NOW + timedelta(hours=1)
    one = showing.Shown("One", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=1))
    tick = timedelta(seconds=1)

    moments = (starts_at - tick, starts_at, one.ends_at - tick, one.ends_at)
    assert [bool(showing.at(moment, [one])) for moment in moments] == [False, True, True, False]
    assert Council(all_alerts=(one,)).alerts == []


@pytest.mark.django_db(transaction=True)
def test_a_warm_page_asks_the_database_no_more_for_alerts_and_a_new_one_is_seen_at_once(
    get, owner, django_assert_num_queries
):
    write(owner, "First")
    for _ in range(2):  # the first makes the council's settings
        get(PAGE)
    with django_assert_num_queries(1):  # for its version
        assert "First" in region(get(PAGE)).get_text()

    alert = write(owner, "Second")
    assert "Second" in region(get(PAGE)).get_text()
    alert.delete()
    assert "Second" not in region(get(PAGE)).get_text()


def test_another_council_s_families_do_not_see_it(get, owner, db):
    saltmere = council("saltmere")
    write(saltmere.authority, "Saltmere only")

    assert region(get(PAGE)) is None


def test_a_browser_that_holds_a_page_gets_it_anew_when_an_alert_joins_it(client, owner):
    headers = {"host": "fenbridge.localhost"}
    tag = client.get("/key-dates/", headers=headers).headers["ETag"]
    assert client.get("/key-dates/", headers={**headers, "if-none-match": tag}).status_code == 304

    write(owner, "Schools are closed")

    assert client.get("/key-dates/", headers={**headers, "if-none-match": tag}).status_code == 200


def publish(site, title, slug):
    return site.root_page.add_child(instance=Page(title=title, slug=slug))


def leads_to(answer):
    """Where the links of the alerts on a page lead."""
    return [link["href"] for link in region(answer).find_all("a")]


def test_an_alert_stands_without_its_link_while_families_cannot_read_the_page(get, owner, site):
    page = publish(site, "Which schools", "which-schools")
    write(owner, "Schools are closed", url="/which-schools/", link_text="Which schools")
    assert leads_to(get(PAGE)) == ["/which-schools/"]

    page.unpublish()
    assert leads_to(get(PAGE)) == []
    assert "Schools are closed" in region(get(PAGE)).get_text()

    page.save_revision().publish()
    assert leads_to(get(PAGE)) == ["/which-schools/"]
    page.delete()
    assert leads_to(get(PAGE)) == []


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/gallery/",
        "/which-schools/",
        "/which-schools",
        "/old-schools/",
        "https://elsewhere.example/gone/",
        "https://[no",
    ],
)
def test_a_link_that_leads_somewhere_stays(get, owner, site, url):
    page = publish(site, "Which schools", "which-schools")
    Redirect.add_redirect("/old-schools/", page, site=site)
    alert = write(owner, "Schools are closed", url=url, link_text="Which schools")

    alert.full_clean()

    assert leads_to(get(PAGE)) == [url]


@pytest.mark.parametrize(
    "url", ["/which-schools/", "/no-such-page/", "/no/such.page", "http://fenbridge.localhost/which-schools/"]
)
def test_an_officer_whose_alert_would_lead_to_no_page_is_told_to_publish_it_first(owner, site, url):
    publish(site, "Which schools", "which-schools").unpublish()
    alert = Alert(
        owner=owner, title="Closed", ends_at=NOW + timedelta(hours=1), url=url, link_text="Which schools"
    )

    with pytest.raises(ValidationError) as refused:
        alert.full_clean()

    assert refused.value.message_dict == {
        "url": ["Families find no page there. Publish it first, or write another address."]
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "/news/"}, "or neither"),
        ({"link_text": "Which schools"}, "or neither"),
        ({"url": "/news/", "link_text": "Read more"}, "Say where the link leads"),
        ({"url": "javascript:alert(1)", "link_text": "Which schools"}, "Begin with https"),
        ({"url": "//elsewhere.example", "link_text": "Which schools"}, "Begin with https"),
        ({"ends_at": NOW - timedelta(days=1)}, "must end after it begins"),
    ],
)
def test_an_officer_is_told_what_to_put_right(owner, wrong, said):
    given = {"title": "Closed", "starts_at": NOW, "ends_at": NOW + timedelta(hours=1), **wrong}

    with pytest.raises(ValidationError, match=said):
        Alert(owner=owner, **given).full_clean()


def test_a_publisher_writes_an_alert_in_the_admin_and_an_editor_may_not(client, owner):
    add = reverse(Alert.snippet_viewset.get_url_name("add"))
    headers = {"host": "fenbridge.localhost"}
    given = {
        "kind": "urgent",
        "title": "Schools are closed",
        "words": "Ice.",
        "starts_at": f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%M}",
        "ends_at": f"{NOW + timedelta(days=1):%Y-%m-%d %H:%M}",
    }
    client.force_login(officer(owner, Role.EDITOR))
    client.post(add, given, headers=headers)
    assert not Alert.objects.exists()

    client.force_login(officer(owner, Role.PUBLISHER))
    client.post(add, given, headers=headers)

    assert Alert.objects.get().owner == owner
    listed = client.get(reverse(Alert.snippet_viewset.get_url_name("list")), headers=headers).content.decode()
    assert "shown now" in listed
