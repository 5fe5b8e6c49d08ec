"""A question that families ask, and its answer."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField

from ..blocks import body
from .content import ContentPage


class QuestionPage(ContentPage):
    """One question and its answer: in short first, then the rest."""

    answer = models.TextField(
        "the answer, in short",
        max_length=400,
        help_text="Begin with yes, no, or what to do. It stands on top, so that nobody has to look for it.",
    )
    body = BlocksField(body(), blank=True, verbose_name="more")

    page_kind = "question"
    can_be_kept = True
    is_handed_on = True
    template = "pages/question.html"
    page_description = "The title is the question. The answer comes first."
    search_fields = [*ContentPage.search_fields, index.SearchField("answer"), index.SearchField("body")]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("answer"),
        FieldPanel("body"),
        *ContentPage.related_panels,
    ]

    class Meta:
        verbose_name = "question and answer"
        verbose_name_plural = "questions and answers"
