"""Broken links, for officers: where each stands, since when, and the way to mend it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from localoffer.accounts.wagtail_doors import pages_of
from localoffer.accounts.week import Heading, Line
from localoffer.directory.models import Service

from .. import tasks
from ..looking_over.models import Address, LinkUse, PageLook, State

FIRST_FEW: Final = 5
MOST: Final = 300


@dataclass(frozen=True)
class Place:
    """One link as an officer sees it: what it stands on, and where to mend that."""

    title: str
    edit: str
    words: str
    where: str
    leads_to: str
    why: str
    since: datetime | None


def found(request: HttpRequest, state: State) -> list[Place]:
    """The links in a state, on what the person may edit in this council; the longest broken first. Four queries."""
    uses = (
        LinkUse.objects.of(request.authority)
        .in_state(state)
        .select_related("address")
        .order_by("address__since", "page__path", "pk")
    )
    uses = list(uses[:MOST])
    pages = {
        page.pk: page for page in pages_of(request).filter(pk__in={use.page_id for use in uses} - {None})
    }
    services = Service.objects.editable_by(request.user).in_bulk({use.service_id for use in uses} - {None})
    targets = _titles(request, uses)
    places = []
    for use in uses:
        record = pages.get(use.page_id) if use.page_id else services.get(use.service_id)
        if record is None:
            continue
        name = "wagtailadmin_pages:edit" if use.page_id else "wagtailsnippets_directory_service:edit"
        places.append(
            Place(
                title=str(getattr(record, "title", "") or record),
                edit=reverse(name, args=[record.pk]),
                words=use.words,
                where=use.where,
                leads_to=targets.get(use.address.address, use.address.address),
                why=use.address.why,
                since=use.address.since,
            )
        )
    return places


def _titles(request: HttpRequest, uses: list[LinkUse]) -> dict[str, str]:
    """What to call pages of one's own that links lead to."""
    keys = {
        use.address.address.removeprefix("page:") for use in uses if use.address.address.startswith("page:")
    }
    return {f"page:{page.pk}": f"the page “{page.title}”" for page in pages_of(request).filter(pk__in=keys)}


def of_page(page: Page) -> list[LinkUse]:
    """The broken links of one page, for its own screen."""
    uses = LinkUse.objects.filter(page=page).in_state(State.BROKEN)
    return list(uses.select_related("address")[:FIRST_FEW])


@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Every broken link of this council, and those that no program can check."""
    last = PageLook.objects.filter(page__in=pages_of(request)).order_by("-looked_at").first()
    return render(
        request,
        "pages/admin/broken_links.html",
        {
            "header_title": "Broken links",
            "page_title": "Broken links",
            "header_icon": "link",
            "broken": found(request, State.BROKEN),
            "unknown": found(request, State.UNKNOWN),
            "waiting": Address.objects.of(request.authority).filter(state=State.NEW).count(),
            "last": last and last.looked_at,
        },
    )


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Look over this council's pages and links again, now."""
    Address.objects.of(request.authority).filter(state=State.BROKEN, next_try_at__isnull=False).update(
        next_try_at=timezone.now()
    )
    tasks.look_over.enqueue(request.authority.pk)
    messages.success(request, "We are looking again. Come back to this page in a few minutes.")
    return redirect("broken_links")


def headings(request: HttpRequest) -> list[Heading]:
    """What her week holds of broken links."""
    places = found(request, State.BROKEN)
    return [
        Heading(
            "broken link" if len(places) == 1 else "broken links",
            len(places),
            [
                Line(
                    place.title,
                    href=place.edit,
                    detail=f"“{place.words}”: {place.why}" if place.words else place.why,
                )
                for place in places[:FIRST_FEW]
            ],
            href=reverse("broken_links"),
            nothing="No broken link is known.",
            order=64,
        )
    ]
