"""Which pages say something of their own, and which are a list's next page, a filter, a form or a copy."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ..values import Page

#: What narrows, orders or prints a page, in its query; what names a record, as `id` does, is not among them.
_NARROWS: Final = frozenset(
    """
    page p pg paged start offset per limit size sort order orderby by dir asc desc filter filters facet facets q query
    search searchword keyword keywords term terms what where age ages min max need needs kind kinds type types category
    categories cat tag tags topic audience cost free postcode near nearby place places area areas ward town location
    distance miles radius within lat lng lon day days date dates from to until month year week time when open view mode
    layout display show map list print printable format letter az initial lang language size text back next return ref
    utm fbclid gclid gives help helps wheelchair access accessible online whole tab step status state
    """.split()
)
_NAMES_A_PAGE: Final = frozenset({"page", "p", "pg", "topic"})
_WORDS: Final = re.compile(r"[a-z]+")
_PAGE_OF_MANY: Final = re.compile(r"/pages?/\d+/?$|/page-?\d+/?$", re.IGNORECASE)
#: A copy of a page, or what is done with one, as the end of its address below the page's own.
_COPY: Final = re.compile(
    r"/[^/]+/(?:share|e-?mail|forward|bookmark|print|printable|printer|print-version|printer-friendly|pdf"
    r"|history(?=/\d)|versions?|revisions?|changelog)(?:/\d+)?/?$",
    re.IGNORECASE,
)
#: A form about the page above it, where there is one to fill in or the thanks for it.
_ABOUT_IT: Final = re.compile(
    r"/[^/]+/(?:report|correct|suggest|flag|edit|amend|update|claim|feedback"
    r"|(?:report|suggest|flag|correct)-[\w-]+)(/thanks|/thank-you|/done)?/?$",
    re.IGNORECASE,
)
MOST_BESIDE_A_FORM: Final = 5  # paragraphs


def bare(url: str) -> str:
    """An address without what narrows, orders or prints its page; as it is where its query says which page it is."""
    before, mark, query = url.partition("?")
    return before if mark and _is_narrowed(query) else url


def is_its_own(page: Page) -> bool:
    """Whether a page is one of its own, of which it can be asked when somebody last looked at it."""
    if bare(page.url) != page.url or _PAGE_OF_MANY.search(page.url):
        return False
    path = urlsplit(page.url).path
    about = _ABOUT_IT.search(path)
    is_of_another = about and (about[1] or any(not form.is_search for form in page.forms))
    return not (is_of_another or _COPY.search(path))


def is_a_form(page: Page) -> bool:
    """Whether a page is there to be filled in: a box to write in, and hardly a sentence beside it."""
    writes = any(
        field.type == "textarea" for form in page.forms if not form.is_search for field in form.fields
    )
    return writes and len(page.paragraphs) <= MOST_BESIDE_A_FORM


def _is_narrowed(query: str) -> bool:
    return all(
        _NARROWS.intersection(_WORDS.findall(key.lower())[:1])
        # “index.php?page=short-breaks” is a page of its own
        and not (key.lower() in _NAMES_A_PAGE and not value.isdigit())
        for key, value in parse_qsl(query, keep_blank_values=True)
    )
