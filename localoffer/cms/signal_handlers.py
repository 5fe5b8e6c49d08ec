"""Whatever changes what stands on every page of a site draws a new version of it: every process sees it at once."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from localoffer.places.models import Authority, AuthoritySite

from .council_state import draw_version, sites_of_page
from .glossary.terms import term_changed
from .models import Alert, CouncilSettings, GlossaryTerm


def settings_changed(instance: CouncilSettings, **kwargs: Any) -> None:
    draw_version([instance.site_id])


def alert_changed(instance: Alert, **kwargs: Any) -> None:
    draw_version(_sites_of(instance.owner_id))


def authority_changed(instance: Authority, **kwargs: Any) -> None:
    draw_version(_sites_of(instance.pk))


def site_changed(instance: AuthoritySite | Site, **kwargs: Any) -> None:
    draw_version([instance.site_id if isinstance(instance, AuthoritySite) else instance.pk])


def page_changed(instance: Page, **kwargs: Any) -> None:
    draw_version(sites_of_page(instance.path))


def page_moved(parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    draw_version({*sites_of_page(parent_page_before.path), *sites_of_page(parent_page_after.path)})


def _sites_of(authority_id: int) -> list[int]:
    return list(AuthoritySite.objects.filter(authority=authority_id).values_list("site_id", flat=True))


def connect() -> None:
    """Listen for every change that can show in a header or footer."""
    post_save.connect(settings_changed, sender=CouncilSettings, dispatch_uid="cms_settings_saved")
    post_delete.connect(settings_changed, sender=CouncilSettings, dispatch_uid="cms_settings_deleted")
    post_save.connect(authority_changed, sender=Authority, dispatch_uid="cms_Authority_saved")
    for model in (AuthoritySite, Site):
        post_save.connect(site_changed, sender=model, dispatch_uid=f"cms_{model.__name__}_saved")
    for signal in (page_published, page_unpublished, page_slug_changed):
        signal.connect(page_changed, dispatch_uid=f"cms_{id(signal)}")
    post_page_move.connect(page_moved, dispatch_uid="cms_page_moved")
    for signal in (post_save, post_delete):
        signal.connect(alert_changed, sender=Alert, dispatch_uid=f"cms_alert_{id(signal)}")
        signal.connect(term_changed, sender=GlossaryTerm, dispatch_uid=f"cms_glossary_{id(signal)}")
    post_delete.connect(page_changed, sender=Page, dispatch_uid="cms_page_deleted")
