"""Where a page in another language leads: to pages in that language, and to English ones where there are none."""

from typing import Any

from wagtail.models import Page

from localoffer.cms.context import council_for
from localoffer.cms.languages import ENGLISH, Version, by_english_address
from localoffer.ui.languages import tag

from . import tree


def trail(page: Page, request: Any, language: Version) -> list[dict]:
    """The pages above one in another language, as components/breadcrumbs.html takes them. No query.

    They are those above the English page, wherever the translation stands; of one that somebody wrote in its language
    they are those above itself.
    """
    pages = tree.for_request(request)
    if pages is None:
        return []
    versions = council_for(request).versions
    there = by_english_address(versions, language.code)
    english = next((each for each in versions.get(str(page.translation_key), ()) if each.is_english), None)
    row = pages.rows.get(english.page_id) if english else None
    is_first = row is pages.root  # of its language: the council's first page stands above it
    links = {}
    for above in pages.above(page.path if row is None or is_first else row.path):
        found = None if is_first else there.get(above.href)
        if found:
            links[found.href] = {"label": found.title, "href": found.href}
        elif above.live:
            label = "Home" if above is pages.root else above.title
            lang = {} if tag(above.language) == language.code else {"lang": ENGLISH}
            links[above.href] = {"label": label, "href": above.href, **lang}
    return list(links.values())


def cards(english: list[dict], request: Any, language: Version | None) -> list[dict]:
    """Cards that lead to English pages, each turned to the page in this language where there is one. No query."""
    pages = tree.for_request(request)
    if language is None or pages is None:
        return english
    there = by_english_address(council_for(request).versions, language.code)
    found = [there.get(card["href"]) for card in english]
    rows = [each and pages.shown(each.page_id) for each in found]
    return [row.card() if row else {**card, "lang": ENGLISH} for card, row in zip(english, rows, strict=True)]
