"""Our drawings, as markup: a page shows dozens, so each is put together once.

`components/icon.html` and `components/pictogram.html` use these; a template that shows one for each row of a list may,
too.
"""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_DRAWING = (
    '<span class="{}" aria-hidden="true"><svg viewBox="0 0 24 24" focusable="false">'
    '<use href="{}#{}"></use></svg></span>'
)


@register.simple_tag
@lru_cache(maxsize=500)
def icon(code: str) -> SafeString:
    """A small line drawing; the code is one of localoffer/ui/pictograms.py."""
    return format_html(_DRAWING, "icon", static("ui/pictograms.svg"), code)


@register.simple_tag
@lru_cache(maxsize=500)
def pictogram(code: str) -> SafeString:
    """A drawing on a coloured tile; the code is one of localoffer/ui/pictograms.py."""
    return format_html(_DRAWING, f"pict pict--{code}", static("ui/pictograms.svg"), code)
