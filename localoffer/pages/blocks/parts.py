"""Parts that have an address of their own below their page's."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from wagtail.blocks import CharBlock, RegexBlock, StructBlock, StructValue

from .bodies import part_body


def part_slug(part: Mapping[str, Any]) -> str:
    """The end of a part's address: as somebody wrote it, else made from the title."""
    return part.get("slug") or slugify(part["title"])[:60].strip("-")


class PartValue(StructValue):
    @property
    def part_slug(self) -> str:
        return part_slug(self)


def slug_block() -> RegexBlock:
    return RegexBlock(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        required=False,
        max_length=60,
        label="End of its address",
        help_text="Small letters and hyphens. Empty: made from the title. Keep it when you change the title.",
        error_messages={"invalid": "Use small letters, digits and hyphens, for example after-you-ask."},
    )


class PartBlock(StructBlock):
    """One part of a guide."""

    title = CharBlock(max_length=120)
    slug = slug_block()
    body = part_body()

    class Meta:
        icon = "doc-full"
        value_class = PartValue
