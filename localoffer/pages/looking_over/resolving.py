"""Whether an address on a council's own site leads somewhere: asked of the site itself, without the network."""

import logging
import re
from html import escape
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from localoffer.places.models import Authority

logger = logging.getLogger(__name__)

#: Views that a look does no harm to, and that know by themselves whether there is such a page. Others are found to be
#: there and not asked: a search that is looked at would count as a family's.
_ASKED = frozenset(
    {
        "wagtail_serve",
        "directory:service",
        "finder:kind",
        "finder:age",
        "finder:need",
        "finder:questions",
        "cms:glossary",
    }
)
_FURTHEST = 5  # from one address to the next


class OwnSite:
    """One council's site, to be asked about addresses. What it has answered it need not be asked again."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        sites = Site.objects.filter(authority_site__authority=authority).select_related("root_page")
        self.sites = list(sites.order_by("pk"))
        self.hosts = {site.hostname.casefold() for site in self.sites}
        self.roots = [site.root_page for site in self.sites if site.root_page.depth > 1]
        self._answers: dict[str, tuple[str, str]] = {}

    def has(self, address: str) -> bool:
        """Whether an address is on this site, or on no other."""
        if address.startswith(("page:", "document:")) or (
            address.startswith("/") and not address.startswith("//")
        ):
            return True
        try:
            return (urlsplit(address).hostname or "").casefold() in self.hosts
        except ValueError:
            return False

    def why_broken(self, address: str) -> str:
        """Why an address of this site leads nowhere; "" if it leads somewhere."""
        kind, _, key = address.partition(":")
        if kind == "page":
            return self._why_no_page(int(key))
        if kind == "document":
            found = get_document_model().objects.filter(pk=int(key)).exists()
            return "" if found else "The file has been deleted."
        try:
            parts = urlsplit(address)
        except ValueError:
            return "It is no proper address."
        why, html = self._asked(parts.path or "/")
        if why or not parts.fragment or not html:
            return why
        name = re.escape(escape(parts.fragment))
        if re.search(rf"""\s(?:id|name)=["']?{name}["'\s>]""", html):
            return ""
        return f"The page is there, but it has no part “#{parts.fragment[:60]}”."

    def _why_no_page(self, key: int) -> str:
        page = Page.objects.filter(pk=key).first()
        if page is None:
            return "The page has been deleted."
        if not any(page.path.startswith(root.path) for root in self.roots):
            return "It is a page of another site."
        return "" if page.live else f"The page “{page.title[:80]}” is not published."

    def _asked(self, path: str) -> tuple[str, str]:
        """(why it leads nowhere or "", the page where it was looked at)."""
        if path not in self._answers:
            self._answers[path] = self._ask(path, _FURTHEST)
        return self._answers[path]

    def _ask(self, path: str, steps: int) -> tuple[str, str]:
        try:
            match = resolve(unquote(path))
        except Resolver404:
            return "There is no such page on this site.", ""
        if match.view_name not in _ASKED or not self.sites:
            return "", ""
        site = self.sites[0]
        request = RequestFactory().get(path, HTTP_HOST=f"{site.hostname}:{site.port}")
        request.authority, request.user = self.authority, AnonymousUser()
        try:
            answer = match.func(request, *match.args, **match.kwargs)
            if hasattr(answer, "render"):
                answer.render()
        except Http404:
            if get_redirect(request, path) or get_redirect(request, path.rstrip("/")):
                return "", ""
            return "There is no such page on this site.", ""
        except Exception:  # one page that cannot be opened must not cost the others their night
            logger.exception("A page that others link to could not be opened.")
            return "The page cannot be opened: something is wrong with it.", ""
        if answer.status_code in (301, 302, 303, 307, 308):
            on = answer.headers.get("Location", "")
            if self.has(on) and steps and (where := urlsplit(on).path) != path:
                return self._ask(where, steps - 1)
            return "", ""
        if answer.status_code >= 400:
            return "What was there is no longer listed.", ""
        return "", answer.content.decode(errors="replace")
