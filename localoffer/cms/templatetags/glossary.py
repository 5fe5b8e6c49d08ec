"""`{% explained html %}`: a text whose words of the field are explained where families first meet them."""

from django import template
from django.template.context import RequestContext
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ..glossary.explained import on as explained_on

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: RequestContext, html: str) -> SafeString:
    """The text (safe already, such as what `richtext` gives) with its terms marked, each once on a page."""
    request = context.get("request")
    safe = conditional_escape(html)
    page = explained_on(request) if request is not None else None
    # It adds links of ours, whose words it escapes, to a text that is safe
    return mark_safe(page.mark(safe)) if page else safe
