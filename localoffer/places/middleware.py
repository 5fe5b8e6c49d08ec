"""Every request belongs to one council, or is answered here."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.middleware.security import SecurityMiddleware

from . import hosts

# Whole in itself: there is no council whose look, name or templates it could wear.
NOBODYS_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>We cannot find this website</title>
</head>
<body>
<main>
<h1>We cannot find this website</h1>
<p>There is no Local Offer at this web address.</p>
<p>Check the address for mistakes, or look for “Local Offer” on your council’s own website.</p>
</main>
</body>
</html>
"""


class SecureKnownHosts(SecurityMiddleware):
    """Django's SecurityMiddleware, which sends only hosts we serve on to https: others get their 404 at once."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        try:
            request.get_host()
        except DisallowedHost:
            return None
        return super().process_request(request) if hosts.site_for(request) else None


class AuthorityMiddleware:
    """Sets `request.authority` from the host, and the Wagtail site with it; an unknown host is a 404.

    A host is known by its AuthoritySite alone. Wagtail would otherwise serve its default site on any host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest(NOBODYS_PAGE)
        found = hosts.site_for(request)
        if found is None:
            return HttpResponseNotFound(NOBODYS_PAGE)
        request.authority = found.authority
        request._wagtail_site = found.site  # where Site.find_for_request keeps its answer
        return self.get_response(request)
