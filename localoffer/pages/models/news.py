"""News, and a feed of it."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from localoffer.cms.blocks import BlocksField

from .. import in_words, pictures, tree
from ..blocks import TopicBlock, body
from ..blocks.links import keys_of
from ..tree import News
from .content import ContentPage

ON_A_PAGE = 10
FEED = "feed"


class NewsIndexPage(ContentPage):
    """All news, the newest first."""

    may_be_empty = True

    page_kind = "hub"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    template = "pages/news_index.html"
    page_description = "All news, the newest first, and a feed of it."
    content_panels = [*ContentPage.content_panels, *ContentPage.related_panels]

    class Meta:
        verbose_name = "list of news"
        verbose_name_plural = "lists of news"

    def newest_first(self) -> models.QuerySet:
        """What is published below this page."""
        return NewsPage.objects.live().child_of(self).order_by("-date", "-pk")

    def news(self, request) -> list[News]:
        """The same, as others show it."""
        pages = tree.for_request(request)
        return [each for each in pages.news if each.row.path[: -self.steplen] == self.path] if pages else []

    def route(self, request, path_components):
        if self.live and path_components == [FEED]:
            return RouteResult(self, kwargs={"feed": True})
        return super().route(request, path_components)

    def serve(self, request, *args, feed=False, **kwargs):
        if feed:
            from ..feeds import NewsFeed

            return NewsFeed()(request, index=self)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from ..followed import follow_href

        page = Paginator(self.news(request), ON_A_PAGE).get_page(request.GET.get("page"))
        items = [news_card(each) for each in page]
        pictures.onto(items)
        url = self.get_url(request=request)
        return {
            **super().get_context(request, *args, **kwargs),
            "items": items,
            "newer": {"title": "Newer", "href": f"{url}?page={page.number - 1}"}
            if page.has_previous()
            else None,
            "older": {"title": "Older", "href": f"{url}?page={page.number + 1}"} if page.has_next() else None,
            "feed_href": f"{url}{FEED}/",
            "follow_href": follow_href(self),
        }


class NewsPage(ContentPage):
    """One piece of news."""

    found_weight = 0.85

    date = models.DateField("the day it is from", default=timezone.localdate)
    body = BlocksField(body())
    topics = BlocksField([("topic", TopicBlock())], blank=True)

    page_kind = "news"
    is_handed_on = True
    parent_page_types = ["pages.NewsIndexPage"]
    template = "pages/news.html"
    page_description = "One piece of news."
    search_fields = [*ContentPage.search_fields, index.SearchField("body"), index.FilterField("date")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("date"),
        FieldPanel("body"),
        FieldPanel(
            "topics",
            help_text="Whoever follows one of these by e-mail hears of this news, and the topic's page shows it.",
        ),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "news"
        verbose_name_plural = "news"

    def is_of(self, topic: Page) -> bool:
        """Whether it belongs to a topic."""
        return topic.pk in keys_of(self.topics.raw_data)

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "on": in_words.day(self.date)}


def news_card(news: News) -> dict[str, Any]:
    """As components/cards.html takes each."""
    return news.row.card() | {"above": in_words.day(news.date)}
