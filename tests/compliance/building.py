"""Evidence in the database: pages that name duties, and services that say what families need to know."""

from datetime import date

from wagtail.models import get_page_models

from localoffer.cms.models import DutyServed, PageCare, PageCheck
from localoffer.directory.models import (
    Link,
    Listing,
    ProviderAnswer,
    Schedule,
    Service,
    ServiceAtLocation,
)
from localoffer.duties.law import ServicesWanted
from localoffer.finder import index
from localoffer.pages.models import GuidePage
from tests.factories.directory import LocationFactory, ServiceFactory, checked, term


def page_type(kind: str) -> type:
    """A type of page of that kind."""
    return next(model for model in get_page_models() if getattr(model, "page_kind", "") == kind)


PARTS = '[{"type": "part", "value": {"title": "What there is", "slug": "", "body": []}}]'


def a_page(
    council, *duties: str, on: date | None, title: str = "Short breaks", model=GuidePage, below=None, **fields
):
    """A published page of a council that names these duties, checked on a day, or never."""
    parent = below or council.site.root_page
    page = model(title=title, **({"parts": PARTS} if model is GuidePage else {}), **fields)
    page.care.add(PageCare(owner="SEND information officer"))
    for slug in duties:
        page.duties_served.add(DutyServed(criterion=slug))
    parent.add_child(instance=page)
    page.save_revision().publish()
    if on:
        PageCheck.objects.create(page=page, checked_on=on, by_name="Amara")
    return page


def a_service(council, *, on: date, name: str = "Club", reach: str = "in-area", **codes) -> Service:
    """A live service that states everything there is to state."""
    service = ServiceFactory(
        owner=council.authority,
        name=name,
        eligibility_description="Children of 5 to 11",
        referral="self",
        application_process="Ring us.",
        who_decides="The panel",
        cost="free",
        email="club@provider.example.org",
        plan_required="no",
        diagnosis_required="no",
        **codes,
    )
    place = LocationFactory(owner=council.authority)
    place.access = [term("access", "step-free")]
    place.save()
    service.service_at_locations = [ServiceAtLocation(location=place)]
    service.links = [Link(label="Our SEN information report", url="https://school.example.org/sen")]
    service.answers = [ProviderAnswer(question="Who runs it?", answer="We do.")]
    service.schedules = [Schedule(freq="WEEKLY", byday="TU", description="Tuesdays at four")]
    service.save()
    service.stated_waits.create(weeks=3, said_on=on)
    if reach != "in-area":
        Listing.objects.filter(service=service).update(reach=reach)
    checked(service, on)
    return service


def services_for(council, wanted: ServicesWanted, *, on: date) -> list[Service]:
    """As many services as are wanted, of the first of each filter."""
    links = {
        "kinds": wanted.kinds,
        "strands": wanted.strands,
        "needs": wanted.needs,
        "age_stages": wanted.stages,
    }
    return [
        a_service(
            council,
            on=on,
            name=f"{wanted.about[:60]} {number}",
            reach=wanted.reach[0] if wanted.reach else "in-area",
            **{name: [chosen[0]] for name, chosen in links.items() if chosen},
        )
        for number in range(wanted.at_least)
    ]


def indexed() -> None:
    """As after a commit: the finder's rows are those of the directory."""
    index.rebuild()
