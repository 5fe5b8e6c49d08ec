"""The pages of a site, held in memory: where each stands, and what others show of it.

Wagtail asks the database for a page's way, its ancestors, its restrictions, its twin and its links one by one, and
putting those questions together takes longer than all else on the page. Here one number is asked for: whether any page
of the site changed since it was read (docs/decisions/0022-pages-in-memory.md).
"""

from .changes import connect, draw_version, forget
from .held import Event, News, Row, Tree, for_request, of

__all__ = ["Event", "News", "Row", "Tree", "connect", "draw_version", "for_request", "forget", "of"]
