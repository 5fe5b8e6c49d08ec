"""The texts within a page's fields and blocks, wherever they stand: each can be read, or another put in its place.

It works on plain values, as YAML and Wagtail's revisions hold them, so that it serves pages that are not made yet, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from wagtail.blocks import (
    Block,
    CharBlock,
    EmailBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from localoffer.cms.blocks import rings


class Kind(StrEnum):
    """What a place takes."""

    LINE = "line"  # plain words, in one line
    LINES = "lines"  # plain words
    RICH = "rich"  # HTML
    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: what it takes, how long it may be, and the field's name."""

    kind: Kind
    most: int | None = None
    name: str = ""


#: Gets a text and its place, and gives the text that is to stand there
Change = Callable[[str, Place], str]
#: Fields of every page that hold words, beside those of its own type
_OF_EVERY_PAGE = {
    "title": Place(Kind.LINE, 255, "title"),
    "search_description": Place(Kind.LINES, None, "search_description"),
}


def place_of(block: Block, name: str = "") -> Place | None:
    """What a block takes, if it takes one text."""
    if isinstance(block, RichTextBlock):
        return Place(Kind.RICH, None, name)
    if not isinstance(block, CharBlock | TextBlock | EmailBlock | URLBlock):
        return None
    most = getattr(block.field, "max_length", None)
    if isinstance(block, EmailBlock):
        return Place(Kind.EMAIL, most, name)
    if isinstance(block, URLBlock):
        return Place(Kind.WEB, most, name)
    if rings in block.field.validators:
        return Place(Kind.PHONE, most, name)
    return Place(Kind.LINES if isinstance(block, TextBlock) else Kind.LINE, most, name)


def place_of_field(model: type[models.Model], name: str) -> Place | None:
    """What a field of a page takes, if it takes one text that families read."""
    if name in _OF_EVERY_PAGE:
        return _OF_EVERY_PAGE[name]
    field = model._meta.get_field(name)
    if isinstance(field, RichTextField):
        return Place(Kind.RICH, None, name)
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return None
    if isinstance(field, models.SlugField | models.URLField | models.EmailField):
        return None
    kind = Kind.LINES if isinstance(field, models.TextField) else Kind.LINE
    return Place(kind, getattr(field, "max_length", None), name)


def rewritten(model: type[models.Model], fields: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The same values of a page's fields, with each text changed. Blocks are plain lists, not JSON."""
    found = {}
    for name, value in fields.items():
        field = None if name in _OF_EVERY_PAGE else model._meta.get_field(name)
        if isinstance(field, StreamField):
            found[name] = _of_block(field.stream_block, value, change, name)
        elif isinstance(value, str) and (place := place_of_field(model, name)):
            found[name] = change(value, place)
        else:
            found[name] = value
    return found


def _of_block(block: Block, value: Any, change: Change, name: str) -> Any:
    if isinstance(block, StreamBlock) and isinstance(value, list):
        return [
            {
                **each,
                "value": _of_block(block.child_blocks[each["type"]], each.get("value"), change, each["type"]),
            }
            if isinstance(each, dict) and each.get("type") in block.child_blocks
            else each
            for each in value
        ]
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [
            {**each, "value": _of_block(block.child_block, each["value"], change, name)}
            if isinstance(each, dict) and each.get("type") == "item" and "value" in each
            else _of_block(block.child_block, each, change, name)
            for each in value
        ]
    if isinstance(block, TypedTableBlock) and isinstance(value, dict):
        return _of_table(block, value, change)
    if isinstance(block, StructBlock) and isinstance(value, dict):
        return {
            key: _of_block(block.child_blocks[key], each, change, key) if key in block.child_blocks else each
            for key, each in value.items()
        }
    if isinstance(value, str) and (place := place_of(block, name)):
        return change(value, place)
    return value


def _of_table(block: TypedTableBlock, value: dict[str, Any], change: Change) -> dict[str, Any]:
    words = Place(Kind.LINE, None, "table")
    columns = [
        {**each, "heading": change(each.get("heading") or "", words)} for each in value.get("columns", [])
    ]
    rows = [
        {
            **row,
            "values": [
                _of_block(block.child_blocks[column["type"]], cell, change, "table")
                for column, cell in zip(columns, row.get("values", []), strict=False)
            ],
        }
        for row in value.get("rows", [])
    ]
    return {
        **value,
        "columns": columns,
        "rows": rows,
        "caption": change(value.get("caption") or "", words),
    }
