"""What every page type but a home page has."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail.search import index

from localoffer.cms.blocks import BlocksField
from localoffer.cms.models import BasePage
from localoffer.cms.page_care import ReviewEvery
from localoffer.duties.ehc.counting import months_after

from .. import abroad, kept, pictures, tree
from ..blocks import PageLinkBlock
from ..blocks.links import cards
from .translated import Translatable

#: Page types that stand below the first page and below hubs, by name: they point at each other.
ANYWHERE = [
    "pages.HomePage",
    "pages.TopicHubPage",
    "pages.YoungPeopleHubPage",
    "pages.PractitionerHubPage",
    "pages.LanguagePage",
]


class ContentPage(Translatable, BasePage):
    """A page to read: where it sits, a sentence on top, and at its foot who found it right and where to go on."""

    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="picture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="On top of the page. It is cut to fit around its focal point, which you set where pictures are kept.",
    )
    image_alt = models.CharField(
        "what the picture shows",
        max_length=250,
        blank=True,
        help_text="For those who cannot see it: “Two people talk at a table.”",
    )
    image_is_decorative = models.BooleanField(
        "the picture only decorates", default=False, help_text="Then it is not read out."
    )
    related = BlocksField([("link", PageLinkBlock())], blank=True, verbose_name="read on")

    #: Families can keep it in their list (pages/kept.py)
    can_be_kept = False
    #: Families hand it on: it has ways to share it
    is_handed_on = False

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
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_is_decorative")],
            heading="Picture",
            classname="collapsed",
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
        context = super().get_context(request, *args, **kwargs)
        other = context["other_language"]
        return {
            **context,
            "trail": abroad.trail(self, request, other) if other else self.trail(request),
            "shows_picture": True,
            "share_path": (self.get_url(request=request) or "") if self.is_handed_on else "",
            "foot": None if other else self.foot(request),
            "read_on": abroad.cards(cards(self.related, request), request, other),
            "twin": self.twin(request),
            "keep": kept.press(request, self),
        }

    def serve(self, request, *args, **kwargs):
        answer = super().serve(request, *args, **kwargs)
        kept.is_hers_alone(request, answer)
        return answer

    def trail(self, request) -> list[dict]:
        """The pages above this one, from the council's first, as components/breadcrumbs.html takes them."""
        pages = tree.for_request(request)
        if pages is None:
            return []
        return [
            {"label": "Home" if page is pages.root else page.title, "href": page.href}
            for page in pages.above(self.path)
            if page.live
        ]

    @cached_property
    def lead_picture(self) -> dict | None:
        """The picture on top, as components/picture.html takes it. One query for a page that has one."""
        if self.image_id is None:
            return None
        alt = "" if self.image_is_decorative else self.image_alt
        return pictures.drawn(self.image_id, pictures.LEAD, alt=alt)

    def foot(self, request) -> dict:
        """Who looks after it, and when somebody last found it right."""
        pages = tree.for_request(request)
        said = pages and pages.care(self.pk)
        owner, every, checked_on = said or ("", ReviewEvery.YEAR, None)
        if getattr(request, "is_preview", False) and (care := self.care.first()):
            owner, every = care.owner, care.review_every  # as the draft says
        return {
            "owner": owner,
            "checked_on": checked_on,
            "is_old": bool(checked_on) and months_after(checked_on, every) < timezone.localdate(),
        }

    def twin(self, request) -> dict | None:
        """The way to its easy-read twin, as {text, href}; None when it has none that is published."""
        pages = tree.for_request(request)
        found = pages and pages.twin_of(self.pk)
        return found and {"text": "Easy read: short words and pictures", "href": found.href}


def children_of(page: Page, request) -> list[dict]:
    """The published pages below a page as cards, in the order an editor gave them, without easy-read twins."""
    from .easy_read import EasyReadPage

    pages = tree.for_request(request)
    return [row.card() for row in pages.children(page) if row.model is not EasyReadPage] if pages else []
