"""Wagtail's editor of rich text, which loses nothing whatever is sent to it."""

from typing import Any

from django.utils.html import linebreaks
from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """The editor sends its own kind of JSON. What is none is kept as the words it may well be."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return linebreaks(data.get(name, ""), autoescape=True)
