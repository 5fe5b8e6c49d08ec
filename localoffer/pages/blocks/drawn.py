"""What is said on a page by blocks that are the same for all who read it, drawn once for them.

Nine tenths of a page's text is such: to read it out of JSON, find where its links lead, look for words to explain and
go through two templates for each takes longer than all else on the page, and gives the same again. It is held by what
the block says, so that another word makes another block, and with the version of the site's pages (tree/), which gives
links their addresses. What a block looks up elsewhere (services, pictures, files) is never held: blocks say in their
`Meta` that they are `drawn_once`.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any, Final

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Site

from localoffer.cms.glossary import explained
from localoffer.cms.glossary.marking import known
from localoffer.ui.held import Held

from .. import tree

#: Blocks that a process holds, of about five kilobytes each, with what they say
MOST: Final = 3_000
#: Of a link to a page, as Wagtail keeps it: <a linktype="page" id="17">
_LINK: Final = re.compile(r'<a [^>]*linktype="page"[^>]*>')
_KEY: Final = re.compile(r'(?<![\w-])id="(\d+)"')

_drawn: Held[Hashable, tuple[SafeString, frozenset[str]]] = Held(most=MOST)


def drawn_once(
    request: HttpRequest | None, how: Hashable, said: Any, draw: Callable[[], SafeString]
) -> SafeString:
    """What `draw` gives, held for all who read this. `said`: the block as it is kept; `how`: all else that it shows.

    Terms are explained once on a page, so those that were explained above it are part of how a block is drawn.
    """
    text = repr(said)
    pages = tree.for_request(request) if request is not None else None
    if pages is None or getattr(request, "is_preview", False) or not _stays_on(pages, text):
        return draw()
    page = explained.on(request)
    before = (known(page.terms), frozenset(page.done)) if page else None
    site = Site.find_for_request(request).root_url  # links say it where there are several sites

    def draw_and_tell() -> tuple[SafeString, frozenset[str]]:
        return draw(), frozenset(page.done if page else ())

    made, done = _drawn.get((pages.root.path, site, how, text, before), pages.version, draw_and_tell)
    if page:
        page.done |= done
    return made


def _stays_on(pages: tree.Tree, text: str) -> bool:
    """Whether its links lead to pages of this site only: files and others' pages change without a word to its tree."""
    if "linktype=" not in text and "<embed" not in text:
        return True
    keys = [_KEY.search(link) for link in _LINK.findall(text)]
    return (
        "<embed" not in text
        and len(keys) == text.count("linktype=")
        and all(key is not None and int(key[1]) in pages.rows for key in keys)
    )
