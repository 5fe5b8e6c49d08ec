"""How addresses that people read are broken into lines."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def breakable(email: str) -> SafeString:
    """An e-mail address that a narrow screen breaks after its @ and dots, and not in the middle of a word."""
    return mark_safe(re.sub(r"([@.])(?=.)", r"\1<wbr>", str(escape(email))))
