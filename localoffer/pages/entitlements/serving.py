"""Which of a council's published pages say that they serve which duty."""

from collections import defaultdict

from wagtail.models import Page, Site

from localoffer.cms.languages import in_english
from localoffer.cms.models import DutyServed
from localoffer.places.models import Authority


def pages_serving(authority: Authority) -> dict[str, list[tuple[str, str]]]:
    """Published, public pages by the slug of each duty that they claim: [(title, address)], in the order of the site.

    A draft that claims a duty is not in it, nor is what a page's draft claims over its published version.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for site in Site.objects.filter(authority_site__authority=authority).select_related("root_page"):
        pages = in_english(Page.objects.live().public().descendant_of(site.root_page, inclusive=True))
        claims = DutyServed.objects.filter(page__in=pages).select_related("page").order_by("page__path", "pk")
        for claim in claims:
            link = (claim.page.title, claim.page.get_url(current_site=site) or "")
            if link not in found[claim.criterion]:
                found[claim.criterion].append(link)
    return dict(found)
