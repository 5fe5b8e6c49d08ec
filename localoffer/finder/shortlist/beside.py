"""What stands beside a result and on a service's page: “Keep in my list”, and the way to the list.

Whether somebody has a list is read from the cookie alone, so a page of results asks the database nothing more. Only
the list's own page knows what is in it.
"""

from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from . import cookie

#: In the address of the page somebody comes back to: what she has just kept.
KEPT = "kept"
#: On a service's page: the search that somebody came from, carried over the press. A script takes it out of the address
#: again, which she may pass on.
BACK = "back"
#: Pages with such a press, to which it comes back.
PAGES = {
    "finder:results",
    "finder:kind",
    "finder:age",
    "finder:need",
    "finder:questions",
    "directory:service",
    "wagtail_serve",
}


def press(request: HttpRequest, kind: str, key: str, about: str) -> dict:
    """What components/keep.html takes."""
    is_kept = request.GET.get(KEPT) == key
    has_list = is_kept and bool(cookie.token_in(request))
    return {
        "href": _keep(),
        "name": "keep",
        "value": f"{kind}:{key}",
        "text": "Keep in my list",
        "about": about,
        "done": "Kept in my list" if has_list else "",
        "list": {"href": reverse("finder:shortlist"), "text": "See my list"} if has_list else None,
        "not_done": NO_COOKIE if is_kept and not has_list else "",
    }


@cache
def _keep() -> str:
    return reverse("finder:keep")


NO_COOKIE = "There is no list in this browser. A list needs one cookie, and your browser did not take it."


def way_to_list(request: HttpRequest) -> dict | None:
    """The link to the list, for whoever has one."""
    return {"href": reverse("finder:shortlist"), "text": "My list"} if cookie.token_in(request) else None


def page_pressed_on(request: HttpRequest, key: str, href: str) -> str:
    """The address of the page where “Keep” was pressed, saying what was kept; the list's when that is unknown.

    The browser says it (Referrer-Policy: same-origin). It leads to pages of ours only, whatever it says; among those
    that editors write, only to what was kept, whose address is `href`.
    """
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("finder:shortlist")
    parts = urlsplit(came_from)
    try:
        page = resolve(parts.path)
    except Resolver404:
        return reverse("finder:shortlist")
    is_written = page.view_name == "wagtail_serve"
    if page.view_name not in PAGES or (is_written and not parts.path.startswith(href)):
        return reverse("finder:shortlist")
    path = reverse(page.view_name, args=page.args, kwargs=page.kwargs)
    query = [(name, value) for name, value in parse_qsl(parts.query[:4000]) if name not in (KEPT, BACK)]
    if (back := request.POST.get(BACK, "")) and page.view_name == "directory:service":
        query.append((BACK, back[:4000]))
    return f"{path}?{urlencode([*query, (KEPT, key)])}#kept"
