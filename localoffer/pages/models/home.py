"""A council's first page."""

from django.db import models
from django.http import Http404
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from localoffer.cms.models import BasePage
from localoffer.finder.cards import facet_cards
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.places.models import Authority

from .contact import ContactPage
from .content import card_to
from .document import DocumentPage
from .events import EventIndexPage, EventPage
from .guide import GuidePage
from .hubs import PractitionerHubPage, TopicHubPage, YoungPeopleHubPage
from .journey import JourneyPage
from .news import NewsIndexPage, NewsPage
from .question import QuestionPage

DEEPEST = 10
MOST_JOURNEYS, MOST_TOPICS, MOST_GUIDES, MOST_NEWS, MOST_EVENTS = 12, 16, 8, 3, 2


class HomePage(BasePage):
    """A council's first page: the question first, then what is happening to a family, then every kind of help."""

    may_be_empty = True

    heading = models.CharField(max_length=120, default="Find help for children and young people with SEND")
    lead = models.TextField("opening words", max_length=400, blank=True)
    about = RichTextField(
        "about the Local Offer",
        blank=True,
        features=["h3", "bold", "ul", "link"],
        help_text="Below the kinds of help.",
    )

    page_kind = "home"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.TopicHubPage",
        "pages.YoungPeopleHubPage",
        "pages.PractitionerHubPage",
        "pages.JourneyPage",
        "pages.GuidePage",
        "pages.QuestionPage",
        "pages.ContactPage",
        "pages.DocumentPage",
        "pages.NewsIndexPage",
        "pages.EventIndexPage",
        "pages.EasyReadPage",
        "pages.RedirectPage",
    ]
    max_count_per_parent = None
    template = "pages/home.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("about"),
    ]

    def route(self, request, path_components):
        """The deepest page with this address, in two queries however deep it lies; Wagtail asks two for each level."""
        if not path_components:
            return super().route(request, path_components)
        if len(path_components) > DEEPEST:
            raise Http404
        addresses = [
            f"{self.url_path}{'/'.join(path_components[: depth + 1])}/"
            for depth in range(len(path_components))
        ]
        on_the_way = list(self.get_descendants().filter(url_path__in=addresses).order_by("depth"))
        if not on_the_way:
            raise Http404
        page = on_the_way[-1].specific
        page.above = [self, *on_the_way[:-1]]
        return page.route(request, path_components[page.depth - self.depth :])

    def get_context(self, request, *args, **kwargs):
        authority = Authority.for_request(request)
        found = find(Search(), authority=authority)
        return {
            **super().get_context(request, *args, **kwargs),
            "kinds": facet_cards("kind", found.counts, council=authority.pk),
            "total": len(found),
            **self._ways(request),
            "news": [
                each.card(request)
                for each in NewsPage.objects.live().descendant_of(self).order_by("-date", "-pk")[:MOST_NEWS]
            ],
            "events": [
                each.card(request) for each in EventPage.objects.coming().descendant_of(self)[:MOST_EVENTS]
            ],
        }

    def _ways(self, request) -> dict[str, list[dict]]:
        """Journeys, topics, guides, hubs, the lists of news and events just below this page, as cards. One query."""
        of = {
            "journeys": (JourneyPage,),
            "topics": (TopicHubPage,),
            "guides": (GuidePage, QuestionPage, ContactPage, DocumentPage),
            "hubs": (YoungPeopleHubPage, PractitionerHubPage),
            "lists": (NewsIndexPage, EventIndexPage),
        }
        pages = Page.objects.live().child_of(self).type(*(kind for kinds in of.values() for kind in kinds))
        made = {name: [] for name in of}
        for page in pages.order_by("path"):
            name = next(name for name, kinds in of.items() if page.specific_class in kinds)
            made[name].append(card_to(page, request))
        return {
            "journeys": made["journeys"][:MOST_JOURNEYS],
            "topics": made["topics"][:MOST_TOPICS],
            "guides": made["guides"][:MOST_GUIDES],
            "hubs": made["hubs"],
            "lists": made["lists"],
        }
