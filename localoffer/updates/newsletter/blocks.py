"""What an issue is made of: words, and things of this council to go on to."""

from wagtail.blocks import CharBlock, PageChooserBlock, RichTextBlock, StructBlock

from localoffer.directory.blocks import ServiceChooserBlock
from localoffer.directory.models import Service

WORDS_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class WordsBlock(StructBlock):
    """Some words, under a heading of their own."""

    heading = CharBlock(required=False, max_length=120)
    text = RichTextBlock(features=WORDS_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = "Words"


class PageBlock(StructBlock):
    """News, an event or any other page of this site. It is left out while it is not published."""

    page = PageChooserBlock()
    words = CharBlock(
        required=False, max_length=300, help_text="If it should not be the page's own sentence."
    )

    class Meta:
        icon = "doc-empty-inverse"
        label = "News, an event or another page"


class ServiceBlock(StructBlock):
    """A service of this Local Offer. It is left out when it has closed."""

    service = ServiceChooserBlock(Service)
    words = CharBlock(required=False, max_length=300, help_text="Why it is in this issue.")

    class Meta:
        icon = "group"
        label = "A service"


BODY = [("words", WordsBlock()), ("page", PageBlock()), ("service", ServiceBlock())]
