"""Finished page types."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from localoffer.cms.models import BasePage
from localoffer.finder.cards import facet_cards
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.places.models import Authority

from .key_dates.models import KeyDate  # noqa: F401 - Django looks for models here


class HomePage(BasePage):
    """A council's first page: the question first, then every kind of help."""

    heading = models.CharField(max_length=120, default="Find help for children and young people with SEND")
    lead = models.TextField("opening words", max_length=400, blank=True)
    about = RichTextField(
        "about the Local Offer",
        blank=True,
        features=["h3", "bold", "ul", "link"],
        help_text="Below the kinds of help.",
    )

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None
    template = "pages/home.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("about"),
    ]

    def get_context(self, request, *args, **kwargs):
        authority = Authority.for_request(request)
        found = find(Search(), authority=authority)
        return {
            **super().get_context(request, *args, **kwargs),
            "kinds": facet_cards("kind", found.counts, council=authority.pk),
            "total": len(found),
        }
