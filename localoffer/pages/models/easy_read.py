"""The easy-read twin of a page."""

from dataclasses import replace

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField
from localoffer.cms.findable import Findable

from ..blocks import EasyReadLineBlock, is_shown_on
from .content import ANYWHERE, ContentPage


class EasyReadPage(ContentPage):
    """Short sentences, one idea a line, a picture beside each. It and its twin lead to each other."""

    found_weight = 0.9

    twin_of = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="the page it is the twin of",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="That page then has a link to this one.",
    )
    lines = BlocksField([("line", EasyReadLineBlock())])

    page_kind = "easy-read"
    parent_page_types = [
        *ANYWHERE,
        "pages.GuidePage",
        "pages.JourneyPage",
        "pages.QuestionPage",
        "pages.ContactPage",
        "pages.DocumentPage",
        "pages.NewsPage",
        "pages.EventPage",
    ]
    subpage_types = []
    template = "pages/easy_read.html"
    page_description = "The twin of another page: one idea a line, with a picture."
    search_fields = [*ContentPage.search_fields, index.SearchField("lines")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("twin_of"),
        FieldPanel("lines", help_text="One idea a line. Ten words are enough."),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "easy read page"

    def get_context(self, request, *args, **kwargs):
        lines = [block.value.line for block in self.lines]
        return {**super().get_context(request, *args, **kwargs), "lines": lines}

    def findables(self) -> list[Findable]:
        """One of the two is found, not both: they say the same."""
        same_as = self.twin_of.translation_key if self.twin_of else None
        return [replace(each, same_as=same_as) for each in super().findables()]

    def twin(self, request) -> dict | None:
        """The way to the page it is the twin of."""
        page = self.twin_of
        if not is_shown_on(page, request):
            return None
        return {"text": f"The page in full: {page.title}", "href": page.get_url(request=request)}
