"""`{% explained html %}`: a text whose words of the field are explained where families first meet them."""

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ..glossary.marking import marked
from ..glossary.terms import terms_of

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: RequestContext, html: str) -> SafeString:
    """The text (safe already, such as what `richtext` gives) with its terms marked, each once on a page."""
    request = context.get("request")
    safe = conditional_escape(html)
    if request is None or hasattr(request, "page_language"):  # terms are English, and so is what they mean
        return safe
    if not hasattr(request, "terms_explained"):
        request.terms_explained = set()
        request.terms_known = terms_of(getattr(request, "authority", None))
    # marked() adds links of ours, whose words it escapes, to a text that is safe
    return mark_safe(
        marked(safe, request.terms_known, glossary=reverse("cms:glossary"), done=request.terms_explained)
    )
