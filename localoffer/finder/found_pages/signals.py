"""Listens to every kind of change to a page, and refreshes its rows after commit."""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from localoffer.places.models import AuthoritySite

from . import index
from .models import FoundPage, StalePage

logger = logging.getLogger(__name__)

# What Wagtail writes while somebody is at work on a draft: nothing of it is found
_OF_DRAFTS = frozenset(
    "latest_revision latest_revision_created_at draft_title has_unpublished_changes locked locked_at locked_by "
    "go_live_at expire_at live_revision numchild".split()
)


def pages_changed(page_keys: Iterable[int]) -> None:
    """Mark pages inside this transaction, and make their rows again when it commits."""
    keys = set(page_keys)
    if keys:
        StalePage.objects.bulk_create([StalePage(page_key=key) for key in keys], batch_size=1000)
        transaction.on_commit(_finish)


def _finish() -> None:
    # The first of a transaction does the work of all; the others find nothing left to do
    try:
        index.refresh_stale()
    except Exception:
        # The change itself is saved; the marks make the clock try again
        logger.exception("Pages could not be made findable. It will be tried again within a minute.")


def _with_those_below(page: Page) -> set[int]:
    return set(Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)) | {page.pk}


def _before_saving(sender, instance: Page, update_fields=None, **kwargs) -> None:
    """Remember the address a page had: those below it move along."""
    if instance._state.adding or (
        update_fields is not None and not {"slug", "url_path"} & set(update_fields)
    ):
        return
    was = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
    instance._had_another_address = was is not None and was != instance.url_path


def _saved(sender, instance: Page, created=False, update_fields=None, raw=False, **kwargs) -> None:
    if raw or (created and not instance.live) or (update_fields and set(update_fields) <= _OF_DRAFTS):
        return
    moved = instance.__dict__.pop("_had_another_address", False)
    pages_changed(_with_those_below(instance) if moved else {instance.pk})


def _changed(instance: Page, **kwargs) -> None:
    pages_changed({instance.pk})


def _deleted(sender, instance: Page, **kwargs) -> None:
    """The page, and what said the same: its easy-read twin is a page by itself now."""
    alike = FoundPage.objects.filter(same_as=instance.translation_key).values_list("page_key", flat=True)
    pages_changed({instance.pk, *alike})


def _moved(instance: Page, **kwargs) -> None:
    pages_changed(_with_those_below(instance))


def _restricted(instance: PageViewRestriction, **kwargs) -> None:
    if page := Page.objects.filter(pk=instance.page_id).first():
        pages_changed(_with_those_below(page))


def _site_changed(instance: "Site | AuthoritySite", **kwargs) -> None:
    """A site of another root or council: whatever stands there, and whatever stood there before."""
    site = instance if isinstance(instance, Site) else Site.objects.filter(pk=instance.site_id).first()
    root = Page.objects.filter(pk=site.root_page_id).first() if site else None
    there = Q(path__startswith=root.path) if root and root.depth > 1 else Q(pk__in=())
    found = FoundPage.objects.values("page_key")
    keys = Page.objects.filter(there | Q(pk__in=found)).values_list("pk", flat=True)
    pages_changed({index.OURS, *keys})


def connect() -> None:
    """Called once when the app is ready."""
    for model in {Page, *get_page_models()}:
        name = model._meta.label
        pre_save.connect(_before_saving, sender=model, dispatch_uid=f"finder-page-before-{name}")
        post_save.connect(_saved, sender=model, dispatch_uid=f"finder-page-saved-{name}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"finder-page-deleted-{name}")
    for signal in (page_published, page_unpublished):
        signal.connect(_changed, dispatch_uid=f"finder-page-{id(signal)}")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_moved, dispatch_uid=f"finder-page-{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(_restricted, sender=PageViewRestriction, dispatch_uid=f"finder-private-{id(signal)}")
        for model in (Site, AuthoritySite):
            signal.connect(_site_changed, sender=model, dispatch_uid=f"finder-{model.__name__}-{id(signal)}")
