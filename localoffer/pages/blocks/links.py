"""Links to pages of the same site."""

from wagtail.blocks import CharBlock, PageChooserBlock, StreamValue, StructBlock
from wagtail.models import Page

from .. import tree


def is_shown_on(page: Page | None, request) -> bool:
    """Whether families of this site can follow a link to the page: published, and none of another council's."""
    pages = tree.for_request(request) if page is not None else None
    return pages is not None and pages.shown(page.pk) is not None


class PageLinkBlock(StructBlock):
    """A page of this site. It is left out while that page is not published."""

    page = PageChooserBlock()
    label = CharBlock(required=False, max_length=120, help_text="If it should not be the page's own title.")

    class Meta:
        icon = "doc-empty-inverse"


class TopicBlock(StructBlock):
    """A topic that news belongs to: whoever follows it hears of the news, and its page shows it."""

    page = PageChooserBlock(
        page_type=["pages.TopicHubPage", "pages.YoungPeopleHubPage", "pages.PractitionerHubPage"],
        label="Topic",
    )

    class Meta:
        icon = "tag"
        label = "Topic"


def keys_of(links: list[dict]) -> frozenset[int]:
    """The pages that blocks lead to, as they are kept: read as blocks, each would be asked for."""
    return frozenset(key for each in links if (key := each["value"].get("page")))


def cards(links: StreamValue, request) -> list[dict]:
    """The links of a BlocksField that can be followed, as components/cards.html takes them."""
    pages = tree.for_request(request)
    if pages is None:
        return []
    # As they are kept: read as blocks, their pages would be asked for once more
    said = [(pages.shown(each["value"]["page"]), each["value"].get("label")) for each in links.raw_data]
    return [page.card() | ({"title": label} if label else {}) for page, label in said if page is not None]
