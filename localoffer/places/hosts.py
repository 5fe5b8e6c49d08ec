"""From a request's host to the council whose site it is, without a query once it has been asked.

What was found is remembered in this process for a few seconds. Saving or deleting a Site, an AuthoritySite or
an Authority forgets it at once here; other processes notice when their few seconds are over.
"""

import copy
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection, transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

if TYPE_CHECKING:
    from .models import AuthoritySite

SECONDS_REMEMBERED = 5
# Unknown hosts are remembered too, and anyone may invent them: past this many, everything is forgotten.
MOST_REMEMBERED = 1_000

_remembered: dict[tuple[str, str], tuple[float, "AuthoritySite | None"]] = {}


def site_for(request: HttpRequest) -> "AuthoritySite | None":
    """Return the council's site that the request's host names, with its `site` and `authority`, or None.

    Case, a trailing dot and the port do not matter, except that the port decides between two sites of one
    name. A malformed Host header names nobody.
    """
    try:
        domain, port = split_domain_port(request.get_host())
    except DisallowedHost:
        return None
    host = (domain, port or request.get_port())
    if connection.in_atomic_block:  # what an open transaction sees may never come to be
        return _look_up(*host)
    now = time.monotonic()
    since, found = _remembered.get(host, (None, None))
    if since is None or now - since > SECONDS_REMEMBERED:
        found = _look_up(*host)
        if found is not None:
            _know_its_addresses(found.site)
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[host] = (now, found)
    return _fresh(found) if found else None


def whole_address(site: Site, path: str) -> str:
    """Return the address of a path on a site, for a letter: with https where every visitor is sent there."""
    root = site.root_url
    return f"{root.replace('http://', 'https://', 1) if settings.SECURE_SSL_REDIRECT else root}{path}"


def forget(**_signal) -> None:
    """Forget every host, now and again when the change is committed: another thread may look in between."""
    forget_now()
    transaction.on_commit(forget_now)


def forget_now() -> None:
    """Forget every host."""
    _remembered.clear()


def _look_up(domain: str, port: str) -> "AuthoritySite | None":
    from .models import AuthoritySite  # models import this module

    candidates = list(
        AuthoritySite.objects.select_related("site", "authority").filter(site__hostname__iexact=domain)
    )
    if len(candidates) > 1:
        candidates = [candidate for candidate in candidates if str(candidate.site.port) == port]
    return candidates[0] if candidates else None


def _know_its_addresses(site: Site) -> None:
    """Wagtail keeps for an hour where each site begins. One that another process made would have no addresses."""
    known = {(each.site_id, each.root_url) for each in Site.get_site_root_paths()}
    if (site.pk, site.root_url) not in known:
        Site.clear_site_root_paths_cache()


def _fresh(found: "AuthoritySite") -> "AuthoritySite":
    """Return a copy with no shared cache: Wagtail keeps the home page's contents on `site.root_page`."""
    mine = copy.copy(found)
    mine.site, mine.authority = copy.copy(found.site), copy.copy(found.authority)
    return mine
