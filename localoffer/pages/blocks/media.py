"""Pictures, files and films."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from localoffer.cms.blocks import CodeChoiceBlock
from localoffer.ui.pictograms import PICTOGRAMS

from .. import pictures
from ..files import said_of
from .links import is_shown_on
from .text import PLAIN


class PictureBlock(StructBlock):
    """A picture. Wagtail asks for the words for those who cannot see it, or to say that it only decorates."""

    picture = ImageBlock()
    caption = CharBlock(required=False, max_length=200)

    def get_context(self, value, parent_context=None):
        """Adds the picture in the widths that screens want."""
        picture = value["picture"]
        alt = "" if picture.decorative else picture.contextual_alt_text or ""
        return {
            **super().get_context(value, parent_context=parent_context),
            "drawn": pictures.drawn(picture.pk, pictures.WITHIN, alt=alt),
        }

    class Meta:
        icon = "image"
        template = "pages/blocks/picture.html"


class DownloadValue(StructValue):
    def shown(self, request) -> dict | None:
        """{title, href, text, file}: the page to read first, the file beside it; None with neither to give."""
        page, document = self["page"], self["document"]
        page = page if is_shown_on(page, request) else None
        if page is None and document is None:
            return None
        file = {"href": document.url, "text": said_of(document)} if document else None
        return {
            "title": self["title"],
            "href": page.get_url(request=request) if page else "",
            "text": self["words"],
            "file": file,
        }


class DownloadBlock(StructBlock):
    """Something to take away: best a page, which everybody can read, with a file beside it."""

    title = CharBlock(max_length=160)
    words = TextBlock(required=False, max_length=300)
    page = PageChooserBlock(required=False, help_text="A page that says the same. It comes first.")
    document = DocumentChooserBlock(required=False)

    class Meta:
        value_class = DownloadValue

    def clean(self, value):
        value = super().clean(value)
        if not value["page"] and not value["document"]:
            raise StructBlockValidationError(
                block_errors={"document": ValidationError("Choose a page, a file or both.")}
            )
        return value


class DownloadsBlock(StructBlock):
    heading = CharBlock(max_length=120, default="To read or print")
    downloads = ListBlock(DownloadBlock(), min_num=1)

    class Meta:
        icon = "download"
        template = "pages/blocks/downloads.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        shown = [each.shown(request) for each in value["downloads"]] if request else []
        return {**context, "downloads": [each for each in shown if each]}


class VideoValue(StructValue):
    @property
    def host(self) -> str:
        """The other site, as people know it."""
        return (urlsplit(self["address"]).hostname or "").removeprefix("www.")


class VideoBlock(StructBlock):
    """A film elsewhere. Nothing of that other site is fetched before somebody follows the link."""

    title = CharBlock(max_length=160)
    address = URLBlock(help_text="Where the film is.")
    minutes = CharBlock(required=False, max_length=40, label="How long it is", help_text="“4 minutes”.")
    picture = ImageBlock(required=False, label="A still from it")
    has_captions = BooleanBlock(
        label="It has captions",
        help_text="People who cannot hear need them: a film without them cannot be here.",
    )
    bsl = URLBlock(required=False, label="In British Sign Language", help_text="Where the signed film is.")
    transcript = RichTextBlock(features=PLAIN, help_text="Everything that is said and seen, in words.")

    class Meta:
        icon = "media"
        value_class = VideoValue
        template = "pages/blocks/video.html"


class EasyReadLineValue(StructValue):
    @property
    def line(self) -> dict:
        """What components/easy_read.html takes. A picture of the editor's own comes before a drawing of ours."""
        picture = self["picture"]
        drawn = picture.get_rendition("max-400x300") if picture else None
        return {
            "text": self["text"],
            "pictogram": self["pictogram"],
            "picture": drawn
            and {
                "url": drawn.url,
                "width": drawn.width,
                "height": drawn.height,
                "alt": picture.contextual_alt_text or "",
            },
        }


class EasyReadLineBlock(StructBlock):
    """One idea, in one short sentence, with a picture beside it."""

    text = CharBlock(max_length=120, label="One short sentence")
    pictogram = CodeChoiceBlock(
        choices=[(code, code.capitalize()) for code in PICTOGRAMS], required=False, label="A drawing of ours"
    )
    picture = ImageBlock(required=False, label="Or a picture of yours")

    class Meta:
        icon = "image"
        value_class = EasyReadLineValue

    def clean(self, value):
        value = super().clean(value)
        if not value["pictogram"] and not value["picture"]:
            raise StructBlockValidationError(
                block_errors={"pictogram": ValidationError("Choose a drawing or a picture for this line.")}
            )
        return value
