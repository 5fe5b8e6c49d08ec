"""What compliance asks of a council's pages: read from the night's rows, in a few queries."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import PageViewRestriction, Site

from localoffer.cms.models import CouncilSettings
from localoffer.places.models import Authority

from .models import LinkUse, PageLook, State

#: As CouncilSettings has it where nobody has said
READING_AGE = 11


def site_facts(authority: Authority, day: date) -> dict[str, tuple[int, int]]:
    """{fact: (of how many published pages it is so, among how many)}. What nobody has looked at yet is left out.

    A page that is too short for its reading age to be told, or with a link that was never tried, is in no such number.
    """
    sites = Site.objects.filter(authority_site__authority=authority).select_related("root_page")
    within = Q(pk__in=[])
    for site in sites:
        if site.root_page.depth > 1:
            within |= Q(page__path__startswith=site.root_page.path)
    looks = list(
        PageLook.objects.filter(within, page__live=True).values_list(
            "page_id", "page__path", "page__content_type_id", "reading_age", "unexplained"
        )
    )
    if not looks:
        return {}
    private = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    looks = [look for look in looks if not (private and look[1].startswith(private))]
    settings = CouncilSettings.of(authority)
    limit = settings.reading_age_limit if settings else READING_AGE
    links: dict[int, set[str]] = {}
    for page, state in (
        LinkUse.objects.of(authority)
        .filter(page__isnull=False, address__state__in=[State.BROKEN, State.NEW])
        .values_list("page_id", "address__state")
        .distinct()
    ):
        links.setdefault(page, set()).add(state)
    for_families = [look for look in looks if _is_for_families(look[2])]
    ages = [age for *_, age, _ in for_families if age is not None]
    initials = [unexplained for *_, unexplained in for_families]
    states = [links.get(look[0], set()) for look in looks]
    tried = [each for each in states if State.BROKEN in each or State.NEW not in each]
    found = {
        "reading-age": (sum(age <= limit for age in ages), len(ages)),
        "acronyms-explained": (sum(not each for each in initials), len(initials)),
        "links-work": (sum(State.BROKEN not in each for each in tried), len(tried)),
    }
    return {fact: share for fact, share in found.items() if share[1]}


def _is_for_families(content_type: int) -> bool:
    model = ContentType.objects.get_for_id(content_type).model_class()
    return getattr(model, "is_family_page", False)
