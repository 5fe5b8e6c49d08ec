"""A journey: stops that a family recognises, and the help there is at each."""

from django.utils.cache import patch_cache_control
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from localoffer.cms.blocks import BlocksField
from localoffer.cms.crisis.showing import look_for_danger
from localoffer.finder.search import Search

from ..blocks import StopBlock
from ..live_services import found_for
from .content import ContentPage
from .in_parts import WHOLE, InParts

OLDEST = 25


class JourneyPage(InParts, ContentPage):
    """Stops on a road. At each: what it is, what to ask for, how long, who decides, what if not, and services near you.

    A postcode and an age are read as the finder reads them: from the address, for this answer only; kept nowhere.
    """

    stops = BlocksField([("stop", StopBlock())])

    parts_field = "stops"
    page_kind = "journey"
    can_be_kept = True
    is_handed_on = True
    template = "pages/journey.html"
    page_description = "What happens in which order, with the services that help at each stop."
    search_fields = [*ContentPage.search_fields, index.SearchField("stops")]
    content_panels = [*ContentPage.content_panels, FieldPanel("stops"), *ContentPage.related_panels]

    class Meta:
        verbose_name = "journey"

    def serve(self, request, part="", **kwargs):
        answer = super().serve(request, part=part, **kwargs)
        if part and part != WHOLE:
            # A family's postcode: no cache between us and them
            patch_cache_control(answer, private=True, no_cache=True)
        return answer

    def get_context(self, request, *args, part="", **kwargs):
        context = super().get_context(request, *args, part=part, **kwargs)
        asked = Search.from_params({"near": request.GET.get("near", ""), "age": request.GET.get("age", "")})
        age = asked.age if asked.age and asked.age[1] <= OLDEST else None
        look_for_danger(request, asked.near)
        stop = context["part"]
        if stop is not None and stop.looks_for_services and getattr(request, "authority", None):
            services = stop["services"]
            context["found"] = found_for(
                request,
                services.search(near=asked.near, age=age),
                how_many=services["how_many"] or 3,
                is_typed=bool(asked.near or age),
            )
        return {
            **context,
            "asked_near": asked.near,
            "asked_age": str(age[0]) if age else "",
            "is_asked": bool(asked.near or age),
            "road": [
                {
                    "title": link["title"],
                    "href": link["href"],
                    "text": self.parts_by_slug.said(slug)["in_short"],
                }
                for link, slug in zip(context["links"], self.parts_by_slug, strict=True)
            ],
            "said": stop and self.parts_by_slug.said(stop.part_slug),
            "every_stop": [
                (link, self.parts_by_slug.said(slug), self.parts_by_slug[slug])
                for link, slug in zip(context["links"], self.parts_by_slug, strict=True)
            ]
            if part == WHOLE
            else [],
        }
