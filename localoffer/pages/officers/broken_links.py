"""Broken links, for officers: where each stands, since when, and the way to mend it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from localoffer.accounts.wagtail_doors import pages_of, sites_of
from localoffer.accounts.week import Heading, Line
from localoffer.cms.models import Alert, CouncilSettings
from localoffer.directory.models import Service

from .. import tasks
from ..looking_over.models import PLACES, Address, LinkUse, PageLook, State

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
    """The links in a state, on what the person may edit in this council; the longest broken first. Six queries."""
    uses = (
        LinkUse.objects.of(request.authority)
        .in_state(state)
        .select_related("address")
        .order_by("address__since", "page__path", "pk")
    )
    uses = list(uses[:MOST])
    forms = _forms(request, uses)
    targets = _titles(request, uses)
    places = []
    for use in uses:
        if use.stands_in not in forms:
            continue
        title, edit = forms[use.stands_in]
        places.append(
            Place(
                title=title,
                edit=edit,
                words=use.words,
                where=use.where,
                leads_to=targets.get(use.address.address, use.address.address),
                why=use.address.why,
                since=use.address.since,
            )
        )
    return places


def _forms(request: HttpRequest, uses: list[LinkUse]) -> dict[tuple[str, int | UUID], tuple[str, str]]:
    """The title of each thing that the person may edit, and the address of its form, by what a link stands in."""
    keys: dict[str, set] = {place: set() for place in PLACES}
    for use in uses:
        place, key = use.stands_in
        keys[place].add(key)
    user = request.user
    forms = {}
    for page in pages_of(request).filter(pk__in=keys["page"]):
        forms["page", page.pk] = (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    for service in Service.objects.editable_by(user).filter(pk__in=keys["service"]):
        edit = reverse("wagtailsnippets_directory_service:edit", args=[service.pk])
        forms["service", service.pk] = (str(service), edit)
    if user.has_perm("cms.change_councilsettings"):
        for settings in CouncilSettings.objects.filter(pk__in=keys["settings"], site__in=sites_of(request)):
            edit = reverse("wagtailsettings:edit", args=["cms", "councilsettings", settings.site_id])
            forms["settings", settings.pk] = (capfirst(settings._meta.verbose_name), edit)
    if user.has_perm("cms.change_alert"):
        for alert in Alert.objects.editable_by(user).filter(pk__in=keys["alert"]):
            edit = reverse("wagtailsnippets_cms_alert:edit", args=[alert.pk])
            forms["alert", alert.pk] = (f"Alert: {alert.title}", edit)
    return forms


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
