"""Which terms a page explains, and which it has explained so far: each is explained once on a page."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

from .marking import marked
from .shipped import Term
from .terms import terms_of


@dataclass
class Explained:
    """The terms of one answer."""

    terms: tuple[Term, ...]
    done: set[str] = field(default_factory=set)

    def mark(self, html: str) -> str:
        """A text, made safe before, with its terms marked that were not marked yet."""
        return marked(html, self.terms, glossary=reverse("cms:glossary"), done=self.done)


def on(request: HttpRequest) -> Explained | None:
    """What the page explains that answers a request; None in another language: terms are in English."""
    if hasattr(request, "page_language"):
        return None
    if not hasattr(request, "_explained"):
        request._explained = Explained(terms_of(getattr(request, "authority", None)))
    return request._explained
