"""A council's first page."""

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PagePermissionTester

from localoffer.cms.models import BasePage
from localoffer.finder.cards import facet_cards
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.places.models import Authority
from localoffer.ui.cards import way_on

from .. import pictures, tree
from .contact import ContactPage
from .document import DocumentPage
from .events import EventIndexPage, event_card
from .guide import GuidePage
from .hubs import PractitionerHubPage, TopicHubPage, YoungPeopleHubPage
from .journey import JourneyPage
from .news import NewsIndexPage, news_card
from .question import QuestionPage
from .translated import TranslationRefusedError

MOST_JOURNEYS, MOST_TOPICS, MOST_GUIDES, MOST_NEWS, MOST_EVENTS = 12, 16, 8, 3, 2

# What is the same in every council
_RIGHTS = (
    ("Your rights", "pages:entitlements", "What you can expect anywhere in England, and what there is here."),
    ("EHC plan dates", "pages:timeline", "By when the council must answer, and by when you."),
    ("Key dates", "pages:key_dates", "School places, travel and plans: what comes in the next 12 months."),
)


class FirstPagePermissions(PagePermissionTester):
    """What a person may do with a first page. With it the whole site would go: only an operator takes it away."""

    def can_delete(self, ignore_bulk=False):
        return self.user.is_superuser and super().can_delete(ignore_bulk=ignore_bulk)

    def can_unpublish(self):
        return self.user.is_superuser and super().can_unpublish()

    def can_move(self):
        return self.user.is_superuser and super().can_move()

    def can_move_to(self, destination):
        return self.user.is_superuser and super().can_move_to(destination)


class HomePage(BasePage):
    """A council's first page: the question first, then what is happening to a family, then every kind of help."""

    may_be_empty = True
    is_findable = False

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
        "pages.LanguagePage",
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

    def permissions_for_user(self, user):
        return FirstPagePermissions(user, self)

    def copy_for_translation(self, locale, copy_parents=False, alias=False, exclude_fields=None):
        """Refused: a language has a first page of its own, a LanguagePage below this one."""
        raise TranslationRefusedError(
            "The first page is not translated: write the first page of the language."
        )

    def get_context(self, request, *args, **kwargs):
        authority = Authority.for_request(request)
        found = find(Search(), authority=authority)
        pages = tree.for_request(request)
        ways = self._ways(pages)
        new = [
            *(news_card(each) for each in pages.news[:MOST_NEWS]),
            *(event_card(each) for each in pages.coming()[:MOST_EVENTS]),
        ]
        pictures.onto(ways["topics"], new)
        return {
            **super().get_context(request, *args, **kwargs),
            "kinds": facet_cards("kind", found.counts, council=authority.pk),
            "total": len(found),
            **ways,
            "new": new,
            "rights": [way_on(title, reverse(name), text) for title, name, text in _RIGHTS],
        }

    def _ways(self, pages: tree.Tree) -> dict[str, list[dict]]:
        """Journeys, topics, guides, hubs, and the lists of news and events just below this page, as cards."""
        of = {
            "journeys": (JourneyPage,),
            "topics": (TopicHubPage,),
            "guides": (GuidePage, QuestionPage, ContactPage, DocumentPage),
            "hubs": (YoungPeopleHubPage, PractitionerHubPage),
            "lists": (NewsIndexPage, EventIndexPage),
        }
        made = {
            name: [row.card() for row in pages.children(self) if row.model in kinds]
            for name, kinds in of.items()
        }
        return {
            "journeys": made["journeys"][:MOST_JOURNEYS],
            "topics": made["topics"][:MOST_TOPICS],
            "good_to_know": [*made["hubs"], *made["guides"][:MOST_GUIDES]],
            "lists": made["lists"],
        }
