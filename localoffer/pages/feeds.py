"""What other programs can follow: news as an Atom feed, events as a calendar."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from icalendar import Calendar, Event

from localoffer.cms.context import council_for

MOST = 20


class NewsFeed(Feed):
    """The newest of one list of news."""

    feed_type = Atom1Feed

    def get_object(self, request, index):
        self.request = request
        return index

    def title(self, index) -> str:
        return f"{index.title}: {council_for(self.request).name}"

    def link(self, index) -> str:
        return index.get_full_url(self.request)

    def subtitle(self, index) -> str:
        return index.search_description

    def items(self, index):
        return index.newest_first()[:MOST]

    def item_title(self, item) -> str:
        return item.title

    def item_description(self, item) -> str:
        return item.search_description

    def item_link(self, item) -> str:
        return item.get_full_url(self.request)

    def item_pubdate(self, item) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(item.date, dt.time(9)))

    def item_updateddate(self, item) -> dt.datetime:
        return item.last_published_at or self.item_pubdate(item)


def calendar_of(events: Iterable, *, request: HttpRequest, name: str) -> bytes:
    """These EventPages as an iCalendar file. Times are UTC, so that no reader needs a table of time zones."""
    calendar = Calendar()
    calendar.add("prodid", "-//Local Offer//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for page in events:
        event = Event()
        # The key stays when the title or the address changes, so that a calendar changes what it has
        event.add("uid", f"event-{page.pk}@{request.get_host().partition(':')[0]}")
        event.add("dtstamp", page.last_published_at or timezone.now())
        event.add("dtstart", page.start.astimezone(dt.UTC))
        event.add("dtend", page.end.astimezone(dt.UTC))
        event.add("summary", page.title)
        event.add("location", page.place)
        event.add("url", page.get_full_url(request))
        event.add("description", "\n".join(filter(None, [page.search_description, page.booking])))
        calendar.add_component(event)
    return calendar.to_ical()
