"""Whom to ask."""

from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField

from ..blocks import ContactBlock, body
from .content import ContentPage


class ContactPage(ContentPage):
    """People to ring, write to or visit, each with what they can help with."""

    contacts = BlocksField([("contact", ContactBlock())])
    body = BlocksField(body(), blank=True, verbose_name="more")

    page_kind = "contact"
    template = "pages/contact.html"
    page_description = "People to ring, write to or visit."
    search_fields = [*ContentPage.search_fields, index.SearchField("contacts"), index.SearchField("body")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("contacts"),
        FieldPanel("body"),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "contacts"
        verbose_name_plural = "pages of contacts"
