"""Officers write a newsletter, look at it, try it, and send it once; everybody can read it afterwards."""

import datetime as dt
import re

import feedparser
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from localoffer.accounts.models import Role
from localoffer.pages.models import NewsPage
from localoffer.updates import actions
from localoffer.updates.models import Asked, Letter, PageChange, Subscriber
from localoffer.updates.newsletter.models import Issue
from tests.factories.accounts import officer
from tests.factories.directory import ServiceFactory

from .conftest import ELSEWHERE, HOST, MUM, go_round, home_of, links_in, publish, subscribe


def signed_in(user, host=HOST):
    client = Client(headers={"host": host})
    client.force_login(user)
    return client


@pytest.fixture
def ola(council):
    return officer(council, Role.PUBLISHER, first_name="Ola", last_name="Nowak", email="ola@example.org")


@pytest.fixture
def admin(ola):
    return signed_in(ola)


@pytest.fixture
def write(council):
    """An issue: `write("Summer")`; sent some days ago when `days` are given."""

    def make(title="Summer", *, days=None, owner=None, body=(), **fields):
        issue = Issue.objects.create(
            owner=owner or council,
            title=title,
            slug=title.lower().replace(" ", "-"),
            opening=fields.pop("opening", f'<p>Hello from <a href="/find/">us</a> in {title}.</p>'),
            body=list(body),
            **fields,
        )
        if days is not None:
            actions.send_issue(issue=issue, by=None, now=timezone.now() - dt.timedelta(days=days))
            issue.refresh_from_db()
        return issue

    return make


def look(issue):
    return reverse("updates_issues:look", args=[issue.pk])


