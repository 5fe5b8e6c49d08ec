"""What every page type but a home page has."""

from typing import ClassVar

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, Site
from wagtail.search import index

from localoffer.cms.blocks import BlocksField
from localoffer.cms.models import BasePage
from localoffer.cms.page_care import ReviewEvery
from localoffer.duties.ehc.counting import months_after

from ..blocks import PageLinkBlock
from ..blocks.links import cards

#: Page types that stand below the first page and below hubs, by name: they point at each other.
ANYWHERE = [
    "pages.HomePage",
    "pages.TopicHubPage",
    "pages.YoungPeopleHubPage",
    "pages.PractitionerHubPage",
]


class ContentPage(BasePage):
    """A page to read: where it sits, a sentence on top, and at its foot who found it right and where to go on."""

    related = BlocksField([("link", PageLinkBlock())], blank=True, verbose_name="read on")

    parent_page_types = ANYWHERE
    subpage_types = ["pages.EasyReadPage"]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("search_description", boost=2),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel(
            "search_description",
            heading="In a sentence",
            help_text="Under the title, on cards that lead here, and in search engines.",
        ),
    ]
    related_panels: ClassVar[list[Panel]] = [
        FieldPanel("related", help_text="Pages that may come next. Unpublished ones are left out.")
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("show_in_menus")],
            heading="Address, title in search engines, menu",
        )
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "trail": self.trail(request),
            "foot": self.foot(),
            "read_on": cards(self.related, request),
            "twin": self.twin(request),
        }

    def trail(self, request) -> list[dict]:
        """The pages above this one, from the council's first, as components/breadcrumbs.html takes them."""
        site = Site.find_for_request(request)
        if site is None:
            return []
        return [
            {
                "label": "Home" if page.pk == site.root_page_id else page.title,
                "href": page.get_url(request=request),
            }
            for page in self.above
            if page.live and page.path.startswith(site.root_page.path)
        ]

    @cached_property
    def above(self) -> list[Page]:
        """The pages above this one, from the top. Whoever found it by its address has met them on the way."""
        return list(self.get_ancestors().order_by("path"))

    def foot(self) -> dict:
        """Who looks after it, and when somebody last found it right."""
        # A page that was never saved can be looked at in the editor, too
        care, last = self.care.first(), self.last_check() if self.pk else None
        every = care.review_every if care else ReviewEvery.YEAR
        return {
            "owner": care.owner if care else "",
            "checked_on": last and last.checked_on,
            "is_old": bool(last) and months_after(last.checked_on, every) < timezone.localdate(),
        }

    def twin(self, request) -> dict | None:
        """The way to its easy-read twin, as {text, href}; None when it has none that is published."""
        from .easy_read import EasyReadPage

        if self.pk is None:
            return None
        found = EasyReadPage.objects.live().filter(twin_of=self.pk).first()
        return found and {
            "text": "Easy read: short words and pictures",
            "href": found.get_url(request=request),
        }


def children_of(page: Page, request) -> list[dict]:
    """The published pages below a page as cards, in the order an editor gave them. One query."""
    below = page.get_children().live().exclude(easyreadpage__isnull=False).order_by("path")
    return [card_to(each, request) for each in below]


def card_to(page: Page, request) -> dict:
    return {
        "title": page.title,
        "href": page.get_url(request=request),
        "text": page.search_description,
    }
