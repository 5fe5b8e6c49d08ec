"""The newsletter's archive, an issue, and the feed of them. Public: whoever has no e-mail reads it here."""

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from wagtail.models import Site

from localoffer.cms.conditional import not_sent_twice
from localoffer.cms.context import council_for
from localoffer.places.models import Authority

from .models import Issue
from .showing import parts_of

ON_A_PAGE, IN_THE_FEED = 20, 20


@not_sent_twice
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Every issue that was sent, the newest first."""
    issues = Issue.objects.in_archive(Authority.for_request(request))
    page = Paginator(issues, ON_A_PAGE).get_page(request.GET.get("page"))
    url = reverse("updates:newsletter")
    context = {
        "issues": [
            {"title": each.title, "href": each.get_absolute_url(), "above": f"{each.sent_on:%-d %B %Y}"}
            for each in page
        ],
        "newer": {"title": "Newer", "href": f"{url}?page={page.number - 1}"} if page.has_previous() else None,
        "older": {"title": "Older", "href": f"{url}?page={page.number + 1}"} if page.has_next() else None,
    }
    return render(request, "updates/newsletter/archive.html", context)


@not_sent_twice
@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue, as it was sent."""
    found = get_object_or_404(Issue.objects.in_archive(Authority.for_request(request)), slug=slug)
    return _show(request, found)


def preview(request: HttpRequest, draft: Issue, *, as_letter: bool) -> HttpResponse:
    """An issue that is being written, as it will be read."""
    request.user.acting_for = request.authority  # it is a request of its own, for a public address
    if not as_letter:
        return _show(request, draft)
    from ..letters import made_of_issue

    letter = made_of_issue(draft, request.authority, to="you@example.org")
    return HttpResponse(letter.alternatives[0].content)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest issues as an Atom feed."""
    return NewsletterFeed()(request)


class NewsletterFeed(Feed):
    """The newest issues."""

    feed_type = Atom1Feed

    def get_object(self, request):
        self.request = request
        return Authority.for_request(request)

    def title(self, authority) -> str:
        return f"Newsletter: {council_for(self.request).name}"

    def link(self, authority) -> str:
        return self.request.build_absolute_uri(reverse("updates:newsletter"))

    def items(self, authority):
        return Issue.objects.in_archive(authority)[:IN_THE_FEED]

    def item_title(self, item) -> str:
        return item.title

    def item_description(self, item) -> str:
        from ..letters import as_text

        return as_text(item.opening)

    def item_link(self, item) -> str:
        return self.request.build_absolute_uri(item.get_absolute_url())

    def item_pubdate(self, item):
        return item.sent_at

    def item_updateddate(self, item):
        return item.sent_at


def _show(request: HttpRequest, found: Issue) -> HttpResponse:
    site = Site.find_for_request(request)
    context = {"issue": found, "parts": parts_of(found, site) if site else []}
    return render(request, "updates/newsletter/issue.html", context)
