"""What families find on each type of page that somebody writes, on the demonstration's pages."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from wagtail.models import Page

from localoffer.cms.models import BasePage
from localoffer.duties.codes import PAGE_KINDS
from localoffer.pages import models

JOURNEY = "/asking-for-an-ehc-assessment/"
BREAKS = "/care-and-breaks/"
GUIDE = f"{BREAKS}short-breaks/"
SITTERS = f"{BREAKS}where-is-the-sitting-service/"
WORK = "/young-people/i-want-to-work/"
# Each page, and how many times it asks the database: once whether any page has changed, and once more for each list of
# services, or for the pages that its text leads to, for a picture, and a file. A service that closed costs seven, to
# find what took its place (the page on sitters names one).
PAGES = {
    "/": 3,
    JOURNEY: 2,
    f"{JOURNEY}yes-or-no/": 2,
    f"{JOURNEY}all/": 1,
    BREAKS: 3,
    GUIDE: 1,
    f"{GUIDE}near-you/": 3,
    f"{GUIDE}all/": 3,
    f"{BREAKS}short-breaks-statement/": 2,
    f"{BREAKS}can-we-get-a-break-without-a-plan/": 2,
    SITTERS: 8,
    "/young-people/": 2,
    WORK: 3,
    f"{WORK}easy-read/": 2,
    "/for-practitioners/": 1,
    "/who-to-ask/": 3,
    "/pl/": 1,
    "/pl/who-to-ask/": 3,
    "/news/": 1,
    "/news/speech-therapy-drop-in/": 2,
    "/events/": 1,
    "/events/parents-coffee-morning/": 1,
}


def read(visit, address, **query):
    answer = visit(address, **query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_demonstration_has_a_page_of_each_type(fenbridge):
    kinds = {page.specific_class for page in Page.objects.live().filter(depth__gt=1)}

    assert kinds == {getattr(models, name) for name in models.__all__}
    assert {kind.page_kind for kind in kinds} - {""} <= PAGE_KINDS.keys()
    assert all(issubclass(kind, BasePage) and kind.subpage_types is not None for kind in kinds)


def test_every_page_type_is_in_the_list_of_page_types():
    listed = (Path(__file__).parents[2] / "docs" / "reference" / "page-types.md").read_text("utf-8")

    assert [name for name in models.__all__ if f"`{name}`" not in listed] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_a_dozen_times_at_most(visit, address):
    for _ in range(2):  # what a process remembers is there the second time
        read(visit, address)
    with CaptureQueriesContext(connection) as captured:
        read(visit, address)

    assert len(captured) == PAGES[address], [query["sql"][:120] for query in captured]


@pytest.mark.parametrize("address", [each for each in PAGES if each != "/" and not each.startswith("/pl/")])
def test_a_page_has_one_heading_of_the_first_level_says_where_it_sits_and_who_looks_after_it(visit, address):
    said = read(visit, address)

    assert said.count("<h1") == 1
    assert 'aria-label="You are here"' in said
    assert re.search(r"Checked by [A-Z][\w ]+ on\s+\d+ \w+ \d{4}|Not yet checked", said)
    assert re.search(r'<meta name="description" content="[^"]{20,}"', said)


def test_a_browser_that_holds_a_page_is_not_sent_it_again(visit, client):
    tag = visit("/who-to-ask/").headers["ETag"]

    again = client.get("/who-to-ask/", headers={"host": "fenbridge.localhost", "if-none-match": tag})

    assert again.status_code == 304


def test_each_part_of_a_guide_leads_to_the_next_and_all_of_it_is_on_one_page(visit):
    first, second = visit(GUIDE).context, visit(f"{GUIDE}who-can-have-one/").context
    whole = read(visit, f"{GUIDE}all/")

    assert (first["previous"], first["next"]["href"]) == (None, f"{GUIDE}who-can-have-one/")
    assert (second["previous"]["href"], second["next"]["href"]) == (GUIDE, f"{GUIDE}how-to-ask/")
    second = read(visit, f"{GUIDE}who-can-have-one/")
    assert "No EHC plan needed" in second
    for part in ("What a short break is", "Who can have one", "How to ask", "Short breaks near you"):
        assert f">{part}</h2>" in whole
    assert visit(f"{GUIDE}what-a-short-break-is/").status_code == 302, "the first part has one address"
    assert visit(f"{GUIDE}no-such-part/").status_code == 404


def test_a_service_that_closed_says_so_and_names_what_took_its_place(visit):
    said = read(visit, SITTERS)

    assert "Sitting service" in said
    assert "This service has closed." in said
    assert ">Short breaks grant for families who need more</a> instead" in said


def test_a_list_of_services_says_how_many_there_are_and_leads_to_all(visit):
    said = read(visit, BREAKS)

    total = int(re.search(r"See all (\d+)", said)[1])
    assert 'href="/find/?kind=short-breaks&amp;plan=no"' in said
    assert visit("/find/", kind="short-breaks", plan="no").context["total"] == total
    assert said.count('class="result"') == 3


def test_a_stop_shows_services_for_the_place_and_age_that_a_family_gives_and_keeps_neither(visit):
    plain = visit(f"{JOURNEY}yes-or-no/")
    asked = visit(f"{JOURNEY}yes-or-no/", near="LN1 3JF", age="9")

    assert "noindex" in asked.content.decode()
    assert asked.context["found"].cards
    assert "mile" in str(asked.context["found"].cards) or asked.context["found"].total
    assert "age=9" in asked.context["found"].href
    for answer in (plain, asked):
        assert "private" in answer.headers["Cache-Control"]
        assert not answer.cookies
    assert "LN1 3JF" not in plain.content.decode()


@pytest.mark.parametrize("odd", ["", "ZZ99 9ZZ", "'; DROP TABLE", "\x00", "9" * 400])
def test_a_stop_goes_on_without_a_place_or_an_age_that_nobody_can_read(visit, odd):
    answer = visit(f"{JOURNEY}yes-or-no/", near=odd, age=odd)

    assert answer.status_code == 200
    assert answer.context["found"].total > 0


def test_words_of_danger_in_the_box_for_a_postcode_bring_help_first(visit):
    said = visit(f"{JOURNEY}yes-or-no/", near="i want to die").content.decode()

    assert "999" in said.split("<h1")[0]


def test_a_stop_says_what_to_ask_for_who_decides_and_what_if_the_answer_is_no(visit):
    said = read(visit, f"{JOURNEY}you-ask/")

    for question in ("What you can ask for", "How long it takes", "Who decides", "If the answer is no"):
        assert question in said
    assert "On what day did you get my letter?" in said, "a parent's question"
    assert "Who will talk to me?" in said, "a young person's"


def test_a_page_and_its_easy_read_twin_lead_to_each_other(visit):
    assert f'href="{WORK}easy-read/"' in read(visit, WORK)
    assert f'href="{WORK}"' in read(visit, f"{WORK}easy-read/")


def test_news_is_a_feed_that_a_reader_can_read(visit):
    answer = visit("/news/feed/")

    feed = ElementTree.fromstring(answer.content)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.findall(f"{atom}entry")]
    links = [entry.find(f"{atom}link").get("href") for entry in feed.findall(f"{atom}entry")]
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert titles == [
        "Help us reach other families",
        "Help us write the next short breaks statement",
        "A drop-in for speech and talking",
    ]
    assert all(link.startswith("http://fenbridge.localhost") for link in links)
    assert all(
        entry.findtext(f"{atom}updated") and entry.findtext(f"{atom}id")
        for entry in feed.findall(f"{atom}entry")
    )
    assert 'type="application/atom+xml"' in read(visit, "/news/")


def test_events_are_a_calendar_without_what_is_over(visit):
    answer = visit("/events/calendar/")

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [
        "Parents’ coffee morning",
        "Jobs day: meet people who will hire you",
    ]
    assert all(event.decoded("DTEND") > event.decoded("DTSTART") for event in events)
    assert all({"UID", "DTSTAMP", "LOCATION", "URL"} <= event.keys() for event in events)
    assert "Open day of the short breaks clubs" in read(visit, "/events/"), "the list still has it"


def test_one_event_is_a_file_for_a_calendar_at_the_time_that_the_page_says(visit):
    answer = visit("/events/parents-coffee-morning/calendar/")

    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    page = models.EventPage.objects.get(slug="parents-coffee-morning")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="parents-coffee-morning.ics"'
    assert event.decoded("DTSTART") == page.start
    assert "10am to noon" in page.when_in_words


def test_a_way_elsewhere_leads_on(visit):
    assert visit("/things-to-do/").headers["Location"] == "/kinds/fun/"


def test_the_first_page_asks_first_and_then_says_what_may_be_happening(visit):
    said = read(visit, "/")

    order = [
        said.index(each) for each in ('name="q"', "What is happening?", "Kinds of help</h2>", "Good to know")
    ]
    assert order == sorted(order)
    for address in (JOURNEY, BREAKS, "/young-people/", "/news/speech-therapy-drop-in/"):
        assert f'href="{address}"' in said


def test_an_address_far_too_deep_is_nothing(visit):
    assert visit("/" + "a/" * 40).status_code == 404
