"""What of a page somebody can find by its words: the page, and each part of it that has an address of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wagtail.search import index

if TYPE_CHECKING:
    from wagtail.models import Page

# They are asked for by name: the title weighs most
_APART = frozenset({"title", "draft_title", "search_description"})


@dataclass(frozen=True)
class Findable:
    """A page, or a part of it, as a search finds it. `headings` weigh more than `text`, and `rest` weighs least.

    `part` is what follows the page's address ("" for the page itself). `until` is the moment from which nobody wants
    it any more. `same_as` is shared by whatever says the same: translations, and an easy-read twin with its page.
    """

    title: str
    part: str = ""
    summary: str = ""
    headings: str = ""
    text: str = ""
    rest: str = ""
    until: datetime | None = None
    same_as: UUID | None = None


def words_of(page: "Page", *, but: Collection[str] = ()) -> str:
    """All that a page says, by its own `search_fields`, without its title and its sentence, and without some fields."""
    said: list[str] = []
    for field in page.get_search_fields():
        if not isinstance(field, index.SearchField) or field.field_name in _APART or field.field_name in but:
            continue
        value = field.get_value(page)
        said += [str(each) for each in (value if isinstance(value, (list, tuple)) else [value]) if each]
    return " ".join(said)
