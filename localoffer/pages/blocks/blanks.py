"""Fields that take one kind of thing or, until somebody knows it, one blank: [[the phone number of your team]].

A blank keeps its page from being published (docs/reference/readiness.md), so no family meets one.
"""

from typing import Any

from wagtail.blocks import CharBlock, EmailBlock, URLBlock

from localoffer.cms.blocks import rings
from localoffer.cms.readiness.checks import is_blank


class _OrBlank:
    """One blank is let through, whatever else the field asks for."""

    def clean(self, value: Any) -> Any:
        return value.strip() if is_blank(value) else super().clean(value)  # type: ignore[misc]


class EmailOrBlankBlock(_OrBlank, EmailBlock):
    """An e-mail address."""


class URLOrBlankBlock(_OrBlank, URLBlock):
    """A web address."""


class PhoneOrBlankBlock(_OrBlank, CharBlock):
    """A phone number that somebody in this country could ring."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[rings], **kwargs)
