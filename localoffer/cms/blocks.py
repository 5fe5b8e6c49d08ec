"""Blocks that several rooms use, and the field that holds them."""

from typing import Any

from wagtail.blocks import CharBlock, PageChooserBlock, RegexBlock, StructBlock, StructValue
from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField whose blocks stay out of migrations.

    What blocks a page may hold changes often and never changes the database, where they are JSON. A migration
    that needs to read old content reads that JSON.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class LinkValue(StructValue):
    @property
    def href(self) -> str:
        """The page's address, or the one typed; "" when the page has been unpublished or deleted."""
        page = self.get("page")
        if page:
            return (page.url or "") if page.live else ""
        return self.get("address") or ""


class LinkBlock(StructBlock):
    """A link in a menu or the footer: to a page of this site, or to an address."""

    label = CharBlock(max_length=60)
    page = PageChooserBlock(required=False)
    address = RegexBlock(
        r"^(/|https?://|mailto:|tel:)\S*$",
        required=False,
        max_length=300,
        help_text="If it is not a page of this site: https://… or a path such as /find/.",
        error_messages={"invalid": "Begin with https:// or with /, for example https://example.org/page."},
    )
    language = CharBlock(
        required=False,
        max_length=20,
        help_text="If the label is not in English, the code of its language: pl for Polish. Screen readers need it.",
    )

    class Meta:
        icon = "link"
        value_class = LinkValue