def test_an_officer_writes_tries_and_sends_an_issue_and_it_can_be_read_ever_after(
    admin, council, write_news, get, django_capture_on_commit_callbacks
):
    park = write_news("A new park")
    with django_capture_on_commit_callbacks(execute=True):
        club = ServiceFactory(owner=council, name="Swim Club")
    for number in range(6):
        subscribe(council, "newsletter", email=f"{number}@example.org")
    subscribe(council, "news", email="other@example.org")
    typed = nested_form_data(
        {
            "title": "Summer",
            "slug": "summer",
            "opening": rich_text("<p>School is nearly over.</p>"),
            "body": streamfield(
                [
                    ("words", {"heading": "Something new", "text": rich_text("<p>Come and see.</p>")}),
                    ("page", {"page": park.pk, "words": ""}),
                    ("service", {"service": str(club.pk), "words": "On Mondays"}),
                ]
            ),
        }
    )

    saved = admin.post(reverse(Issue.snippet_viewset.get_url_name("add")), typed)
    issue = Issue.objects.get()
    assert saved.headers["Location"] == look(issue)
    assert "<strong>6 people</strong>" in admin.get(look(issue)).content.decode()
    admin.post(reverse("updates_issues:test", args=[issue.pk]))
    [test] = mail.outbox
    assert (test.to, test.subject) == (["ola@example.org"], "Test: Summer")

    unsure = admin.post(reverse("updates_issues:send", args=[issue.pk]), follow=True)
    assert "Tick that you have read it" in unsure.content.decode()
    assert get("/newsletter/summer/").status_code == 404, "it is not sent yet"
    seen = re.search(r'name="seen" value="(\w+)"', unsure.content.decode())[1]
    Issue.objects.filter(pk=issue.pk).update(title="Summer?")
    typed = {"sure": "yes", "seen": seen}
    changed = admin.post(reverse("updates_issues:send", args=[issue.pk]), typed, follow=True)
    assert "somebody changed it after you opened this page" in changed.content.decode()
    Issue.objects.filter(pk=issue.pk).update(title="Summer")
    sent = admin.post(reverse("updates_issues:send", args=[issue.pk]), typed, follow=True)
    assert "It is on its way to 6 people" in sent.content.decode()
    again = admin.post(reverse("updates_issues:send", args=[issue.pk]), {"sure": "yes"}, follow=True)
    assert "It has been sent already" in again.content.decode()

    went = [letter for letter in go_round() if letter.subject == "Summer"]
    assert sorted(letter.to[0] for letter in went) == [f"{number}@example.org" for number in range(6)]
    body = went[0].body
    for said in (
        "School is nearly over.",
        "SOMETHING NEW",
        "Come and see.",
        "A new park",
        "Swim Club\n",
        "\nOn Mondays\n",
    ):
        assert said in body
    assert "/newsletter/summer/" in links_in(went[0])
    assert went[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = get("/newsletter/summer/").content.decode()
    assert "Something new</h2>" in page
    assert "/services/swim-club/" in page
    assert "Summer" in get("/newsletter/").content.decode()
    assert Letter.objects.count() == 0


def test_the_feed_of_the_newsletter_is_read_by_a_public_parser(get, write):
    write("Spring", days=90)
    write("Summer", days=1)
    write("Autumn")

    answer = get("/newsletter/feed/")

    feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.title == "Newsletter: Fenbridge Council"
    assert [entry.title for entry in feed.entries] == ["Summer", "Spring"]
    assert feed.entries[0].link == "http://fenbridge.localhost/newsletter/summer/"
    assert feed.entries[0].summary == "Hello from us (/find/) in Summer."
    assert feed.entries[0].id
    assert feed.entries[0].updated_parsed
    archive = get("/newsletter/").content.decode()
    assert (
        '<link rel="alternate" type="application/atom+xml" title="Newsletter" href="/newsletter/feed/">'
        in archive
    )


def test_links_in_an_issue_lead_to_the_councils_own_host_in_a_letter(council, write):
    subscribe(council, "newsletter")
    write("Summer", days=0)

    [letter] = go_round()

    assert "Hello from us (http://fenbridge.localhost/find/) in Summer." in letter.body
    assert 'href="http://fenbridge.localhost/find/"' in letter.alternatives[0].content


def test_what_is_unpublished_or_closed_is_left_out_and_she_is_told_before_it_goes(
    admin, write, write_news, get
):
    park = write_news("A new park")
    issue = write(body=[("page", {"page": park, "words": ""})])
    park.unpublish()

    assert "1 of the things in it leads nowhere today" in " ".join(
        admin.get(look(issue)).content.decode().split()
    )
    actions.send_issue(issue=issue, by=None, now=timezone.now())
    assert "A new park" not in get("/newsletter/summer/").content.decode()


def test_what_was_sent_is_not_changed_and_can_be_taken_out_of_the_archive(admin, write, get, council):
    subscribe(council, "newsletter")
    issue = write("Summer", days=0)
    edit = reverse(Issue.snippet_viewset.get_url_name("edit"), args=[issue.pk])

    typed = {
        "title": "Winter",
        "slug": "summer",
        "opening": rich_text("<p>Cold</p>"),
        "body": streamfield([]),
    }
    admin.post(edit, nested_form_data(typed))
    issue.refresh_from_db()
    assert issue.title == "Summer"
    admin.post(reverse("updates_issues:withdraw", args=[issue.pk]))

    assert get("/newsletter/summer/").status_code == 404
    assert "Summer" not in get("/newsletter/feed/").content.decode()
    assert go_round() == [], "a letter that still waited does not go"


def test_an_editor_writes_and_only_a_publisher_sends(council, write):
    editor = signed_in(officer(council, Role.EDITOR))
    issue = write()

    assert "A publisher of your council sends it" in editor.get(look(issue)).content.decode()
    editor.post(reverse("updates_issues:send", args=[issue.pk]), {"sure": "yes"})

    issue.refresh_from_db()
    assert not issue.is_sent


def test_officers_of_another_council_reach_no_issue_and_count_no_reader(saltmere, council, write):
    other = signed_in(officer(saltmere, Role.ADMINISTRATOR), host=ELSEWHERE)
    issue = write()
    for number in range(7):
        subscribe(council, "newsletter", "news", email=f"{number}@example.org")

    for name in ("look", "test", "send", "withdraw"):
        assert (
            other.post(reverse(f"updates_issues:{name}", args=[issue.pk]), {"sure": "yes"}).status_code == 404
        )
    shown = other.get(reverse("updates_followers:all")).content.decode()
    assert "Letters go to nobody" in shown
    assert "7 people" not in shown


def test_an_issue_of_one_council_is_in_no_other_archive(get, write, saltmere):
    write("Summer", days=0)

    assert get("/newsletter/summer/", host=ELSEWHERE).status_code == 404
    assert "Summer" not in get("/newsletter/feed/", host=ELSEWHERE).content.decode()


def test_officers_see_how_many_follow_what_never_who_and_no_small_number(admin, council, topic, news):
    for number in range(5):
        subscribe(council, "news", email=f"{number}@example.org")
    subscribe(council, f"page:{topic.pk}", "search:q=swimming", email=MUM)

    shown = " ".join(admin.get(reverse("updates_followers:all")).content.decode().split())

    assert "<td>News</td> <td>5 people</td>" in shown
    assert "<td>Short breaks</td> <td>fewer than 5 people</td>" in shown
    assert "<td>The newsletter</td> <td>nobody</td>" in shown
    assert "<td>New services that fit a search</td> <td>fewer than 5 people</td>" in shown
    assert "@example.org" not in shown.replace("ola@example.org", "")
    assert "swimming" not in shown


def test_an_administrator_deletes_an_address_that_asked_and_is_not_told_whether_it_was_there(
    council, saltmere, admin
):
    boss = signed_in(officer(council, Role.ADMINISTRATOR))
    forget = reverse("updates_followers:forget")
    subscribe(council, "newsletter")
    elsewhere = subscribe(saltmere, "newsletter")
    Asked.objects.create(authority=council, email=MUM, wants=[["newsletter", ""]])

    admin.post(forget, {"email": MUM})
    assert Subscriber.objects.of(council).count() == 1, "a publisher may not"
    first = boss.post(forget, {"email": "Mum@Example.org"}, follow=True).content.decode()
    second = boss.post(forget, {"email": MUM}, follow=True).content.decode()

    said = "If that address got letters from here, it is deleted"
    assert said in first
    assert said in second
    assert list(Subscriber.objects.all()) == [elsewhere]
    assert Asked.objects.count() == 0
    assert MUM not in str(list(ModelLogEntry.objects.values_list("data", "label")))


def test_a_publisher_tells_what_has_changed_and_an_editor_may_not(admin, council, topic):
    page = topic.get_children().get()
    say = reverse("updates_page_changed", args=[page.pk])
    editor = signed_in(officer(council, Role.EDITOR))

    assert (
        reverse("updates_page_changed", args=[page.pk])
        in admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    editor.post(say, {"words": "I may not"})
    empty = admin.post(say, {"words": " "})
    admin.post(say, {"words": "It is for under-fives too."})

    assert empty.status_code == 200
    assert [(said.words, said.by_name) for said in PageChange.objects.all()] == [
        ("It is for under-fives too.", "Ola Nowak")
    ]


def test_the_preview_shows_an_issue_in_the_archive_and_as_a_letter(ola, council, write):
    issue = write()

    for mode, said in (("", "Not sent yet"), ("letter", '<div class="letter">')):
        request_for = issue.make_preview_request(preview_mode=mode, original_request=_of(ola))
        assert said in request_for.rendered_content if hasattr(request_for, "rendered_content") else True
        assert said in request_for.content.decode()


def _of(user):
    from django.test import RequestFactory

    request = RequestFactory().get("/", headers={"host": HOST})
    request.user = user
    return request


@pytest.mark.parametrize("number", [1, 3])
def test_the_archive_asks_the_database_as_often_for_one_issue_as_for_three(client, write, number):
    for each in range(number):
        write(f"Issue {each}", days=each)
    client.get("/newsletter/", headers={"host": HOST})

    with CaptureQueriesContext(connection) as captured:
        client.get("/newsletter/", headers={"host": HOST})

    issues = [query for query in captured if "updates_issue" in query["sql"]]
    assert len(issues) == 2  # how many there are, and this page of them


def test_another_councils_news_cannot_be_put_into_an_issue(admin, saltmere, write, news):
    from localoffer.pages.models import NewsIndexPage

    theirs = publish(publish(home_of(saltmere), NewsIndexPage, "News", slug="news"), NewsPage, "Zanzibar")
    typed = nested_form_data(
        {
            "title": "Summer",
            "slug": "summer",
            "opening": rich_text("<p>Hello</p>"),
            "body": streamfield([("page", {"page": theirs.pk, "words": ""})]),
        }
    )

    answer = admin.post(reverse(Issue.snippet_viewset.get_url_name("add")), typed)

    assert answer.status_code == 404
    assert Issue.objects.count() == 0


def test_an_address_that_is_taken_is_refused_in_words_and_what_she_typed_stays(admin, write):
    write("Summer")
    other = write("Winter")
    add = reverse(Issue.snippet_viewset.get_url_name("add"))
    edit = reverse(Issue.snippet_viewset.get_url_name("edit"), args=[other.pk])

    def post(address, slug):
        typed = {
            "title": "Typed by her",
            "slug": slug,
            "opening": rich_text("<p>Hi</p>"),
            "body": streamfield([]),
        }
        return admin.post(address, nested_form_data(typed)).content.decode()

    for address in (add, edit):
        said = post(address, "summer")
        assert "Another issue has this address. Choose another." in said
        assert 'value="Typed by her"' in said
    assert "/newsletter/feed/ is the feed" in post(add, "feed")
    assert Issue.objects.count() == 2


def test_whoever_wrote_while_it_was_sent_is_told_so_and_keeps_her_words(admin, write):
    issue = write("Summer", days=0)
    typed = {"title": "Typed by her", "slug": "summer", "opening": rich_text("<p>Long work</p>")}

    said = admin.post(
        reverse(Issue.snippet_viewset.get_url_name("edit"), args=[issue.pk]),
        nested_form_data(typed | {"body": streamfield([])}),
    ).content.decode()

    assert "This issue was sent while you were writing" in said
    assert "Typed by her" in said
    assert "Long work" in said
    issue.refresh_from_db()
    assert (issue.title, issue.is_sent) == ("Summer", True)
