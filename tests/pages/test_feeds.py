"""What other programs follow is read by the parsers that other programs use, without a complaint."""

import feedparser
import pytest
from icalendar import Calendar


def test_a_news_reader_reads_the_news(visit):
    answer = visit("/news/feed/")

    feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})

    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.title == "News: Fenbridge Council"
    assert len(feed.entries) == 3
    for entry in feed.entries:
        assert entry.link.startswith("http://fenbridge.localhost")
        assert entry.id
        assert entry.title
        assert entry.summary
        assert entry.published_parsed
        assert entry.updated_parsed


@pytest.mark.parametrize("page", ["/news/", "/newsletter/"])
def test_a_news_reader_that_is_given_the_page_finds_its_feed(visit, page):
    assert '<link rel="alternate" type="application/atom+xml"' in visit(page).content.decode()
    assert f'href="{page}feed/">' in visit(page).content.decode()


@pytest.mark.parametrize(
    "address", ["/events/calendar/", "/events/parents-coffee-morning/calendar/", "/key-dates.ics"]
)
def test_a_calendar_reads_the_dates(visit, address):
    answer = visit(address)

    calendar = Calendar.from_ical(answer.content)

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"\r\n" in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n")), "RFC 5545 folds at 75 octets"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    events = calendar.walk("VEVENT")
    assert events
    assert len({event["UID"] for event in events}) == len(events)
    assert all(not part.errors for part in calendar.walk())
    assert all({"DTSTAMP", "DTSTART", "SUMMARY"} <= event.keys() for event in events)
