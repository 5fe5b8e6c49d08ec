"""The night's look over one council's published pages and services, its menus and alerts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, get_page_models

from localoffer.cms.models import Alert, BasePage, CouncilSettings
from localoffer.cms.readiness import gate
from localoffer.cms.readiness.pages import reading_age
from localoffer.directory.models import Service
from localoffer.places.models import Authority

from .finding import Link, links_of, links_of_alert, links_of_service, links_of_settings
from .models import LOOKED, Address, LinkUse, PageLook
from .resolving import OwnSite


def look_over(authority: Authority, *, now: datetime) -> None:
    """Measure each published page, and write down every link. What leads to this site itself is told at once.

    It can be stopped and run again at any time: what it writes, it writes in one go.
    """
    site = OwnSite(authority)
    looks: list[PageLook] = []
    uses: list[tuple[str, LinkUse]] = []
    for page in pages_of(site):
        looks.append(_look(page, now))
        uses += _uses(links_of(page), now, page_id=page.pk)
    services = Service.objects.published().listed_by(authority).prefetch_related("links")
    for service in services.iterator(chunk_size=500):
        uses += _uses(links_of_service(service), now, service_id=service.pk)
    for settings in CouncilSettings.objects.filter(site__in=site.sites):
        uses += _uses(links_of_settings(settings), now, settings_id=settings.pk)
    for alert in Alert.objects.kept_by(authority).not_over(now):
        uses += _uses(links_of_alert(alert), now, alert_id=alert.pk)
    inside = {address: site.why_broken(address) for address, _ in uses if site.has(address)}
    _write(authority, looks, uses, inside, now)


def pages_of(site: OwnSite) -> list[Page]:
    """The pages that everybody can read on this site, in their own types."""
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    found: list[Page] = []
    for root in site.roots:
        found += Page.objects.descendant_of(root, inclusive=True).live().public().exact_type(*ours).specific()
    return found


def _uses(links: Iterable[Link], now: datetime, **stands_in: Any) -> list[tuple[str, LinkUse]]:
    """Where each link leads, and where it stands."""
    return [
        (
            link.address,
            LinkUse(words=link.words[:200], where=link.where[:120], found_at=now, **stands_in),
        )
        for link in links
    ]


def _look(page: Page, now: datetime) -> PageLook:
    return PageLook(
        page_id=page.pk,
        looked_at=now,
        reading_age=reading_age(page),
        unexplained=[each.quote for each in gate.what_stops(page) if each.code == "initials"],
    )


@transaction.atomic
def _write(
    authority: Authority,
    looks: list[PageLook],
    uses: list[tuple[str, LinkUse]],
    inside: dict[str, str],
    now: datetime,
) -> None:
    PageLook.objects.bulk_create(
        looks,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["looked_at", "reading_age", "unexplained"],
    )
    known = {each.address: each for each in Address.objects.of(authority).select_for_update()}
    wanted = dict.fromkeys(address for address, _ in uses)
    Address.objects.filter(pk__in=[each.pk for text, each in known.items() if text not in wanted]).delete()
    new = [
        Address(owner=authority, address=text, next_try_at=None if text in inside else now)
        for text in wanted
        if text not in known
    ]
    known |= {each.address: each for each in Address.objects.bulk_create(new)}
    changed = []
    for text, why in inside.items():
        address = known[text]
        address.next_try_at = None
        if why:
            address.leads_nowhere(now, why, at_once=True)
        else:
            address.works(now)
        changed.append(address)
    Address.objects.bulk_update(changed, LOOKED, batch_size=200)
    LinkUse.objects.of(authority).delete()
    for text, use in uses:
        use.address = known[text]
    LinkUse.objects.bulk_create([use for _, use in uses], batch_size=500)
