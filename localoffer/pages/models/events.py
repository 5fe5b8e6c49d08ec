"""Events, each as a file for a calendar, and a feed of those to come."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from localoffer.cms.blocks import BlocksField
from localoffer.cms.findable import Findable

from .. import in_words, pictures, tree
from ..blocks import body
from ..tree import Event
from .content import ContentPage

CALENDAR = "calendar"
MOST_SHOWN, MOST_PAST = 50, 10


class HasCalendar:
    """A page with a calendar file at /page/calendar/."""

    def route(self, request, path_components):
        if self.live and path_components == [CALENDAR]:
            return RouteResult(self, kwargs={"calendar": True})
        return super().route(request, path_components)

    def serve(self, request, *args, calendar=False, **kwargs):
        if not calendar:
            return super().serve(request, *args, **kwargs)
        from ..feeds import calendar_of

        answer = HttpResponse(
            calendar_of(self.events(), request=request, name=self.title),
            content_type="text/calendar; charset=utf-8",
        )
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.slug}.ics"'
        return answer


class EventIndexPage(HasCalendar, ContentPage):
    """What is on: the next first, and what has been."""

    may_be_empty = True

    page_kind = "hub"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EventPage"]
    template = "pages/event_index.html"
    page_description = "What is on, the next first, with a feed for calendars."
    content_panels = [*ContentPage.content_panels, *ContentPage.related_panels]

    class Meta:
        verbose_name = "list of events"
        verbose_name_plural = "lists of events"

    def events(self) -> models.QuerySet:
        """What is published below this page and not over, the next first."""
        return EventPage.objects.coming().child_of(self)

    def get_context(self, request, *args, **kwargs):
        from ..followed import follow_href

        pages = tree.for_request(request)
        here = [each for each in pages.events if each.row.path[: -self.steplen] == self.path] if pages else []
        now = timezone.now()
        coming = [event_card(each) for each in here if each.end >= now][:MOST_SHOWN]
        pictures.onto(coming)
        past = [each for each in reversed(here) if each.end < now]
        return {
            **super().get_context(request, *args, **kwargs),
            "coming": coming,
            "past": [event_card(each) | {"text": ""} for each in past[:MOST_PAST]],
            "calendar_href": f"{self.get_url(request=request)}{CALENDAR}/",
            "follow_href": follow_href(self),
        }


class EventQuerySet(PageQuerySet):
    def coming(self) -> "EventQuerySet":
        """Published and not over, the next first."""
        return self.live().filter(end__gte=timezone.now()).order_by("start", "pk")


class EventPage(HasCalendar, ContentPage):
    """Something that happens at a time and a place."""

    may_be_empty = True  # when and where it is says something
    found_weight = 0.9

    start = models.DateTimeField("begins")
    end = models.DateTimeField("ends")
    place = models.CharField(max_length=200, help_text="With its postcode; or “Online”.")
    audience = models.CharField("who it is for", max_length=200, blank=True)
    cost = models.CharField("what it costs", max_length=120, blank=True, help_text="“Free” if it is.")
    booking = models.CharField(
        "how to book", max_length=300, blank=True, help_text="Or that nobody needs to."
    )
    booking_address = models.URLField("where to book", blank=True)
    body = BlocksField(body(), blank=True, verbose_name="more")

    objects = PageManager.from_queryset(EventQuerySet)()

    page_kind = "event"
    can_be_kept = True
    is_handed_on = True
    parent_page_types = ["pages.EventIndexPage"]
    template = "pages/event.html"
    page_description = "Something at a time and a place, with a file for calendars."
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("place"),
        index.SearchField("audience"),
        index.SearchField("body"),
        index.FilterField("start"),
        index.FilterField("end"),
    ]
    content_panels = [
        *ContentPage.content_panels,
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("place"),
        FieldPanel("audience"),
        FieldPanel("cost"),
        FieldPanel("booking"),
        FieldPanel("booking_address"),
        FieldPanel("body"),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "event"

    def clean(self):
        super().clean()
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": "It ends before it begins. Look at the day and the time."})

    def findables(self) -> list[Findable]:
        """Nobody looks for it once it is over."""
        return [replace(each, until=self.end) for each in super().findables()]

    @property
    def when_in_words(self) -> str:
        return in_words.span(timezone.localtime(self.start), timezone.localtime(self.end))

    @property
    def is_over(self) -> bool:
        return self.end < timezone.now()

    def events(self) -> list["EventPage"]:
        return [self]

    def get_context(self, request, *args, **kwargs):
        rows = [
            ("When", self.when_in_words, "calendar"),
            ("Where", self.place, "pin"),
            ("Who it is for", self.audience, "people"),
            ("What it costs", self.cost, "money"),
            ("How to book", self.booking, "door"),
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "rows": [{"label": label, "body": said, "icon": icon} for label, said, icon in rows if said],
            "calendar_href": f"{self.get_url(request=request)}{CALENDAR}/",
        }


def event_card(event: Event) -> dict[str, Any]:
    """As components/cards.html takes each."""
    when = in_words.span(timezone.localtime(event.start), timezone.localtime(event.end))
    return event.row.card() | {"above": when, "meta": event.place}
