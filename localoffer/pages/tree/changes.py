"""Everything that changes what a site shows of its pages draws a new version of its tree."""

import secrets
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from localoffer.cms.models import PageCare, PageCheck

from .held import forget
from .models import TreeState

__all__ = ["connect", "draw_version", "forget"]

# A site's first page stands just below Wagtail's root
_DEPTH = 2


def connect() -> None:
    """Hear of every change."""
    for signal in (post_save, post_delete):
        signal.connect(_page_changed, dispatch_uid=f"tree-page-{id(signal)}")
        for model in (PageCare, PageCheck, PageViewRestriction):
            signal.connect(_said_of_a_page, sender=model, dispatch_uid=f"tree-{model.__name__}-{id(signal)}")
    post_page_move.connect(_page_moved, dispatch_uid="tree-moved")


def draw_version(path: str) -> None:
    """Say that pages below the first page of this path are in another state now. For SQL that no signal tells of."""
    root = path[: Page.steplen * _DEPTH]
    # Random, not counted up: a number that was rolled back must never come again for another state
    TreeState.objects.bulk_create(
        [TreeState(root_path=root, version=secrets.randbits(62) + 1)],
        update_conflicts=True,
        unique_fields=["root_path"],
        update_fields=["version"],
    )


def _page_changed(sender: type, instance: Any, **signal: Any) -> None:
    if issubclass(sender, Page) and instance.depth and instance.depth >= _DEPTH:
        draw_version(instance.path)


def _page_moved(sender: type, parent_page_before: Page, parent_page_after: Page, **signal: Any) -> None:
    for root in {page.path[: Page.steplen * _DEPTH] for page in (parent_page_before, parent_page_after)}:
        if len(root) == Page.steplen * _DEPTH:
            draw_version(root)


def _said_of_a_page(sender: type, instance: Any, **signal: Any) -> None:
    path = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    if path:  # gone, with all that was said of it, it draws one itself
        draw_version(path)
