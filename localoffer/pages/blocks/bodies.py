"""The blocks that a page may be built of."""

from wagtail.blocks import RichTextBlock, StreamBlock

from .media import DownloadsBlock, PictureBlock, VideoBlock
from .services import OneServiceBlock, ServicesBlock
from .text import (
    HEADINGS,
    SMALLER_HEADINGS,
    CalloutBlock,
    ContactBlock,
    CostsBlock,
    HowBlock,
    NextBlock,
    QuotationBlock,
    StepsBlock,
    TableBlock,
    TimeLimitsBlock,
    WhoBlock,
)


class LazyBlocks(StreamBlock):
    """Blocks within another, read one kind at a time when they are shown, as those of a page are."""

    def bulk_to_python(self, values):
        return [self.to_python(value) for value in values]


def body(features: list[str] = HEADINGS) -> list[tuple]:
    """Every block, in the order the editor offers them."""
    return [
        (
            "text",
            RichTextBlock(
                features=features, icon="pilcrow", template="pages/blocks/text.html", drawn_once=True
            ),
        ),
        ("steps", StepsBlock(group="Answers")),
        ("who", WhoBlock(group="Answers")),
        ("how", HowBlock(group="Answers")),
        ("next", NextBlock(group="Answers")),
        ("costs", CostsBlock(group="Answers")),
        ("time_limits", TimeLimitsBlock(group="Answers")),
        ("contact", ContactBlock(group="Help")),
        ("services", ServicesBlock(group="Help")),
        ("one_service", OneServiceBlock(group="Help")),
        ("callout", CalloutBlock(group="More")),
        ("picture", PictureBlock(group="More")),
        ("table", TableBlock(group="More")),
        ("downloads", DownloadsBlock(group="More")),
        ("quotation", QuotationBlock(group="More")),
        ("video", VideoBlock(group="More")),
    ]


def part_body() -> StreamBlock:
    """The same inside a part, whose headings stand one level lower."""
    return LazyBlocks(body(SMALLER_HEADINGS))
