"""Links to pages of the same site."""

from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, StructValue
from wagtail.models import Page, Site


def is_shown_on(page: Page | None, request) -> bool:
    """Whether families of this site can follow a link to the page: published, and none of another council's."""
    site = Site.find_for_request(request) if page is not None and page.live else None
    return site is not None and page.path.startswith(site.root_page.path)


class PageLinkValue(StructValue):
    def card(self, request) -> dict | None:
        """What components/card.html takes; None while the page is not there for families."""
        page = self["page"]
        if not is_shown_on(page, request):
            return None
        return {
            "title": self["label"] or page.title,
            "href": page.get_url(request=request),
            "text": page.search_description,
        }


class PageLinkBlock(StructBlock):
    """A page of this site. It is left out while that page is not published."""

    page = PageChooserBlock()
    label = CharBlock(required=False, max_length=120, help_text="If it should not be the page's own title.")

    class Meta:
        icon = "doc-empty-inverse"
        value_class = PageLinkValue


def cards(links, request) -> list[dict]:
    """The links of a BlocksField that can be followed."""
    return [card for each in links if (card := each.value.card(request))]
