"""What the finder adds to other rooms' pages."""

from urllib.parse import parse_qsl, urlsplit

from django.urls import path, reverse
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model
from localoffer.cms.context import Link
from localoffer.places import distance
from localoffer.places.lookup import look_up

from . import officers, questions_views
from .search import Search
from .shortlist import beside
from .shortlist.models import Kind

for viewset in officers.VIEWSETS:
    register_snippet(viewset)


@hooks.register("register_admin_doors")
def admin_doors():
    """Officers read what was searched for, and teach the finder words, for their own council."""
    doors = {"finder_searches": Door(role=Role.EDITOR)}
    for viewset in officers.VIEWSETS:
        doors |= viewset.doors()
    return doors


@hooks.register("register_role_permissions")
def role_permissions():
    return of_model("ownwords", app="finder", add=Role.EDITOR, change=Role.EDITOR, delete=Role.EDITOR)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("searches/", officers.searches, name="finder_searches")]


@hooks.register("register_admin_menu_item")
def searches_menu_item():
    return CouncilMenuItem(
        "Searches", reverse("finder_searches"), role=Role.EDITOR, icon_name="search", order=137
    )


@hooks.register("register_site_links")
def site_links(authority):
    """The finder in the menu."""
    return [
        ("menu", Link("Find help", reverse("finder:results"), order=10)),
        ("menu", Link("Kinds of help", reverse("finder:kinds"), order=20)),
        ("menu", Link("By age", reverse("finder:ages"), order=21)),
        ("menu", Link("By need", reverse("finder:needs"), order=22)),
        ("menu", Link("A to Z", reverse("finder:a_to_z"), order=30)),
        ("about", Link("Questions to ask", reverse("finder:all_questions"), order=395)),
    ]


@hooks.register("construct_service_page")
def similar_kinds(request, listing, context):
    """Where a closed service has nothing that took its place: the kinds of help it was."""
    if context["change"] and context["change"].is_closing and not context["successor"]:
        context["similar"] = [
            {"text": kind.name, "href": reverse("finder:kind", args=[kind.code])}
            for kind in context["kinds"]
            if not kind.is_retired
        ]


@hooks.register("construct_service_page")
def from_results(request, listing, context):
    """Whoever comes from a search gets the way back to it, and how far each place is.

    The search is read from the address of the page before, which the browser tells us and nobody else
    (Referrer-Policy: same-origin). So it need not stand in the service's own address, which people share.
    """
    typed = _search_before(request)
    if typed is None:
        return
    params: dict[str, list[str]] = {}
    for name, value in parse_qsl(typed[:4000]):
        params.setdefault(name, []).append(value)
    search = Search.from_params(params)
    query, results = search.query_string(), reverse("finder:results")
    context["back"] = {"href": f"{results}?{query}" if query else results, "text": "Back to the results"}
    context["came_from"] = query or "q="
    context["age"] = search.age
    if place := look_up(search.near, authority=listing.authority).place:
        for venue in context["venues"]:
            if venue["point"]:
                metres = distance.metres(place.easting, place.northing, *venue["point"])
                venue["distance"] = f"{distance.in_words(metres)} from {place.label}"


def _search_before(request) -> str | None:
    """The query of the results that somebody came from; None when she came from elsewhere.

    After “Keep in my list” the page before is the service's own, and the press has carried the query over.
    """
    if beside.KEPT in request.GET and beside.BACK in request.GET:
        return request.GET[beside.BACK]
    try:
        came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:  # "http://[": anyone may send anything
        return None
    is_results = came_from.netloc == request.get_host() and came_from.path == reverse("finder:results")
    return came_from.query if is_results else None


@hooks.register("construct_service_page")
def keep_in_my_list(request, listing, context):
    """“Keep in my list”, and the way to the list for whoever has one."""
    service = context["service"]
    if not listing._state.adding:  # a draft that is only looked at is in nobody's Local Offer yet
        context["keep"] = beside.press(request, Kind.SERVICE, str(service.pk), service.name)
        if came_from := context.get("came_from"):
            context["keep"]["carried"] = {"name": beside.BACK, "value": came_from}
        # Beside what was just kept, the way to the list stands already
        context["my_list"] = None if context["keep"]["done"] else beside.way_to_list(request)


@hooks.register("construct_service_page")
def questions_to_ask(request, listing, context):
    """What a family can ask about this kind of help, folded at the foot of the page."""
    context["questions"] = questions_views.beside(context["kinds"], authority=listing.authority)
