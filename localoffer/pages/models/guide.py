"""A guide: one topic, in parts that fit a phone."""

from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField

from ..blocks import PartBlock
from .content import ContentPage
from .in_parts import InParts


class GuidePage(InParts, ContentPage):
    """A guide of one or several parts, each with an address of its own; all of it on one page to print."""

    parts = BlocksField([("part", PartBlock())])

    page_kind = "guide"
    can_be_kept = True
    is_handed_on = True
    template = "pages/guide.html"
    page_description = "One topic in one or several parts, with a list of contents and one page to print."
    search_fields = [*ContentPage.search_fields, index.SearchField("parts")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("parts", help_text="Each part answers one question. Three to six are plenty."),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "guide"

    @property
    def opens_with(self) -> str:
        return next(iter(self.parts_by_slug), "")
