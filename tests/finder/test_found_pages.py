"""Pages of a council's site are found beside its services: which, where, in what order, and never another's."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from localoffer.directory.vocabulary import load_vocabulary
from localoffer.finder import results
from localoffer.finder.found_pages import index
from localoffer.finder.found_pages.answers import pages_for
from localoffer.finder.found_pages.models import FoundPage, StalePage
from localoffer.finder.search import Search
from localoffer.pages.models import (
    EasyReadPage,
    EventIndexPage,
    EventPage,
    GuidePage,
    HomePage,
    QuestionPage,
    RedirectPage,
    TopicHubPage,
)
from tests.factories.directory import ServiceFactory
from tests.factories.places import DemonstrationFactory, root_of_all_pages, served_on

HOST, ELSEWHERE = "fenbridge.localhost", "saltmere.localhost"


def a_home(name, host):
    council = DemonstrationFactory(name=name, official_name=f"{name} Council", slug=name.lower())
    home = root_of_all_pages().add_child(instance=HomePage(title=name, slug=name.lower()))
    served_on(council, host, root_page=home)
    return council, home


@pytest.fixture
def fenbridge(db, indexed):
    with indexed():
        council, home = a_home("Fenbridge", HOST)
    council.home = home
    return council


@pytest.fixture
def find(client):
    def ask(text, host=HOST, path="/find/", **params):
        answer = client.get(path, {"q": text, **params}, headers={"host": host})
        assert answer.status_code == 200
        return answer

    return ask


def parts(*titles_and_texts):
    return json.dumps(
        [
            {"type": "part", "value": {"title": title, "body": [{"type": "text", "value": f"<p>{text}</p>"}]}}
            for title, text in titles_and_texts
        ]
    )


def a_guide(home, title="Annual reviews", slug="reviews", **changes):
    body = parts(("What it is", "Each year."), ("Before the meeting", "Write to the SENCO about marmalade."))
    page = GuidePage(title=title, slug=slug, search_description="Once a year.", parts=body, **changes)
    return home.add_child(instance=page)


def hrefs(answer, *, ours=False):
    """Where pages lead that editors wrote; `ours`: those too that every site has."""
    return [card["href"] for card in answer.context["page_cards"] if ours or card["above"]]


def is_true():
    return index.check() == []


def test_a_guide_is_found_by_its_title_and_a_part_by_its_words_at_its_own_address(fenbridge, indexed, find):
    with indexed():
        a_guide(fenbridge.home)

    assert hrefs(find("annual review")) == ["/reviews/"]
    found = find("marmalade")
    assert hrefs(found) == ["/reviews/before-the-meeting/"]
    [card] = found.context["page_cards"]
    assert card["title"] == "Before the meeting"
    assert card["above"] == "Guide: Annual reviews"
    assert is_true()


def test_whoever_asks_how_reads_the_page_first_and_whoever_names_a_service_that_service(
    fenbridge, indexed, find
):
    with indexed():
        page = QuestionPage(title="How do I appeal?", slug="appeal", answer="Write to the tribunal.")
        fenbridge.home.add_child(instance=page)
        ServiceFactory(owner=fenbridge, name="Appeal helpers", description="Help to appeal.")

    asked, named = find("how do i appeal"), find("appeal helpers")

    said = asked.content.decode()
    assert asked.context["pages_first"]
    assert "1 page and 1 service that can help" in said
    assert said.index('href="/appeal/"') < said.index("Appeal helpers</a>")
    assert not named.context["pages_first"]
    said = named.content.decode()
    assert said.index("Appeal helpers</a>") < said.index('href="/appeal/"')


def a_wheelchair_page_and_service(fenbridge):
    load_vocabulary()
    a_guide(fenbridge.home, title="Wheelchairs and equipment", slug="wheelchairs")
    ServiceFactory(owner=fenbridge, name="Wheelchair service", kinds=["wheelchairs-and-equipment"])


@pytest.mark.parametrize(
    "text",
    [
        "wheelchair",
        "wheelchairs and equipment",
        "how do I get a wheelchair",
    ],
)
def test_whoever_wants_to_have_some_help_reads_first_who_gives_it_and_below_the_page(
    fenbridge, indexed, find, text
):
    with indexed():
        a_wheelchair_page_and_service(fenbridge)

    found = find(text)

    assert not found.context["pages_first"]
    assert [card["title"] for card in found.context["cards"]] == ["Wheelchair service"]
    assert hrefs(found)[:1] == ["/wheelchairs/"]


@pytest.mark.parametrize(
    "text",
    [
        "what is wheelchair equipment",
        "who can have a wheelchair",
    ],
)
def test_whoever_wants_to_know_about_it_reads_first_the_page(fenbridge, indexed, find, text):
    with indexed():
        a_wheelchair_page_and_service(fenbridge)

    assert find(text).context["pages_first"]


def test_a_sentence_that_is_the_title_of_a_page_names_that_page_and_a_kind_of_help_does_not(
    fenbridge, indexed, find
):
    with indexed():
        load_vocabulary()
        a_guide(fenbridge.home, title="I want to work", slug="work")
        a_guide(fenbridge.home, title="Short breaks", slug="breaks")
        ServiceFactory(owner=fenbridge, name="Work coaches", kinds=["work"])
        ServiceFactory(owner=fenbridge, name="Short breaks club", kinds=["short-breaks"])

    assert find("i want to work").context["pages_first"]
    assert not find("short breaks").context["pages_first"]
    assert find("what is a short break").context["pages_first"]


def test_what_is_spelt_wrong_is_read_as_it_was_meant(fenbridge, indexed, find):
    with indexed():
        load_vocabulary()
        a_guide(fenbridge.home, title="Short breaks statement", slug="statement")
        ServiceFactory(owner=fenbridge, name="Short breaks club", kinds=["short-breaks"])

    assert find("short breaks statment").context["pages_first"]


def test_whoever_types_a_name_reads_first_what_it_is(fenbridge, indexed, find):
    with indexed():
        for title, slug in (
            ("EHC plan dates", "dates"),
            ("What is in an EHC plan, and who writes it", "what"),
        ):
            a_guide(fenbridge.home, title=title, slug=slug)

    assert hrefs(find("EHCP"))[:1] == ["/what/"]


def test_a_part_that_its_pages_title_alone_brings_in_gives_way_to_the_page(fenbridge, indexed, find):
    with indexed():
        body = parts(
            ("School", "Ask the head first. Say what is wrong."), ("The Ombudsman", "A free complaint.")
        )
        page = GuidePage(title="How to complain about a school", slug="complain", parts=body)
        fenbridge.home.add_child(instance=page)

    assert hrefs(find("complain about a nursery")) == ["/complain/"]


def test_who_has_been_refused_is_led_to_what_to_do_and_to_advice(fenbridge, indexed, find):
    with indexed():
        a_guide(fenbridge.home, title="We have been refused", slug="refused")
        load_vocabulary()
        for name, kind in (("Lantern advice", "sendiass"), ("Back Together", "school-attendance")):
            ServiceFactory(owner=fenbridge, name=name, description="Help for school refusal.", kinds=[kind])

    for text in ("my son was refused", "she has been refused", "we were turned down", "the council said no"):
        found = find(text)
        assert hrefs(found)[:1] == ["/refused/"], text
        assert [card["title"] for card in found.context["cards"]][:1] == ["Lantern advice"], text
    # What she does herself is another thing
    first = find("she has been refusing school").context["cards"][0]["title"]
    assert first == "Back Together"


def test_a_place_that_is_refused_is_no_answer_for_a_child_that_refuses_school(fenbridge, indexed):
    with indexed():
        body = parts(("Think ahead", "Visit early."), ("A place is refused", "You can appeal."))
        page = GuidePage(title="Changing school", slug="changing", parts=body)
        fenbridge.home.add_child(instance=page)

    def titled(text):
        hits = pages_for(results.find(Search(text=text), authority=fenbridge)).hits
        return [hit.row.part for hit in hits if hit.is_titled]

    assert titled("my son refuses to go to school") == []
    assert titled("changing school") != []


def test_the_glossary_is_found_by_its_name(fenbridge, indexed, find):
    with indexed():
        index.rebuild()

    found = find("glossary")
    assert hrefs(found, ours=True)[:1] == ["/glossary/"]
    assert found.context["pages_first"]


def test_three_pages_stand_above_and_all_of_them_are_one_link_away(fenbridge, indexed, find):
    with indexed():
        for number in range(5):
            a_guide(fenbridge.home, title="Annual reviews", slug=f"reviews-{number}")

    found = find("annual reviews", age="7")

    assert len(hrefs(found)) == 3
    assert "See all 5 pages" in found.content.decode()
    assert found.context["more_pages"] == "/find/pages/?q=annual+reviews"
    every = find("annual reviews", path="/find/pages/")
    assert [card["href"] for card in every.context["cards"]] == [f"/reviews-{n}/" for n in range(5)]
    assert "noindex" in every.content.decode()
    assert "private" in every.headers["Cache-Control"]


def test_words_of_danger_bring_help_first_on_both_pages(fenbridge, find):
    for path in ("/find/", "/find/pages/"):
        said = find("i want to kill myself", path=path).content.decode()
        assert "116 123" in said, path


def test_who_is_in_danger_is_shown_people_and_services_and_no_pages(fenbridge, indexed, find):
    with indexed():
        a_guide(fenbridge.home, title="Kept, ended, or you want more", slug="ended")
        a_guide(fenbridge.home, title="Someone wants to end it", slug="end-it")

    assert hrefs(find("when is it ended")) != []
    danger = find("my son wants to end it all")
    assert 'class="crisis"' in danger.content.decode()
    assert danger.context["page_cards"] == []
    assert not danger.context["pages_first"]
    assert "Pages " not in danger.content.decode()


def test_drafts_what_was_withdrawn_and_what_is_private_are_found_by_nobody(fenbridge, indexed, find):
    with indexed():
        hub = fenbridge.home.add_child(
            instance=TopicHubPage(title="Hub", slug="hub", search_description="All about marmalade.")
        )
        guide = a_guide(hub)
        a_guide(hub, title="Annual marmalade", slug="draft", live=False)
    assert set(hrefs(find("marmalade"))) == {"/hub/", "/hub/reviews/before-the-meeting/"}

    with indexed():
        PageViewRestriction.objects.create(page=hub, restriction_type="login")
    assert hrefs(find("marmalade")) == []
    assert is_true()
    with indexed():
        PageViewRestriction.objects.all().delete()
        guide.unpublish()
    assert hrefs(find("marmalade")) == ["/hub/"]
    assert is_true()
    with indexed():
        hub.delete()
    assert hrefs(find("marmalade")) == []
    assert is_true()


def test_a_page_that_expires_is_found_no_more(fenbridge, indexed, find):
    with indexed():
        a_guide(fenbridge.home, expire_at=timezone.now() - dt.timedelta(minutes=1))
    assert hrefs(find("annual review")) == ["/reviews/"]

    with indexed():
        call_command("publish_scheduled")

    assert hrefs(find("annual review")) == []
    assert is_true()


def test_those_below_a_page_that_is_moved_or_renamed_are_found_where_they_are_now(fenbridge, indexed, find):
    with indexed():
        hub = fenbridge.home.add_child(instance=TopicHubPage(title="Plans", slug="plans"))
        other = fenbridge.home.add_child(instance=TopicHubPage(title="More", slug="more"))
        a_guide(hub)

    with indexed():
        hub.slug = "ehc"
        hub.save()
    assert hrefs(find("annual review")) == ["/ehc/reviews/"]
    assert is_true()
    with indexed():
        GuidePage.objects.get().move(other, pos="last-child")
    assert hrefs(find("annual review")) == ["/more/reviews/"]
    assert is_true()


def test_an_easy_read_twin_is_the_same_answer_until_its_page_goes(fenbridge, indexed, find):
    with indexed():
        guide = a_guide(fenbridge.home)
        twin = EasyReadPage(
            title="Annual reviews (easy read)",
            slug="easy-read",
            twin_of=guide,
            lines=json.dumps(
                [{"type": "line", "value": {"text": "It is each year.", "pictogram": "calendar"}}]
            ),
        )
        guide.add_child(instance=twin)
    assert hrefs(find("annual reviews")) == ["/reviews/"]
    assert hrefs(find("annual reviews easy read")) == ["/reviews/easy-read/"]

    with indexed():
        twin.move(fenbridge.home, pos="last-child")
        GuidePage.objects.get().delete()
    assert hrefs(find("annual reviews")) == ["/easy-read/"]
    assert is_true()


def test_what_is_over_and_what_only_leads_elsewhere_is_not_found(fenbridge, indexed, find):
    now = timezone.now()
    with indexed():
        events = fenbridge.home.add_child(instance=EventIndexPage(title="What is on", slug="on"))
        for name, days in (("gone", -3), ("coming", 3)):
            begins = now + dt.timedelta(days=days)
            page = EventPage(
                title="Marmalade morning",
                slug=name,
                start=begins,
                end=begins + dt.timedelta(hours=1),
                place="Hall",
            )
            events.add_child(instance=page)
        fenbridge.home.add_child(instance=RedirectPage(title="Marmalade", slug="m", address="/find/"))

    assert hrefs(find("marmalade")) == ["/on/coming/"]


def test_another_councils_pages_are_its_own(fenbridge, indexed, find):
    with indexed():
        a_guide(a_home("Saltmere", ELSEWHERE)[1], title="Marmalade", slug="theirs")

    assert hrefs(find("marmalade")) == []
    assert hrefs(find("marmalade", host=ELSEWHERE)) == ["/theirs/"]


def test_pages_of_ours_that_no_editor_wrote_are_found_too(fenbridge, find):
    assert hrefs(find("what are my rights"), ours=True)[0] == "/your-rights/"
    assert hrefs(find("EHC plan dates"), ours=True)[0] == "/ehc-timeline/"


def test_a_question_that_a_page_answers_is_no_gap(fenbridge, indexed, find):
    with indexed():
        a_guide(fenbridge.home)

    assert "noted as a gap" not in find("annual review").content.decode()
    assert "noted as a gap" in find("marzipan").content.decode()


def test_a_title_is_suggested_and_a_word_of_it_is_put_right(fenbridge, indexed, find, client):
    with indexed():
        a_guide(fenbridge.home, title="Annual reviews")

    answer = client.get("/find/suggest/", {"q": "annual rev"}, headers={"host": HOST})
    assert {"text": "Annual reviews", "what": "Page"} in answer.json()["suggestions"]
    assert hrefs(find("anual reveiws")) == ["/reviews/"]


def test_pages_cost_a_search_no_query_once_they_are_in_memory(fenbridge, indexed, find):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            find("annual review")
        return len(captured)

    find("annual review")
    without = asked()
    with indexed():
        for number in range(3):
            a_guide(fenbridge.home, slug=f"reviews-{number}")
    find("annual review")

    assert asked() == without


def test_a_process_that_was_killed_leaves_a_mark_that_the_clock_finishes(fenbridge, find):
    a_guide(fenbridge.home)  # its commit never comes
    assert hrefs(find("annual review")) == []

    call_command("index", "finish")

    assert hrefs(find("annual review")) == ["/reviews/"]
    assert not StalePage.objects.exists()
    assert is_true()
    FoundPage.objects.all().delete()
    assert not is_true()
    index.rebuild()
    assert is_true()
