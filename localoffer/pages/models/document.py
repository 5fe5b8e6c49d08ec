"""A document such as a policy or a statement, as a page to read."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField

from ..blocks import body
from ..files import said_of
from .content import ContentPage


class DocumentPage(ContentPage):
    """What a document says, in the page itself. A file may stand beside it, for those who want it."""

    dated = models.DateField(
        "the day it is from", null=True, blank=True, help_text="When it was agreed or published."
    )
    body = BlocksField(body(), blank=True, verbose_name="what it says")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name="file",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="If there is a file too. A page can be read on a phone and aloud; a file often cannot.",
    )

    page_kind = "document"
    template = "pages/document.html"
    page_description = "A policy or a statement as a page to read, with its file beside it."
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("dated"),
        FieldPanel("body"),
        FieldPanel("document"),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "document"

    def clean(self):
        super().clean()
        if not self.body and not self.document_id:
            raise ValidationError({"body": "Write what the document says, or at least add its file."})

    def get_context(self, request, *args, **kwargs):
        file = {"href": self.document.url, "text": said_of(self.document)} if self.document else None
        return {**super().get_context(request, *args, **kwargs), "file": file}
