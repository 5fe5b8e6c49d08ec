"""Which published page stands at an address of a council's site: asked of Wagtail, without a request."""

from urllib.parse import unquote, urlsplit

from django.http import Http404
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site
from wagtail.url_routing import RouteResult


def page_at(path: str, site: Site) -> RouteResult | None:
    """The published page at a path of a site, and what of it; None where there is none."""
    try:
        return site.root_page.specific.route(None, [part for part in path.split("/") if part])
    except Http404:
        return None


def is_dead(address: str, site: Site) -> bool:
    """Whether an address is one of a site's where families find no page. Addresses of other sites are not looked at."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no proper address, so none of ours
        return False
    if parts.hostname not in (None, site.hostname):
        return False
    path = unquote(parts.path or "/")
    if not path.endswith("/"):  # families are sent on to the one with a slash
        path = f"{path}/"
    try:
        if resolve(path).view_name != "wagtail_serve":
            return False
    except Resolver404:
        return True
    if page_at(path, site) is not None:
        return False
    return not Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(path)).exists()
