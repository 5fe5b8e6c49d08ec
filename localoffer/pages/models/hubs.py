"""Pages that lead to others: on a topic, for young people, for practitioners."""

from itertools import islice

from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField

from .. import abroad, pictures, tree
from ..blocks import PageLinkBlock, body
from ..blocks.links import cards
from .content import ContentPage, children_of
from .news import news_card

BELOW_HUBS = [
    "pages.TopicHubPage",
    "pages.GuidePage",
    "pages.JourneyPage",
    "pages.QuestionPage",
    "pages.ContactPage",
    "pages.DocumentPage",
    "pages.RedirectPage",
    "pages.EasyReadPage",
]


TEMPLATE = "pages/hub.html"
MOST_NEWS = 3


class HubPage(ContentPage):
    """The pages below it, links that somebody chose, and whatever blocks it needs."""

    may_be_empty = True

    links = BlocksField([("link", PageLinkBlock())], blank=True, verbose_name="other pages to lead to")
    body = BlocksField(body(), blank=True, verbose_name="below the links")

    parent_page_types = ["pages.HomePage", "pages.TopicHubPage"]
    subpage_types = BELOW_HUBS
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel(
            "links", help_text="The pages below this one are there by themselves. These come after them."
        ),
        FieldPanel("body"),
        *ContentPage.related_panels,
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        from ..followed import follow_href

        pages = tree.for_request(request)
        context = super().get_context(request, *args, **kwargs)
        links = abroad.cards(cards(self.links, request), request, context["other_language"])
        ways = [*children_of(self, request), *links]
        news = [news_card(each) for each in islice(pages.news_of(self), MOST_NEWS)] if pages else []
        pictures.onto(ways, news)
        return {
            **context,
            "ways": ways,
            "news": news,
            "follow_href": follow_href(self),
        }


class TopicHubPage(HubPage):
    """Everything there is on one topic."""

    page_kind = "hub"
    template = TEMPLATE
    page_description = "Leads to the pages on one topic."

    class Meta:
        verbose_name = "topic"


class YoungPeopleHubPage(HubPage):
    """The young people's own way in. It speaks to them, not about them."""

    page_kind = "young-people"
    template = TEMPLATE
    parent_page_types = ["pages.HomePage"]
    page_description = "The young people's own pages begin here. Write to them: you, not your child."

    class Meta:
        verbose_name = "young people's hub"


class PractitionerHubPage(HubPage):
    """The way in for people who work with families."""

    page_kind = "practitioner"
    template = TEMPLATE
    is_family_page = False
    parent_page_types = ["pages.HomePage"]
    page_description = "For SENCOs, GPs, health visitors and social workers."

    class Meta:
        verbose_name = "practitioners' hub"
